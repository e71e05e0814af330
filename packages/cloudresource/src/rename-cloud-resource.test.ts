import { connectToSandbox } from "@planton-mcp/testkit";
import { expect, test } from "vitest";
import { cloudresource } from "./index.ts";

const network = { kind: "AwsVpc", org: "acme", env: "dev", slug: "network" };

test("changes the name and nothing else, once", async () => {
  const { call, calls } = await connectToSandbox(cloudresource);
  const rename = () => call("rename_cloud_resource", { ...network, new_name: "Main" });
  expect((await rename()).answer).toMatchObject({
    outcome: "updated",
    changes: [{ field: "metadata.name", from: "network", to: "Main" }],
    resource: { slug: "network", name: "Main" },
  });
  expect((await rename()).answer).toMatchObject({ outcome: "unchanged" });
  expect(calls.filter(({ rpc }) => rpc.endsWith("/rename"))).toHaveLength(1);
});

test("is denied to viewers", async () => {
  const { as } = await connectToSandbox(cloudresource);
  const viewer = await as("viewer");
  expect((await viewer.call("rename_cloud_resource", { ...network, new_name: "Mine" })).failure).toMatchObject({
    code: "permission_denied",
    permission: { permission: "update", kind: "cloud_resource" },
  });
});
