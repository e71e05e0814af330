import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { create } from "@bufbuild/protobuf";
import { ViolationsSchema } from "@bufbuild/protovalidate/gen/buf/validate/validate_pb.js";
import { Code } from "@connectrpc/connect";
import { IdentityAccountSchema } from "@planton-mcp/api/iam/identityaccount/v1/api";
import { EnvironmentCommandController } from "@planton-mcp/api/resourcemanager/environment/v1/command";
import { EnvironmentQueryController } from "@planton-mcp/api/resourcemanager/environment/v1/query";
import type { Backend } from "@planton-mcp/core/backend";
import type { Fault, Sandbox } from "@planton-mcp/sandbox";
import { describe, expect, onTestFinished, test } from "vitest";
import { makeNewer } from "../src/newer-answer.ts";
import { caller, connect, failureOf, openSandbox, outcomeOf, seeded } from "./scene.ts";

const { get, findByOrg, getByOrgBySlug } = EnvironmentQueryController.method;
const make = EnvironmentCommandController.method.create;
const aDayMs = 24 * 60 * 60 * 1000;

const backends: Readonly<Record<string, (sandbox: Sandbox) => Backend | Promise<Backend>>> = {
  "in process": ({ backend }) => backend,
  "over gRPC": connect,
};

describe.each(Object.entries(backends))("%s", (_, backendOf) => {
  async function open(...faults: readonly Fault[]) {
    const sandbox = openSandbox();
    const call = caller(await backendOf(sandbox), sandbox.keys.owner);
    const end = faults.map((fault) => sandbox.inject(fault));
    return { sandbox, call, end };
  }
  const value = seeded.dev;

  test("an error is told with its code and message, as often as it is asked for", async () => {
    const fault = { kind: "error", code: Code.Unavailable, message: "Later.", method: "*", times: 2 } as const;
    const { call } = await open(fault);
    for (const method of [get, get]) {
      expect(await failureOf(call(method, { value }))).toMatchObject({ code: Code.Unavailable, rawMessage: "Later." });
    }
    expect((await call(get, { value })).metadata?.id).toBe(value);
  });

  test("a read is sent again after it, where the caller wants that and the backend can", async () => {
    const { call } = await open({ kind: "error", code: Code.Unavailable, method: "*", times: 1 });
    const outcome = await outcomeOf(call(get, { value }, { retry: true }));
    expect(outcome).toBe(backendOf === connect ? "OK" : "Unavailable");
  });

  test("it meets the method that it is for, until it is ended", async () => {
    const { call, end } = await open({ kind: "error", code: Code.Internal, method: "EnvironmentQueryController/get" });
    expect(await outcomeOf(call(findByOrg, { value: "acme" }))).toBe("OK");
    expect(await outcomeOf(call(getByOrgBySlug, { org: "acme", slug: "dev" }))).toBe("OK");
    expect(await outcomeOf(call(get, { value }))).toBe("Internal");
    for (const stop of end) stop();
    expect(await outcomeOf(call(get, { value }))).toBe("OK");
  });

  test("the same may be injected twice, and different ones happen in turn", async () => {
    const twice = { kind: "error", code: Code.Aborted, method: "*", times: 1 } as const;
    const { call } = await open({ kind: "latency", milliseconds: 1, method: "*" }, twice, twice);
    const outcomes = [];
    for (let count = 0; count < 3; count += 1) outcomes.push(await outcomeOf(call(get, { value })));
    expect(outcomes).toEqual(["Aborted", "Aborted", "OK"]);
  });

  test("a call that fails has not been carried out", async () => {
    const { call } = await open({ kind: "error", code: Code.Unknown, method: "create", times: 1 });
    const made = () => call(make, { metadata: { org: "acme", slug: "qa" } });
    expect(await outcomeOf(made())).toBe("Unknown");
    expect(await outcomeOf(made())).toBe("OK");
  });

  test("details come with the error: one of an unknown type, and violations", async () => {
    const { call } = await open({ kind: "details", method: "*" });
    const failure = await failureOf(call(get, { value }));
    expect(failure.code).toBe(Code.FailedPrecondition);
    expect(failure.details[0]).toMatchObject({ type: "google.rpc.ErrorInfo", value: expect.any(Uint8Array) });
    expect(failure.findDetails(ViolationsSchema)).toMatchObject([{ violations: [{ ruleId: "sandbox.fault" }] }]);
  });

  test("latency delays an answer, which is the right one", async () => {
    const { call } = await open({ kind: "latency", milliseconds: 40, method: "*" });
    const start = performance.now();
    expect((await call(get, { value })).metadata?.slug).toBe("dev");
    expect(performance.now() - start).toBeGreaterThanOrEqual(39);
  });

  test.each([
    { kind: "silence", method: "create" },
    { kind: "latency", milliseconds: aDayMs, method: "create" },
  ] as const)("$kind ends with the call, which is not carried out", async (fault) => {
    const { call } = await open(fault);
    const made = { metadata: { org: "acme", slug: "qa" } };
    const aborting = new AbortController();
    const canceled = outcomeOf(call(make, made, { signal: aborting.signal }));
    const late = outcomeOf(call(make, made, { timeoutMs: 50 }));
    expect(await outcomeOf(call(findByOrg, { value: "acme" }))).toBe("OK");
    aborting.abort();
    expect(await Promise.all([canceled, late])).toEqual(["Canceled", "DeadlineExceeded"]);
    expect((await call(findByOrg, { value: "acme" })).entries).toHaveLength(3);
  });

  test("silence ends with the sandbox", async () => {
    const { sandbox, call } = await open({ kind: "silence", method: "get" });
    const outcome = outcomeOf(call(get, { value }));
    expect(await outcomeOf(call(findByOrg, { value: "acme" }))).toBe("OK");
    await sandbox.close();
    expect(await outcome).toBe("Unavailable");
  });

  test("a newer answer has what this contract does not, beside the rest", async () => {
    const { call } = await open({ kind: "newer", method: "get" });
    const answer = await call(get, { value });
    expect(answer.metadata?.slug).toBe("dev");
    expect(answer.$unknown).toMatchObject([{ no: 536_870_911 }]);
    expect((await call(getByOrgBySlug, { org: "acme", slug: "dev" })).$unknown).toBeUndefined();
  });

  // What a client calls a connection that it lost is the client's; in process there is one word for it.
  const lost = backendOf === connect ? /Unavailable|Canceled|Aborted|Internal/ : /Unavailable/;
  test.each([
    ["drop", lost],
    ["goaway", lost],
    ["oversize", /ResourceExhausted/],
    ["garbage", /Internal/],
    ["cut", lost],
  ] as const)("%s ends in %s, and the next call works", async (kind, outcome) => {
    const { call } = await open({ kind, method: "*", times: 1 });
    expect(await outcomeOf(call(get, { value }))).toMatch(outcome);
    expect((await call(get, { value })).metadata?.slug).toBe("dev");
  });
});

