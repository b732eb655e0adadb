// What an import says, whatever the kind of resource: `kind` is its name in words, as in "security category".

/** No object has the ID. */
export const importMissing = (kind: string, id: number): string =>
  `import: there is no ${kind} with ID ${id}. To create a new ${kind}, remove the option \`import\``;

/** The object differs from its declaration; the differences follow. */
export const importDiffers = (kind: string, id: number): string =>
  `import: ${kind} ${id} does not match its declaration, so it was not imported:`;

/** Another resource has the object. @param owner - that resource in words. */
export const importManaged = (kind: string, id: number, owner: string, also = ""): string =>
  `import: ${kind} ${id} is already managed in this stack, as ${owner}${also}. Keep one of the two resources`;

/** The object is about to be imported. */
export const importing = (kind: string, id: number): string => `imports ${kind} ${id} unchanged`;

/** The object stays in a forced replacement of its resource. */
export const importKept = (kind: string, id: number): string =>
  `${kind} ${id} was imported unchanged, so it was kept, not deleted`;
