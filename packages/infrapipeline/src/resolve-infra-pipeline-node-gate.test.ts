import { allowGuarded } from "@planton-mcp/core";
import { connectToSandbox } from "@planton-mcp/testkit";
import { expect, test } from "vitest";
import { infrapipeline } from "./index.ts";

const tool = "resolve_infra_pipeline_node_gate";
const gate = {
  infra_pipeline_id: "infpipe_01kseed0000000000000000003",
  env: "dev",
  node_id: "KubernetesNamespace/shop",
};

test("is planned first with the resource, and lets it be deployed by the confirmation", async () => {
  const { call, calls } = await connectToSandbox(infrapipeline, {}, { jobs: { seconds: 0 } });
  const approve = { ...gate, decision: "approve", wait: true };
  const { answer } = await call(tool, approve);
  expect(answer).toMatchObject({
    plan: {
      target: { name: expect.stringMatching(/^the gate of KubernetesNamespace\/shop in dev, .*playground$/) },
      warnings: ["It deploys in dev: KubernetesNamespace/shop."],
    },
  });
  const { confirmation } = answer;
  expect((await call(tool, { ...approve, confirmation })).answer).toMatchObject({ outcome: "succeeded" });
  expect(calls.filter(({ method }) => method.name === "resolveNodeManualGate")).toMatchObject([
    { request: { env: "dev", nodeId: "KubernetesNamespace/shop", manualGateDecision: 1 } },
  ]);
});

test("is rejected for good", async () => {
  const { call } = await connectToSandbox(infrapipeline, { guard: allowGuarded }, { jobs: { seconds: 0 } });
  const reject = { ...gate, decision: "reject", wait: true };
  expect((await call(tool, reject)).answer).toMatchObject({ outcome: "cancelled" });
  expect((await call(tool, reject)).failure).toMatchObject({ code: "failed_precondition" });
});

test("names the resource that was probably meant, and is denied to a member", async () => {
  const { call, calls, as } = await connectToSandbox(infrapipeline, { guard: allowGuarded });
  const typo = { ...gate, node_id: "KubernetesNamespace/shap", decision: "approve" };
  expect((await call(tool, typo)).failure).toMatchObject({
    problems: [{ argument: "node_id", message: expect.stringContaining("Did you mean KubernetesNamespace/shop?") }],
  });
  expect(calls.map(({ method }) => method.name)).not.toContain("resolveNodeManualGate");
  const member = await as("member", { guard: allowGuarded });
  expect((await member.call(tool, { ...gate, decision: "approve" })).failure?.code).toBe("permission_denied");
});
