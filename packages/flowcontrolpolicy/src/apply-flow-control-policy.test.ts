import { Code, ConnectError } from "@connectrpc/connect";
import { ApiResourceKind } from "@planton-mcp/api/commons/apiresource/apiresourcekind/api_resource_kind";
import { FlowControlPolicyCommandController } from "@planton-mcp/api/infrahub/flowcontrolpolicy/v1/command";
import { FlowControlPolicyQueryController } from "@planton-mcp/api/infrahub/flowcontrolpolicy/v1/query";
import { StackJobFlowControlSchema } from "@planton-mcp/api/infrahub/flowcontrolpolicy/v1/spec";
import { EnvironmentQueryController } from "@planton-mcp/api/resourcemanager/environment/v1/query";
import { allowGuarded, type GuardedCall } from "@planton-mcp/core";
import { connect, connectToSandbox, fakeBackend, record } from "@planton-mcp/testkit";
import { describe, expect, onTestFinished, test } from "vitest";
import { flowControlPolicy } from "./index.ts";

const tool = "apply_flow_control_policy";
const apply = "ai.planton.infrahub.flowcontrolpolicy.v1.FlowControlPolicyCommandController/apply";
const allowed = { guard: allowGuarded };
const environment = (number: number) => ({
  selector_kind: "environment",
  selector_id: `env_01kseed000000000000000000${number}`,
});
const [dev, prod] = [environment(1), environment(3)];
const flags = StackJobFlowControlSchema.fields;
const isOnInProd = (name: string) => /preview/.test(name);

describe("a policy that is there", () => {
  test.each(flags.map(({ name, localName }) => ({ name, localName })))(
    "changes $name by itself, and keeps every other flag",
    async ({ name, localName }) => {
      const { call, calls } = await connectToSandbox(flowControlPolicy, allowed);
      const to = !isOnInProd(name);
      const { answer } = await call(tool, { ...prod, [name]: to });
      const shown = Object.fromEntries(flags.map((flag) => [flag.name, isOnInProd(flag.name)]));
      expect(answer).toMatchObject({
        outcome: "updated",
        changes: [{ field: `spec.flow_control.${name}`, from: !to, to }],
        resource: { spec: { flow_control: { ...shown, [name]: to } } },
      });
      const sent = Object.fromEntries(flags.map((flag) => [flag.localName, isOnInProd(flag.name)]));
      expect(calls.at(-1)).toMatchObject({
        rpc: apply,
        request: {
          apiVersion: "infra-hub.planton.ai/v1",
          kind: "FlowControlPolicy",
          metadata: { id: "fcp_01kseed0000000000000000001", name: "Careful in prod" },
          spec: { selector: { id: prod.selector_id }, flowControl: { ...sent, [localName]: to } },
        },
      });
    },
  );

  test("keeps its flags when only its name changes, and is not sent when nothing does", async () => {
    const { call, calls } = await connectToSandbox(flowControlPolicy, allowed);
    const renamed = await call(tool, { id: "fcp_01kseed0000000000000000001", name: "Slowly" });
    expect(renamed.answer).toMatchObject({
      changes: [{ field: "metadata.name", from: "Careful in prod", to: "Slowly" }],
      resource: { spec: { flow_control: { pause_between_preview_and_update_or_destroy: true } } },
    });
    expect(renamed.answer).not.toHaveProperty("warnings");
    const sent = calls.length;
    const same = await call(tool, { ...prod, preview_before_update_or_destroy: true });
    expect(same.answer).toMatchObject({ outcome: "unchanged" });
    expect(calls.slice(sent).map(({ rpc }) => rpc)).not.toContain(apply);
  });

  test("warns of approvals and previews that go, and of a pause that then has no effect", async () => {
    const asked: GuardedCall[] = [];
    const { call } = await connectToSandbox(flowControlPolicy, { guard: (call) => void asked.push(call) });
    const { answer } = await call(tool, { ...prod, preview_before_update_or_destroy: false, skip_refresh: true });
    expect(asked).toMatchObject([{ target: { name: "Careful in prod", org: "acme", env: "prod" } }]);
    expect(answer.warnings).toEqual([
      expect.stringContaining("preview_before_update_or_destroy goes off"),
      expect.stringContaining("skip_refresh goes on"),
      expect.stringContaining("no effect"),
    ]);
    const off = await call(tool, { ...prod, pause_between_preview_and_update_or_destroy: false });
    expect(off.answer.warnings).toEqual([
      expect.stringContaining("pause_between_preview_and_update_or_destroy goes off"),
    ]);
  });

  test("is a member's to change, and not a viewer's or an outsider's", async () => {
    const { as, call } = await connectToSandbox(flowControlPolicy);
    const change = { ...prod, is_manual: true };
    for (const who of ["viewer", "outsider"] as const) {
      expect((await (await as(who, allowed)).call(tool, change)).failure).toMatchObject({ code: "permission_denied" });
    }
    expect((await call(tool, change)).answer).toHaveProperty("confirmation");
    expect((await call("get_flow_control_policy", prod)).answer).toMatchObject({
      spec: { flow_control: { is_manual: false } },
    });
    expect((await (await as("member", allowed)).call(tool, change)).answer).toMatchObject({ outcome: "updated" });
  });
});

