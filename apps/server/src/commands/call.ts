import { readFileSync } from "node:fs";
import { createInterface } from "node:readline/promises";
import { type Asking, compose, type FailureFacts } from "@planton-mcp/core";
import { isQuestion, offerOf, type RequestContext } from "@planton-mcp/core/v2";
import { openAudit } from "../audit.ts";
import { refuseUnknownNames, runtimeOf } from "../mcp-server.ts";
import { openBackend } from "../open-backend.ts";
import { openGuard } from "../open-guard.ts";
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
  confirmation_void: 3,
  declined: 3,
  refused_by_policy: 3,
  left_to_person: 3,
  budget_exhausted: 3,
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
  if (!catalogue.has(tool) && catalogue.renamed(tool) === undefined)
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
  // Whoever types a call sees what it does: only a file is told of it as well.
  const audit = settings.auditLog === "stderr" ? undefined : openAudit(settings);
  const guard = await openGuard(settings);
  const runtime = runtimeOf({
    backend: opened.backend,
    settings,
    credential,
    guard,
    secretSource: secretSourceOf(settings),
    onChange: audit?.onChange,
  });
  refuseUnknownNames(catalogue, runtime);
  const offer = offerOf(catalogue, runtime);
  const isAtTerminal = process.stdin.isTTY && process.stderr.isTTY;
  let doing = `Waiting for ${tool}…`;
  const call = (asking: Asking | undefined) => {
    const request: RequestContext = {
      signal: leave.signal,
      auth: undefined,
      meta: { progressToken: tool },
      asking,
      notify: async ({ params }) => {
        doing = params.message;
      },
    };
    return withProgress(() => doing, offer.callTool(tool, args, request), settings.quiet);
  };
  let result = await call(isAtTerminal ? {} : undefined);
  if (isQuestion(result)) result = await call({ answer: { seal: result.seal, says: await ask(result.text) } });
  if (isQuestion(result)) throw new TypeError(`${tool} asked twice.`);
  await opened.close();
  await audit?.flushed();
  if ("confirmation" in result.structuredContent && settings.confirmationKeys === undefined) {
    console.error("This confirmation ends with this process; PLANTON_MCP_CONFIRMATION_KEYS makes it good in the next.");
  }
  console.log(JSON.stringify(result.structuredContent, undefined, process.stdout.isTTY ? 2 : undefined));
  if (result.isError === true) process.exitCode = exitCodeOf(result.structuredContent.error as unknown as FailureFacts);
}

/** Asks the person at the terminal. Only a plain yes is one. */
async function ask(question: string): Promise<"yes" | "no"> {
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  const answer = await terminal.question(`${question}\nDo it? [yes/no] `);
  terminal.close();
  return /^y(es)?$/i.test(answer.trim()) ? "yes" : "no";
}

export function argumentsIn(text: string): object {
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
