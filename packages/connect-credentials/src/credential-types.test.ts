import { connectToSandbox } from "@planton-mcp/testkit";
import { expect, test } from "vitest";
import { connectCredentials } from "./index.ts";

const uri = "credential-types://catalog";

test("tells of every kind what it needs and which of its fields are secrets, without asking the API", async () => {
  const { client, calls } = await connectToSandbox(connectCredentials);
  expect((await client.listResources()).resources).toMatchObject([{ uri, mimeType: "application/json" }]);
  const { contents } = await client.readResource({ uri });
  const { kinds, secrets } = JSON.parse((contents[0] as { text: string }).text);
  expect(kinds).toHaveLength(20);
  expect(kinds).toContainEqual({
    kind: "aws",
    resource: "AwsProviderConnection",
    title: "AWS Provider Connection",
    category: "provider",
    provider: "aws",
    needs: ["auth_mode", "account_id", "access_key_id", "secret_access_key"],
    secrets: ["access_key_id", "secret_access_key", "session_token", "external_id"],
  });
  expect(kinds.find(({ kind }: { kind: string }) => kind === "cloudflare").secrets).toContain("r2.secret_access_key");
  expect(secrets).toContain("from_env");
  expect(calls).toEqual([]);
});
