import { Client, StreamableHTTPClientTransport } from "@modelcontextprotocol/client";
import { environment } from "@planton-mcp/environment";
import { createSandbox } from "@planton-mcp/sandbox";
import { connectToSandbox } from "@planton-mcp/testkit";
import { expect, onTestFinished, test } from "vitest";
import { spareProduction } from "../guard.ts";
import { plantonHandler } from "../many-callers.ts";
import { counting } from "../own-plugin.ts";

test("many callers, each with a key of their own, share one handler", async () => {
  const sandbox = createSandbox();
  onTestFinished(() => sandbox.close());
  const handler = plantonHandler(sandbox.backend);
  const organizationsOf = async (token: string) => {
    const client = new Client({ name: "tests", version: "1" });
    const transport = new StreamableHTTPClientTransport(new URL("http://localhost/mcp"), {
      fetch: (url, init) =>
        handler.fetch(new Request(url, init), { authInfo: { token, clientId: "tests", scopes: [] } }),
    });
    await client.connect(transport);
    const { structuredContent } = await client.callTool({ name: "list_organizations", arguments: {} });
    await client.close();
    return structuredContent;
  };
  const [viewer, outsider] = await Promise.all([
    organizationsOf(sandbox.keys.viewer),
    organizationsOf(sandbox.keys.outsider),
  ]);
  expect(viewer).toMatchObject({ count: 1, entries: [{ id: "acme" }] });
  expect(outsider).toMatchObject({ count: 1, entries: [{ id: "globex" }] });
});

test("a plugin of one's own works beside the others", async () => {
  const { call } = await connectToSandbox([counting, environment]);
  expect((await call("count_environments", { org: "acme" })).answer).toEqual({ count: 3 });
});

test("a guard of one's own decides by what would be hit", async () => {
  const { call } = await connectToSandbox(environment, { guard: spareProduction });
  expect((await call("delete_environment", { org: "acme", slug: "prod" })).failure).toMatchObject({
    code: "switched_off",
    message: expect.stringMatching(/may not touch environment prod \(env_\w+\): it is production/),
  });
  expect((await call("delete_environment", { org: "acme", slug: "dev" })).failure).toBeUndefined();
});
