/** Environment variables as lines to paste into a shell of this platform. */
export function exportLines(env: Readonly<Record<string, string>>, platform = process.platform): string[] {
  return Object.entries(env).map(([name, value]) =>
    platform === "win32" ? `  $env:${name} = ${powerShell(value)}` : `  export ${name}=${posix(value)}`,
  );
}

/** The variables that make clients bypass this machine's proxy for a host; none if there is no proxy. */
export function proxyBypass(host: string, env: NodeJS.ProcessEnv = process.env): Record<string, string> {
  const direct = env["no_proxy"] ?? env["NO_PROXY"] ?? "";
  if (!(env["http_proxy"] || env["HTTP_PROXY"]) || direct === "*" || direct.split(/[\s,]+/).includes(host)) return {};
  const both = direct === "" ? host : `${direct},${host}`;
  return { NO_PROXY: both, no_proxy: both };
}

const plain = /^[\w./:@%+,=-]+$/;

const posix = (value: string) => (plain.test(value) ? value : `'${value.replaceAll("'", "'\\''")}'`);

const powerShell = (value: string) => `'${value.replaceAll("'", "''")}'`;
