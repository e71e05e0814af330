/** What somebody gets who installs a domain from its packages: outside this workspace, from tarballs, by npm. */
import { execFile } from "node:child_process";
import { copyFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { Client } from "@modelcontextprotocol/client";
import { StdioClientTransport } from "@modelcontextprotocol/client/stdio";
import { createSandbox } from "@planton-mcp/sandbox";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";

const run = promisify(execFile);
const example = join(import.meta.dirname, "..");
const root = join(example, "..", "..");
const folder = mkdtempSync(join(tmpdir(), "embedding-"));
const manifest = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
const lock = readFileSync(join(root, "pnpm-lock.yaml"), "utf8");

/** The version of a package that this repository is tested with. */
function locked(name: string): string {
  const [, version] = new RegExp(`^  '${name}@([\\d.]+)':`, "m").exec(lock) ?? [];
  return `${name}@${version}`;
}

beforeAll(async () => {
  const filters = ["api", "core", "organization"].map((name) => `--filter=@planton-mcp/${name}`);
  await run("npx", ["-y", manifest.packageManager, ...filters, "pack", "--pack-destination", folder], { cwd: root });
  const tarballs = readdirSync(folder).map((file) => join(folder, file));
  writeFileSync(join(folder, "package.json"), JSON.stringify({ private: true, type: "module" }));
  const hosts = [locked("@modelcontextprotocol/server"), locked("@modelcontextprotocol/sdk")];
  await run(
    "npm",
    ["install", "--no-audit", "--no-fund", "--ignore-scripts", "--prefer-offline", ...tarballs, ...hosts],
    { cwd: folder },
  );
}, 300_000);

afterAll(() => rmSync(folder, { recursive: true }));

test.each(["host-v1.ts", "host-v2.ts"])("%s serves the domain over stdio against a real backend", async (file) => {
  const sandbox = createSandbox();
  onTestFinished(() => sandbox.close());
  const { address } = await sandbox.listen();
  copyFileSync(join(example, file), join(folder, file));
  const client = new Client({ name: "tests", version: "1" });
  const env = { PLANTON_APIS_GRPC_ENDPOINT: address, PLANTON_API_KEY: sandbox.keys.viewer };
  await client.connect(
    new StdioClientTransport({ command: process.execPath, args: [join(folder, file)], env, stderr: "inherit" }),
  );
  onTestFinished(() => client.close());
  const { tools } = await client.listTools();
  expect(tools.map(({ name }) => name)).toContain("list_organizations");
  expect(tools).toHaveLength(5);
  const { structuredContent } = await client.callTool({ name: "get_organization", arguments: { org: "acme" } });
  expect(structuredContent).toMatchObject({ metadata: { id: "acme" } });
  const refused = await client.callTool({ name: "delete_organization", arguments: { org: "acme-labs" } });
  expect(refused.isError).toBe(true);
});
