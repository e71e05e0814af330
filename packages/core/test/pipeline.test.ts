import { Code, ConnectError } from "@connectrpc/connect";
import { EnvironmentCommandController } from "@planton-mcp/api/resourcemanager/environment/v1/command";
import { EnvironmentQueryController } from "@planton-mcp/api/resourcemanager/environment/v1/query";
import {
  allowGuarded,
  type CallEvent,
  definePlugin,
  defineTool,
  defineWorkflow,
  Failure,
  type LazyMethod,
  loadMethod,
  type SecretSource,
  type Tool,
  text,
} from "@planton-mcp/core";
import { pluginOf } from "@planton-mcp/core/catalogue";
import { describe, expect, test } from "vitest";
import * as z from "zod";
import { connect, fakeBackend, record } from "./testkit.ts";

const { get } = EnvironmentQueryController.method;
const remove = EnvironmentCommandController.method.delete;

const read = defineTool({
  name: "get_thing",
  title: "Get a thing",
  description: "Reads one thing.",
  effect: "read",
  input: { id: text("Thing") },
  example: { id: "env_1" },
  rpc: get,
  request: ({ id }) => ({ value: id }),
  project: (response) => response,
});

const destroy = defineTool({
  name: "delete_thing",
  title: "Delete a thing",
  description: "Deletes one thing.",
  effect: "destroy",
  input: { id: text("Thing") },
  example: { id: "env_1" },
  target: { rpc: get, request: ({ id }) => ({ value: id }) },
  rpc: remove,
  request: (_, target) => ({ value: target.id }),
  project: ({ metadata }) => ({ deleted: metadata?.id }),
});

function workflow(
  run: Parameters<typeof defineWorkflow>[0] extends infer Spec ? Extract<Spec, { run: unknown }>["run"] : never,
  reveals?: string,
): Tool {
  return defineWorkflow({
    name: "run_workflow",
    title: "Run a workflow",
    description: "Does as the test says.",
    effect: "read",
    input: {},
    example: {},
    reads: [get],
    run,
    ...(reveals === undefined ? {} : { reveals }),
  });
}

const thing = (id: string) => ({ metadata: { id, name: "Thing", slug: "thing" }, spec: { description: "" } });

/** A client of the tools, against a backend that has every thing asked for. */
async function open(tools: readonly Tool[], runtime: Parameters<typeof connect>[2] = {}) {
  const { backend, calls } = record(
    fakeBackend((router) => {
      router.service(EnvironmentQueryController, { get: ({ value }) => thing(value) });
      router.service(EnvironmentCommandController, { delete: ({ value }) => thing(value) });
    }),
  );
  const plugin = pluginOf(definePlugin({ name: "things", title: "Things", description: "For tests.", tools }));
  return { ...(await connect(plugin, backend, runtime)), calls };
}

test("a tool that cuts and searches what a program has printed gets it without secrets, short ones too", async () => {
  const { call } = await open([
    workflow(async (_, { hide }) => ({ parts: hide("user=ada password=abc12").split(" ") })),
  ]);
  expect((await call("run_workflow")).answer).toEqual({ parts: ["user=ada", "password=[hidden]"] });
});

describe("a guarded tool", () => {
  test("is planned without a guard of the host's own", async () => {
    const { call, calls } = await open([destroy]);
    expect((await call("delete_thing", { id: "env_1" })).answer).toHaveProperty("confirmation");
    expect(calls.map(({ method }) => method.name)).not.toContain("delete");
  });

  test("tells the guard what it would do to whom, and acts where that returns", async () => {
    const seen: unknown[] = [];
    const { call, calls } = await open([destroy], { guard: (guarded) => void seen.push(guarded) });
    expect((await call("delete_thing", { id: "env_1" })).answer).toEqual({ deleted: "env_1" });
    expect(seen).toMatchObject([
      { args: { id: "env_1" }, target: { kind: "environment", id: "env_1", name: "Thing" } },
    ]);
    expect(calls.map(({ options }) => options.retry)).toEqual([true, false]);
  });

  test("does nothing where the guard refuses", async () => {
    const guard = () => {
      throw new Failure({ code: "switched_off", message: "Not on a Friday." });
    };
    const { call, calls } = await open([destroy], { guard });
    expect((await call("delete_thing", { id: "env_1" })).failure?.message).toBe("Not on a Friday.");
    expect(calls.map(({ method }) => method.name)).toEqual(["get"]);
  });
});

