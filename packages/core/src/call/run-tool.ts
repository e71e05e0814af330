import type { Backend, CallOptions } from "../backend/backend.ts";
import type { Catalogue } from "../catalogue/catalogue.ts";
import { Redaction } from "../redaction/redaction.ts";
import { isGuarded } from "../tool/effect.ts";
import type { SecretSource, Send, Tool, ToolContext } from "../tool/tool.ts";
import { parseArguments } from "./arguments.ts";
import { checkRequest } from "./check-request.ts";
import { Failure, type FailureFacts } from "./failure.ts";
import { findersFor } from "./finders-for.ts";
import { type Guard, type GuardedCall, refuseGuarded } from "./guard.ts";
import { type CallResult, plainAnswer, render } from "./render.ts";
import { reporterOf, stackOf } from "./report.ts";
import { secretsFor } from "./secrets-for.ts";
import { type RpcEvent, senderOf } from "./send.ts";

/** What a server gives to every call: the seams that a host chooses. */
export interface Runtime {
  readonly backend: Backend;
  /** Decides about `authorize` and `destroy`. Default: refuses them. */
  readonly guard?: Guard;
  /** Whether anything but `read` is refused. Default: no. */
  readonly readOnly?: boolean;
  /** Names of tools that may show the secret they reveal. Default: none. */
  readonly reveal?: readonly string[];
  /**
   * Reads a secret that is kept on the server's machine. Throws a `RangeError` that says what is wrong with the name.
   * Default: none can be had. Only for a server whose callers are whoever runs it.
   */
  readonly secretSource?: ((source: SecretSource) => string | Promise<string>) | undefined;
  /** Characters of text that an answer may have. Default: 40,000, about 10,000 tokens. */
  readonly answerCharacters?: number;
  /** Told of every call when it has ended: facts for a log, no values. Must not throw. */
  readonly onCall?: (event: CallEvent) => void;
}

/** Who calls, and on whose behalf: what differs from call to call. */
export type Caller = Omit<CallOptions, "retry" | "onHeader">;

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

/** The one pipeline of every tool: check, prepare, guard, commit, hide, render. Never rejects. */
export async function runTool(
  tool: Tool,
  given: unknown,
  caller: Caller,
  runtime: Runtime,
  catalogue: Catalogue,
): Promise<CallResult> {
  const budget = runtime.answerCharacters ?? defaultAnswerCharacters;
  const redaction = new Redaction();
  redaction.add(caller.credential);
  const { rpcs, report } = reporterOf(tool.name, caller, runtime);
  try {
    refuseSwitchedOff(tool, runtime);
    const args = parseArguments(tool, given);
    const options = {
      backend: runtime.backend,
      call: caller,
      args,
      redaction,
      onRpc: (event: RpcEvent) => rpcs.push(event),
    };
    const context: ToolContext = {
      read: senderOf(tool.reads, true, options),
      check: (method, request) => checkRequest(method, request, args),
      ...secretsFor(redaction, runtime),
      catalogue,
      signal: caller.signal ?? neverAborted,
    };
    // The arguments have just been parsed by the tool's own input.
    const { target, changes = [], warnings = [], commit } = await tool.prepare(args as never, context);
    if (isGuarded(tool.effect)) {
      if (target === undefined) throw new TypeError(`${tool.name} resolved no target.`);
      await (runtime.guard ?? refuseGuarded)({ tool: tool as GuardedCall["tool"], args, target, changes, warnings });
    }
    const write: Send = senderOf(tool.writes, false, options);
    const result = render(plainAnswer(await commit(write), redaction, tool.reveals), budget);
    report("ok");
    return result;
  } catch (error) {
    const facts = Failure.is(error) ? withNext(error.facts, tool, catalogue) : ourFault;
    // What broke is for the log alone, and even there without a secret.
    report(facts.code, Failure.is(error) ? undefined : redaction.text(stackOf(error)));
    return renderFailure(facts, redaction, budget);
  }
}

/** A failure as a result that hosts recognise as one. Hides what has to be hidden in its words and details too. */
function renderFailure(facts: FailureFacts, redaction: Redaction, budget: number): CallResult {
  return { ...render(plainAnswer({ error: facts }, redaction), budget), isError: true };
}

const neverAborted = new AbortController().signal;

const ourFault: FailureFacts = {
  code: "internal",
  message: "The MCP server itself failed on this call. What happened is in its log.",
  next: "Trying again is unlikely to help. Tell whoever runs the server.",
};

function refuseSwitchedOff(tool: Tool, runtime: Runtime): void {
  if (runtime.readOnly === true && tool.effect !== "read") {
    throw new Failure({
      code: "switched_off",
      message: `${tool.name} changes something, and this server is read-only.`,
      next: "Nothing was done. Tell the person what you would have changed.",
    });
  }
  if (tool.reveals !== undefined && !(runtime.reveal ?? []).includes(tool.name)) {
    throw new Failure({
      code: "switched_off",
      message: `${tool.name} shows a secret and is off until whoever runs the server names it.`,
      next: "Nothing was done.",
    });
  }
}

/** Points a failed look-up to the tools of this server that find the right name. */
function withNext(facts: FailureFacts, tool: Tool, catalogue: Catalogue): FailureFacts {
  if (facts.code !== "not_found" || facts.next !== undefined) return facts;
  const finders = findersFor(tool.name, catalogue.neighbours(tool.name));
  return finders.length === 0 ? facts : { ...facts, next: `Find the right one with ${finders.join(" or ")}.` };
}
