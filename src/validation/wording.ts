/** What messages name in the words of those who read them: a program in TypeScript, or the plugin's schema. */
export interface Wording {
  /** What the program is written in: TypeScript, or any language that has the words of the schema. */
  language: "TypeScript" | "schema";
  /** How a program grants what the catalogue lacks. @param capability - as a program writes it; an example by default. */
  unlisted(capability?: string): string;
  /** By which name a warning refers to that. */
  unlistedName: string;
  /** How every user account is made a member. */
  allUserAccounts: string;
  /** How the id is written of what a lookup finds. */
  idFrom(lookup: string, by: string, word: string): string;
  /** An option of a resource. @param value - as a program writes it. */
  option(name: string, value: string): string;
}

/** The words of this package in TypeScript. */
export const programWording: Wording = {
  language: "TypeScript",
  unlisted: (capability = "…") => `iam.unlisted(${capability})`,
  unlistedName: "iam.unlisted",
  allUserAccounts: '"allUserAccounts"',
  idFrom: (lookup, by, word) => `iam.${lookup}Output({ ${by}: ${word} }).id`,
  option: (name, value) => `{ ${name}: ${value} }`,
};

/** The words of the plugin's schema, which each language spells in its own way. */
export const schemaWording: Wording = {
  language: "schema",
  unlisted: (capability = "{…}") => `unlisted: ${capability}`,
  unlistedName: "unlisted",
  allUserAccounts: '["allUserAccounts"]',
  idFrom: (lookup, by, word) => `the id that the function ${lookup} finds by ${by}: ${word}`,
  option: (name, value) => `${name}: ${value}`,
};
