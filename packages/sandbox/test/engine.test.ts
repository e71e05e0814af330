import {
  create,
  type DescMessage,
  type DescMethodUnary,
  type MessageInitShape,
  type MessageShape,
  toBinary,
} from "@bufbuild/protobuf";
import { Code } from "@connectrpc/connect";
import { VariableCommandController } from "@planton-mcp/api/configmanager/variable/v1/command";
import { RunnerRegistrationSchema } from "@planton-mcp/api/connect/runnerregistration/v1/api";
import { RunnerRegistrationCommandController } from "@planton-mcp/api/connect/runnerregistration/v1/command";
import { CloudResourceCommandController } from "@planton-mcp/api/infrahub/cloudresource/v1/command";
import { CloudResourceQueryController } from "@planton-mcp/api/infrahub/cloudresource/v1/query";
import { EnvironmentCommandController } from "@planton-mcp/api/resourcemanager/environment/v1/command";
import { EnvironmentQueryController } from "@planton-mcp/api/resourcemanager/environment/v1/query";
import { OrganizationSchema } from "@planton-mcp/api/resourcemanager/organization/v1/api";
import { OrganizationCommandController } from "@planton-mcp/api/resourcemanager/organization/v1/command";
import { sandboxKeys } from "@planton-mcp/sandbox";
import { expect, onTestFinished, test } from "vitest";
import { seeds, services } from "../src/domains/index.ts";
import { createEngine } from "../src/engine.ts";
import { type Special, special } from "../src/handler.ts";
import { resourceType } from "../src/resource-type.ts";
import { insertResource } from "../src/resources.ts";
import { seed } from "../src/seed.ts";
import { openStore } from "../src/store.ts";
import { seeded } from "./scene.ts";

/** An engine that serves kinds of every shape, and calls it on behalf of one key. */
function open(specials: readonly Special[] = []) {
  const store = openStore(undefined);
  onTestFinished(() => store.close());
  seed(store, seeds);
  const more = [
    CloudResourceCommandController,
    CloudResourceQueryController,
    VariableCommandController,
    RunnerRegistrationCommandController,
  ];
  const engine = createEngine({ store, services: [...services, ...more], specials, now: () => new Date() });
  const callAs =
    (key: keyof typeof sandboxKeys) =>
    <I extends DescMessage, O extends DescMessage>(method: DescMethodUnary<I, O>, request: MessageInitShape<I>) =>
      // The engine answers a method with a message of its output.
      engine.call(method, create(method.input, request), sandboxKeys[key]) as MessageShape<O>;
  return { store, callAs, call: callAs("owner") };
}

test("a versioned kind gets a new version with every change, and its message is the caller's", () => {
  const { call, store } = open();
  const { create, update } = CloudResourceCommandController.method;
  const made = call(create, { metadata: { org: "acme", env: seeded.dev, slug: "db", version: { message: "first" } } });
  const { id = "", version: first } = made.metadata ?? {};
  expect(id).toMatch(/^cr_/);
  expect(first).toMatchObject({ id: expect.stringMatching(/^ver_/), message: "first", previousVersionId: "" });
  const { version: second } = call(update, { metadata: { id, version: { message: "second" } } }).metadata ?? {};
  expect(second).toMatchObject({ message: "second", previousVersionId: first?.id });
  expect(store.versions("cloud_resource", id)).toEqual([first?.id, second?.id]);
  call(CloudResourceCommandController.method.delete, { resourceId: id });
  expect(store.versions("cloud_resource", id)).toEqual([]);
});

test("what an environment owns may name it by its slug", () => {
  const { call, callAs, store } = open();
  const { apply, create } = CloudResourceCommandController.method;
  const metadata = { org: "acme", env: "dev", slug: "db" };
  const made = call(create, { metadata });
  expect(call(apply, { metadata: { ...metadata, env: seeded.dev } }).metadata?.id).toBe(made.metadata?.id);
  expect(call(create, { metadata: { ...metadata, env: "prod" } }).metadata?.slug).toBe("db");
  expect(() => call(create, { metadata: { ...metadata, env: "nowhere" } })).toThrow("environment nowhere");
  expect(() => call(create, { metadata: { ...metadata, org: "globex" } })).toThrow("environment dev");
  const [elsewhere] = store.list("environment", "globex");
  expect(() => call(create, { metadata: { ...metadata, env: elsewhere?.id ?? "" } })).toThrow("in organization acme");
  expect(() => callAs("viewer")(create, { metadata: { ...metadata, slug: "other" } })).toThrow("cloud_resource_create");
});

