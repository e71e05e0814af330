import { type Ending, type Environment, type StartOptions, startProgram } from "./start-program.ts";

export interface Run extends Pick<Ending, "code"> {
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the program to its end. Its standard input is closed, so that a stdio server ends too. */
export async function runProgram(
  args: readonly string[],
  env: Environment = {},
  options: Omit<StartOptions, "env"> = {},
): Promise<Run> {
  const program = startProgram(args, { ...options, env });
  program.child.stdin.end();
  const { code } = await program.ended;
  return { code, stdout: program.stdout(), stderr: program.stderr() };
}
