import { create, type DescMessage, type DescMethodUnary, type MessageInitShape } from "@bufbuild/protobuf";
import { Code, ConnectError } from "@connectrpc/connect";
import { ApiResourceKind } from "@planton-mcp/api/commons/apiresource/apiresourcekind/api_resource_kind";
import { ApiKeyCommandController } from "@planton-mcp/api/iam/apikey/v1/command";
import { ApiKeyQueryController } from "@planton-mcp/api/iam/apikey/v1/query";
import { IamPolicyV2CommandController } from "@planton-mcp/api/iam/iampolicy/v2/command";
import type { CheckAuthorizationResult } from "@planton-mcp/api/iam/iampolicy/v2/io";
import { IamPolicyV2QueryController } from "@planton-mcp/api/iam/iampolicy/v2/query";
import { IdentityAccountQueryController } from "@planton-mcp/api/iam/identityaccount/v1/query";
import { ServiceAccountCommandController } from "@planton-mcp/api/iam/serviceaccount/v1/command";
import { ServiceAccountQueryController } from "@planton-mcp/api/iam/serviceaccount/v1/query";
import { TeamCommandController } from "@planton-mcp/api/iam/team/v1/command";
import { TeamQueryController } from "@planton-mcp/api/iam/team/v1/query";
import { EnvironmentCommandController } from "@planton-mcp/api/resourcemanager/environment/v1/command";
import { EnvironmentQueryController } from "@planton-mcp/api/resourcemanager/environment/v1/query";
import { OrganizationCommandController } from "@planton-mcp/api/resourcemanager/organization/v1/command";
import { OrganizationQueryController } from "@planton-mcp/api/resourcemanager/organization/v1/query";
import { sandboxKeys } from "@planton-mcp/sandbox";
import fc from "fast-check";
import { describe, expect, onTestFinished, test } from "vitest";
import { seeds, services, specials } from "../src/domains/index.ts";
import { createEngine } from "../src/engine.ts";
import { seed } from "../src/seed.ts";
import { openStore, type Store } from "../src/store.ts";
import { caller, failureOf, openSandbox, outcomeOf, seeded } from "./scene.ts";

const { checkAuthorization, listAuthorizedPrincipals, listResourceAccessByPrincipal } =
  IamPolicyV2QueryController.method;
const policies = IamPolicyV2CommandController.method;
const teams = TeamCommandController.method;

const acme = { kind: "organization", id: "acme" };
const dev = { kind: "environment", id: seeded.dev };
const account = (id: string) => ({ kind: "identity_account", id });
const member = (id: string) => ({ memberType: ApiResourceKind.identity_account, memberId: id });

function open(options?: Parameters<typeof openSandbox>[0]) {
  const sandbox = openSandbox(options);
  const as = (key: keyof typeof sandboxKeys) => caller(sandbox.backend, sandbox.keys[key]);
  return { sandbox, as, ada: as("owner") };
}

