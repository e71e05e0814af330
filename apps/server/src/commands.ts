import type { Settings } from "./settings.ts";

export interface Command {
  readonly description: string;
  /** Resolves when the command has started what it starts; the process ends when that does. */
  readonly run: (settings: Settings) => Promise<void>;
}

/** What the program can do. Each command's code is loaded when it runs. */
export const commands: Readonly<Record<string, Command>> = {
  stdio: {
    description: "Serve one client over standard input and output.",
    run: async (settings) => (await import("./stdio.ts")).runStdio(settings),
  },
  http: {
    description: "Serve any number of clients over Streamable HTTP, at /mcp.",
    run: async (settings) => (await import("./http.ts")).runHttp(settings),
  },
};
