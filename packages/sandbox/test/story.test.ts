import { Code } from "@connectrpc/connect";
import { ServiceAccountCommandController } from "@planton-mcp/api/iam/serviceaccount/v1/command";
import { TeamCommandController } from "@planton-mcp/api/iam/team/v1/command";
import { EnvironmentCommandController as EnvironmentCommands } from "@planton-mcp/api/resourcemanager/environment/v1/command";
import { EnvironmentQueryController as EnvironmentQueries } from "@planton-mcp/api/resourcemanager/environment/v1/query";
import { OrganizationCommandController as OrganizationCommands } from "@planton-mcp/api/resourcemanager/organization/v1/command";
import { OrganizationQueryController as OrganizationQueries } from "@planton-mcp/api/resourcemanager/organization/v1/query";
import { PromotionPolicyCommandController } from "@planton-mcp/api/resourcemanager/promotionpolicy/v1/command";
import { describe, expect, test } from "vitest";
import { caller, failureOf, openSandbox, seeded } from "./scene.ts";

const [commands, queries] = [EnvironmentCommands.method, EnvironmentQueries.method];

function asOwner() {
  const sandbox = openSandbox();
  return caller(sandbox.backend, sandbox.keys.owner);
}

describe("an organization", () => {
  test("gets its slug as its id, and belongs to whoever made it", async () => {
    const call = asOwner();
    const made = await call(OrganizationCommands.method.create, { metadata: { name: "New Things" } });
    expect(made).toMatchObject({
      apiVersion: "resource-manager.planton.ai/v1",
      kind: "Organization",
      metadata: { id: "new-things", slug: "new-things", name: "New Things" },
    });
    expect(await call(OrganizationQueries.method.get, { value: "new-things" })).toEqual(made);
    const { entries } = await call(OrganizationQueries.method.findOrganizations, {});
    expect(entries.map(({ metadata }) => metadata?.id)).toEqual(["acme", "acme-labs", "new-things"]);
    await call(OrganizationCommands.method.delete, { value: "new-things" });
    expect((await failureOf(call(OrganizationQueries.method.get, { value: "new-things" }))).code).toBe(Code.NotFound);
  });

  test("is applied: made the first time, changed the second", async () => {
    const call = asOwner();
    const apply = OrganizationCommands.method.apply;
    const made = await call(apply, { metadata: { id: "initech", name: "Initech" }, spec: { description: "one" } });
    const changed = await call(apply, { metadata: { slug: "initech" }, spec: { description: "two" } });
    expect(made.status?.audit?.specAudit?.event).toBe("created");
    expect(changed).toMatchObject({ metadata: { id: "initech", name: "Initech" }, spec: { description: "two" } });
  });

  test("cannot have the slug of another", async () => {
    const failure = await failureOf(asOwner()(OrganizationCommands.method.create, { metadata: { slug: "globex" } }));
    expect(failure.code).toBe(Code.AlreadyExists);
    expect(failure.rawMessage).toContain("globex");
  });

  test("tells beforehand whether a slug can be had", async () => {
    const check = (slug: string) => asOwner()(OrganizationQueries.method.checkSlugAvailability, { slug });
    expect(await check("initech")).toMatchObject({ available: true });
    expect(await check("globex")).toMatchObject({ available: false, reason: "taken" });
    expect(await check("Not A Slug")).toMatchObject({ available: false, reason: "invalid" });
  });

  test("is not deleted while it holds environments or a policy, which are named", async () => {
    const call = asOwner();
    const { method } = OrganizationCommands;
    await call(method.create, { metadata: { slug: "initech" } });
    const made = ["dev", "prod"].map((slug) => call(commands.create, { metadata: { org: "initech", slug } }));
    const policies = PromotionPolicyCommandController.method;
    const policy = await call(policies.apply, {
      metadata: { name: "Releases" },
      spec: { selector: { kind: 12, id: "initech" }, graph: { edges: [{ from: "dev", to: "prod" }] } },
    });
    const ids = (await Promise.all(made)).map(({ metadata }) => metadata?.id ?? "");
    const failure = await failureOf(call(method.delete, { value: "initech" }));
    expect(failure.code).toBe(Code.FailedPrecondition);
    for (const id of [...ids, policy.metadata?.id ?? ""]) expect(failure.rawMessage).toContain(id);
    for (const value of ids) await call(commands.delete, { value });
    await call(policies.delete, { value: policy.metadata?.id ?? "" });
    await call(method.delete, { value: "initech" });
    const { entries } = await call(OrganizationQueries.method.findOrganizations, {});
    expect(entries.map(({ metadata }) => metadata?.id)).toEqual(["acme", "acme-labs"]);
  });

  test("takes the grants on it along when it is deleted", async () => {
    const sandbox = openSandbox();
    const [ada, otto] = [caller(sandbox.backend, sandbox.keys.owner), caller(sandbox.backend, sandbox.keys.outsider)];
    await ada(OrganizationCommands.method.create, { metadata: { slug: "initech" } });
    await ada(OrganizationCommands.method.delete, { value: "initech" });
    await otto(OrganizationCommands.method.create, { metadata: { slug: "initech" } });
    const failure = await failureOf(ada(OrganizationQueries.method.get, { value: "initech" }));
    expect(failure.code).toBe(Code.PermissionDenied);
  });
});