describe("a policy that is not there", () => {
  test("is created for its environment, with what is not given off", async () => {
    const asked: GuardedCall[] = [];
    const { call } = await connectToSandbox(flowControlPolicy, { guard: (call) => void asked.push(call) });
    const { answer } = await call(tool, { ...dev, selector_kind: "env", is_manual: true });
    expect(asked).toMatchObject([
      { target: { id: "", name: "Flow control of environment dev of acme", org: "acme", env: "dev" } },
    ]);
    expect(answer).toMatchObject({
      outcome: "created",
      resource: {
        metadata: { id: expect.stringMatching(/^fcp_/) },
        spec: {
          selector: { kind: "environment", id: dev.selector_id },
          flow_control: { is_manual: true, skip_refresh: false },
        },
      },
    });
    expect(answer).not.toHaveProperty("warnings");
  });

  test("warns of what the policy around asks for and it does not", async () => {
    const { call } = await connectToSandbox(flowControlPolicy, allowed);
    await call(tool, { selector_kind: "organization", selector_id: "acme", is_manual: true });
    const { answer } = await call(tool, { ...dev, skip_refresh: false });
    expect(answer).toMatchObject({
      outcome: "created",
      warnings: [expect.stringContaining("is_manual goes off")],
    });
  });

  test.each([
    ["an environment that is not there", { ...dev, selector_id: "env_nobody" }, "not_found"],
    ["an environment by its slug", { ...dev, selector_id: "dev" }, "not_found"],
    ["an organization that is not there", { selector_kind: "org", selector_id: "acne" }, "not_found"],
    ["an id that nobody has", { id: "fcp_nobody" }, "not_found"],
    ["a kind that is not there", { ...dev, selector_kind: "cluster" }, "invalid_arguments"],
  ])("is not created for %s", async (_, args, code) => {
    const { call, calls } = await connectToSandbox(flowControlPolicy, allowed);
    expect((await call(tool, { ...args, is_manual: true })).failure).toMatchObject({ code });
    expect(calls.map(({ rpc }) => rpc)).not.toContain(apply);
  });
});

/** A platform that has one policy, of a cloud resource or of an environment, and answers `get` of that environment so. */
async function connectTo(kind: "cloud_resource" | "environment", code: Code) {
  const { backend, calls } = record(
    fakeBackend((router) => {
      router.service(EnvironmentQueryController, {
        get: () => {
          throw new ConnectError("no environment", code);
        },
      });
      router.service(FlowControlPolicyQueryController, {
        get: ({ value }) => ({
          metadata: { id: value, name: "Slowly" },
          spec: { selector: { kind: ApiResourceKind[kind], id: "x_1" }, flowControl: { isManual: true } },
        }),
      });
      router.service(FlowControlPolicyCommandController, { apply: (policy) => policy, delete: () => ({}) });
    }),
  );
  const connection = await connect(flowControlPolicy, backend, allowed);
  onTestFinished(() => connection.close());
  return { ...connection, isSent: () => calls.some(({ rpc }) => rpc === apply) };
}

describe("what a policy is for", () => {
  test.each(["cloud_resource", "environment"] as const)("may be unknown or gone: %s", async (kind) => {
    const { call } = await connectTo(kind, Code.NotFound);
    expect((await call(tool, { id: "fcp_1", is_manual: false })).answer).toMatchObject({
      outcome: "updated",
      warnings: [expect.stringContaining("is_manual goes off")],
    });
    expect((await call("delete_flow_control_policy", { id: "fcp_1" })).answer).toMatchObject({
      warnings: [
        `Which policy then applies to ${kind.replace("_", " ")} x_1 can't be told here.`,
        expect.stringContaining("is_manual goes off"),
      ],
    });
  });

  test("is not guessed where the backend is away, and nothing is written", async () => {
    const { call, isSent } = await connectTo("environment", Code.Unavailable);
    expect((await call(tool, { id: "fcp_1", is_manual: false })).failure).toMatchObject({ code: "unavailable" });
    expect(isSent()).toBe(false);
  });
});
