import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { onTestFinished } from "vitest";

/** The built server, as users start it. */
export const mainFile = fileURLToPath(new URL("../dist/main.js", import.meta.url));

export type Environment = Readonly<Record<string, string>>;

export interface Program {
  readonly child: ChildProcessWithoutNullStreams;
  /** What it has printed so far. */
  readonly stdout: () => string;
  readonly stderr: () => string;
  /** Resolves to the first finding in the output so far and from now on. Rejects where the program ends before. */
  readonly waitFor: <Finding>(
    stream: "stdout" | "stderr",
    find: (text: string) => Finding | undefined,
  ) => Promise<Finding>;
  readonly ended: Promise<Ending>;
}

export interface Ending {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

export interface StartOptions {
  readonly env?: Environment;
  readonly main?: string;
  /** Arguments for Node itself. */
  readonly nodeArguments?: readonly string[];
}

/** Starts the program, which ends with the test at the latest. */
export function startProgram(
  args: readonly string[],
  { env = {}, main = mainFile, nodeArguments = [] }: StartOptions = {},
): Program {
  const child = spawn(process.execPath, [...nodeArguments, main, ...args], { env: environmentOf(env) });
  onTestFinished(() => void child.kill("SIGKILL"));
  const printed = { stdout: "", stderr: "" };
  for (const stream of ["stdout", "stderr"] as const) {
    child[stream].setEncoding("utf8").on("data", (text: string) => {
      printed[stream] += text;
    });
  }
  // A program that has ended reads no more, which is for the test to find out by its end.
  child.stdin.on("error", () => {});
  const ended = new Promise<Ending>((resolve, reject) => {
    child.on("error", reject).on("close", (code, signal) => resolve({ code, signal }));
  });
  return {
    child,
    stdout: () => printed.stdout,
    stderr: () => printed.stderr,
    ended,
    waitFor: (stream, find) =>
      new Promise((resolve, reject) => {
        const look = () => {
          const finding = find(printed[stream]);
          if (finding === undefined) return;
          child[stream].off("data", look);
          resolve(finding);
        };
        child[stream].on("data", look);
        look();
        const tooLate = () => reject(new Error(`The program ended. It printed:\n${printed.stdout}\n${printed.stderr}`));
        ended.then(tooLate, reject);
      }),
  };
}

/** The environment of a child process: what every program needs, and nothing else of this machine's. */
export function environmentOf(env: Environment = {}): Record<string, string> {
  const { PATH = "", HOME = "" } = process.env;
  return { PATH, HOME, ...env };
}
