import { connectToSandbox } from "@planton-mcp/testkit";
import { expect, test } from "vitest";
import { iam } from "./index.ts";

const id = "sa_01kseed0000000000000000001";

test("changes what is given and keeps the rest", async () => {
  const { call } = await connectToSandbox(iam);
  expect((await call("update_service_account", { id, display_name: "Shipper" })).answer).toMatchObject({
    outcome: "updated",
    changes: [{ field: "spec.display_name", from: "Deployer", to: "Shipper" }],
    resource: {
      spec: {
        description: "What the pipelines of the shop act as",
        identity_account_id: expect.stringMatching(/^ida_/),
      },
    },
  });
  expect((await call("update_service_account", { id, clear: ["description"] })).answer).toMatchObject({
    changes: [{ field: "spec.description", from: "What the pipelines of the shop act as" }],
  });
});

test("makes none that is not there", async () => {
  const { call, calls } = await connectToSandbox(iam);
  expect((await call("update_service_account", { id: "sa_nobody", display_name: "X" })).failure).toMatchObject({
    code: "not_found",
  });
  expect(calls.map(({ method }) => method.name)).toEqual(["get"]);
});
