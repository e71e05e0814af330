import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import type { DescMethod } from "@bufbuild/protobuf";
import { Code, ConnectError } from "@connectrpc/connect";
import {
  allowGuarded,
  annotationsOf,
  createGuard,
  isGuarded,
  isSecret,
  loadMethod,
  methodsOf,
  type Plugin,
  type Rpc,
  rpcName,
  type Tool,
} from "@planton-mcp/core";
import type { Backend } from "@planton-mcp/core/backend";
import { catalogueOf } from "@planton-mcp/core/catalogue";
import { isCommand, requirementOf } from "@planton-mcp/core/contract";
import { createSandbox, type Sandbox } from "@planton-mcp/sandbox";
import { describe, expect, test } from "vitest";
import { badArguments } from "./bad-arguments.ts";
import { connect } from "./connect.ts";
import { filledMessage } from "./filled-message.ts";
import { listOnV1, listOnV2 } from "./list-tools.ts";
import { record } from "./record.ts";

const canary = "canary-that-must-not-leave";

/** Every tool may run, and speaks with a credential that must not come back. */
const runtimeOf = (tools: readonly { name: string }[], credential = canary) => ({
  credential,
  guard: allowGuarded,
  reveal: tools.map(({ name }) => name),
});

export interface PluginStory {
  /** What has to happen in a seeded sandbox, by tool, before that tool's example can work. */
  readonly before?: Readonly<Record<string, (sandbox: Sandbox) => Promise<unknown>>>;
}

/**
 * The contract that every plugin keeps: three lines in its `src/plugin.test.ts`. `folder` is the plugin's `src`. Each
 * tool's example is called against a seeded sandbox, in which no job goes on by itself, as the owner of its
 * organization, who runs the platform too where the contract wants somebody who does.
 */
export function describePlugin(plugin: Plugin, folder: string, story: PluginStory = {}): void {
  const { name, tools } = plugin.catalogue;
  describe(`plugin ${name}`, () => {
    test("has a catalogue that was made from its code", async () => {
      expect(plugin.catalogue).toEqual(catalogueOf(await plugin.load()));
    });

    test("has a file and a test of the same name for each tool, and no other tool files", () => {
      for (const tool of tools) {
        const file = tool.name.replaceAll("_", "-");
        expect(existsSync(join(folder, `${file}.ts`)), `${file}.ts`).toBe(true);
        expect(existsSync(join(folder, `${file}.test.ts`)), `${file}.test.ts`).toBe(true);
      }
      const tested = readdirSync(folder).filter((file) => file.endsWith(".test.ts") && file !== "plugin.test.ts");
      const known = tools.map((tool) => `${tool.name.replaceAll("_", "-")}.test.ts`);
      expect(
        tested.filter((file) => !known.includes(file) && !existsSync(join(folder, file.replace(".test", "")))),
      ).toEqual([]);
    });

    test("is listed alike by hosts on either SDK", async () => {
      const listed = tools.map(({ name, title, description, inputSchema, annotations }) => ({
        name,
        title,
        description,
        inputSchema,
        annotations,
      }));
      const byName = (a: { name: string }, b: { name: string }) => (a.name < b.name ? -1 : 1);
      expect((await listOnV1(plugin, unreachable)).sort(byName)).toEqual(listed);
      expect((await listOnV2(plugin, unreachable)).sort(byName)).toEqual(listed);
    });

    for (const entry of tools) describeTool(plugin, entry, story);
  });
}