describe("a read-only server", () => {
  test("neither lists nor runs what changes something, whatever the guard says", async () => {
    const { client, call, calls } = await open([read, destroy], { readOnly: true, guard: allowGuarded });
    expect((await client.listTools()).tools.map(({ name }) => name)).toEqual(["get_thing"]);
    expect((await call("delete_thing", { id: "env_1" })).failure).toMatchObject({ code: "switched_off" });
    expect(calls).toEqual([]);
  });
});

describe("a tool", () => {
  test("is refused a method that it has not declared, and the caller learns no more than that", async () => {
    const events: CallEvent[] = [];
    const undeclared = workflow(async (_, context) => context.read(remove, { value: "env_1" }));
    const { call, calls } = await open([undeclared], { onCall: (event) => events.push(event) });
    expect((await call("run_workflow")).failure).toMatchObject({ code: "internal" });
    expect(calls).toEqual([]);
    expect(events).toMatchObject([{ outcome: "internal", error: expect.stringContaining("has not declared") }]);
  });

  test("that shows a secret is off until it is named, and shows it in one field only", async () => {
    const revealing = workflow(async () => ({ key: "canary-key", note: "the key is canary-key" }), "key");
    const off = await open([revealing]);
    expect((await off.call("run_workflow")).failure).toMatchObject({ code: "switched_off" });
    const on = await open([revealing], { reveal: ["run_workflow"] });
    expect((await on.call("run_workflow")).answer).toMatchObject({ key: "canary-key" });
    const byDefault = await open([{ ...revealing, revealsByDefault: true }]);
    expect((await byDefault.call("run_workflow")).answer).toMatchObject({ key: "canary-key" });
  });

  test("answers false, zero and empty, and leaves out only what is not there", async () => {
    const answer = { is_ready: false, count: 0, text: "", entries: [], nothing: undefined, big: 9007199254740993n };
    const { call } = await open([workflow(async () => answer)]);
    const { nothing: _, ...there } = answer;
    expect((await call("run_workflow")).answer).toEqual({ ...there, big: "9007199254740993" });
  });

  test("shows the credential nowhere, in no form", async () => {
    const credential = "canary-credential";
    const leaking = workflow(async () => ({
      [credential]: credential,
      encoded: Buffer.from(credential).toString("base64"),
      inText: [`Bearer ${credential}.`],
    }));
    const { call } = await open([leaking], { credential });
    expect(JSON.stringify(await call("run_workflow"))).not.toMatch(/canary|Y2FuYXJ5/);
  });

  test("fits a long answer into the budget, and says what it left out", async () => {
    const entries = Array.from({ length: 500 }, (_, index) => ({ id: `env_${index}`, note: "x".repeat(50) }));
    const { call } = await open([workflow(async () => ({ count: 500, entries, log: "y".repeat(30_000) }))], {
      answerCharacters: 5_000,
    });
    const { answer, text } = await call("run_workflow");
    expect(text.length).toBeLessThanOrEqual(5_000);
    expect(text).toContain(JSON.stringify(answer));
    expect(answer.count).toBe(500);
    expect(answer.left_out).toEqual([
      expect.stringMatching(/^entries: \d+ of 500 entries/),
      expect.stringMatching(/^log: \d+ of 30000 characters/),
    ]);
  });

  test("passes on why the backend failed, which RPC it was, and all details", async () => {
    const backend = fakeBackend((router) =>
      router.service(EnvironmentQueryController, {
        get: () => {
          throw new ConnectError("Two of them.", Code.FailedPrecondition);
        },
      }),
    );
    const plugin = pluginOf(
      definePlugin({ name: "things", title: "Things", description: "For tests.", tools: [read] }),
    );
    const { call } = await connect(plugin, backend);
    expect((await call("get_thing", { id: "env_1" })).failure).toEqual({
      code: "failed_precondition",
      message: "Two of them.",
      next: expect.any(String),
      rpc: "ai.planton.resourcemanager.environment.v1.EnvironmentQueryController/get",
    });
  });

  test("whose command got no answer says that nobody knows whether it was carried out", async () => {
    const backend = fakeBackend((router) => {
      router.service(EnvironmentQueryController, { get: ({ value }) => thing(value) });
      router.service(EnvironmentCommandController, {
        delete: () => {
          throw new ConnectError("gone", Code.Unavailable);
        },
      });
    });
    const plugin = pluginOf(
      definePlugin({ name: "things", title: "Things", description: "For tests.", tools: [destroy] }),
    );
    const { call } = await connect(plugin, backend, { guard: allowGuarded });
    expect((await call("delete_thing", { id: "env_1" })).failure).toMatchObject({
      code: "unavailable",
      outcome_unknown: true,
      next: expect.stringContaining("not known whether"),
    });
  });
});

