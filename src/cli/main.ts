#!/usr/bin/env node
import { main } from "./program";

/** The exit code that a shell shows for a program ended by a closed pipe: 128 plus the number of SIGPIPE, which Node.js ignores. */
const endedByPipe = 141;

// The reader has gone, as in `npx pulumi-cognite-iam access | head`.
for (const stream of [process.stdout, process.stderr])
  stream.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE") throw error;
    process.exit(endedByPipe);
  });

void main(process.argv.slice(2)).then((code) => {
  process.exitCode = code;
});