function describeTool(plugin: Plugin, entry: Plugin["catalogue"]["tools"][number], { before }: PluginStory): void {
  const { tools } = plugin.catalogue;
  const codeOf = async (): Promise<Tool> => {
    const tool = (await plugin.load()).tools.find(({ name }) => name === entry.name);
    if (tool === undefined) throw new TypeError(`${entry.name} has no code.`);
    return tool;
  };

  /** A sandbox in which the tool's example works. */
  const openFor = async (tool: Tool): Promise<Sandbox> => {
    const methods = await Promise.all(methodsOf(tool).map(loadMethod));
    const operator = methods.some(isForOperators) ? ({ operator: "owner" } as const) : {};
    const sandbox = createSandbox({ jobs: "manual", ...operator });
    await before?.[entry.name]?.(sandbox);
    return sandbox;
  };

  const testGuarded: (name: string, run: () => Promise<void>) => void = isGuarded(entry.effect) ? test : () => {};

  describe(entry.name, () => {
    test("tells hosts by its annotations what its effect is", () => {
      expect(entry.annotations).toEqual(annotationsOf[entry.effect]);
      expect(entry.description).toMatch(/^[A-Z].*\.$/s);
    });

    test("takes a strict object, in a schema that every model understands", () => {
      expect(entry.inputSchema).toMatchObject({ type: "object", additionalProperties: false });
      expect(Object.keys(entry.inputSchema)).toEqual(
        expect.not.arrayContaining(["anyOf", "oneOf", "allOf", "not", "if", "$ref"]),
      );
      expect(JSON.stringify(entry.inputSchema)).not.toMatch(/"\$ref"|"\$defs"|9007199254740991/);
    });

    test("issues the RPCs that it declares, and no command if it only reads", async () => {
      const tool = await codeOf();
      const { example, writes } = tool;
      const sandbox = await openFor(tool);
      const { backend, calls } = record(sandbox.backend);
      const connection = await connect(plugin, backend, runtimeOf(tools, sandbox.keys.owner));
      const { failure } = await connection.call(entry.name, example);
      expect(failure).toBeUndefined();
      expect(calls.length).toBeGreaterThan(0);
      const declared = [...methodsOf(tool), ...(await readsOfResources(plugin, tool))].map(rpcName);
      expect(calls.map(({ rpc }) => rpc).filter((rpc) => !declared.includes(rpc))).toEqual([]);
      const commands = calls.filter(({ method }) => isCommand(method));
      if (entry.effect === "read") expect(commands).toEqual([]);
      else if (writes.length === 1) expect(commands.map(({ rpc }) => rpc)).toContain(writes.map(rpcName)[0]);
      // Of several, which are called depends on the arguments.
      else expect(commands).not.toEqual([]);
      expect(calls.filter(({ method, options }) => isCommand(method) && options.retry === true)).toEqual([]);
      await connection.close();
      await sandbox.close();
    });

    testGuarded("is planned first, and made with the confirmation of its plan only", async () => {
      const { example, writes } = await codeOf();
      const sandbox = await openFor(await codeOf());
      const { backend, calls } = record(sandbox.backend);
      const runtime = { ...runtimeOf(tools, sandbox.keys.owner), guard: createGuard() };
      const connection = await connect(plugin, backend, runtime);
      const commands = () => calls.filter(({ rpc }) => writes.map(rpcName).includes(rpc));
      const planned = await connection.call(entry.name, example);
      expect(planned.failure).toBeUndefined();
      expect(planned.answer).toMatchObject({
        plan: { tool: entry.name, target: { name: expect.stringMatching(/\S/) } },
      });
      const { confirmation } = planned.answer as { confirmation: string };
      const altered = `${confirmation.startsWith("A") ? "B" : "A"}${confirmation.slice(1)}`;
      const refused = await connection.call(entry.name, { ...example, confirmation: altered });
      expect(refused.failure).toMatchObject({ code: "confirmation_void" });
      expect(commands()).toEqual([]);
      const made = await connection.call(entry.name, { ...example, confirmation });
      expect(made.failure).toBeUndefined();
      expect(commands()).not.toEqual([]);
      await connection.close();
      await sandbox.close();
    });

    test("refuses every bad argument by name, before any RPC", async () => {
      const { example } = await codeOf();
      const { backend, calls } = record(unreachable);
      const connection = await connect(plugin, backend, runtimeOf(tools));
      for (const { what, argument, args } of badArguments(entry, example)) {
        const { failure } = await connection.call(entry.name, args);
        expect(failure?.code, what).toBe("invalid_arguments");
        expect(
          failure?.problems?.some((problem) => problem.argument.split(".")[0] === argument),
          what,
        ).toBe(true);
      }
      expect(calls).toEqual([]);
      await connection.close();
    });

    test("shows no secret of an answer, and no credential", async () => {
      const { example } = await codeOf();
      const { backend, calls } = record(talkative);
      const connection = await connect(plugin, backend, runtimeOf(tools));
      const { answer, text } = await connection.call(entry.name, example);
      expect(calls.length).toBeGreaterThan(0);
      const { [entry.reveals ?? ""]: _, ...unrevealed } = answer;
      expect(JSON.stringify(unrevealed)).not.toContain(canary);
      if (entry.reveals === undefined) expect(text).not.toContain(canary);
      await connection.close();
    });

    test("is a failure with a next step where the backend fails, and shows no credential then", async () => {
      const { example } = await codeOf();
      const connection = await connect(plugin, unreachable, runtimeOf(tools));
      const { failure, text } = await connection.call(entry.name, example);
      expect(failure).toMatchObject({ code: "unavailable", next: expect.stringMatching(/\w/) });
      expect(text).not.toContain(canary);
      await connection.close();
    });
  });
}

/** What the resources of the plugin may call, for a tool that reads them; it may call nothing else through them. */
async function readsOfResources(plugin: Plugin, tool: Tool) {
  return tool.readsResources === true ? (await plugin.load()).resources.flatMap(({ reads }) => reads) : [];
}

/** Whether the contract leaves a method to whoever runs the platform. */
function isForOperators(method: Rpc): boolean {
  const requirement = requirementOf(method);
  return requirement.type === "permission" && requirement.permission === "operator";
}

/** A backend that can't be reached, and gives away the credential while it says so. */
const unreachable: Backend = {
  unary: (_method, _request, { credential }) => Promise.reject(noRoute(credential)),
  // biome-ignore lint/correctness/useYield: it breaks off before it has told anything
  async *stream(_method, _request, { credential }) {
    throw noRoute(credential);
  },
};

const noRoute = (credential: string | undefined) => new ConnectError(`no route with ${credential}`, Code.Unavailable);

/** A backend that fills every field of every answer: secrets with the canary, anything else with harmless text. */
const talkative: Backend = {
  // A filled message of the method's output is what the method answers with.
  unary: async (method) => filledAnswer(method) as never,
  async *stream(method) {
    yield filledAnswer(method) as never; // as above
  },
};

function filledAnswer({ output }: DescMethod) {
  return filledMessage(output, (field) => (isSecret(field) ? canary : "text"));
}
