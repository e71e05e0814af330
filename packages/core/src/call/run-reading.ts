import type { Catalogue } from "../catalogue/catalogue.ts";
import { Redaction } from "../redaction/redaction.ts";
import type { DeclaredMethod, ToolContext } from "../tool/tool.ts";
import { contextOf } from "./context.ts";
import { Failure } from "./failure.ts";
import { withGranters } from "./granters.ts";
import { plainAnswer } from "./render.ts";
import { reporterOf, stackOf } from "./report.ts";
import type { Caller, Runtime } from "./run-tool.ts";
import { secretsFor } from "./secrets-for.ts";
import type { RpcEvent } from "./send.ts";

/**
 * Runs the code of a resource, a prompt or a completion, by its name or URI, which may only read. Rejects with a failure whose text holds
 * no secret, for the SDK to turn into the protocol's error.
 */
export async function runReading<Answer>(
  name: string,
  reads: readonly DeclaredMethod[],
  run: (context: ToolContext) => Promise<Answer>,
  caller: Caller,
  runtime: Runtime,
  catalogue: Catalogue,
  readsResources = false,
): Promise<{ readonly answer: Answer; readonly redaction: Redaction }> {
  const redaction = new Redaction();
  redaction.add(caller.credential);
  const { rpcs, report } = reporterOf(name, caller, runtime);
  const sending = { backend: runtime.backend, call: caller, redaction, onRpc: (event: RpcEvent) => rpcs.push(event) };
  try {
    const context = contextOf(
      reads,
      { ...sending, args: {} },
      {
        ...secretsFor(redaction, runtime),
        catalogue,
        signal: caller.signal ?? new AbortController().signal,
        // A reading is over before there is progress to tell of.
        progress: () => {},
        readsResources,
      },
    );
    const answer = await run(context);
    report("ok");
    return { answer, redaction };
  } catch (error) {
    if (Failure.is(error)) {
      const facts = await withGranters(error.facts, sending);
      report(facts.code);
      throw new Failure(redaction.scrub(facts));
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
