/** The person at a client is asked through the program itself, over each way that can ask. */
import { Client, StreamableHTTPClientTransport } from "@modelcontextprotocol/client";
import { StdioClientTransport } from "@modelcontextprotocol/client/stdio";
import { describe, expect, onTestFinished, test } from "vitest";
import { patience } from "./patience.ts";
import { startHttp } from "./start-http.ts";
import { environmentOf, mainFile } from "./start-program.ts";

const options = ["--sandbox", "--audit-log", "off", "--log-level", "silent"];
const dev = { name: "delete_environment", arguments: { org: "acme", slug: "dev" } };

const overStdio = async () =>
  new StdioClientTransport({
    command: process.execPath,
    args: [mainFile, "stdio", ...options],
    env: environmentOf({}),
  });

const overHttp = async () => {
  const { url } = await startHttp(options);
  const requestInit = { headers: { authorization: "Bearer sandbox-owner-key" } };
  return new StreamableHTTPClientTransport(new URL(url), { requestInit });
};

describe.each([
  ["stdio, 2025", overStdio, "legacy"],
  ["stdio, 2026-07-28", overStdio, "auto"],
  ["HTTP, 2026-07-28", overHttp, "auto"],
] as const)("over %s", patience, (_, transport, mode) => {
  test.each([
    ["yes", { action: "accept", content: { confirm: true } }, false],
    ["no", { action: "decline" }, true],
  ] as const)("a person who says %s decides", async (_, answer, isThere) => {
    const asked: string[] = [];
    const capabilities = { elicitation: {} };
    const client = new Client({ name: "test", version: "0" }, { capabilities, versionNegotiation: { mode } });
    client.setRequestHandler("elicitation/create", ({ params }) => {
      asked.push(params.message);
      return { ...answer };
    });
    await client.connect(await transport());
    onTestFinished(() => client.close());
    const result = await client.callTool(dev);
    expect(asked).toEqual([expect.stringContaining('Target: environment "dev" (env_')]);
    expect(asked[0]).toContain("Depends on it: ");
    expect(result.isError ?? false).toBe(isThere);
    const left = await client.callTool({ name: "get_environment", arguments: dev.arguments });
    expect(left.isError ?? false).toBe(!isThere);
  });
});
