import type { Readable, Writable } from "node:stream";

/**
 * What the SDK answers to the plainest opening of a client, as JSON texts. Recorded from the built program itself, by
 * scripts/record-answers.ts, so that nothing is written twice.
 */
export interface Answers {
  /** The result of `initialize`, by protocol version. */
  readonly initialize: Readonly<Record<string, string>>;
  /** The result of `tools/list`. */
  readonly tools: string;
}

type Id = string | number;

/** What has come in before the SDK takes over, and the ids of the requests in it that have been answered. */
export interface Opening {
  readonly seen: Buffer;
  readonly answered: readonly Id[];
}

interface Message {
  readonly id?: Id;
  readonly method: string;
  readonly params?: Readonly<Record<string, unknown>>;
}

/** Whoever sends more than this without an end of line is no client. */
const longestLine = 64 * 1024;

/**
 * Answers `initialize`, `notifications/initialized` and `tools/list`, in this order and in their plainest forms. With
 * anything else, or once the list has left, what was read is handed over, to be played again to the SDK: its own state
 * is then as if it had answered. Resolves to nothing where the client has left.
 */
export function answerOpening(answers: Answers, input: Readable, output: Writable): Promise<Opening | undefined> {
  const chunks: Buffer[] = [];
  const answered: Id[] = [];
  const expected = stepsOf(answers);
  let line = "";
  return new Promise((resolve) => {
    const handOver = () => {
      input.off("data", read).off("end", leave).pause();
      resolve({ seen: Buffer.concat(chunks), answered });
    };
    const leave = () => resolve(undefined);
    const read = (chunk: Buffer) => {
      chunks.push(chunk);
      const lines = (line + chunk.toString("latin1")).split("\n");
      line = lines.pop() ?? "";
      for (const text of lines) {
        const step = expected.shift();
        const answer = step?.(messageIn(Buffer.from(text, "latin1").toString()));
        if (answer === undefined) return handOver();
        if (answer.id === undefined) continue;
        answered.push(answer.id);
        const isLast = expected.length === 0;
        output.write(`{"result":${answer.result},"jsonrpc":"2.0","id":${JSON.stringify(answer.id)}}\n`, () => {
          if (isLast && input.listeners("data").includes(read)) handOver();
        });
      }
      if (line.length > longestLine) handOver();
    };
    input.on("data", read).once("end", leave);
  });
}

/** What may come in, one after the other. Each says what is answered, with no id for nothing; or that it is not plain. */
type Step = (message: Message | undefined) => { readonly id?: Id; readonly result?: string } | undefined;

function stepsOf({ initialize, tools }: Answers): Step[] {
  return [
    (message) => {
      if (message?.method !== "initialize" || message.id === undefined || !isPlainClient(message.params)) return;
      const version = message.params?.protocolVersion;
      if (typeof version !== "string" || !Object.hasOwn(initialize, version)) return;
      return { id: message.id, ...(initialize[version] === undefined ? {} : { result: initialize[version] }) };
    },
    (message) => {
      const isPlain = message?.method === "notifications/initialized" && message.id === undefined;
      return isPlain && message.params === undefined ? {} : undefined;
    },
    (message) => {
      if (message?.method !== "tools/list" || message.id === undefined) return;
      return hasOnly(message.params ?? {}, []) ? { id: message.id, result: tools } : undefined;
    },
  ];
}

/** The message of a line, if it has no members but those that every message may have. */
function messageIn(text: string): Message | undefined {
  try {
    const message: unknown = JSON.parse(text);
    if (!hasOnly(message, ["jsonrpc", "id", "method", "params"])) return undefined;
    const { jsonrpc, id, method, params = {} } = message;
    const isMessage = jsonrpc === "2.0" && typeof method === "string" && hasOnly(params, Object.keys(params as object));
    const isId = id === undefined || typeof id === "string" || (Number.isSafeInteger(id) && !Object.is(id, -0));
    // All of its members have just been looked at.
    return isMessage && isId ? (message as unknown as Message) : undefined;
  } catch {
    return undefined;
  }
}

/** Parameters of `initialize` as the clients in use send them. */
function isPlainClient(params: unknown): boolean {
  if (!hasOnly(params, ["protocolVersion", "capabilities", "clientInfo"])) return false;
  const { capabilities, clientInfo } = params;
  if (!hasOnly(clientInfo, ["name", "version", "title"])) return false;
  if (typeof clientInfo.name !== "string" || typeof clientInfo.version !== "string") return false;
  if (clientInfo.title !== undefined && typeof clientInfo.title !== "string") return false;
  if (!hasOnly(capabilities, ["roots", "sampling", "elicitation"])) return false;
  const { roots = {}, sampling = {}, elicitation = {} } = capabilities;
  if (!hasOnly(roots, ["listChanged"]) || !hasOnly(sampling, []) || !hasOnly(elicitation, [])) return false;
  return roots.listChanged === undefined || typeof roots.listChanged === "boolean";
}

function hasOnly(value: unknown, keys: readonly string[]): value is Readonly<Record<string, unknown>> {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
  return Object.keys(value).every((key) => keys.includes(key));
}