describe("checkAuthorization agrees with what the methods then do", () => {
  type Calling = <I extends DescMessage>(
    method: DescMethodUnary<I, DescMessage>,
    request: MessageInitShape<I>,
  ) => unknown;

  /** A call, and what the contract says that it takes. Whatever else may be wrong with it, it is asked for that first. */
  interface Deed {
    readonly permission: string;
    readonly on: { readonly kind: string; readonly id: string };
    readonly run: (call: Calling) => void;
  }

  const deed = <I extends DescMessage>(
    permission: string,
    on: Deed["on"],
    method: DescMethodUnary<I, DescMessage>,
    request: MessageInitShape<I>,
  ): Deed => ({ permission, on, run: (call) => void call(method, request) });

  const organizations = ["acme", "globex"];
  const environments = [seeded.dev, seeded.staging, seeded.prod, "env_01kseed0000000000000000004"];
  const team = { kind: "team", id: seeded.platformTeam };
  const sa = { kind: "service_account", id: seeded.deployer };

  const deeds: readonly Deed[] = [
    ...organizations.flatMap((id) => {
      const on = { kind: "organization", id };
      const { get } = OrganizationQueryController.method;
      const { update } = OrganizationCommandController.method;
      return [
        deed("get", on, get, { value: id }),
        deed("update", on, update, { metadata: { id, slug: id } }),
        deed("delete", on, OrganizationCommandController.method.delete, { value: id }),
        deed("team_create", on, teams.create, { metadata: { org: id, name: "Another" } }),
        deed("environment_create", on, EnvironmentCommandController.method.create, {
          metadata: { org: id, slug: "another" },
        }),
        deed("iam_policy_get", on, listResourceAccessByPrincipal, { resource: on }),
        deed("iam_policy_update", on, policies.upsert, {
          principal: account(seeded.vera),
          resource: on,
          relations: ["viewer"],
        }),
      ];
    }),
    ...environments.flatMap((id) => {
      const on = { kind: "environment", id };
      return [
        deed("get", on, EnvironmentQueryController.method.get, { value: id }),
        deed("update", on, EnvironmentCommandController.method.update, { metadata: { id } }),
        deed("delete", on, EnvironmentCommandController.method.delete, { value: id }),
        deed("iam_policy_get", on, listResourceAccessByPrincipal, { resource: on, includeInherited: true }),
        deed("iam_policy_update", on, policies.delete, {
          principal: account(seeded.vera),
          resource: on,
          relation: "viewer",
        }),
      ];
    }),
    deed("get", team, TeamQueryController.method.get, { value: team.id }),
    deed("update", team, teams.update, { metadata: { id: team.id } }),
    deed("delete", team, teams.delete, { value: team.id }),
    deed("get", sa, ServiceAccountQueryController.method.listKeys, { value: sa.id }),
    deed("update", sa, ServiceAccountCommandController.method.createKey, { value: sa.id }),
    deed("delete", sa, ServiceAccountCommandController.method.delete, { value: sa.id }),
    ...[seeded.ada, seeded.otto].map((id) =>
      deed("get", account(id), IdentityAccountQueryController.method.get, { value: id }),
    ),
  ];

  const people = [
    ["owner", seeded.ada],
    ["member", seeded.max],
    ["viewer", seeded.vera],
    ["outsider", seeded.otto],
  ] as const;

  const resources = [
    ...organizations.map((id) => ({ kind: "organization", id })),
    ...environments.map((id) => ({ kind: "environment", id })),
  ];

  interface Granted {
    readonly principal: Deed["on"];
    readonly relation: string;
    readonly resource: Deed["on"];
  }

  /** Roles, to people or teams, on anything of either organization. */
  const grants = fc.array(
    fc.record({
      principal: fc.constantFrom(
        ...people.map(([, id]) => account(id)),
        { kind: "team", id: seeded.platformTeam },
        { kind: "team", id: seeded.releaseTeam },
      ),
      relation: fc.constantFrom("viewer", "member", "owner"),
      resource: fc.constantFrom(...resources),
    }),
    { maxLength: 8 },
  );
  const memberships = fc.subarray(people.map(([, id]) => id));

  test("for random policies, teams, callers and deeds", () => {
    const store = openStore(undefined);
    onTestFinished(() => store.close());
    seed(store, seeds);
    // What is tried is undone by the transaction around it, in which the engine's own have no place.
    const within: Store = { ...store, transaction: (work) => work() };
    const engine = createEngine({ store: within, services, specials, now: () => new Date() });
    const seen = { allowed: 0, denied: 0 };
    const scene = fc.record({
      granted: grants,
      members: memberships,
      who: fc.constantFrom(...people),
      deed: fc.constantFrom(...deeds),
    });
    fc.assert(
      fc.property(scene, ({ granted, members, who: [key, id], deed }) =>
        undone(store, () => {
          reign(store, granted, members);
          const call: Calling = (method, request) =>
            engine.call(method, create(method.input, request), sandboxKeys[key]);
          const policy = { principal: account(id), resource: deed.on, relation: deed.permission };
          const said = call(checkAuthorization, { policy }) as CheckAuthorizationResult; // by its method
          expect(said.isAuthorized).toBe(!isDenied(() => deed.run(call)));
          seen[said.isAuthorized ? "allowed" : "denied"] += 1;
        }),
      ),
      { numRuns: 400 },
    );
    // Neither answer is the only one that this was about.
    expect(Math.min(seen.allowed, seen.denied)).toBeGreaterThan(15);
  });

  /** Takes away all that the seed has granted on the two organizations, and grants what is to be tried. */
  function reign(store: Store, granted: readonly Granted[], members: readonly string[]): void {
    for (const { kind, id } of resources) for (const grant of store.grantsOn(kind, id)) store.revoke(grant);
    for (const { principal, relation, resource } of granted) {
      store.grant({ principalKind: principal.kind, principal: principal.id, role: relation, ...resource });
    }
    store.setMembers(seeded.releaseTeam, members.map(account));
    // A team in a team: who is in the inner one has what the outer one has.
    store.setMembers(seeded.platformTeam, [{ kind: "team", id: seeded.releaseTeam }]);
  }

  function undone(store: Store, work: () => void): void {
    const done = new Error("Done.");
    try {
      store.transaction(() => {
        work();
        throw done;
      });
    } catch (error) {
      if (error !== done) throw error;
    }
  }

  function isDenied(run: () => void): boolean {
    try {
      run();
      return false;
    } catch (error) {
      return ConnectError.from(error).code === Code.PermissionDenied;
    }
  }
});

