import { readFileSync } from "node:fs";
import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { type AddressInfo, createServer } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import manifest from "../package.json" with { type: "json" };
import { commands } from "../src/commands.ts";
import { settings } from "../src/settings.ts";
import { patience } from "./patience.ts";
import { type Run, runProgram } from "./run-program.ts";
import { mainFile, startProgram } from "./start-program.ts";

/** A refusal is one line that a person can read, and nothing on standard output, where a client may listen. */
function expectRefusal({ code, stdout, stderr }: Run, exitCode: number, sentence: string | RegExp): void {
  expect(stderr).toMatch(/^planton-mcp: [^\n]+[.?]\n$/);
  expect(stderr).toMatch(sentence);
  expect({ code, stdout }).toEqual({ code: exitCode, stdout: "" });
}

async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "planton-mcp-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

describe("what it tells of itself", patience, () => {
  test.each(["--help", "-h"])("%s names every command and setting", async (flag) => {
    const { code, stdout, stderr } = await runProgram([flag]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    for (const command of Object.keys(commands)) expect(stdout).toMatch(new RegExp(`^ +${command} +\\w`, "m"));
    for (const setting of Object.values(settings)) {
      expect(stdout).toMatch(new RegExp(`^ +${setting.env} +\\w|^ +${setting.env} +as --${setting.flag}$`, "m"));
      if (setting.flag !== undefined) expect(stdout).toMatch(new RegExp(`^ +--${setting.flag}[ \\n]`, "m"));
    }
  });

  test.each(["--version", "-v"])("%s is the version of the package", async (flag) => {
    expect(await runProgram([flag])).toEqual({ code: 0, stdout: `${manifest.version}\n`, stderr: "" });
  });

  test("help is given even beside a command that would serve", async () => {
    const { code, stdout } = await runProgram(["http", "--help"]);
    expect(code).toBe(0);
    expect(stdout).toContain("Usage: planton-mcp");
  });
});

describe("what is misspelt is named, with the nearest:", patience, () => {
  test.each([
    { args: ["http", "--prot", "1"], sentence: "There is no option --prot. Did you mean --port?" },
    { args: ["--Sandbox"], sentence: "There is no option --Sandbox. Did you mean --sandbox?" },
    { args: ["--read_only"], sentence: "There is no option --read_only. Did you mean --read-only?" },
    { args: ["--zebra"], sentence: "There is no option --zebra. See planton-mcp --help." },
    { args: ["-s"], sentence: "There is no option -s." },
    { args: ["htpp"], sentence: "There is no command htpp. Did you mean http?" },
    { args: ["toString"], sentence: "There is no command toString. See planton-mcp --help." },
    { args: ["stdio", "http"], sentence: "stdio takes no http. See planton-mcp --help." },
  ])("$args", async ({ args, sentence }) => {
    expectRefusal(await runProgram(args), 2, sentence);
  });

  test("a variable of ours", async () => {
    const run = await runProgram(["--sandbox"], { PLANTON_MCP_HTTP_PROT: "1" });
    expectRefusal(run, 2, "There is no variable PLANTON_MCP_HTTP_PROT. Did you mean PLANTON_MCP_HTTP_PORT?");
  });

  test("and a variable of others or an empty one is nobody's business", async () => {
    const run = await runProgram(["--sandbox"], {
      PLANTON_CLI_HOME: "x",
      PLANTON_MCP_ZEBRA: "",
      PLANTON_MCP_TIMEOUT: "",
    });
    expect(run).toEqual({ code: 0, stdout: "", stderr: "" });
  });
});

describe("a wrong value is refused and the right ones are named:", patience, () => {
  const levels = "is one of silent, error, warn, info, debug";
  test.each([
    { args: ["--environment", "prod"], sentence: '--environment is one of live, test, local, not "prod".' },
    { args: ["http", "--port", "65536"], sentence: '--port is a whole number from 0 to 65535, not "65536".' },
    { args: ["http", "--secret-env", "TOKEN"], sentence: "--secret-env goes with stdio and call, not with http." },
    { args: ["call", "--secret-file", "no-such-file"], sentence: "--secret-file is the path of a file" },
    { args: ["http", "--port", "80a"], sentence: '--port is a whole number from 0 to 65535, not "80a".' },
    { args: ["http", "--port", "1.5"], sentence: "--port is a whole number from 0 to 65535" },
    { args: ["http", "--port=-1"], sentence: "--port is a whole number from 0 to 65535" },
    { args: ["--timeout", "0"], sentence: '--timeout is a whole number from 1 to 600, not "0".' },
    { args: ["--timeout", "601"], sentence: "--timeout is a whole number from 1 to 600" },
    { args: ["--log-level", "loud"], sentence: `--log-level ${levels}, not "loud".` },
    {
      args: ["http", "--allowed-hosts", "a,,b"],
      sentence: "--allowed-hosts is a list with commas between its entries",
    },
    { args: ["--ca-file", "/nowhere/ca.pem"], sentence: "--ca-file is the path of a file that can be read" },
    { args: ["--endpoint", "api.example.com"], sentence: /"api\.example\.com" is not an endpoint\. Write host:port/ },
    { args: ["--endpoint", "ftp://api.example.com:21"], sentence: "is not an endpoint" },
  ])("$args", async ({ args, sentence }) => {
    expectRefusal(await runProgram(args), 2, sentence);
  });

  test.each([
    { env: { PLANTON_ENVIRONMENT: "prod" }, sentence: 'PLANTON_ENVIRONMENT is one of live, test, local, not "prod".' },
    { env: { PLANTON_MCP_SANDBOX: "yes" }, sentence: 'PLANTON_MCP_SANDBOX is one of true, false, not "yes".' },
    { env: { PLANTON_MCP_READ_ONLY: "2" }, sentence: 'PLANTON_MCP_READ_ONLY is one of true, false, not "2".' },
    { env: { PLANTON_MCP_HTTP_PORT: "http" }, sentence: "PLANTON_MCP_HTTP_PORT is a whole number from 0 to 65535" },
    {
      env: { PLANTON_MCP_TIMEOUT: "30s" },
      sentence: 'PLANTON_MCP_TIMEOUT is a whole number from 1 to 600, not "30s".',
    },
    { env: { PLANTON_MCP_LOG_LEVEL: "trace" }, sentence: `PLANTON_MCP_LOG_LEVEL ${levels}` },
    { env: { PLANTON_APIS_GRPC_ENDPOINT: "localhost" }, sentence: '"localhost" is not an endpoint.' },
  ])("$env", async ({ env, sentence }) => {
    expectRefusal(await runProgram([], env), 2, sentence);
  });

  test("and a right one in another case, or 1 for true, is not", async () => {
    const env = { PLANTON_ENVIRONMENT: "LIVE", PLANTON_MCP_SANDBOX: "1", PLANTON_MCP_LOG_LEVEL: "Warn" };
    expect(await runProgram([], env)).toEqual({ code: 0, stdout: "", stderr: "" });
  });

  test("and a flag counts for more than its variable", async () => {
    expectRefusal(await runProgram(["--timeout", "0"], { PLANTON_MCP_TIMEOUT: "5" }), 2, "--timeout is a whole number");
    expect(await runProgram(["--sandbox", "--timeout", "5"], { PLANTON_MCP_TIMEOUT: "0" })).toMatchObject({ code: 0 });
  });
});

describe("an option", patience, () => {
  test.each([
    { args: ["http", "--port"] },
    { args: ["http", "--port", "--sandbox"] },
    { args: ["http", "--port="] },
    { args: ["http", "--port", ""] },
  ])("without its value is told so: $args", async ({ args }) => {
    expectRefusal(await runProgram(args), 2, "--port needs a value.");
  });

  test.each([
    { args: ["http", "--port", "1", "--port", "2"], sentence: "--port is given twice." },
    { args: ["--sandbox", "--sandbox"], sentence: "--sandbox is given twice." },
    { args: ["--sandbox=false"], sentence: "--sandbox takes no value." },
    { args: ["--read-only=true"], sentence: "--read-only takes no value." },
  ])("is given once, a switch without a value: $args", async ({ args, sentence }) => {
    expectRefusal(await runProgram(args), 2, sentence);
  });
});

describe("a variable of the former server", patience, () => {
  test.each([
    { env: { PLANTON_CLOUD_ENVIRONMENT: "live" }, sentence: "Set PLANTON_ENVIRONMENT instead." },
    { env: { PLANTON_MCP_TRANSPORT: "http" }, sentence: "planton-mcp stdio, or planton-mcp http." },
    { env: { PLANTON_MCP_HTTP_AUTH_ENABLED: "false" }, sentence: "Every HTTP request needs an API key of its own" },
  ])("is refused with what to do: $env", async ({ env, sentence }) => {
    const run = await runProgram(["--sandbox"], env);
    expectRefusal(run, 2, `${Object.keys(env)[0]} is not read any more. `);
    expect(run.stderr).toContain(sentence);
  });

  test("is let be where it asks for what is so anyway", async () => {
    const run = await runProgram(["--sandbox"], { PLANTON_MCP_HTTP_AUTH_ENABLED: "true" });
    expect(run).toEqual({ code: 0, stdout: "", stderr: "" });
  });
});

describe("an API key", patience, () => {
  test.each(["canary-one canary-two", "canary-one\n", "canäry"])(
    "that is none is refused and not printed",
    async (key) => {
      const run = await runProgram([], { PLANTON_API_KEY: key });
      expectRefusal(run, 2, "PLANTON_API_KEY is one word without spaces or control characters.");
      expect(run.stderr).not.toMatch(/can[aä]ry/);
    },
  );

  test("has no option, where a list of processes would show it", async () => {
    const run = await runProgram(["--api-key", "canary-key"]);
    expectRefusal(run, 2, "There is no option --api-key.");
    expect(run.stderr).not.toContain("canary");
  });

  test("that is missing is warned of, and keeps nobody from looking around", async () => {
    const program = startProgram([]);
    program.child.stdin.write('{"jsonrpc":"2.0","id":1,"method":"ping"}\n');
    const warning = await program.waitFor("stderr", (text) => /^.*\n/.exec(text)?.[0]);
    expect(JSON.parse(warning)).toMatchObject({
      level: 40,
      message: expect.stringContaining("PLANTON_API_KEY is not set"),
    });
    program.child.stdin.end();
    expect(await program.ended).toMatchObject({ code: 0 });
  });
});

describe("an endpoint without TLS", patience, () => {
  const endpoint = "planton.example.com:8080";
  const env = { PLANTON_API_KEY: "some-key" };

  test("on another machine is refused, by option and by variable", async () => {
    const byOption = await runProgram(["--endpoint", endpoint], env);
    const byVariable = await runProgram([], { ...env, PLANTON_APIS_GRPC_ENDPOINT: endpoint });
    for (const run of [byOption, byVariable]) {
      expectRefusal(run, 2, "would send the API key unencrypted to another machine");
      expect(run.stderr).toContain("--allow-plaintext");
    }
  });

  test("on another machine is allowed where somebody says so", async () => {
    expect(await runProgram(["--endpoint", endpoint, "--allow-plaintext"], env)).toMatchObject({ code: 0, stderr: "" });
    const said = { ...env, PLANTON_APIS_GRPC_ENDPOINT: endpoint, PLANTON_MCP_ALLOW_PLAINTEXT: "true" };
    expect(await runProgram([], said)).toMatchObject({ code: 0, stderr: "" });
  });

  test.each(["localhost:9000", "127.0.0.1:9000", "http://[::1]:9000"])(
    "on this machine is fine: %s",
    async (address) => {
      expect(await runProgram(["--endpoint", address], env)).toMatchObject({ code: 0, stderr: "" });
    },
  );
});

describe("what can't start is told in one sentence:", patience, () => {
  test("a sandbox file without a sandbox", async () => {
    expectRefusal(await runProgram(["--data", "x.db"]), 2, "--data goes with --sandbox.");
  });

  test("a sandbox file that is something else, which stays as it is", async () => {
    const file = join(await temporaryFolder(), "notes.txt");
    await writeFile(file, "Buy milk.");
    expectRefusal(await runProgram(["--sandbox", "--data", file]), 1, "is not a sandbox's file");
    expect(readFileSync(file, "utf8")).toBe("Buy milk.");
  });

  test("a sandbox file in a folder that is not there", async () => {
    const file = join(await temporaryFolder(), "nowhere", "sandbox.db");
    expectRefusal(await runProgram(["http", "--port", "0", "--sandbox", "--data", file]), 1, file);
  });

  test("a busy port", async () => {
    const other = createServer().listen(0, "127.0.0.1");
    onTestFinished(() => void other.close());
    await new Promise((resolve) => other.on("listening", resolve));
    const { port } = other.address() as AddressInfo;
    const sentence = `Port ${port} on 127.0.0.1 is in use. Choose another with --port or PLANTON_MCP_HTTP_PORT.`;
    expectRefusal(await runProgram(["http", "--sandbox", "--port", `${port}`]), 1, sentence);
  });

  test("an address of another machine to listen on", async () => {
    const run = await runProgram(["http", "--sandbox", "--port", "0", "--host", "192.0.2.1"]);
    expectRefusal(run, 1, "It can't listen on 192.0.2.1:0");
    expect(run.stderr).toContain("--host");
  });

  test("a Planton API where the server itself would listen", async () => {
    const local = { PLANTON_ENVIRONMENT: "local" };
    const sentence = "PLANTON_ENVIRONMENT=local means a Planton API on localhost:8080";
    expectRefusal(await runProgram(["http"], local), 2, sentence);
    const endpoint = { PLANTON_APIS_GRPC_ENDPOINT: "127.0.0.1:8080" };
    const run = await runProgram(["http", "--port", "8080"], endpoint);
    expectRefusal(run, 2, "The endpoint is a Planton API on 127.0.0.1:8080");
    expect(run.stderr).toContain("--port or PLANTON_MCP_HTTP_PORT");
  });
});

describe("a Node.js that is too old", patience, () => {
  // What tells the program its version, before any of its code runs.
  const older = `Object.defineProperty(process, "versions", { value: { ...process.versions, node: "20.19.0" } })`;
  const nodeArguments = ["--import", `data:text/javascript,${encodeURIComponent(older)}`];

  async function installElsewhere(): Promise<string> {
    const folder = join(await temporaryFolder(), "app");
    await cp(dirname(mainFile), folder, { recursive: true });
    return join(folder, "main.js");
  }

  async function installNodeAbove(main: string): Promise<void> {
    const bin = join(dirname(dirname(main)), "node_modules", ".bin");
    await mkdir(bin, { recursive: true });
    await symlink(process.execPath, join(bin, "node"));
  }

  test("is told what to do where no other is installed", async () => {
    const main = await installElsewhere();
    const { code, stdout, stderr } = await runProgram(["--version"], {}, { main, nodeArguments });
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
    expect(stderr).toMatch(/^planton-mcp needs Node\.js 22\.13 or later; [^\n]+ Install a newer one, [^\n]+\.\n$/);
  });

  test("hands over to the one that is installed above, arguments and exit code included", async () => {
    const main = await installElsewhere();
    await installNodeAbove(main);
    const version = await runProgram(["--version"], {}, { main, nodeArguments });
    expect(version).toEqual({ code: 0, stdout: `${manifest.version}\n`, stderr: "" });
    const run = await runProgram(["http", "--prot", "1"], {}, { main, nodeArguments });
    expectRefusal(run, 2, "Did you mean --port?");
  });

  test("passes on a signal, and ends as the other one does", async () => {
    const main = await installElsewhere();
    await installNodeAbove(main);
    const program = startProgram(["http", "--sandbox", "--port", "0"], { main, nodeArguments });
    await program.waitFor("stdout", (text) => (text.includes("Ctrl-C ends the server") ? true : undefined));
    program.child.kill("SIGTERM");
    expect(await program.ended).toEqual({ code: 0, signal: null });
  });
});
