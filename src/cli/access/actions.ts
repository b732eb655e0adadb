/**
 * The actions that only read. Every other action counts as write, including those that start something (`RUN`, `EXECUTE`,
 * `USE`) and unknown actions: an unnecessary review does less harm than a missed one.
 */
export const readingActions: readonly string[] = ["READ", "LIST", "SUBSCRIBE", "MEMBEROF"];

/** The same, for a sentence. */
export const readingWords = `${readingActions.slice(0, -1).join(", ")} and ${readingActions.at(-1)}`;

/** The actions of the catalogue that count as write, and why. */
export const writingActions: Readonly<Record<string, string>> = {
  WRITE: "changes what is there",
  WRITE_PROPERTIES: "changes what is there",
  CREATE: "makes new things",
  UPDATE: "changes what is there",
  DELETE: "takes things away",
  OWNER: "changes what is write-protected for others",
  MANAGE: "changes what is there",
  PUBLISH: "makes new things",
  SUGGEST: "makes new things, though others decide on them",
  REVIEW: "decides on what others suggest",
  RUN: "starts something that may change anything",
  EXECUTE: "starts something that may change anything",
  USE: "acts with something, such as a connection to another system",
};

/** Whether an action counts as write. */
export const isWrite = (action: string): boolean => !readingActions.includes(action.toUpperCase());