describe("a key", () => {
  test("that was made opens what its owner may, until it is deleted", async () => {
    const { sandbox, as } = open();
    const made = await as("member")(ApiKeyCommandController.method.create, {
      metadata: { name: "CI" },
      spec: { neverExpires: true },
    });
    const key = made.spec?.keyHash ?? "";
    const ci = caller(sandbox.backend, key);
    const { whoAmI } = IdentityAccountQueryController.method;
    expect((await ci(whoAmI, {})).metadata?.id).toBe(seeded.max);
    const { entries } = await ci(ApiKeyQueryController.method.findAll, {});
    expect(entries.map(({ spec }) => spec?.keyHash)).toEqual(["", ""]);
    await as("member")(ApiKeyCommandController.method.delete, { value: made.metadata?.id ?? "" });
    expect((await failureOf(ci(whoAmI, {}))).code).toBe(Code.Unauthenticated);
  });

  test("expires when it said that it would", async () => {
    let now = Date.UTC(2026, 5, 1);
    const { sandbox, ada } = open({ now: () => new Date(now) });
    const { create: make } = ApiKeyCommandController.method;
    const until = (seconds: number) => ({
      metadata: { name: "CI" },
      spec: { expiresAt: { seconds: BigInt(seconds) } },
    });
    const made = await ada(make, until(now / 1000 + 60));
    const ci = caller(sandbox.backend, made.spec?.keyHash);
    await ci(OrganizationQueryController.method.get, { value: "acme" });
    now += 60_000;
    const failure = await failureOf(ci(OrganizationQueryController.method.get, { value: "acme" }));
    expect([failure.code, failure.rawMessage]).toEqual([Code.Unauthenticated, expect.stringContaining("expired")]);
    expect((await failureOf(ada(make, until(now / 1000)))).rawMessage).toContain("in the past");
    expect((await failureOf(ada(make, { metadata: { name: "CI" } }))).rawMessage).toContain("expires_at");
  });

  test("of a service account opens what that may, until it is revoked or the account is deleted", async () => {
    const { sandbox, ada } = open();
    const { createKey, revokeKey, delete: remove } = ServiceAccountCommandController.method;
    const keys = [await ada(createKey, { value: seeded.deployer }), await ada(createKey, { value: seeded.deployer })];
    const [first, second] = keys.map(({ spec }) => caller(sandbox.backend, spec?.keyHash));
    const tries = () =>
      Promise.all(
        [first, second].map((as) =>
          outcomeOf(as?.(OrganizationQueryController.method.get, { value: "acme" }) ?? Promise.reject()),
        ),
      );
    expect(await tries()).toEqual(["OK", "OK"]);
    await ada(revokeKey, { serviceAccountId: seeded.deployer, apiKeyId: keys[0]?.metadata?.id ?? "" });
    expect(await tries()).toEqual(["Unauthenticated", "OK"]);
    await ada(remove, { value: seeded.deployer });
    expect(await tries()).toEqual(["Unauthenticated", "Unauthenticated"]);
    const { entries } = await ada(listResourceAccessByPrincipal, { resource: acme });
    expect(entries.map(({ principal }) => principal?.name)).not.toContain("Deployer");
  });
});

