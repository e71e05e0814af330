import { connectToSandbox } from "@planton-mcp/testkit";
import { expect, test } from "vitest";
import { flowControlPolicy } from "./index.ts";

const prod = { selector_kind: "environment", selector_id: "env_01kseed0000000000000000003" };

test("tells of every flag whether it is on, by selector and by id", async () => {
  const { call } = await connectToSandbox(flowControlPolicy);
  const { answer } = await call("get_flow_control_policy", prod);
  expect(answer).toMatchObject({
    metadata: { id: "fcp_01kseed0000000000000000001", name: "Careful in prod" },
    spec: {
      selector: { kind: "environment", id: prod.selector_id },
      flow_control: {
        is_manual: false,
        disable_on_lifecycle_events: false,
        skip_refresh: false,
        preview_before_update_or_destroy: true,
        pause_between_preview_and_update_or_destroy: true,
      },
    },
  });
  expect((await call("get_flow_control_policy", { id: "fcp_01kseed0000000000000000001" })).answer).toEqual(answer);
});

test("takes kinds in the spelling of people", async () => {
  const { call } = await connectToSandbox(flowControlPolicy);
  expect((await call("get_flow_control_policy", { ...prod, selector_kind: "Env" })).failure).toBeUndefined();
});

test.each([
  ["enviroment", "Did you mean environment?"],
  ["AwsVpc", "Give cloud_resource"],
  ["aws vpc", "AwsVpc is a kind of cloud resource"],
  ["unspecified", "There is no kind of resource unspecified."],
])("refuses the kind %s, and says what would be right", async (selector_kind, says) => {
  const { call, calls } = await connectToSandbox(flowControlPolicy);
  expect((await call("get_flow_control_policy", { ...prod, selector_kind })).failure).toMatchObject({
    code: "invalid_arguments",
    problems: [{ argument: "selector_kind", message: expect.stringContaining(says) }],
  });
  expect(calls).toEqual([]);
});

test("says that there is none and where else to look, and denies an outsider to ask", async () => {
  const { call, as } = await connectToSandbox(flowControlPolicy);
  const none = await call("get_flow_control_policy", { selector_kind: "org", selector_id: "acme" });
  expect(none.failure).toMatchObject({
    code: "not_found",
    message: expect.stringContaining("organization acme"),
    next: expect.stringContaining("platform may apply"),
  });
  const outsider = await as("outsider");
  expect((await outsider.call("get_flow_control_policy", prod)).failure).toMatchObject({ code: "permission_denied" });
});
