import { readFileSync } from "node:fs";
import path from "node:path";
import ts from "typescript";
import { root } from "../project.mjs";

/** @typedef {{ text: string; properties: ReadonlyMap<string, string> }} Documented */

/** @type {Map<string, ReadonlyMap<string, Documented>>} */
const read = new Map();

/**
 * What the doc comments of a source file say, without its examples and tags.
 *
 * @param {string} file below `src`
 * @returns {ReadonlyMap<string, Documented>} by exported name
 */
export function documentedIn(file) {
  const known = read.get(file);
  if (known) return known;
  const source = ts.createSourceFile(
    file,
    readFileSync(path.join(root, "src", file), "utf8"),
    ts.ScriptTarget.Latest,
    true,
  );
  /** @type {Map<string, Documented>} */
  const found = new Map();
  for (const statement of source.statements) {
    const isNamed =
      ts.isInterfaceDeclaration(statement) ||
      ts.isTypeAliasDeclaration(statement) ||
      ts.isClassDeclaration(statement) ||
      ts.isFunctionDeclaration(statement);
    // Of an overloaded function, the first declaration has the comment.
    if (!isNamed || !statement.name || found.has(statement.name.text)) continue;
    const inherited = basesOf(statement).flatMap((base) => [...(found.get(base)?.properties ?? [])]);
    const properties = new Map([...inherited, ...propertiesIn(statement)]);
    found.set(statement.name.text, { text: textOf(statement), properties });
  }
  read.set(file, found);
  return found;
}

/** What an interface extends, by name. @param {ts.Statement} statement */
function basesOf(statement) {
  if (!ts.isInterfaceDeclaration(statement)) return [];
  return (statement.heritageClauses ?? []).flatMap(({ types }) => types.map((type) => type.expression.getText()));
}

/**
 * The properties in a declaration, also those of objects in it and of the members of a union. The first of a name counts.
 *
 * @param {ts.Node} declaration
 */
function propertiesIn(declaration) {
  /** @type {Map<string, string>} */
  const found = new Map();
  const visit = (/** @type {ts.Node} */ node) => {
    if (ts.isPropertySignature(node) || ts.isPropertyDeclaration(node)) {
      const name = node.name.getText();
      if (!found.get(name)) found.set(name, textOf(node));
    }
    if (!ts.isMethodDeclaration(node) && !ts.isConstructorDeclaration(node)) ts.forEachChild(node, visit);
  };
  ts.forEachChild(declaration, visit);
  return found;
}

/** A doc comment as Markdown, a paragraph a line. @param {ts.Node} node */
function textOf(node) {
  const comments = ts.getJSDocCommentsAndTags(node).filter(ts.isJSDoc);
  const text = ts.getTextOfJSDocComment(comments.at(-1)?.comment) ?? "";
  return text
    .replaceAll(/\s\(\{@link \w+Error\}\)/g, "") // classes of the TypeScript package
    .replaceAll(/\{@link (\w+)\}/g, "`$1`")
    .split(/\n\n+/)
    .map((paragraph) => paragraph.replaceAll(/\s+/g, " ").trim())
    .join("\n\n");
}