describe("a team", () => {
  test("gives its members what it is granted, and no longer once they have left or it is gone", async () => {
    const { ada, as } = open();
    const team = seeded.releaseTeam;
    const policy = { principal: { kind: "team", id: team }, resource: dev, relation: "member" };
    const { update } = EnvironmentCommandController.method;
    const tryIt = () => outcomeOf(as("viewer")(update, { metadata: { id: seeded.dev } }));
    expect(await tryIt()).toBe("PermissionDenied");
    await ada(policies.create, policy);
    expect(await tryIt()).toBe("OK");
    await ada(teams.update, { metadata: { id: team }, spec: { members: [member(seeded.max)] } });
    expect(await tryIt()).toBe("PermissionDenied");
    const back = await ada(teams.update, { metadata: { id: team }, spec: { members: [member(seeded.vera)] } });
    expect(back.spec?.members).toMatchObject([{ name: "Vera Costa", email: "vera@acme.example" }]);
    expect(await tryIt()).toBe("OK");
    await ada(teams.delete, { value: team });
    expect(await tryIt()).toBe("PermissionDenied");
  });

  test("takes people and teams that there are, and is let into its own organization only", async () => {
    const { ada, as } = open();
    const spec = (memberId: string, memberType = ApiResourceKind.identity_account) => ({
      members: [{ memberType, memberId }],
    });
    const metadata = { id: seeded.releaseTeam };
    const { update } = teams;
    expect((await failureOf(ada(update, { metadata, spec: spec("ida_nobody") }))).code).toBe(Code.NotFound);
    const itself = spec(seeded.releaseTeam, ApiResourceKind.team);
    expect((await failureOf(ada(update, { metadata, spec: itself }))).rawMessage).toContain("itself");
    const foreign = {
      principal: { kind: "team", id: seeded.releaseTeam },
      resource: { kind: "organization", id: "globex" },
    };
    const failure = await failureOf(as("outsider")(policies.create, { ...foreign, relation: "viewer" }));
    expect(failure.code).toBe(Code.FailedPrecondition);
  });
});

