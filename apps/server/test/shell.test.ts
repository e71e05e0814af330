import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createSandbox } from "@planton-mcp/sandbox";
import { describe, expect, onTestFinished, test } from "vitest";
import { deadEndpoint } from "./dead-endpoint.ts";
import { offered, reads } from "./offered.ts";
import { patience } from "./patience.ts";
import { runProgram } from "./run-program.ts";
import { startProgram } from "./start-program.ts";

/** A file that is gone with the test. */
function fileWith(text: string): string {
  const folder = mkdtempSync(join(tmpdir(), "planton-mcp-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const file = join(folder, "planton-mcp.json");
  writeFileSync(file, text);
  return file;
}

/** A Planton API over gRPC, and the arguments that lead to it. */
async function planton() {
  const sandbox = createSandbox();
  onTestFinished(() => sandbox.close());
  const { address } = await sandbox.listen();
  return { sandbox, endpoint: ["--endpoint", address] };
}

describe("tools", patience, () => {
  test("lists what a client is offered, without a network", async () => {
    const { stdout } = await runProgram(["tools"]);
    expect(stdout).toMatch(/^apply_environment +write +Create or update an environment$/m);
    expect(stdout.trim().split("\n")).toHaveLength(offered.length);
  });

  test("leaves out what a read-only server hides", async () => {
    const { stdout } = await runProgram(["tools", "--json", "--read-only"]);
    const tools: { name: string; annotations: object; inputSchema: { type: string } }[] = JSON.parse(stdout);
    expect(tools.map(({ name }) => name).sort()).toEqual([...reads].sort());
    expect(tools.every(({ annotations }) => "readOnlyHint" in annotations)).toBe(true);
  });

  test("explains of every tool why it is on or off", async () => {
    const states = async (...options: string[]) => {
      const { stdout } = await runProgram(["tools", "--explain", "--json", ...options]);
      const explained: { name: string; state: string; reason: string }[] = JSON.parse(stdout);
      return new Map(explained.map(({ name, state, reason }) => [name, `${state}: ${reason}`]));
    };
    expect((await states()).get("delete_environment")).toBe("on: it is confirmed first");
    const readOnly = await states("--read-only", "--exclude-tools", "list_*");
    expect(readOnly.get("delete_environment")).toBe("off: changes something, and this server is read-only");
    expect(readOnly.get("list_environments")).toBe("off: is excluded");
    expect(readOnly.get("get_environment")).toBe("on: nothing leaves it off");
    const narrow = await states("--plugins", "organization", "--tools", "get_environment");
    expect(narrow.get("get_environment")).toBe("on: nothing leaves it off");
    expect(narrow.get("list_environments")).toBe("off: is not among what is selected");
  });

  test.each([
    [["--plugins", "enviroment"], "There is no plugin enviroment. Did you mean environment?"],
    [["--tools", "get_environmnt"], "There is no tool get_environmnt. Did you mean get_environment?"],
    [["--exclude-tools", "destroy_everything"], "There is no tool destroy_everything."],
  ])("refuses %j with the nearest", async (options, message) => {
    const { code, stderr } = await runProgram(["tools", ...options]);
    expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining(message) });
  });

  test("lists a handful on the compact surface", async () => {
    const { stdout } = await runProgram(["tools", "--json", "--surface", "compact"]);
    const tools: { name: string }[] = JSON.parse(stdout);
    expect(tools.map(({ name }) => name)).toEqual(expect.arrayContaining(["find_tools", "run_guarded"]));
    expect(tools.length).toBeLessThanOrEqual(10);
  });
});