describe("an environment", () => {
  test("gets an id and a slug, and is found by both", async () => {
    const call = asOwner();
    const made = await call(commands.create, { metadata: { org: "acme", name: "Löad Tests!" } });
    expect(made.metadata).toMatchObject({ slug: "load-tests", name: "Löad Tests!", org: "acme" });
    expect(made.metadata?.id).toMatch(/^env_[0-9a-hjkmnp-tv-z]{26}$/);
    expect(await call(queries.get, { value: made.metadata?.id ?? "" })).toEqual(made);
    expect(await call(queries.getByOrgBySlug, { org: "acme", slug: "load-tests" })).toEqual(made);
  });

  test("is listed in the order of creation, in its own organization only", async () => {
    const call = asOwner();
    await call(commands.create, { metadata: { org: "acme", slug: "a-late-one" } });
    for (const method of [queries.findAuthorized, queries.findByOrg]) {
      const { entries } = await call(method, { value: "acme" });
      expect(entries.map(({ metadata }) => metadata?.slug)).toEqual(["dev", "staging", "prod", "a-late-one"]);
    }
  });

  test("is applied by its slug or by its id", async () => {
    const call = asOwner();
    const made = await call(commands.apply, { metadata: { org: "acme", slug: "qa" }, spec: { description: "one" } });
    const bySlug = await call(commands.apply, { metadata: { org: "acme", slug: "qa" }, spec: { description: "two" } });
    const id = made.metadata?.id ?? "";
    const byId = await call(commands.apply, { metadata: { id }, spec: { description: "three" } });
    expect([bySlug, byId].map(({ metadata }) => metadata?.id)).toEqual([id, id]);
    expect((await call(queries.get, { value: id })).spec?.description).toBe("three");
    const unknown = await failureOf(call(commands.apply, { metadata: { org: "acme", id: "env_unknown", slug: "x" } }));
    expect(unknown.code).toBe(Code.NotFound);
  });

  test("needs a slug that is free in its organization", async () => {
    const sandbox = openSandbox();
    const [ada, otto] = [caller(sandbox.backend, sandbox.keys.owner), caller(sandbox.backend, sandbox.keys.outsider)];
    const failure = await failureOf(ada(commands.create, { metadata: { org: "acme", slug: "dev" } }));
    expect(failure.code).toBe(Code.AlreadyExists);
    expect((await otto(commands.create, { metadata: { org: "globex", slug: "dev" } })).metadata?.slug).toBe("dev");
    expect(await ada(queries.checkSlugAvailability, { org: "acme", slug: "dev" })).toMatchObject({
      isAvailable: false,
    });
    expect(await ada(queries.checkSlugAvailability, { org: "acme", slug: "qa" })).toMatchObject({ isAvailable: true });
  });

  test.each([
    ["an organization that there is", { org: "nowhere", slug: "dev" }, Code.NotFound],
    ["an organization", { slug: "dev" }, Code.InvalidArgument],
    ["a slug or a name", { org: "acme" }, Code.InvalidArgument],
    ["no id of one's own", { org: "acme", slug: "qa", id: "env_mine" }, Code.InvalidArgument],
  ])("needs %s", async (_, metadata, code) => {
    const call = asOwner();
    expect((await failureOf(call(commands.create, { metadata }))).code).toBe(code);
    expect((await call(queries.findByOrg, { value: "acme" })).entries).toHaveLength(3);
  });

  test("is gone once it is deleted, and its slug is free again", async () => {
    const call = asOwner();
    const gone = await call(commands.delete, { value: seeded.dev });
    expect(gone.metadata?.slug).toBe("dev");
    expect((await failureOf(call(queries.get, { value: seeded.dev }))).code).toBe(Code.NotFound);
    expect((await failureOf(call(commands.delete, { value: seeded.dev }))).code).toBe(Code.NotFound);
    expect((await failureOf(call(queries.getByOrgBySlug, { org: "acme", slug: "dev" }))).code).toBe(Code.NotFound);
    const again = await call(commands.create, { metadata: { org: "acme", slug: "dev" } });
    expect(again.metadata?.id).not.toBe(seeded.dev);
  });
});

test("the seed is the same every time, and can be left out", async () => {
  const list = (seed?: boolean) => {
    const sandbox = openSandbox(seed === undefined ? {} : { seed });
    return caller(sandbox.backend, sandbox.keys.owner)(queries.findByOrg, { value: "acme" });
  };
  expect(await list()).toEqual(await list(true));
  expect((await failureOf(list(false))).code).toBe(Code.Unauthenticated);
});
