import { Client, StreamableHTTPClientTransport } from "@modelcontextprotocol/client";
import { describe, expect, onTestFinished, test } from "vitest";
import { offered, reads } from "./offered.ts";
import { patience } from "./patience.ts";
import { startHttp } from "./start-http.ts";

interface Wish {
  readonly query?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A server with these options, and what its clients are listed and answered by what they wish for. */
async function open(args: readonly string[] = []) {
  const { url } = await startHttp(["--sandbox", ...args]);
  const headersOf = ({ headers }: Wish) => ({ authorization: "Bearer sandbox-owner-key", ...headers });
  return {
    async connect(wish: Wish, mode: "auto" | "legacy" = "auto") {
      const client = new Client({ name: "test", version: "0" }, { versionNegotiation: { mode } });
      const to = new URL(`${url}${wish.query ?? ""}`);
      await client.connect(new StreamableHTTPClientTransport(to, { requestInit: { headers: headersOf(wish) } }));
      onTestFinished(() => client.close());
      return client;
    },
    async refusal(wish: Wish) {
      const answer = await fetch(`${url}${wish.query ?? ""}`, { method: "POST", headers: headersOf(wish), body: "{}" });
      return { status: answer.status, ...((await answer.json()) as { error?: string }) };
    },
  };
}

const names = async (client: Client) => (await client.listTools()).tools.map(({ name }) => name).sort();

describe("a request over HTTP", patience, () => {
  test.each(["auto", "legacy"] as const)("narrows what it sees by query or header, %s era", async (mode) => {
    const { connect } = await open();
    expect(await names(await connect({}, mode))).toEqual(offered);
    const environments = offered.filter((name) => /_environments?(_|$)/.test(name));
    expect(await names(await connect({ query: "?plugins=environment" }, mode))).toEqual(environments);
    expect(await names(await connect({ headers: { "x-planton-plugins": "environment" } }, mode))).toEqual(environments);
    expect(await names(await connect({ query: "?read-only=true" }, mode))).toEqual(reads);
    const few = { query: "?tools=get_environment,delete_*", headers: { "x-planton-exclude-tools": "delete_*" } };
    expect(await names(await connect(few, mode))).toEqual(["get_environment"]);
    expect((await names(await connect({ query: "?surface=compact" }, mode))).length).toBeLessThanOrEqual(10);
    // Whoever asks for nothing is not touched by what others asked for.
    expect(await names(await connect({}, mode))).toEqual(offered);
  });

  test("can call what it has left on, and is told why it can't call the rest", async () => {
    const { connect } = await open();
    const client = await connect({ query: "?plugins=environment&read-only=true" });
    const read = await client.callTool({ name: "list_environments", arguments: { org: "acme" } });
    expect(read.isError).toBeUndefined();
    const write = await client.callTool({ name: "apply_environment", arguments: { org: "acme", slug: "qa" } });
    expect(write.structuredContent).toMatchObject({ error: { code: "switched_off" } });
    const other = await client.callTool({ name: "list_organizations", arguments: {} });
    expect(other.structuredContent).toMatchObject({
      error: { message: "list_organizations is not among what is selected." },
    });
  });

  test.each<[Wish, number, string]>([
    [{ query: "?plugins=enviroment" }, 400, "There is no plugin enviroment. Did you mean environment?"],
    [{ query: "?tools=get_environmnt" }, 400, "There is no tool get_environmnt. Did you mean get_environment?"],
    [{ query: "?pluggins=environment" }, 400, "There is no option pluggins. Did you mean plugins?"],
    [
      { headers: { "x-planton-tool": "get_environment" } },
      400,
      "There is no header x-planton-… tool. Did you mean tools?",
    ],
    [{ query: "?read-only=maybe" }, 400, 'read-only is one of true, false, not "maybe".'],
    [{ query: "?surface=tiny" }, 400, 'surface is one of full, compact, not "tiny".'],
    [{ query: "?tools=a,,b" }, 400, "tools is a list"],
    [{ query: "?plugins=environment&plugins=organization" }, 400, "plugins is given twice."],
    [
      { query: "?plugins=environment", headers: { "x-planton-plugins": "organization" } },
      400,
      "plugins is given twice.",
    ],
  ])("is refused where it can't be understood: %j", async (wish, status, error) => {
    const { refusal } = await open();
    expect(await refusal(wish)).toEqual({ status, error: expect.stringContaining(error) });
  });

  test.each<[readonly string[], Wish, string]>([
    [["--read-only"], { query: "?read-only=false" }, "read-only"],
    [["--read-only"], { query: "?tools=apply_environment" }, "apply_environment changes something"],
    [["--exclude-tools", "delete_*"], { query: "?tools=delete_environment" }, "delete_environment is excluded"],
    [["--plugins", "organization"], { query: "?plugins=environment" }, "nothing of the plugin environment"],
  ])("is refused where it would widen %j by %j", async (args, wish, error) => {
    const { refusal, connect } = await open(args);
    expect(await refusal(wish)).toEqual({ status: 403, error: expect.stringContaining(error) });
    // A pattern that covers what is off selects the rest of it.
    const client = await connect({ query: "?tools=*" });
    for (const name of await names(client)) expect(name).not.toMatch(args[0] === "--exclude-tools" ? /^delete_/ : /^$/);
  });
});