describe("call", patience, () => {
  test("prints what the tool answers, and nothing else", async () => {
    const { code, stdout, stderr } = await runProgram(["call", "get_organization", '{"org":"acme"}', "--sandbox"]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(JSON.parse(stdout)).toMatchObject({ metadata: { id: "acme" } });
  });

  test("takes the arguments from standard input", async () => {
    const program = startProgram(["call", "get_organization", "-", "--sandbox"]);
    program.child.stdin.end('{"org":"acme"}');
    expect(await program.ended).toMatchObject({ code: 0 });
    expect(JSON.parse(program.stdout())).toMatchObject({ metadata: { id: "acme" } });
  });

  test.each([
    { what: "there is no such thing", exit: 1, code: "not_found", args: ["get_organization", '{"org":"acne"}'] },
    { what: "an argument is wrong", exit: 2, code: "invalid_arguments", args: ["get_organization", '{"ogr":"acme"}'] },
    {
      what: "a confirmation does not hold",
      exit: 3,
      code: "confirmation_void",
      args: ["delete_organization", '{"org":"acme","confirmation":"made-up"}'],
    },
    {
      what: "it only reads",
      exit: 3,
      code: "switched_off",
      args: ["apply_organization", '{"org":"acme"}', "--read-only"],
    },
    {
      what: "the API does not answer",
      exit: 4,
      code: "unavailable",
      args: ["list_organizations", "--fault", "*=error:unavailable"],
    },
    {
      what: "nobody knows whether it was done",
      exit: 5,
      code: "unavailable",
      args: ["apply_organization", '{"org":"acme","name":"A"}', "--fault", "apply=error:unavailable"],
    },
  ])("ends with $exit where $what", async ({ exit, code, args }) => {
    const run = await runProgram(["call", ...args, "--sandbox"]);
    expect(run.code).toBe(exit);
    expect(JSON.parse(run.stdout)).toMatchObject({ error: { code } });
  });

  test.each([
    { args: [], sentence: "call needs the name of a tool" },
    { args: ["get_organisation"], sentence: "There is no tool get_organisation. Did you mean get_organization?" },
    { args: ["get_organization", "{org: 1}"], sentence: "The arguments are not JSON" },
    { args: ["get_organization", "[]"], sentence: "The arguments are one JSON object" },
    { args: ["get_organization", "{}", "{}"], sentence: "call takes a tool and one JSON object" },
    { args: ["list_organizations", "--fault", "*=eror"], sentence: '"eror" is no kind of fault' },
    { args: ["list_organizations", "--port", "1"], sentence: "--port goes with http and sandbox, not with call." },
  ])("refuses $args", async ({ args, sentence }) => {
    const { code, stdout, stderr } = await runProgram(["call", ...args, "--sandbox"]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toContain(sentence);
  });

  test("calls a real backend with its own key", async () => {
    const { sandbox, endpoint } = await planton();
    const { stdout } = await runProgram(["call", "list_organizations", ...endpoint], {
      PLANTON_API_KEY: sandbox.keys.outsider,
    });
    expect(JSON.parse(stdout)).toMatchObject({ entries: [{ id: "globex" }] });
  });
});

describe("doctor", patience, () => {
  const findingsOf = async (args: readonly string[], env: Record<string, string> = {}) => {
    const { code, stdout } = await runProgram(["doctor", "--json", ...args], env);
    const { findings, settings }: Report = JSON.parse(stdout);
    return { code, stdout, settings, of: (subject: string) => findings.find((finding) => finding.subject === subject) };
  };
  interface Report {
    readonly findings: readonly { subject: string; status: string; text: string; remedy?: string }[];
    readonly settings: readonly { name: string; value: string; source: string }[];
  }

  test("says who one is, and how far the clocks are apart", async () => {
    const { sandbox, endpoint } = await planton();
    const { code, of } = await findingsOf(endpoint, { PLANTON_API_KEY: sandbox.keys.viewer });
    expect(code).toBe(0);
    expect(of("endpoint")).toMatchObject({ status: "good", text: expect.stringContaining("plaintext") });
    expect(of("identity")).toMatchObject({
      status: "good",
      text: expect.stringContaining("Vera Costa, vera@acme.example"),
    });
    expect(of("clock")).toMatchObject({ status: "good" });
  });

  test("tells a wrong key from a missing one, and shows neither", async () => {
    const { endpoint } = await planton();
    const wrong = await findingsOf(endpoint, { PLANTON_API_KEY: "canary-key" });
    expect(wrong.code).toBe(1);
    expect(wrong.of("identity")).toMatchObject({ status: "bad", remedy: expect.stringContaining("wrong or expired") });
    expect(wrong.stdout).not.toContain("canary");
    expect(wrong.settings).toContainEqual({ name: "PLANTON_API_KEY", value: "[hidden]", source: "PLANTON_API_KEY" });
    const missing = await findingsOf(endpoint);
    expect(missing.code).toBe(0);
    expect(missing.of("credential")).toMatchObject({
      status: "warning",
      remedy: expect.stringContaining("PLANTON_API_KEY"),
    });
  });

  test("says why there is no way to the endpoint, and that proxies are not used", async () => {
    const dead = await findingsOf(["--endpoint", deadEndpoint]);
    expect(dead.code).toBe(1);
    expect(dead.of("endpoint")).toMatchObject({ status: "bad", text: expect.stringContaining("ECONNREFUSED") });
    const unknown = await findingsOf(["--endpoint", "planton.invalid:443"], { HTTPS_PROXY: "http://localhost:1" });
    expect(unknown.of("proxy")).toMatchObject({ status: "warning" });
    expect(unknown.of("endpoint")).toMatchObject({ status: "bad", remedy: expect.stringMatching(/\w/) });
  });

  test("says that an endpoint speaks no TLS", async () => {
    const { endpoint } = await planton();
    const { of } = await findingsOf(["--endpoint", `https://${endpoint[1]}`]);
    expect(of("endpoint")).toMatchObject({ status: "bad", remedy: expect.stringContaining("http://") });
  });

  test("prints for people without colours where there is no terminal", async () => {
    const { stdout } = await runProgram(["doctor", "--sandbox"]);
    expect(stdout).toMatch(/^✓ identity: Ada Okafor/m);
    expect(stdout).not.toContain("\u001b");
  });
});

describe("a configuration file", patience, () => {
  test("says what neither flag nor variable does", async () => {
    const file = fileWith(
      '{"read-only": true, "timeout": 7, "log-level": "debug", "allowed-hosts": ["a.example", "b.example"]}',
    );
    const { stdout } = await runProgram(["doctor", "--json", "--sandbox", "--config", file, "--timeout", "9"], {
      PLANTON_MCP_LOG_LEVEL: "warn",
    });
    expect(JSON.parse(stdout).settings).toEqual(
      expect.arrayContaining([
        { name: "read-only", value: "true", source: file },
        { name: "timeout", value: "9", source: "--timeout" },
        { name: "log-level", value: "warn", source: "PLANTON_MCP_LOG_LEVEL" },
        { name: "allowed-hosts", value: "a.example,b.example", source: file },
      ]),
    );
  });

  test.each([
    { text: '{"read_only": true}', sentence: "Did you mean read-only?" },
    { text: '{"read-only": "perhaps"}', sentence: 'is one of true, false, not "perhaps"' },
    { text: "read-only: true", sentence: "can't be read" },
    { text: "[]", sentence: "is not a JSON object" },
    { text: '{"config": "another"}', sentence: "There is no setting config" },
  ])("$text is refused whole", async ({ text, sentence }) => {
    const { code, stderr } = await runProgram(["tools", "--config", fileWith(text)]);
    expect(code).toBe(2);
    expect(stderr).toContain(sentence);
  });
});

describe("sandbox", patience, () => {
  test("serves other clients, faults included, and ends when told to", async () => {
    const program = startProgram(["sandbox", "--port", "0", "--fault", "get=error@1:aborted:Once"]);
    const address = await program.waitFor("stdout", (text) => /gRPC on (\S+),/.exec(text)?.[1]);
    const call = () =>
      runProgram(["call", "get_organization", '{"org":"acme"}', "--endpoint", address], {
        PLANTON_API_KEY: "sandbox-viewer-key",
      });
    expect(JSON.parse((await call()).stdout)).toMatchObject({ error: { code: "aborted", message: "Once" } });
    expect(JSON.parse((await call()).stdout)).toMatchObject({ metadata: { id: "acme" } });
    program.child.kill("SIGTERM");
    expect(await program.ended).toEqual({ code: 0, signal: null });
  });

  test("says that its port is taken", async () => {
    const { endpoint } = await planton();
    const port = endpoint[1]?.split(":")[1] ?? "";
    const { code, stderr } = await runProgram(["sandbox", "--port", port]);
    expect(code).toBe(1);
    expect(stderr).toMatch(/EADDRINUSE.*Choose another --port/);
  });
});

describe("completion", patience, () => {
  test.each(["bash", "zsh", "fish"])("for %s knows commands, options and tools", async (shell) => {
    const { code, stdout } = await runProgram(["completion", shell]);
    expect(code).toBe(0);
    for (const word of ["doctor", "exclude-tools", "get_environment", "live"]) expect(stdout).toContain(word);
  });

  test("for bash completes what is begun", async () => {
    const { stdout } = await runProgram(["completion", "bash"]);
    const complete = (...words: string[]) => {
      const script = `${stdout}\nCOMP_WORDS=(planton-mcp ${words.join(" ")}) COMP_CWORD=${words.length}; _planton_mcp; echo "\${COMPREPLY[@]}"`;
      return spawnSync("bash", ["-c", script], { encoding: "utf8" }).stdout.trim();
    };
    expect(complete("doc")).toBe("doctor");
    expect(complete("call", "list_e")).toBe("list_environments");
    expect(complete("http", "--environment", "l")).toBe("live local");
    expect(complete("http", "--allowed")).toBe("--allowed-hosts");
  });

  test("for another shell names those that there are", async () => {
    const { code, stderr } = await runProgram(["completion", "tcsh"]);
    expect(code).toBe(2);
    expect(stderr).toContain("bash, fish, zsh");
  });
});
