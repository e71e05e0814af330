import { create } from "@bufbuild/protobuf";
import { Code, ConnectError, createRouterTransport, type HandlerContext } from "@connectrpc/connect";
import { StackJobIdSchema } from "@planton-mcp/api/infrahub/stackjob/v1/io";
import type { StackJobProgressEvent } from "@planton-mcp/api/infrahub/stackjob/v1/progress";
import { StackJobQueryController } from "@planton-mcp/api/infrahub/stackjob/v1/query";
import { type CallEvent, definePlugin, defineWorkflow, type ToolContext } from "@planton-mcp/core";
import { transportBackend } from "@planton-mcp/core/backend";
import { pluginOf } from "@planton-mcp/core/catalogue";
import { describe, expect, test } from "vitest";
import { connect, fakeBackend, record } from "./testkit.ts";

const { get, getProgressEventStream, getStackJobStatusStream } = StackJobQueryController.method;
const request = create(StackJobIdSchema, { value: "sj_1" });
const line = (text: string) => ({ iacModuleRepoSetupLogLines: [text] });
const textOf = (event: StackJobProgressEvent) => event.iacModuleRepoSetupLogLines[0] ?? "";

/** All that a stream tells until it ends. */
async function all<Message>(stream: AsyncIterable<Message>): Promise<Message[]> {
  const messages: Message[] = [];
  for await (const message of stream) messages.push(message);
  return messages;
}

type Answer = (context: HandlerContext) => AsyncIterable<ReturnType<typeof line>>;

/** A backend whose progress stream is answered by `answer`, and the contexts that it was called with. */
function open(answer: Answer) {
  const contexts: HandlerContext[] = [];
  const transport = createRouterTransport((router) => {
    router.service(StackJobQueryController, {
      getProgressEventStream(_, context) {
        contexts.push(context);
        return answer(context);
      },
    });
  });
  return { contexts, backend: transportBackend(transport, { userAgent: "tests/1", timeoutMs: 1 }) };
}

/** Tells one line, then nothing until whoever follows has left. */
async function* hang({ signal }: HandlerContext) {
  yield line("first");
  await new Promise((resolve) => signal.addEventListener("abort", resolve));
}

describe("a backend's stream", () => {
  test("comes in order, and with the call's credential, trace and id", async () => {
    const { backend, contexts } = open(async function* () {
      yield line("a");
      yield line("b");
    });
    const lines: string[] = [];
    const call = { credential: "key", requestId: "r1" };
    for await (const event of backend.stream(getProgressEventStream, request, call)) lines.push(textOf(event));
    expect(lines).toEqual(["a", "b"]);
    const headers = contexts[0]?.requestHeader;
    expect(headers?.get("authorization")).toBe("Bearer key");
    expect(headers?.get("x-request-id")).toBe("r1");
    expect(headers?.get("traceparent")).toMatch(/^00-/);
  });

  test("is not bound by the limit of other calls, and by its own", async () => {
    const { backend, contexts } = open(hang);
    const bound = backend.stream(getProgressEventStream, request, { timeoutMs: 20 });
    await expect(all(bound)).rejects.toMatchObject({ code: Code.DeadlineExceeded });
    const unbound = backend.stream(getProgressEventStream, request, {})[Symbol.asyncIterator]();
    expect(textOf((await unbound.next()).value)).toBe("first");
    expect(contexts.map(({ timeoutMs }) => timeoutMs() === undefined)).toEqual([false, true]);
    await unbound.return?.();
  });

  test("is given up where its reader leaves, and where its caller does", async () => {
    const { backend, contexts } = open(hang);
    for await (const _ of backend.stream(getProgressEventStream, request, {})) break;
    expect(contexts[0]?.signal.aborted).toBe(true);
    const leave = new AbortController();
    const reading = all(backend.stream(getProgressEventStream, request, { signal: leave.signal }));
    leave.abort(new Error("the SDK's own reason"));
    await expect(reading).rejects.toMatchObject({ code: Code.Canceled });
  });

  test("is not asked for again when it breaks off", async () => {
    const { backend, contexts } = open(async function* () {
      yield line("a");
      throw new ConnectError("gone", Code.Unavailable);
    });
    const reading = all(backend.stream(getProgressEventStream, request, { retry: true }));
    await expect(reading).rejects.toMatchObject({ code: Code.Unavailable });
    expect(contexts).toHaveLength(1);
  });
});

