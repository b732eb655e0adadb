import { type DocumentOptions, isScalar, type ParseOptions, parseDocument, type SchemaOptions, visit } from "yaml";
import { CdfError } from "../../errors";

/**
 * What a YAML text holds.
 *
 * @param warn - gets each warning of the parser, with the file and the line.
 * @throws CdfError `INVALID_ARGUMENT` when the text is not valid YAML.
 */
export function readYaml(
  text: string,
  file: string,
  warn: (warning: string) => void,
  options: ParseOptions & DocumentOptions & SchemaOptions = {},
): unknown {
  // Else the parser writes its warnings as those of Node.js, without the file.
  const document = parseDocument(text, { ...options, logLevel: "error" });
  const [error] = document.errors;
  if (error !== undefined)
    throw new CdfError("INVALID_ARGUMENT", `${file} is not valid YAML: ${error.message.split("\n")[0]}`);
  for (const { message, linePos } of document.warnings) {
    const [what] = message.split(/ at line \d+, column \d+/);
    warn(`${file}, line ${linePos?.[0].line}: ${what}`);
  }
  visit(document, {
    Pair: (_, { key }) => {
      if (key !== null && !isScalar(key))
        warn(`${file}: the key ${String(key)} is a list or a map; it is read as text`);
    },
  });
  return document.toJS();
}
