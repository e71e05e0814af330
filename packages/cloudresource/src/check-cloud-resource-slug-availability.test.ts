import { connectToSandbox } from "@planton-mcp/testkit";
import { expect, test } from "vitest";
import { cloudresource } from "./index.ts";

const tool = "check_cloud_resource_slug_availability";
const place = { org: "acme", env: "dev" };

test("tells of a taken slug and of a free one, by kind", async () => {
  const { call } = await connectToSandbox(cloudresource);
  expect((await call(tool, { ...place, kind: "aws vpc", slug: "network" })).answer).toEqual({ is_available: false });
  expect((await call(tool, { ...place, kind: "GcpVpc", slug: "network" })).answer).toEqual({ is_available: true });
});

test("names the nearest kinds, and asks nobody", async () => {
  const { call, calls } = await connectToSandbox(cloudresource);
  expect((await call(tool, { ...place, kind: "AwsVcp", slug: "network" })).failure).toMatchObject({
    code: "invalid_arguments",
    problems: [{ argument: "kind", message: expect.stringContaining("AwsVpc") }],
  });
  expect(calls).toEqual([]);
});
