import { commands } from "./commands.ts";
import { readCommandLine } from "./configuration.ts";
import { StartError } from "./start-error.ts";
import { UsageError, unknown } from "./usage-error.ts";

/** Runs the program with its arguments. Never rejects: whatever goes wrong becomes a sentence and an exit code. */
export async function run(args: readonly string[]): Promise<void> {
  try {
    const line = await readCommandLine(args, process.env);
    const { command: name, words, help, version } = line;
    if (help) return console.log((await import("./help.ts")).helpText());
    if (version) return console.log((await import("./version.ts")).version);
    const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
    if (command === undefined) throw new UsageError(await unknown(`command ${name}`, name, Object.keys(commands)));
    if (command.words === undefined && words.length > 0) {
      throw new UsageError(`${name} takes no ${words.join(" ")}. See planton-mcp --help.`);
    }
    await command.run(line);
  } catch (error) {
    const isExpected = error instanceof UsageError || error instanceof StartError;
    console.error(isExpected ? `planton-mcp: ${error.message}` : error);
    process.exitCode = error instanceof UsageError ? 2 : 1;
  }
}
