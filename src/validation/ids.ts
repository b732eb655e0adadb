/** Whether a text is an ID as the API gives them: an integer of at least 1 that a number holds exactly. */
export const isId = (id: unknown): id is string =>
  typeof id === "string" && /^\d+$/.test(id) && Number.isSafeInteger(Number(id)) && Number(id) >= 1;

/** An ID as the number that its digits stand for; anything else unchanged. */
export const idNumber = (value: unknown): unknown => (isId(value) ? Number(value) : value);
