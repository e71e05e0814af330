import type { Catalogue } from "../catalogue/catalogue.ts";
import { Redaction } from "../redaction/redaction.ts";
import type { Method, ToolContext } from "../tool/tool.ts";
import { checkRequest } from "./check-request.ts";
import { Failure } from "./failure.ts";
import { plainAnswer } from "./render.ts";
import { reporterOf, stackOf } from "./report.ts";
import type { Caller, Runtime } from "./run-tool.ts";
import { followerOf, type RpcEvent, senderOf } from "./send.ts";

/**
 * Runs the code of a resource, a prompt or a completion, by its name or URI, which may only read. Rejects with a failure whose text holds
 * no secret, for the SDK to turn into the protocol's error.
 */
export async function runReading<Answer>(
  name: string,
  reads: readonly Method[],
  run: (context: ToolContext) => Promise<Answer>,
  caller: Caller,
  runtime: Runtime,
  catalogue: Catalogue,
): Promise<{ readonly answer: Answer; readonly redaction: Redaction }> {
  const redaction = new Redaction();
  redaction.add(caller.credential);
  const { rpcs, report } = reporterOf(name, caller, runtime);
  const options = {
    backend: runtime.backend,
    call: caller,
    args: {},
    redaction,
    onRpc: (event: RpcEvent) => rpcs.push(event),
  };
  try {
    const answer = await run({
      read: senderOf(reads, true, options),
      follow: followerOf(reads, options),
      // A reading is over before there is progress to tell of.
      progress: () => {},
      hide: (text) => redaction.printed(text),
      conceal: (value) => redaction.add(value),
      check: (method, request) => checkRequest(method, request, {}),
      catalogue,
      signal: caller.signal ?? new AbortController().signal,
    });
    report("ok");
    return { answer, redaction };
  } catch (error) {
    if (Failure.is(error)) {
      report(error.facts.code);
      throw new Failure(redaction.scrub(error.facts));
    }
    report("internal", redaction.text(stackOf(error)));
    throw new Failure(
      { code: "internal", message: "The MCP server itself failed. What happened is in its log." },
      { cause: error },
    );
  }
}

/** A reading's answer as the text of a resource: text as it is, anything else as JSON. */
export function textOf(answer: unknown, redaction: Redaction): string {
  return typeof answer === "string" ? redaction.text(answer) : JSON.stringify(plainAnswer(answer, redaction));
}