const bounds = { timeoutMs: 60_000 };

/** A client of one tool that does as the test says, and what was logged of its calls. */
async function openTool(run: (context: ToolContext) => Promise<unknown>, answer: Answer) {
  const tool = defineWorkflow({
    name: "follow_thing",
    title: "Follow a thing",
    description: "Does as the test says.",
    effect: "read",
    input: {},
    example: {},
    reads: [get, getProgressEventStream],
    run: (_, context) => run(context),
  });
  const events: CallEvent[] = [];
  const plugin = pluginOf(definePlugin({ name: "things", title: "Things", description: "For tests.", tools: [tool] }));
  const { backend, calls } = record(
    fakeBackend((router) => {
      router.service(StackJobQueryController, { getProgressEventStream: (_, context) => answer(context) });
    }),
  );
  const connection = await connect(plugin, backend, { credential: "key-1", onCall: (event) => events.push(event) });
  return { ...connection, calls, events };
}

describe("a tool's stream", () => {
  test("is one RPC in the log, and its secrets don't leave", async () => {
    const { call, calls, events } = await openTool(
      async ({ follow }) => {
        const job = { value: "sj_1" };
        return { lines: (await all(follow(getProgressEventStream, job, bounds))).map(textOf) };
      },
      async function* () {
        yield line("password: hunter2-hunter2");
        yield line("again hunter2-hunter2");
      },
    );
    const { answer, text } = await call("follow_thing");
    expect(answer.lines).toHaveLength(2);
    expect(text).not.toContain("hunter2-hunter2");
    expect(calls).toMatchObject([{ options: { credential: "key-1", timeoutMs: 60_000, retry: false } }]);
    expect(events).toMatchObject([
      { rpcs: [{ rpc: expect.stringMatching(/getProgressEventStream$/), outcome: "ok" }] },
    ]);
  });

  test("is a failure like any other where it breaks off", async () => {
    const { call, events } = await openTool(
      async ({ follow }) => all(follow(getProgressEventStream, { value: "sj_1" }, bounds)),
      async function* () {
        yield line("a");
        throw new ConnectError("gone", Code.Unavailable);
      },
    );
    expect((await call("follow_thing")).failure).toMatchObject({ code: "unavailable", next: expect.any(String) });
    expect(events).toMatchObject([{ rpcs: [{ outcome: "unavailable" }] }]);
  });

  test("ends for its own signal and for the client's, and reading enough of it is no failure", async () => {
    const { call, events, client } = await openTool(async ({ follow, read }) => {
      for await (const event of follow(getProgressEventStream, { value: "sj_1" }, bounds)) {
        if (textOf(event) === "first") break;
      }
      const signal = AbortSignal.abort();
      const rest = all(follow(getProgressEventStream, { value: "sj_1" }, { ...bounds, signal }));
      await rest.catch(() => {});
      return read(get, { value: "sj_1" });
    }, hang);
    await call("follow_thing");
    expect(events[0]?.rpcs.map(({ outcome }) => outcome)).toEqual(["ok", "canceled", "unimplemented"]);
    await client.close();
  });

  test("is asked for with a request that is right, and only where it was declared", async () => {
    const bad = await openTool(({ follow }) => all(follow(getProgressEventStream, {}, bounds)), hang);
    expect((await bad.call("follow_thing")).failure).toMatchObject({ code: "invalid_arguments" });
    expect(bad.calls).toEqual([]);
    const undeclared = await openTool(
      ({ follow }) => all(follow(getStackJobStatusStream, { value: "sj_1" }, bounds)),
      hang,
    );
    expect((await undeclared.call("follow_thing")).failure).toMatchObject({ code: "internal" });
    expect(undeclared.calls).toEqual([]);
  });
});
