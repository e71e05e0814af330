import { Code } from "@connectrpc/connect";
import { type Fault, parseFault } from "@planton-mcp/sandbox";
import { expect, test } from "vitest";

const path = "ai.planton.resourcemanager.environment.v1.EnvironmentQueryController/get";

test.each<readonly [text: string, fault: Fault]>([
  ["*=latency:2000", { kind: "latency", milliseconds: 2000, method: "*" }],
  ["EnvironmentQueryController/get=silence", { kind: "silence", method: "EnvironmentQueryController/get" }],
  [`${path}=newer`, { kind: "newer", method: path }],
  ["get=error:unavailable", { kind: "error", code: Code.Unavailable, method: "get" }],
  [
    "*=error@3:failed_precondition:Wait: it=locked",
    { kind: "error", code: Code.FailedPrecondition, message: "Wait: it=locked", method: "*", times: 3 },
  ],
  ["*=details", { kind: "details", method: "*" }],
  ["*=details:aborted", { kind: "details", code: Code.Aborted, method: "*" }],
  ["*=drop@1", { kind: "drop", method: "*", times: 1 }],
  ["*=goaway", { kind: "goaway", method: "*" }],
  ["*=oversize", { kind: "oversize", method: "*" }],
  ["*=garbage", { kind: "garbage", method: "*" }],
])("%s", (text, fault) => {
  expect(parseFault(text)).toEqual(fault);
});

test.each([
  ["", "METHOD=KIND"],
  ["latency:2000", "METHOD=KIND"],
  ["*=drop@0", "METHOD=KIND"],
  ["*=drop@many", "METHOD=KIND"],
  ["AgentQueryController/get=drop", "EnvironmentQueryController/…"],
  ["EnvironmentQueryController/list=drop", "EnvironmentQueryController/findAuthorized"],
  ["*=explode", "latency, error, details, silence, newer, drop, goaway, oversize, garbage, cut"],
  ["*=toString", "latency, error"],
  ["*=latency", "number of milliseconds"],
  ["*=latency:soon", '"soon"'],
  ["*=error", "failed_precondition"],
  ["*=error:oops", '"oops"'],
  ["*=details:oops", '"oops"'],
  ["*=drop:now", "takes no value"],
])("%s is refused", (text, message) => {
  expect(() => parseFault(text)).toThrow(RangeError);
  expect(() => parseFault(text)).toThrow(message);
});
