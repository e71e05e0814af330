import { create } from "@bufbuild/protobuf";
import { Code, ConnectError, createRouterTransport, type HandlerContext } from "@connectrpc/connect";
import { EnvironmentCommandController } from "@planton-mcp/api/resourcemanager/environment/v1/command";
import { EnvironmentIdSchema } from "@planton-mcp/api/resourcemanager/environment/v1/io";
import { EnvironmentQueryController } from "@planton-mcp/api/resourcemanager/environment/v1/query";
import { transportBackend } from "@planton-mcp/core/backend";
import { expect, test } from "vitest";

const { get } = EnvironmentQueryController.method;
const request = create(EnvironmentIdSchema, { value: "env_1" });

/** A backend whose `get` and `delete` are answered by `answer`, and the contexts that they were called with. */
function open(answer: (attempt: number, context: HandlerContext) => Promise<object> | object = () => ({})) {
  const contexts: HandlerContext[] = [];
  const handle = (_: unknown, context: HandlerContext) => {
    contexts.push(context);
    return answer(contexts.length, context);
  };
  const transport = createRouterTransport((router) => {
    router.service(EnvironmentQueryController, { get: handle });
    router.service(EnvironmentCommandController, { delete: handle });
  });
  return { contexts, backend: transportBackend(transport, { userAgent: "tests/1" }) };
}

const failing = (code: Code) => () => {
  throw new ConnectError("not now", code);
};

test("the credential, the request's id and the trace travel with the call", async () => {
  const { backend, contexts } = open();
  const trace = "0af7651916cd43dd8448eb211c80319c";
  const traceparent = `00-${trace}-b7ad6b7169203331-01`;
  await backend.unary(get, request, { credential: "key", requestId: "r1", traceparent, tracestate: "vendor=1" });
  const headers = contexts[0]?.requestHeader;
  expect(headers?.get("authorization")).toBe("Bearer key");
  expect(headers?.get("x-request-id")).toBe("r1");
  expect(headers?.get("tracestate")).toBe("vendor=1");
  expect(headers?.get("traceparent")).toMatch(new RegExp(`^00-${trace}-(?!b7ad6b7169203331)[0-9a-f]{16}-01$`));
});

test.each([undefined, "nonsense", `00-${"0".repeat(32)}-b7ad6b7169203331-01`])(
  "without a valid trace (%s) a call begins its own",
  async (traceparent) => {
    const { backend, contexts } = open();
    await backend.unary(get, request, { traceparent, tracestate: "vendor=1" });
    const headers = contexts[0]?.requestHeader;
    expect(headers?.get("traceparent")).toMatch(/^00-(?!0{32})[0-9a-f]{32}-[0-9a-f]{16}-01$/);
    expect(headers?.has("tracestate")).toBe(false);
    expect(headers?.has("authorization")).toBe(false);
  },
);

test("a read is sent again where that may help, and no more than twice", async () => {
  const twice = open((attempt) => (attempt < 3 ? failing(Code.Unavailable)() : {}));
  await twice.backend.unary(get, request, { retry: true });
  expect(twice.contexts).toHaveLength(3);
  const never = open(failing(Code.ResourceExhausted));
  await expect(never.backend.unary(get, request, { retry: true })).rejects.toMatchObject({
    code: Code.ResourceExhausted,
  });
  expect(never.contexts).toHaveLength(3);
});

test("nothing else is sent again", async () => {
  const denied = open(failing(Code.PermissionDenied));
  await expect(denied.backend.unary(get, request, { retry: true })).rejects.toMatchObject({
    code: Code.PermissionDenied,
  });
  const command = open(failing(Code.Unavailable));
  await expect(command.backend.unary(EnvironmentCommandController.method.delete, request, {})).rejects.toMatchObject({
    code: Code.Unavailable,
  });
  expect([denied.contexts.length, command.contexts.length]).toEqual([1, 1]);
});

test("all attempts share one limit", async () => {
  const { backend, contexts } = open(failing(Code.Unavailable));
  await expect(backend.unary(get, request, { retry: true, timeoutMs: 50 })).rejects.toBeInstanceOf(Error);
  expect(contexts.length).toBeLessThan(3);
});

test("a caller who leaves cancels the call, and what waits to be sent again", async () => {
  const leave = new AbortController();
  const { backend, contexts } = open(() => {
    leave.abort();
    throw new ConnectError("not now", Code.Unavailable);
  });
  await expect(backend.unary(get, request, { retry: true, signal: leave.signal })).rejects.toBeInstanceOf(Error);
  expect(contexts).toHaveLength(1);
});