test("the first enum of a newer answer has a value that it does not know", () => {
  const account = create(IdentityAccountSchema, { spec: { identityAccountType: 1, email: "ada@acme.example" } });
  makeNewer(IdentityAccountSchema, account);
  expect(account.spec).toMatchObject({ identityAccountType: 9_999, email: "ada@acme.example" });
});

test("calls that wait do not keep a process alive", async () => {
  const script = fileURLToPath(new URL("wait-for-ever.ts", import.meta.url));
  const child = spawn(process.execPath, ["--disable-warning=ExperimentalWarning", script], { stdio: "inherit" });
  onTestFinished(() => void child.kill("SIGKILL"));
  expect(await new Promise((resolve) => child.once("exit", resolve))).toBe(0);
}, 20_000);

test.each([
  ["a method that is not served", { kind: "drop", method: "AgentQueryController/get" }, "EnvironmentQueryController/…"],
  [
    "a method that its service lacks",
    { kind: "drop", method: "EnvironmentQueryController/got" },
    "Controller/findByOrg",
  ],
  ["a part of a name", { kind: "drop", method: "et" }, "no method"],
  ["no times", { kind: "drop", method: "*", times: 0 }, "not 0 times"],
  ["half a time", { kind: "drop", method: "*", times: 0.5 }, "not 0.5 times"],
  ["a latency before now", { kind: "latency", milliseconds: -1, method: "*" }, "not -1"],
] as const)("%s is refused", (_, fault, message) => {
  const { inject } = openSandbox();
  expect(() => inject(fault)).toThrow(RangeError);
  expect(() => inject(fault)).toThrow(message);
});
