/**
 * `verify.ts [CHECK…]`: runs the checks that are named, or all of them and then the tests. One line for what is good,
 * everything for what is not. With the tests, the last line is always `N passed, N failed`.
 */
import { fork, spawn } from "node:child_process";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { TestCount } from "../tooling/count-reporter.ts";

const root = fileURLToPath(new URL("..", import.meta.url));

/** They don't depend on each other. The slowest stand first, so that they are not what everything waits for. */
const checks: Readonly<Record<string, readonly string[]>> = {
  types: ["tsc", "--project", "tsconfig.json", "--noEmit"],
  packages: ["node", "scripts/check-packages.ts"],
  generated: ["node", "scripts/generate.ts", "--check"],
  unused: ["knip"],
  lint: ["biome", "ci", "."],
};

function run([program = "", ...args]: readonly string[]): Promise<{ good: boolean; output: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { cwd: root, stdio: ["ignore", "pipe", "pipe"] });
    let output = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding("utf8").on("data", (chunk: string) => {
        output += chunk;
      });
    }
    child.on("error", reject);
    child.on("close", (code) => resolve({ good: code === 0, output }));
  });
}

async function check(name: string, command: readonly string[]): Promise<boolean> {
  const start = performance.now();
  const { good, output } = await run(command);
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  console.log(good ? `✓ ${name} (${seconds} s)` : `✗ ${name} (${seconds} s)\n\n${output.trimEnd()}\n`);
  return good;
}

/** Runs as many checks at a time as there are cores. Returns the names of those that failed. */
async function runChecks(names: readonly string[]): Promise<readonly string[]> {
  const waiting = Object.entries(checks).filter(([name]) => names.length === 0 || names.includes(name));
  const failed: string[] = [];
  const worker = async () => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      if (!(await check(...next))) failed.push(next[0]);
    }
  };
  await Promise.all(Array.from({ length: availableParallelism() }, worker));
  return failed;
}

/** Runs the tests and returns how many there were: one that failed, if the run broke before it could count. */
function runTests(): Promise<TestCount> {
  return new Promise((resolve, reject) => {
    const vitest = join(root, "node_modules", "vitest", "vitest.mjs");
    const reporters = ["--reporter=default", "--reporter=./tooling/count-reporter.ts"];
    const child = fork(vitest, ["run", ...reporters], { cwd: root });
    let count: TestCount = { passed: 0, failed: 0 };
    child.on("message", (message: TestCount) => {
      count = message;
    });
    child.on("error", reject);
    child.on("close", (code) => {
      const broken = count.failed === 0 && (code !== 0 || count.passed === 0);
      resolve(broken ? { ...count, failed: 1 } : count);
    });
  });
}

const names = process.argv.slice(2);
const unknown = names.filter((name) => !Object.hasOwn(checks, name));
if (unknown.length > 0) {
  console.error(`There is no check ${unknown.join(", ")}, only ${Object.keys(checks).join(", ")}.`);
  process.exit(2);
}
const failedChecks = await runChecks(names);
if (failedChecks.length > 0) process.exitCode = 1;
if (names.length === 0) {
  const { passed, failed } = await runTests();
  if (failed > 0) process.exitCode = 1;
  if (failedChecks.length > 0) console.log(`Failed before the tests: ${failedChecks.join(", ")}.`);
  console.log(`${passed} passed, ${failed} failed`);
}