test("deleting an environment takes along what it owns and what is in it, and nothing else", () => {
  const { call, store } = open();
  const inEnvironment = (env: string) => [
    call(CloudResourceCommandController.method.create, { metadata: { org: "acme", env, slug: "db" } }).metadata?.id,
    call(VariableCommandController.method.create, { metadata: { org: "acme", env, slug: `in-${env}` } }).metadata?.id,
  ];
  const [gone, kept] = [inEnvironment("dev"), inEnvironment("prod")];
  call(EnvironmentCommandController.method.delete, { value: seeded.dev });
  const left = ["cloud_resource", "variable"].flatMap((kind) => store.list(kind).map(({ id }) => id));
  expect(left).toEqual(expect.arrayContaining(kept));
  expect(store.list("cloud_resource", "", seeded.dev)).toEqual([]);
  expect(store.list("stack_job", "", seeded.dev)).toEqual([]);
  expect(left).not.toEqual(expect.arrayContaining(gone));
});

test("computed fields are kept as they are, whatever a caller sends", () => {
  const { call, store } = open();
  const { create, update } = RunnerRegistrationCommandController.method;
  const spec = { selector: { kind: 12, id: "acme" }, serviceAccountId: "sa_forged" };
  const made = call(create, { metadata: { org: "acme", slug: "runner" }, spec });
  expect(made.spec?.serviceAccountId).toBe("");
  if (made.spec) made.spec.serviceAccountId = "sa_real";
  const row = store.find("runner_registration", made.metadata?.id ?? "");
  if (row) store.update({ ...row, data: toBinary(RunnerRegistrationSchema, made) });
  const changed = call(update, { metadata: { id: made.metadata?.id ?? "" }, spec });
  expect(changed.spec).toMatchObject({ serviceAccountId: "sa_real", selector: { id: "acme" } });
  const toGlobex = { selector: { kind: 12, id: "globex" } };
  expect(() => call(update, { metadata: { id: made.metadata?.id ?? "" }, spec: toGlobex })).toThrow("cannot move");
});

const { repairFgaTuples, toggleGettingStartedTask } = OrganizationCommandController.method;

test("a command that throws after it has written leaves nothing behind", () => {
  const failing = special(toggleGettingStartedTask, (context) => {
    const type = resourceType("organization", OrganizationSchema);
    if (type === undefined) throw new Error("An organization is a resource.");
    insertResource(context, type, create(OrganizationSchema, { metadata: { slug: "half" } }));
    expect(context.store.find("organization", "half")).toBeDefined();
    throw new Error("A mistake.");
  });
  const { call, store } = open([failing]);
  expect(() => call(toggleGettingStartedTask, { orgId: "acme", taskId: "one" })).toThrow("A mistake.");
  expect(store.find("organization", "half")).toBeUndefined();
  expect(store.grantsOf(seeded.ada)).not.toContainEqual(expect.objectContaining({ id: "half" }));
  // The next command has a transaction of its own.
  expect(call(OrganizationCommandController.method.create, { metadata: { slug: "whole" } }).metadata?.id).toBe("whole");
});

test("a handler that forgets to ask is denied, and rolled back", () => {
  const { update } = EnvironmentCommandController.method;
  const forgetful = special(update, ({ store }, { metadata }) => {
    store.remove("environment", seeded.dev);
    return { metadata: metadata ?? {} };
  });
  const { call, store } = open([forgetful]);
  const error = expect.objectContaining({ code: Code.PermissionDenied });
  expect(() => call(update, { metadata: { slug: "dev" } })).toThrow(error);
  expect(store.find("environment", seeded.dev)).toBeDefined();
});

test("what the platform's operators do takes a role on the platform", () => {
  const repair = special(repairFgaTuples, () => ({ metadata: { id: "repaired" } }));
  const { call, store } = open([repair]);
  expect(() => call(repairFgaTuples, { value: "acme" })).toThrow("operator on platform");
  store.grant({ principal: seeded.ada, role: "operator", kind: "platform", id: "planton_cloud" });
  expect(call(repairFgaTuples, { value: "acme" }).metadata?.id).toBe("repaired");
});

test("an operator finds everyone's, a page at a time", () => {
  const { call, store } = open();
  store.grant({ principal: seeded.ada, role: "operator", kind: "platform", id: "planton_cloud" });
  const page = (num: number) => {
    const { entries, totalPages } = call(EnvironmentQueryController.method.find, { kind: 14, page: { num, size: 3 } });
    return [entries.map(({ metadata }) => `${metadata?.org}/${metadata?.slug}`), totalPages];
  };
  expect(page(0)).toEqual([["acme/dev", "acme/staging", "acme/prod"], 2]);
  expect(page(1)).toEqual([["globex/prod"], 2]);
  expect(page(2)).toEqual([[], 2]);
});

test("a key that has expired opens nothing", () => {
  const { store } = open();
  let now = 1_000;
  store.addKey("short-lived", seeded.ada, 2_000);
  const engine = createEngine({ store, services, specials: [], now: () => new Date(now) });
  const { method } = OrganizationCommandController;
  const make = (slug: string) =>
    engine.call(method.create, create(OrganizationSchema, { metadata: { slug } }), "short-lived");
  expect(make("in-time")).toMatchObject({ metadata: { id: "in-time" } });
  now = 2_000;
  expect(() => make("too-late")).toThrow("expired at 1970-01-01T00:00:02.000Z");
});
