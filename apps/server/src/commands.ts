import type { CommandLine } from "./configuration.ts";

export interface Command {
  /** What stands behind the command in help. Absent where nothing may. */
  readonly words?: string;
  readonly description: string;
  /** Resolves when the command is done, or has started what ends with the process. */
  readonly run: (line: CommandLine) => Promise<void>;
}

/** What the program can do. Each command's code is loaded when it runs. */
export const commands: Readonly<Record<string, Command>> = {
  stdio: {
    description: "Serve one client over standard input and output.",
    run: async ({ settings }) => (await import("./commands/stdio.ts")).runStdio(settings),
  },
  http: {
    description: "Serve any number of clients over Streamable HTTP, at /mcp.",
    run: async ({ settings }) => (await import("./commands/http.ts")).runHttp(settings),
  },
  tools: {
    description: "List the tools that clients are offered.",
    run: async ({ settings }) => (await import("./commands/tools.ts")).runTools(settings),
  },
  call: {
    words: "TOOL [JSON]",
    description: "Call one tool and print what it answers. - reads the JSON from standard input.",
    run: async ({ settings, words }) => (await import("./commands/call.ts")).runCall(settings, words),
  },
  policy: {
    words: "test TOOL [JSON]",
    description: "Print what the policy says, or what a call would meet under it, and why.",
    run: async ({ settings, words }) => (await import("./commands/policy.ts")).runPolicy(settings, words),
  },
  doctor: {
    description: "Look at everything that has to be right, and say how to mend what is not.",
    run: async ({ settings, sources }) =>
      (await import("./commands/doctor.ts")).runDoctor(settings, sources, process.env),
  },
  sandbox: {
    description: "Serve a local Planton as gRPC, for other clients.",
    run: async ({ settings }) => (await import("./commands/sandbox.ts")).runSandbox(settings),
  },
  completion: {
    words: "bash|zsh|fish",
    description: "Print a script that teaches a shell these commands and options.",
    run: async ({ words }) => (await import("./commands/completion.ts")).runCompletion(words, commands),
  },
};