describe("policies", () => {
  test("are listed by who has them and by what they are, with what is inherited", async () => {
    const { ada } = open();
    const request = { resource: dev, includeInherited: true };
    await ada(policies.create, { principal: account(seeded.vera), resource: dev, relation: "member" });
    const { entries } = await ada(listResourceAccessByPrincipal, request);
    const vera = entries.find(({ principal }) => principal?.id === seeded.vera);
    expect(
      vera?.roles.map(({ role, isInherited, ownerResource }) => [role?.code, isInherited, ownerResource?.id]),
    ).toEqual([
      ["member", false, seeded.dev],
      ["viewer", true, "acme"],
    ]);
    const byRole = await ada(IamPolicyV2QueryController.method.listResourceAccessByRole, request);
    const viewers = byRole.entries.find(({ role }) => role?.role?.code === "viewer")?.principals;
    expect(viewers?.map(({ name, members }) => [name, members.map((each) => each.name)])).toEqual([
      ["Vera Costa", []],
      ["Platform", ["Ada Okafor", "Max Lindqvist"]],
    ]);
  });

  test("are what upsert says, and no others, for that principal on that resource", async () => {
    const { ada } = open();
    const principal = account(seeded.max);
    const rolesOn = async (resource: typeof acme) => {
      const { roles } = await ada(IamPolicyV2QueryController.method.getPrincipalResourceRoles, { principal, resource });
      return roles.map(({ code }) => code);
    };
    await ada(policies.create, { principal, resource: dev, relation: "owner" });
    await ada(policies.upsert, { principal, resource: acme, relations: ["owner", "viewer"] });
    expect(await rolesOn(acme)).toEqual(["viewer", "owner"]);
    expect(await rolesOn(dev)).toEqual(["owner"]);
    const empty = await failureOf(ada(policies.upsert, { principal, resource: acme, relations: [] }));
    expect(empty.code).toBe(Code.InvalidArgument);
  });

  test("are all gone from an organization once access to it is revoked, teams included", async () => {
    const { ada, as } = open();
    await ada(policies.create, { principal: account(seeded.vera), resource: dev, relation: "owner" });
    await ada(policies.create, {
      principal: { kind: "team", id: seeded.releaseTeam },
      resource: dev,
      relation: "viewer",
    });
    const { entries } = await ada(policies.revokeOrgAccess, { identityAccountId: seeded.vera, organizationId: "acme" });
    expect(entries.map(({ spec }) => [spec?.resource?.kind, spec?.relation])).toEqual([
      ["organization", "viewer"],
      ["environment", "owner"],
    ]);
    const look = as("viewer")(EnvironmentQueryController.method.get, { value: seeded.dev });
    expect(await outcomeOf(look)).toBe("PermissionDenied");
  });

  test("take a role that there is, and a principal that there is", async () => {
    const { ada } = open();
    const attempt = (principal: { kind: string; id: string }, relation: string, resource = acme) =>
      outcomeOf(ada(policies.create, { principal, resource, relation }));
    expect(await attempt(account(seeded.vera), "emperor")).toBe("InvalidArgument");
    expect(await attempt({ kind: "environment", id: seeded.dev }, "viewer")).toBe("InvalidArgument");
    expect(await attempt(account("ida_nobody"), "viewer")).toBe("NotFound");
    expect(await attempt(account(seeded.vera), "viewer")).toBe("AlreadyExists");
    expect(await attempt(account(seeded.vera), "viewer", { kind: "organization", id: "acne" })).toBe("NotFound");
  });

  test("may be supposed in a question, and are not there afterwards", async () => {
    const { ada } = open();
    const policy = { principal: account(seeded.otto), resource: dev, relation: "update" };
    const supposed = { ...policy, resource: acme, relation: "member" };
    expect(await ada(checkAuthorization, { policy, contextualPolicies: [supposed] })).toMatchObject({
      isAuthorized: true,
    });
    expect(await ada(checkAuthorization, { policy })).toMatchObject({ isAuthorized: false });
    const failure = await failureOf(ada(checkAuthorization, { policy: { ...policy, relation: "updaet" } }));
    expect(failure.code).toBe(Code.InvalidArgument);
  });

  test("tell who may, teams and what is inherited included", async () => {
    const { ada } = open();
    const mayDo = async (relation: string) => {
      const { principals } = await ada(listAuthorizedPrincipals, {
        resource: dev,
        principalKind: "identity_account",
        relation,
      });
      return principals.map(({ name }) => name);
    };
    expect(await mayDo("iam_policy_update")).toEqual(["Ada Okafor"]);
    expect(await mayDo("update")).toEqual(["Ada Okafor", "Max Lindqvist", "Deployer"]);
  });
});
