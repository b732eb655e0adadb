/** Whether a text is an id as the API gives them: a whole number from 1 that a number holds exactly. */
export const isId = (id: unknown): id is string =>
  typeof id === "string" && /^\d+$/.test(id) && Number.isSafeInteger(Number(id)) && Number(id) >= 1;

/** An id as the number that its digits stand for; all else as it is. */
export const idNumber = (value: unknown): unknown => (isId(value) ? Number(value) : value);
