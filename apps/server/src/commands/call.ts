import { readFileSync } from "node:fs";
import { compose, type FailureFacts } from "@planton-mcp/core";
import { offerOf } from "@planton-mcp/core/v2";
import { runtimeOf } from "../mcp-server.ts";
import { openBackend } from "../open-backend.ts";
import { plugins } from "../plugins.ts";
import { secretSourceOf } from "../secret-sources.ts";
import type { Settings } from "../settings.ts";
import { withProgress } from "../terminal.ts";
import { UsageError, unknown } from "../usage-error.ts";

/** How a call ended, for scripts. What is not named is 1. */
const exitCodes: Readonly<Record<string, number>> = {
  invalid_arguments: 2,
  invalid_argument: 2,
  unauthenticated: 3,
  permission_denied: 3,
  confirmation_required: 3,
  switched_off: 3,
  unavailable: 4,
  deadline_exceeded: 4,
};

/** The exit code of a call whose change may or may not have been made. */
const unknownOutcome = 5;

/** Calls one tool: its answer, or its failure, is JSON on standard output. */
export async function runCall(settings: Settings, [tool, text = "{}", ...rest]: readonly string[]): Promise<void> {
  if (tool === undefined) throw new UsageError("call needs the name of a tool. planton-mcp tools lists them.");
  if (rest.length > 0) throw new UsageError("call takes a tool and one JSON object; quote it for your shell.");
  const catalogue = compose(plugins);
  if (!catalogue.has(tool))
    throw new UsageError(
      await unknown(
        `tool ${tool}`,
        tool,
        catalogue.tools.map(({ name }) => name),
      ),
    );
  const args = argumentsIn(text === "-" ? readFileSync(process.stdin.fd, "utf8") : text);
  const opened = await openBackend(settings);
  const credential = settings.apiKey ?? opened.sandboxKeys?.owner;
  const leave = new AbortController();
  process.once("SIGINT", () => leave.abort());
  const offer = offerOf(
    catalogue,
    runtimeOf({ backend: opened.backend, settings, credential, secretSource: secretSourceOf(settings) }),
  );
  const request = { signal: leave.signal, auth: undefined, meta: undefined };
  const result = await withProgress(`Waiting for ${tool}…`, offer.callTool(tool, args, request), settings.quiet);
  await opened.close();
  console.log(JSON.stringify(result.structuredContent, undefined, process.stdout.isTTY ? 2 : undefined));
  if (result.isError === true) process.exitCode = exitCodeOf(result.structuredContent.error as unknown as FailureFacts);
}

function argumentsIn(text: string): object {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === "object" && value !== null && !Array.isArray(value)) return value;
  } catch (error) {
    throw new UsageError(`The arguments are not JSON: ${(error as Error).message}.`);
  }
  throw new UsageError('The arguments are one JSON object, such as \'{"org":"acme"}\'.');
}

function exitCodeOf({ code, outcome_unknown }: FailureFacts): number {
  return outcome_unknown === true ? unknownOutcome : (exitCodes[code] ?? 1);
}
