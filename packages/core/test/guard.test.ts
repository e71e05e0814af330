import { EnvironmentCommandController } from "@planton-mcp/api/resourcemanager/environment/v1/command";
import { EnvironmentQueryController } from "@planton-mcp/api/resourcemanager/environment/v1/query";
import {
  type ChangeEvent,
  createGuard,
  defineApply,
  definePlugin,
  defineTool,
  type GuardOptions,
  text,
} from "@planton-mcp/core";
import { pluginOf } from "@planton-mcp/core/catalogue";
import { parsePolicy } from "@planton-mcp/core/policy";
import { describe, expect, test } from "vitest";
import { connect, connectToSandbox, fakeBackend, type SandboxConnection } from "./testkit.ts";

const { get } = EnvironmentQueryController.method;
const { apply, delete: remove } = EnvironmentCommandController.method;
const dev = "env_01kseed0000000000000000001";
const prod = "env_01kseed0000000000000000003";

const deleteThing = defineTool({
  name: "delete_thing",
  title: "Delete a thing",
  description: "Deletes one thing.",
  effect: "destroy",
  input: { id: text("Thing"), note: text("Note").optional() },
  example: { id: dev },
  target: { rpc: get, request: ({ id }) => ({ value: id }) },
  rpc: remove,
  request: (_, target) => ({ value: target.id }),
  project: ({ metadata }) => ({ deleted: metadata?.id }),
});

const applyThing = defineApply({
  name: "apply_thing",
  title: "Change a thing",
  description: "Changes one thing.",
  input: { id: text("Thing") },
  example: { id: dev, description: "New" },
  fields: { description: text("What it is for") },
  clearable: ["description"],
  reads: [get],
  find: ({ id }, read) => read(get, { value: id }),
  start: () => ({}),
  patch: ({ description }) => ({ spec: { description } }),
  rpc: apply,
});

const things = pluginOf(
  definePlugin({ name: "things", title: "Things", description: "For tests.", tools: [deleteThing, applyThing] }),
);

const keys = ["a-key-that-only-this-test-has-0001"];

/** A client that can't be asked, of a server with a guard of these options. */
async function open(options: GuardOptions = {}) {
  const events: ChangeEvent[] = [];
  const runtime = { guard: createGuard(options), onChange: (event: ChangeEvent) => void events.push(event) };
  return { ...(await connectToSandbox(things, runtime)), events, runtime };
}

const commands = ({ calls }: Pick<SandboxConnection, "calls">) =>
  calls.map(({ method }) => method.name).filter((name) => name === "delete" || name === "apply");

async function planOf(connection: SandboxConnection, args: Record<string, unknown> = { id: dev }) {
  const { answer } = await connection.call("delete_thing", args);
  return answer as { plan: Record<string, unknown>; confirmation: string; expires: string; next: string };
}

