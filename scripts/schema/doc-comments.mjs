import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import ts from "typescript";
import { root } from "../project.mjs";

/** @typedef {{ text: string; properties: ReadonlyMap<string, string> }} Documented */

/** @type {Map<string, ReadonlyMap<string, Documented>>} */
const read = new Map();

/**
 * The doc comments in a folder's files, without their examples and tags.
 *
 * @param {string} folder below `src`
 * @returns {ReadonlyMap<string, Documented>} by name
 */
export function documentedIn(folder) {
  const known = read.get(folder);
  if (known) return known;
  /** @type {Map<string, Documented>} */
  const found = new Map();
  const parent = path.join(root, "src", folder);
  const files = existsSync(parent) ? readdirSync(parent).filter((name) => name.endsWith(".ts")) : [];
  for (const file of files) readInto(found, path.join(parent, file));
  read.set(folder, found);
  return found;
}

/** @param {Map<string, Documented>} found @param {string} file */
function readInto(found, file) {
  const source = ts.createSourceFile(file, readFileSync(file, "utf8"), ts.ScriptTarget.Latest, true);
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
}

/** What an interface extends, by name. @param {ts.Statement} statement */
function basesOf(statement) {
  if (!ts.isInterfaceDeclaration(statement)) return [];
  return (statement.heritageClauses ?? []).flatMap(({ types }) => types.map((type) => type.expression.getText()));
}

/**
 * The properties in a declaration, including those of objects in it and of the members of a union. The first with a name counts.
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

/** A doc comment as Markdown, with one line per paragraph. @param {ts.Node} node */
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
