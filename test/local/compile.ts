import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";

const SOURCE = join(__dirname, "../../src/local");

/** Compiles the server alone, file by file and without type checks, so that a child process can run it. */
export function compileServer(outDir: string): string {
  mkdirSync(outDir, { recursive: true });
  const compilerOptions = { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2023 };
  for (const file of readdirSync(SOURCE).filter((name) => name.endsWith(".ts"))) {
    const { outputText } = ts.transpileModule(readFileSync(join(SOURCE, file), "utf8"), { compilerOptions });
    writeFileSync(join(outDir, file.replace(/\.ts$/, ".js")), outputText);
  }
  return join(outDir, "index.js");
}

/** Where the child finds what the server stands on. */
export const NODE_PATH = join(__dirname, "../../node_modules");
