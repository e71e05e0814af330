/**
 * `run.mjs start|build|test [ARGUMENT…]`: installs and builds what has changed, then starts the server, or checks and
 * tests everything. Plain JavaScript, so that a Node.js too old for the rest can still say so.
 */
import { spawn } from "node:child_process";
import { existsSync, readFileSync, statSync } from "node:fs";
import { constants } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const windows = process.platform === "win32";

/** The installed Node.js is newer than what the machine needs to have. On other platforms the machine's own must do. */
const pinnedNode = join(root, "node_modules", ".bin", "node");
const node = () => (existsSync(pinnedNode) ? pinnedNode : process.execPath);

/** An end that needs no stack: the reason has been found. */
class Halt extends Error {
  /** @param {number} code @param {string} [message] */
  constructor(code, message) {
    super(message);
    this.code = code;
  }
}

/** @type {import("node:child_process").ChildProcess | undefined} */
let child;
/** @type {{ since: number, code: number } | undefined} When we were first asked to stop. */
let stopping;

/** @param {NodeJS.Signals} signal */
function kill(signal) {
  if (child?.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  if (windows) child.kill(signal);
  else process.kill(-child.pid, signal);
}

/** A terminal, npm and a supervisor may each pass one Ctrl-C on: only one that comes a second later is impatient. */
/** @param {NodeJS.Signals} signal */
function stop(signal) {
  if (stopping === undefined) {
    stopping = { since: Date.now(), code: 128 + constants.signals[signal] };
    kill(signal === "SIGHUP" ? "SIGTERM" : signal);
  } else if (Date.now() - stopping.since > 1000) {
    kill("SIGKILL");
  }
}

/**
 * Runs a program in a process group of its own, so that a signal reaches all of it once.
 * @param {"inherit" | "pipe"} output
 * @param {string} program
 * @param {readonly string[]} args
 * @returns {Promise<{ code: number, text: string }>}
 */
function run(output, program, args) {
  return new Promise((resolve, reject) => {
    const started = spawn(program, args, {
      cwd: root,
      detached: !windows,
      shell: windows,
      stdio: ["ignore", output, output],
      env: { ...process.env, DO_NOT_TRACK: "1", TURBO_TELEMETRY_DISABLED: "1" },
    });
    child = started;
    let text = "";
    for (const stream of [started.stdout, started.stderr]) {
      stream?.setEncoding("utf8").on("data", (chunk) => {
        text += chunk;
      });
    }
    started.on("error", reject);
    started.on("close", (code, signal) => {
      if (stopping !== undefined) reject(new Halt(stopping.code));
      else resolve({ code: code ?? 128 + constants.signals[signal ?? "SIGTERM"], text });
    });
  });
}

/** @param {"inherit" | "pipe"} output @param {readonly string[]} args */
function pnpm(output, ...args) {
  const { packageManager } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  return run(output, "npx", ["-y", packageManager, ...args]);
}

/** Runs a step of which only a failure is worth reading. @param {string} failure @param {readonly string[]} args */
async function quietly(failure, ...args) {
  const { code, text } = await pnpm("pipe", ...args);
  if (code !== 0) throw new Halt(code, `${text.trimEnd()}\n\n${failure}`);
}

function isInstalled() {
  const installed = statSync(join(root, "node_modules", ".modules.yaml"), { throwIfNoEntry: false });
  const asked = ["package.json", "pnpm-lock.yaml", "pnpm-workspace.yaml"].map((file) => statSync(join(root, file)));
  return installed !== undefined && asked.every(({ mtimeMs }) => mtimeMs < installed.mtimeMs);
}

/** Builds the server, which needs no other package to be built, or everything. @param {"build:server" | "build:all"} script */
async function build(script) {
  if (!isInstalled()) {
    console.log("Installing…");
    await quietly(
      "Installing failed. It needs the npm registry, or a proxy of it that npm is configured for.",
      "install",
      "--frozen-lockfile",
    );
  }
  console.log("Building…");
  await quietly("Building failed.", "run", script);
}

/** @param {readonly string[]} parameters */
async function start(parameters) {
  await build("build:server");
  const server = join("apps", "server", "dist", "main.js");
  const { code } = await run("inherit", node(), [server, "http", "--sandbox", ...parameters]);
  throw new Halt(code);
}

/** The last line is the number of tests in every case, so that who reads only that is never misled. */
async function test() {
  try {
    await build("build:all");
  } catch (error) {
    console.error(error instanceof Halt ? error.message : error);
    console.log("0 passed, 1 failed");
    throw new Halt(error instanceof Halt ? error.code : 1);
  }
  const { code } = await pnpm("inherit", "exec", "node", join("scripts", "verify.ts"));
  throw new Halt(code);
}

/** @param {string} command @param {readonly string[]} parameters */
async function main(command, parameters) {
  if (Number.parseInt(process.versions.node, 10) < 20) {
    throw new Halt(1, `This needs Node.js 20 or later; ${process.execPath} is ${process.version}.`);
  }
  if (command === "start") return start(parameters);
  if (command === "build") return build("build:server");
  if (command === "test") return test();
  throw new Halt(2, "Usage: run.mjs start|build|test");
}

for (const signal of /** @type {const} */ (["SIGINT", "SIGTERM", "SIGHUP"])) process.on(signal, () => stop(signal));

const [command = "", ...parameters] = process.argv.slice(2);
try {
  await main(command, parameters);
} catch (error) {
  if (!(error instanceof Halt)) throw error;
  if (error.message !== "") console.error(error.message);
  // Somebody who stops a server has got what was asked for.
  process.exitCode = command === "start" && stopping !== undefined ? 0 : error.code;
}
