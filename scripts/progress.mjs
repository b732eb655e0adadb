const LINE_EVERY_MS = 20_000;

/**
 * Tells on stderr that something goes on: on a terminal one line that is rewritten each second, elsewhere (a CI log) a
 * line at the start and one every 20 s.
 *
 * @param {string} what
 */
function progress(what) {
  const terminal = process.stderr.isTTY;
  const started = Date.now();
  let detail = "";
  const elapsed = () => {
    const seconds = Math.round((Date.now() - started) / 1000);
    return seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
  };
  const line = () => {
    const text = `${what} (${elapsed()}${detail && `, ${detail}`})`;
    // A line that wraps cannot be rewritten.
    return terminal ? `\r\u001b[2K${text.slice(0, (process.stderr.columns || 80) - 1)}` : `${text}\n`;
  };
  process.stderr.write(terminal ? line() : `${what}\n`);
  const timer = setInterval(() => process.stderr.write(line()), terminal ? 1_000 : LINE_EVERY_MS);
  timer.unref();
  return {
    /** @param {string} text */
    detail(text) {
      detail = text;
    },
    /** @param {"done" | "failed"} outcome */
    end(outcome) {
      clearInterval(timer);
      detail = "";
      if (terminal) process.stderr.write(`\r\u001b[2K${what}: ${outcome} (${elapsed()})\n`);
      else process.stderr.write(`${what}: ${outcome} (${elapsed()})\n`);
    },
  };
}

/**
 * Runs `work` with its progress shown.
 *
 * @template T
 * @param {string} what
 * @param {(detail: (text: string) => void) => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function showing(what, work) {
  const shown = progress(what);
  try {
    const result = await work(shown.detail);
    shown.end("done");
    return result;
  } catch (error) {
    shown.end("failed");
    throw error;
  }
}
