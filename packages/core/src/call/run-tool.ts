import type { Backend, CallOptions } from "../backend/backend.ts";
import type { Catalogue } from "../catalogue/catalogue.ts";
import type { Asking, Guard, GuardedCall, Question } from "../guard/guard.ts";
import { Redaction } from "../redaction/redaction.ts";
import type { SecretSource, Tool } from "../tool/tool.ts";
import { parseArguments } from "./arguments.ts";
import type { ChangeEvent } from "./change.ts";
import { contextOf } from "./context.ts";
import { Failure, type FailureFacts } from "./failure.ts";
import { findersFor } from "./finders-for.ts";
import { withGranters } from "./granters.ts";
import { progressOf, type ToldProgress } from "./progress.ts";
import { failedCall } from "./refuse-call.ts";
import { type CallResult, plainAnswer, render } from "./render.ts";
import { reporterOf, stackOf } from "./report.ts";
import { secretsFor } from "./secrets-for.ts";
import { type RpcEvent, senderOf } from "./send.ts";

/** What a server gives to every call: the seams that a host chooses. */
export interface Runtime {
  readonly backend: Backend;
  /** Decides about every change. Default: `createGuard()`, which confirms `authorize` and `destroy`. */
  readonly guard?: Guard;
  /**
   * Reads a secret that is kept on the server's machine. Throws a `RangeError` that says what is wrong with the name.
   * Default: none can be had. Only for a server whose callers are whoever runs it.
   */
  readonly secretSource?: ((source: SecretSource) => string | Promise<string>) | undefined;
  /** Characters of text that an answer may have. Default: 40,000, about 10,000 tokens. */
  readonly answerCharacters?: number;
  /** Told of every change that was made, tried or stopped: facts for an audit log. Must not throw. */
  readonly onChange?: ((event: ChangeEvent) => void) | undefined;
  /** Told of every call when it has ended: facts for a log, no values. Must not throw. */
  readonly onCall?: (event: CallEvent) => void;
}

/** Who calls, and on whose behalf: what differs from call to call. */
export interface Caller extends Omit<CallOptions, "retry" | "onHeader"> {
  /** Told how far the call has come, where the client wants to know. Must not throw. */
  readonly onProgress?: ((progress: ToldProgress) => void) | undefined;
}

/** One call that has ended. */
export interface CallEvent {
  /** The tool; of a resource its URI, of a prompt its name. */
  readonly tool: string;
  readonly milliseconds: number;
  /** `ok` or the failure's code. */
  readonly outcome: string;
  readonly rpcs: readonly RpcEvent[];
  readonly requestId?: string | undefined;
  readonly traceparent?: string | undefined;
  /** Where our own code failed: how, for the log alone. */
  readonly error?: string;
}

const defaultAnswerCharacters = 40_000;

/**
 * The one pipeline of every tool: check, prepare, guard, commit, hide, render. Never rejects. Resolves with a question
 * only where `asking` says that the person at the client can be asked.
 */
export async function runTool(
  tool: Tool,
  given: unknown,
  caller: Caller,
  runtime: Runtime,
  catalogue: Catalogue,
  asking?: Asking,
): Promise<CallResult | Question> {
  const budget = runtime.answerCharacters ?? defaultAnswerCharacters;
  const redaction = new Redaction();
  redaction.add(caller.credential);
  const { rpcs, report } = reporterOf(tool.name, caller, runtime);
  const { progress, end } = progressOf(caller.onProgress, redaction);
  const sending = { backend: runtime.backend, call: caller, redaction, onRpc: (event: RpcEvent) => rpcs.push(event) };
  try {
    const { plan, confirmation, ...args } = parseArguments(tool, given) as Controlled;
    const options = { ...sending, args };
    const context = contextOf(tool.reads, options, {
      ...secretsFor(redaction, runtime),
      catalogue,
      signal: caller.signal ?? neverAborted,
      progress,
      readsResources: tool.readsResources === true,
    });
    // The arguments have just been parsed by the tool's own input.
    const prepared = await tool.prepare(args as never, context);
    const write = senderOf(tool.writes, false, options);
    const hide = (answer: unknown, reveals?: string) => render(plainAnswer(answer, redaction, reveals), budget);
    if (!isChange(tool)) {
      const result = hide(await prepared.commit(write), tool.reveals);
      report("ok");
      return result;
    }
    // Loaded here: a client that only reads never needs it.
    const { makeChange } = await import("./change.ts");
    const outcome = await makeChange({
      tool,
      args,
      isPlan: plan === true,
      confirmation,
      asking,
      prepared,
      write,
      options,
      guard: runtime.guard,
      onChange: runtime.onChange,
    });
    report("question" in outcome ? "asked" : "ok");
    if ("question" in outcome) return { ...outcome.question, text: redaction.text(outcome.question.text) };
    return hide(outcome.answer, tool.reveals);
  } catch (error) {
    const facts = Failure.is(error) ? withNext(await withGranters(error.facts, sending), tool, catalogue) : ourFault;
    // What broke is for the log alone, and even there without a secret.
    report(facts.code, Failure.is(error) ? undefined : redaction.text(stackOf(error)));
    return failedCall(facts, redaction, budget);
  } finally {
    end();
  }
}

/** Arguments of a tool with those that every change takes beside its own. */
interface Controlled extends Record<string, unknown> {
  readonly plan?: boolean;
  readonly confirmation?: string;
}

function isChange(tool: Tool): tool is GuardedCall["tool"] {
  return tool.effect !== "read";
}

const neverAborted = new AbortController().signal;

const ourFault: FailureFacts = {
  code: "internal",
  message: "The MCP server itself failed on this call. What happened is in its log.",
  next: "Trying again is unlikely to help. Tell whoever runs the server.",
};

/** Points a failed look-up to the tools of this server that find the right name. */
function withNext(facts: FailureFacts, tool: Tool, catalogue: Catalogue): FailureFacts {
  if (facts.code !== "not_found" || facts.next !== undefined) return facts;
  // One that takes an id itself finds none.
  const takesId = (name: string) =>
    catalogue.tools.some((entry) => entry.name === name && "id" in Object(entry.inputSchema.properties));
  const finders = findersFor(
    tool.name,
    catalogue.neighbours(tool.name).filter((name) => !takesId(name)),
  );
  return finders.length === 0 ? facts : { ...facts, next: `Find the right one with ${finders.join(" or ")}.` };
}