describe("a catalogue", () => {
  const tool = (input: z.ZodRawShape, name = "get_thing") =>
    defineWorkflow({ ...facts, name, input, example: {}, run: async () => ({}) });
  const facts = { title: "Get", description: "Gets.", effect: "read", reads: [get] } as const;
  const compose = (tools: readonly Tool[]) =>
    pluginOf(definePlugin({ name: "things", title: "Things", description: "For tests.", tools }));

  test("is not made of what JSON Schema can't say, or of what does not survive being parsed twice", () => {
    expect(() => compose([tool({ when: z.date() })])).toThrow(/get_thing can't be told as JSON Schema/);
    expect(() => compose([tool({ name: z.string().transform((name) => `${name}!`) })])).toThrow(/JSON Schema/);
  });

  test("is not made of names that hosts refuse", () => {
    expect(() => compose([tool({}, "get a thing")])).toThrow(/can't be a tool's name/);
  });

  test("is not composed of two tools of one name", async () => {
    const backend = fakeBackend(() => {});
    await expect(connect([compose([tool({})]), compose([tool({})])], backend)).rejects.toThrow(
      /Both things and things/,
    );
  });
});

describe("a method that a tool declares by its name", () => {
  const byName = (loaded: string[]): LazyMethod => ({
    rpc: "ai.planton.resourcemanager.environment.v1.EnvironmentQueryController/get",
    load: async () => {
      loaded.push("get");
      return get;
    },
  });
  const toolWith = (method: LazyMethod) =>
    defineWorkflow({
      name: "run_workflow",
      title: "Run a workflow",
      description: "Does as the test says.",
      effect: "read",
      input: { value: text("Thing").optional() },
      example: {},
      reads: [method],
      run: async ({ value = "" }, { read }) => (value === "" ? {} : read(await loadMethod(method), { value })),
    });

  test("is loaded by a call that needs it, and by no other, nor to list it", async () => {
    const loaded: string[] = [];
    const { call } = await open([toolWith(byName(loaded))]);
    await call("run_workflow");
    expect(loaded).toEqual([]);
    expect((await call("run_workflow", { value: "env_1" })).answer).toMatchObject({ metadata: { id: "env_1" } });
    expect(loaded).toEqual(["get"]);
  });

  test("is the only one that may be called", async () => {
    const { call, calls } = await open([
      defineWorkflow({
        name: "run_workflow",
        title: "Run a workflow",
        description: "Does as the test says.",
        effect: "read",
        input: {},
        example: {},
        reads: [byName([])],
        run: (_, { read }) => read(EnvironmentQueryController.method.findByOrg, { value: "acme" }),
      }),
    ]);
    expect((await call("run_workflow")).failure?.code).toBe("internal");
    expect(calls).toEqual([]);
  });
});

describe("a secret that comes in during a call", () => {
  const value = "a secret of the machine";
  const taking = (source: SecretSource) =>
    workflow(async (_, { hide, secret }) => {
      hide("typed by a person");
      return { told: [await secret(source, "key"), "typed by a person", encodeURIComponent(value)] };
    });

  test("is taken by its name and hidden, in every form", async () => {
    const asked: SecretSource[] = [];
    const secretSource = (source: SecretSource) => {
      asked.push(source);
      return value;
    };
    const { call } = await open([taking({ from_env: "KEY" })], { secretSource });
    const { text } = await call("run_workflow");
    expect(asked).toEqual([{ from_env: "KEY" }]);
    expect(JSON.parse(text)).toEqual({ told: ["[hidden]", "[hidden]", "[hidden]"] });
  });

  test("can't be had where the host offers none, and the failure names the argument", async () => {
    const { call } = await open([taking({ from_file: "key.json" })]);
    expect((await call("run_workflow")).failure).toMatchObject({
      code: "invalid_arguments",
      problems: [{ argument: "key", message: expect.stringContaining("no secrets from its own machine") }],
    });
  });

  test("is refused with the host's own words, and a host that breaks is no fault of the arguments", async () => {
    const saying = (error: Error) => () => {
      throw error;
    };
    const refused = await open([taking({ from_env: "KEY" })], {
      secretSource: saying(new RangeError("Not this one.")),
    });
    expect((await refused.call("run_workflow")).failure?.problems).toEqual([
      { argument: "key", message: "Not this one." },
    ]);
    const broken = await open([taking({ from_env: "KEY" })], { secretSource: saying(new Error("EIO")) });
    expect((await broken.call("run_workflow")).failure?.code).toBe("internal");
  });
});
