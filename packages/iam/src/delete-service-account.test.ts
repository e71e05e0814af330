import { allowGuarded, type Guard } from "@planton-mcp/core";
import { connectToSandbox } from "@planton-mcp/testkit";
import { expect, test } from "vitest";
import { iam } from "./index.ts";

const id = "sa_01kseed0000000000000000001";

test("takes its keys and its access along", async () => {
  const { call } = await connectToSandbox(iam, { guard: allowGuarded });
  expect((await call("delete_service_account", { id })).failure).toBeUndefined();
  expect((await call("list_service_accounts", { org: "acme" })).answer).toMatchObject({ count: 0 });
  expect((await call("list_resource_policies", { resource_kind: "org", resource_id: "acme" })).text).not.toContain(
    "Deployer",
  );
});

test("its version moves with a new key, for the program that uses it would be hit", async () => {
  const versions: string[] = [];
  const guard: Guard = ({ tool, target }) => {
    if (tool.name !== "delete_service_account") return;
    versions.push(target?.version ?? "");
    throw new Error("Not now.");
  };
  const { call } = await connectToSandbox(iam, { guard });
  await call("delete_service_account", { id });
  await call("create_service_account_key", { service_account_id: id });
  await call("delete_service_account", { id });
  expect(versions).toHaveLength(2);
  expect(versions[1]).not.toBe(versions[0]);
});
