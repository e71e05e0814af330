import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { constants } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/**
 * Runs this program again on the Node.js that is installed beside it, and returns its exit code. Where there is none,
 * says what to do.
 */
export async function handOver(needed: string): Promise<number> {
  const program = fileURLToPath(new URL("main.js", import.meta.url));
  const node = installedNode(dirname(program));
  if (node === undefined) {
    console.error(
      `planton-mcp needs Node.js ${needed} or later; ${process.execPath} is ${process.version}. Install a newer one, or run npm run build in its repository, which installs one beside it.`,
    );
    return 1;
  }
  const child = spawn(node, [program, ...process.argv.slice(2)], { stdio: "inherit" });
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => child.kill(signal));
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("exit", (code, signal) => resolve(code ?? 128 + constants.signals[signal ?? "SIGTERM"]));
  });
}

/** The Node.js that a package manager has installed in a `node_modules` above this folder. */
function installedNode(folder: string): string | undefined {
  const node = join(folder, "node_modules", ".bin", "node");
  if (existsSync(node)) return node;
  const parent = dirname(folder);
  return parent === folder ? undefined : installedNode(parent);
}
