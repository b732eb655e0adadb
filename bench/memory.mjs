import { readdirSync, readFileSync, readlinkSync } from "node:fs";

const everyMs = 200;

/** The scripts that the engine's provider processes run: that of `pulumi-resource-pulumi-nodejs`, and the plugin's. */
const script = /\/(@pulumi\/pulumi\/cmd\/dynamic-provider\/index|plugin\/plugin)\.js\0/;

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
    // The kernel keeps the most that a process ever had, so that looking now and then is enough.
    for (const pid of readdirSync("/proc"))
      if (/^\d+$/.test(pid)) peak = Math.max(peak, memoryOf(pid, folder, "VmHWM"));
  };
  const timer = setInterval(look, everyMs);
  return () => {
    clearInterval(timer);
    return peak === 0 ? undefined : peak;
  };
}

/**
 * Watches how many provider processes run in a folder at once, and what they have together.
 *
 * @param {string} folder - its real path
 * @returns {() => { processes: number, peakBytes: number, restBytes: number } | undefined} ends it: the most of each that there
 * was at one moment, and what they had last, when all was done; undefined where the system has no `/proc`
 */
export function watchProcesses(folder) {
  if (process.platform !== "linux") return () => undefined;
  const most = { processes: 0, peakBytes: 0, restBytes: 0 };
  const look = () => {
    const sizes = readdirSync("/proc")
      .filter((pid) => /^\d+$/.test(pid))
      .map((pid) => memoryOf(pid, folder, "VmRSS"))
      .filter((bytes) => bytes > 0);
    most.processes = Math.max(most.processes, sizes.length);
    const bytes = sizes.reduce((sum, each) => sum + each, 0);
    most.peakBytes = Math.max(most.peakBytes, bytes);
    // The last processes end one after the other.
    if (sizes.length === most.processes) most.restBytes = bytes;
  };
  const timer = setInterval(look, everyMs);
  return () => {
    clearInterval(timer);
    return most;
  };
}

/**
 * What a process has, in bytes: 0 unless it is a provider process that runs in the folder.
 *
 * @param {string | number} pid
 * @param {string} folder
 * @param {"VmHWM" | "VmRSS"} which - the most that it had, or what it has
 */
export function memoryOf(pid, folder, which) {
  try {
    if (!script.test(readFileSync(`/proc/${pid}/cmdline`, "utf8"))) return 0;
    if (readlinkSync(`/proc/${pid}/cwd`) !== folder) return 0;
    const status = readFileSync(`/proc/${pid}/status`, "utf8");
    const [, kibibytes] = new RegExp(`^${which}:\\s+(\\d+) kB$`, "m").exec(status) ?? [];
    return Number(kibibytes ?? 0) * 1024;
  } catch {
    // It has ended meanwhile.
    return 0;
  }
}
