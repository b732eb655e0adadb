#!/usr/bin/env node
import { main } from "./program";

/** What a shell shows of a program that a closed pipe has ended: 128 and the number of SIGPIPE, which Node.js does not die of. */
const endedByPipe = 141;

// Nobody reads what is still to come, as after `npx pulumi-cognite-iam access | head`.
for (const stream of [process.stdout, process.stderr])
  stream.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE") throw error;
    process.exit(endedByPipe);
  });

void main(process.argv.slice(2)).then((code) => {
  process.exitCode = code;
});
