import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { root } from "../scripts/project.mjs";

/**
 * The machine and its software, without anything that identifies its owner.
 *
 * @param {string} engineDir
 * @returns {import("./results.mjs").Machine}
 */
export function machine(engineDir) {
  const pulumi = execFileSync(path.join(engineDir, "pulumi"), ["version"], { encoding: "utf8" }).trim();
  return {
    processor: os.cpus()[0]?.model.replace(/\s+/g, " ").trim() ?? "unknown",
    cores: os.availableParallelism(),
    memory: `${Math.round(os.totalmem() / 1024 ** 3)} GiB`,
    system: system(),
    node: process.versions.node,
    pulumi: pulumi.replace(/^v/, ""),
    sdk: versionOf("@pulumi/pulumi"),
    cogniteSdk: versionOf("@cognite/sdk"),
  };
}

function system() {
  try {
    const [, name] = /^PRETTY_NAME="?([^"\n]+)/m.exec(readFileSync("/etc/os-release", "utf8")) ?? [];
    if (name !== undefined) return name;
  } catch {
    // Not a Linux.
  }
  return `${os.type()} ${os.release()}`;
}

/** Of a development dependency. @param {string} name */
function versionOf(name) {
  const file = path.join(root, "node_modules", name, "package.json");
  return String(JSON.parse(readFileSync(file, "utf8")).version);
}
