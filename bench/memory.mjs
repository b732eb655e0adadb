import { readdirSync, readFileSync, readlinkSync } from "node:fs";

const everyMs = 200;

/** How the engine's provider processes are called: `pulumi-resource-pulumi-nodejs` starts Node with this script. */
const script = /\/@pulumi\/pulumi\/cmd\/dynamic-provider\/index\.js\0/;

/**
 * Watches the provider processes that run in a folder, as the engine starts and ends them.
 *
 * @param {string} folder - its real path
 * @returns {() => number | undefined} ends it: the most memory in bytes (RSS) that any of them had; undefined where the
 * system has no `/proc`
 */
export function watchMemory(folder) {
  if (process.platform !== "linux") return () => undefined;
  let peak = 0;
  const look = () => {
    for (const pid of readdirSync("/proc")) if (/^\d+$/.test(pid)) peak = Math.max(peak, peakOf(pid, folder));
  };
  const timer = setInterval(look, everyMs);
  return () => {
    clearInterval(timer);
    return peak === 0 ? undefined : peak;
  };
}

/**
 * @param {string} pid
 * @param {string} folder
 */
function peakOf(pid, folder) {
  try {
    if (!script.test(readFileSync(`/proc/${pid}/cmdline`, "utf8"))) return 0;
    if (readlinkSync(`/proc/${pid}/cwd`) !== folder) return 0;
    // The kernel keeps the most that a process ever had, so that looking now and then is enough.
    const [, kibibytes] = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, "utf8")) ?? [];
    return Number(kibibytes ?? 0) * 1024;
  } catch {
    // It has ended meanwhile.
    return 0;
  }
}