describe("a removal by a client that can't be asked", () => {
  test("is planned first: who, what, and how it is confirmed", async () => {
    const connection = await open();
    const { plan, confirmation, next, expires } = await planOf(connection);
    expect(plan).toMatchObject({
      tool: "delete_thing",
      as: { identity: "Ada Okafor <ada@acme.example>", org: "acme" },
      target: { kind: "environment", id: dev, slug: "dev", org: "acme" },
      undo: "It can't be undone.",
    });
    expect(next).toContain("Nothing was done.");
    expect(Date.parse(expires)).toBeGreaterThan(Date.now() + 4 * 60_000);
    expect(commands(connection)).toEqual([]);
    expect(confirmation).toHaveLength(155);
  });

  test("is made with the confirmation of its plan, once", async () => {
    const connection = await open();
    const { confirmation } = await planOf(connection);
    expect((await connection.call("delete_thing", { id: dev, confirmation })).answer).toEqual({ deleted: dev });
    const again = await connection.call("delete_thing", { id: dev, confirmation });
    expect(again.failure).toMatchObject({ code: "not_found" });
    expect(commands(connection)).toEqual(["delete"]);
    expect(connection.events).toMatchObject([
      {
        tool: "delete_thing",
        confirmed: "plan",
        outcome: "ok",
        caller: { email: "ada@acme.example" },
        target: { id: dev },
      },
    ]);
  });

  test("is not made with the confirmation of another target, of other arguments or of another tool", async () => {
    const connection = await open();
    const { confirmation } = await planOf(connection);
    const attempts = [
      [{ id: prod, confirmation }, "arguments"],
      [{ id: dev, note: "quickly", confirmation }, "arguments"],
    ] as const;
    for (const [args, reason] of attempts) {
      const { failure } = await connection.call("delete_thing", args);
      expect(failure).toMatchObject({ code: "confirmation_void", message: expect.stringContaining(reason) });
    }
    const { failure } = await connection.call("apply_thing", { id: dev, description: "x", confirmation });
    expect(failure).toMatchObject({ code: "confirmation_void", message: expect.stringContaining("another tool") });
    expect(commands(connection)).toEqual([]);
    expect(connection.events.map(({ confirmed, outcome }) => [confirmed, outcome])).toEqual([
      ["no", "confirmation_void"],
      ["no", "confirmation_void"],
      ["no", "confirmation_void"],
    ]);
  });

  test("is not made once the target has changed, but where only somebody looked at it", async () => {
    const connection = await open();
    const { confirmation } = await planOf(connection);
    await connection.call("apply_thing", { id: dev, description: "Not what it was" });
    expect((await connection.call("delete_thing", { id: dev, confirmation })).failure).toMatchObject({
      code: "confirmation_void",
      message: expect.stringContaining("the target has changed since"),
    });
    const { confirmation: fresh } = await planOf(connection);
    await connection.call("apply_thing", { id: dev, description: "Not what it was" });
    expect((await connection.call("delete_thing", { id: dev, confirmation: fresh })).answer).toEqual({ deleted: dev });
  });

  test("is not made by somebody else with the same confirmation", async () => {
    const connection = await open({ keys });
    const { confirmation } = await planOf(connection);
    const member = await connection.as("member", connection.runtime);
    expect((await member.call("delete_thing", { id: dev, confirmation })).failure).toMatchObject({
      code: "confirmation_void",
      message: expect.stringContaining("another caller"),
    });
  });

  test("is made on another replica with the same key, and on no other", async () => {
    const connection = await open({ keys });
    const { confirmation } = await planOf(connection);
    const stranger = await connection.as("owner", { guard: createGuard() });
    expect((await stranger.call("delete_thing", { id: dev, confirmation })).failure?.code).toBe("confirmation_void");
    const replica = await connection.as("owner", { guard: createGuard({ keys }) });
    expect((await replica.call("delete_thing", { id: dev, confirmation })).answer).toEqual({ deleted: dev });
  });

  test("is not made after the confirmation has ended", async () => {
    const time = { now: Date.now() };
    const connection = await open({ now: () => time.now, lifetimeMs: 60_000 });
    const { confirmation } = await planOf(connection);
    time.now += 60_000;
    expect((await connection.call("delete_thing", { id: dev, confirmation })).failure).toMatchObject({
      code: "confirmation_void",
      message: expect.stringContaining("expired"),
      next: expect.stringContaining("good for 1 minutes"),
    });
  });

  test("is planned before it would be denied, and denied all the same", async () => {
    const connection = await open({ keys });
    const member = await connection.as("member", { guard: createGuard({ keys }) });
    const { confirmation } = await planOf(member);
    expect((await member.call("delete_thing", { id: dev, confirmation })).failure?.code).toBe("permission_denied");
  });

  test("asks nobody to confirm what would fail anyway", async () => {
    const connection = await open();
    expect((await connection.call("delete_thing", { id: "env_nobody" })).failure?.code).toBe("not_found");
    expect((await connection.call("delete_thing", {})).failure?.code).toBe("invalid_arguments");
  });
});

