import { connectToSandbox } from "@planton-mcp/testkit";
import { expect, test } from "vitest";
import { cloudresource } from "./index.ts";

test("lists by environment, kind and text, a page at a time in one order", async () => {
  const { call } = await connectToSandbox(cloudresource);
  const list = async (args: object) => (await call("list_cloud_resources", { org: "acme", ...args })).answer;
  expect(await list({ envs: ["dev"], kinds: ["aws_vpc"] })).toEqual({
    count: 1,
    page: 1,
    pages: 1,
    entries: [{ id: "awsvpc_01kseed0000000000000000001", kind: "AwsVpc", slug: "network", env: "dev" }],
  });
  expect(await list({ search_text: "shop-db" })).toMatchObject({ entries: [{ env: "dev" }, { env: "prod" }] });
  expect(await list({ page: 2, page_size: 3 })).toMatchObject({ count: 8, pages: 3, entries: [{}, {}, {}] });
  expect(await list({ search_text: "nothing like it" })).toMatchObject({ count: 0, entries: [] });
});

test("names a wrong kind by its place in the list", async () => {
  const { call, calls } = await connectToSandbox(cloudresource);
  const { failure } = await call("list_cloud_resources", { org: "acme", kinds: ["AwsVpc", "AwsVcp"] });
  expect(failure?.problems).toMatchObject([{ argument: "kinds.1", message: expect.stringContaining("AwsVpc") }]);
  expect(calls).toEqual([]);
});

test("is denied to outsiders", async () => {
  const { as } = await connectToSandbox(cloudresource);
  const { call } = await as("outsider");
  expect((await call("list_cloud_resources", { org: "acme" })).failure).toMatchObject({ code: "permission_denied" });
});
