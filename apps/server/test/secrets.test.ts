import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { openConversation } from "./open-conversation.ts";
import { patience } from "./patience.ts";
import { runProgram } from "./run-program.ts";

const canary = "canary/7f3a+of-the=machine";
const gcp = (secret: object) =>
  JSON.stringify({
    kind: "gcp",
    org: "acme",
    slug: "gcp-main",
    spec: { auth_mode: "inline", service_account_key: secret },
  });
const fromEnv = gcp({ from_env: "GCP_KEY" });

function fileOf(text: string): string {
  const folder = mkdtempSync(join(tmpdir(), "planton-mcp-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const file = join(folder, "gcp-key.json");
  writeFileSync(file, text);
  return file;
}

const run = (args: string, options: readonly string[], env = {}) =>
  runProgram(["call", "apply_credential", args, "--sandbox", ...options], { GCP_KEY: canary, ...env });

describe("a secret of the machine", patience, () => {
  test("is stored from a variable that is allowed by name, and shown nowhere", async () => {
    for (const [options, env] of [
      [["--secret-env", "OTHER", "--secret-env", "GCP_KEY"], {}],
      [[], { PLANTON_MCP_SECRET_ENV: "GCP_KEY" }],
    ] as const) {
      const { code, stdout, stderr } = await run(fromEnv, options, env);
      expect(JSON.parse(stdout)).toMatchObject({ outcome: "created", stored: [{ as: "new secret" }] });
      expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
      expect(stdout).not.toContain(canary);
    }
  });

  test("is stored from a file that is allowed, by the last part of its path", async () => {
    const file = fileOf(`${canary}\n`);
    const { code, stdout } = await run(gcp({ from_file: "gcp-key.json" }), ["--secret-file", file]);
    expect({ code, answer: JSON.parse(stdout) }).toMatchObject({ code: 0, answer: { outcome: "created" } });
    expect(stdout).not.toContain(canary);
    const byPath = await run(gcp({ from_file: file }), ["--secret-file", file]);
    expect(byPath.code).toBe(2);
    expect(byPath.stdout).toContain("It may take gcp-key.json.");
  });

  test.each([
    { options: [], env: {}, says: "takes no secrets from its own machine" },
    { options: ["--secret-env", "OTHER"], env: {}, says: "It may take OTHER." },
    { options: ["--secret-env", "GCP_KEY"], env: { GCP_KEY: "" }, says: "GCP_KEY of the server's machine is empty" },
  ])("is not taken with $options: $says", async ({ options, env, says }) => {
    const { code, stdout } = await run(fromEnv, options, env);
    expect(code).toBe(2);
    expect(stdout).toContain(says);
    expect(stdout).not.toContain(canary);
  });

  test("is never a name's own text told back", async () => {
    const { stdout } = await run(gcp({ from_env: canary }), ["--secret-env", "OTHER"]);
    expect(stdout).toContain("It may take OTHER.");
    expect(stdout).not.toContain(canary);
  });

  test("leaves no trace in what a stdio server says and logs, however much that is", async () => {
    const args = ["--sandbox", "--secret-env", "GCP_KEY", "--log-level", "debug"];
    const faults = ["--fault", `GcpProviderConnectionCommandController/apply=error@1:internal:I was told ${canary}`];
    const { callTool, child, ended, stdout, stderr } = await openConversation([...args, ...faults], {
      GCP_KEY: canary,
    });
    await callTool("apply_credential", JSON.parse(fromEnv));
    await callTool("apply_credential", JSON.parse(fromEnv));
    await callTool("apply_credential", JSON.parse(gcp({ value: `${canary}-2` })));
    child.stdin.end();
    await ended;
    expect(stdout()).toContain("I was told [hidden]");
    expect(stdout()).toContain("new version");
    for (const form of [canary, Buffer.from(canary).toString("base64"), encodeURIComponent(canary)]) {
      expect(stdout() + stderr()).not.toContain(form);
    }
    expect(stderr()).toContain("apply_credential");
  });

  test("is not for whoever calls over HTTP", async () => {
    const { code, stderr } = await runProgram(["http", "--sandbox", "--port", "0"], {
      PLANTON_MCP_SECRET_ENV: "GCP_KEY",
    });
    expect(code).toBe(2);
    expect(stderr).toContain("over HTTP no secrets are taken from this machine");
  });
});
