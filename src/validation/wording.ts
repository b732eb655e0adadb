/** What messages name in the reader's own terms: those of a TypeScript program, or of the plugin's schema. */
export interface Wording {
  /** The language of the program: TypeScript, or any language that uses the schema's terms. */
  language: "TypeScript" | "schema";
  /**
   * How a program writes a capability that the catalogue lacks. @param capability - as a program writes it; an example
   * by default.
   */
  unlisted(capability?: string): string;
  /** The name that warnings use for it. */
  unlistedName: string;
  /** How a program makes every user account a member. */
  allUserAccounts: string;
  /** How a program writes the ID of what a lookup finds. */
  idFrom(lookup: string, by: string, word: string): string;
  /** An option of a resource, as code. @param value - as a program writes it. */
  option(name: keyof typeof optionsInPython, value: string): string;
  /** An object, or its shape. @param text - as TypeScript writes it: keys without quotes. */
  object(text: string): string;
}

/** Python's generated classes spell these differently. */
const optionsInPython = { import: "import_", deleteBeforeReplace: "delete_before_replace" };

/** The terms of this package in TypeScript. */
export const programWording: Wording = {
  language: "TypeScript",
  unlisted: (capability = "…") => `iam.unlisted(${capability})`,
  unlistedName: "iam.unlisted",
  allUserAccounts: '"allUserAccounts"',
  idFrom: (lookup, by, word) => `iam.${lookup}Output({ ${by}: ${word} }).id`,
  option: (name, value) => `\`{ ${name}: ${value} }\``,
  object: (text) => text,
};

/** The terms of the plugin's schema, which each language spells in its own way. */
export const schemaWording: Wording = {
  language: "schema",
  unlisted: (capability = "{…}") => `unlisted: ${capability}`,
  unlistedName: "unlisted",
  allUserAccounts: '["allUserAccounts"]',
  idFrom: (lookup, by, word) => `the ID that the function ${lookup} finds by ${by}: ${word}`,
  option: (name, value) => `\`${name}: ${value}\` (in Python \`${optionsInPython[name]}\`)`,
  // JSON, which is also valid in YAML and Python.
  object: (text) => text.replace(/(\w+):/g, '"$1":'),
};