describe("an update", () => {
  test("shows on request what it would change, and changes nothing", async () => {
    const connection = await open();
    const { answer } = await connection.call("apply_thing", { id: dev, description: "New", plan: true });
    expect(answer).toMatchObject({
      plan: {
        effect: "write",
        changes: [{ field: "spec.description", from: "Where everyone tries things out", to: "New" }],
        undo: "Change it back.",
      },
    });
    expect(commands(connection)).toEqual([]);
    const { confirmation } = answer;
    const made = await connection.call("apply_thing", { id: dev, description: "New", confirmation });
    expect(made.answer).toMatchObject({ outcome: "updated" });
  });

  test("is shown and not made, whatever the host's own guard would let through", async () => {
    const connection = await connectToSandbox(things, { guard: () => {} });
    for (const [tool, args] of [
      ["apply_thing", { id: dev, description: "New", plan: true }],
      ["delete_thing", { id: dev, plan: true }],
    ] as const) {
      expect((await connection.call(tool, args)).answer).toHaveProperty("plan.tool", tool);
    }
    expect(commands(connection)).toEqual([]);
  });

  test("takes either a wish for a plan or a confirmation", async () => {
    const connection = await open();
    const { failure } = await connection.call("apply_thing", { id: dev, plan: true, confirmation: "x" });
    expect(failure).toMatchObject({ code: "invalid_arguments", problems: [{ argument: "plan" }] });
    expect(connection.calls).toEqual([]);
  });

  test("is audited without its arguments", async () => {
    const connection = await open();
    await connection.call("apply_thing", { id: dev, description: "canary-description" });
    expect(connection.events).toMatchObject([{ effect: "write", confirmed: "not needed", outcome: "ok" }]);
    expect(JSON.stringify(connection.events)).not.toContain("canary");
  });
});

describe("a policy", () => {
  const policy = parsePolicy(
    `console: https://console.example
rules:
  - { env: prod, decision: human, reason: Production is changed by people. }
  - { tool: apply_thing, decision: plan }
  - { tool: delete_thing, decision: allow }
`,
    ["apply_thing", "delete_thing"],
  );

  test("leaves to people what is theirs, by the slug of an environment that was named by its id", async () => {
    const connection = await open({ policy });
    for (const tool of ["delete_thing", "apply_thing"]) {
      expect((await connection.call(tool, { id: prod })).failure).toMatchObject({
        code: "left_to_person",
        message: expect.stringContaining("line 3"),
        next: expect.stringContaining("https://console.example"),
      });
    }
    expect(commands(connection)).toEqual([]);
  });

  test("may want a plan of an update, and none of a removal", async () => {
    const connection = await open({ policy });
    expect((await connection.call("apply_thing", { id: dev, description: "New" })).answer).toHaveProperty(
      "confirmation",
    );
    expect((await connection.call("delete_thing", { id: dev })).answer).toEqual({ deleted: dev });
    expect(connection.events).toMatchObject([{ confirmed: "not needed" }]);
  });
});

describe("budgets", () => {
  test("stop a caller that runs away, say when there is room again, and leave others alone", async () => {
    const connection = await open({ budgets: { changesPerMinute: 2 } });
    const change = (description: string) => connection.call("apply_thing", { id: dev, description });
    expect((await change("1")).failure).toBeUndefined();
    expect((await change("2")).failure).toBeUndefined();
    expect((await change("3")).failure).toMatchObject({
      code: "budget_exhausted",
      next: expect.stringMatching(/room again in \d+ s, at \d{4}-/),
    });
    const member = await connection.as("member", connection.runtime);
    expect((await member.call("apply_thing", { id: dev, description: "4" })).failure).toBeUndefined();
    expect(connection.events.map(({ outcome }) => outcome)).toEqual(["ok", "ok", "budget_exhausted", "ok"]);
  });

  test("count removals by the hour", async () => {
    const connection = await open({ budgets: { destroysPerHour: 1 } });
    const destroy = async (id: string) => {
      const { confirmation } = await planOf(connection, { id });
      return connection.call("delete_thing", { id, confirmation });
    };
    expect((await destroy(dev)).failure).toBeUndefined();
    expect((await destroy(prod)).failure).toMatchObject({
      code: "budget_exhausted",
      message: expect.stringContaining("hour"),
    });
  });
});

describe("a plan", () => {
  test("says what is unknown where the platform can't tell who calls or what depends on it", async () => {
    const thing = { metadata: { id: dev, name: "Thing", slug: "thing" } };
    const backend = fakeBackend((router) => router.service(EnvironmentQueryController, { get: () => thing }));
    const connection = await connect(things, backend, { credential: "canary-key" });
    const { answer, text } = await connection.call("delete_thing", { id: dev });
    expect(answer).toMatchObject({
      plan: { as: { identity: expect.stringMatching(/^key:[0-9a-f]{16}$/) }, dependents: "unknown", jobs: "unknown" },
    });
    expect(text).not.toContain("canary");
    await connection.close();
  });
});
