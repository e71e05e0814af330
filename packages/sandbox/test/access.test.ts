import { create } from "@bufbuild/protobuf";
import { Code } from "@connectrpc/connect";
import { IdentityAccountQueryController } from "@planton-mcp/api/iam/identityaccount/v1/query";
import { EnvironmentQueryController } from "@planton-mcp/api/resourcemanager/environment/v1/query";
import { OrganizationCommandController } from "@planton-mcp/api/resourcemanager/organization/v1/command";
import { OrganizationQueryController } from "@planton-mcp/api/resourcemanager/organization/v1/query";
import { requirementOf } from "@planton-mcp/core/contract";
import { sandboxKeys } from "@planton-mcp/sandbox";
import { describe, expect, test } from "vitest";
import { services } from "../src/domains/index.ts";
import { isStreaming, isUnary } from "../src/handler.ts";
import { connectionAccess } from "./access/connection.ts";
import { defaultProviderConnectionAccess } from "./access/default-provider-connection.ts";
import { defaultRunnerBindingAccess } from "./access/default-runner-binding.ts";
import { environmentAccess } from "./access/environment.ts";
import { flowControlPolicyAccess } from "./access/flow-control-policy.ts";
import { githubAccess } from "./access/github.ts";
import { iamAccess } from "./access/iam.ts";
import { identityAccountAccess } from "./access/identity-account.ts";
import { infraHubCatalogAccess } from "./access/infra-hub-catalog.ts";
import { organizationAccess } from "./access/organization.ts";
import { type AccessTable, unserved } from "./access/outcomes.ts";
import { promotionPolicyAccess } from "./access/promotion-policy.ts";
import { providerConnectionAuthorizationAccess } from "./access/provider-connection-authorization.ts";
import { runnerRegistrationAccess } from "./access/runner-registration.ts";
import { secretAccess } from "./access/secret.ts";
import { workAccess, workStreams } from "./access/work.ts";
import { caller, failureOf, follower, openSandbox, outcomeOf } from "./scene.ts";

const { whoAmI } = IdentityAccountQueryController.method;

/** Every domain's table of requests and outcomes. A method without a row is not served. */
const table: AccessTable = {
  ...organizationAccess,
  ...environmentAccess,
  ...identityAccountAccess,
  ...promotionPolicyAccess,
  ...flowControlPolicyAccess,
  ...iamAccess,
  ...workAccess,
  ...infraHubCatalogAccess,
  ...secretAccess,
  ...connectionAccess,
  ...defaultProviderConnectionAccess,
  ...providerConnectionAuthorizationAccess,
  ...runnerRegistrationAccess,
  ...defaultRunnerBindingAccess,
  ...githubAccess,
};

const keys = ["owner", "member", "viewer", "outsider"] as const;

describe.each(services.flatMap(({ methods }) => methods).filter(isUnary))("$parent.name/$name", (method) => {
  const [request, outcomes] = table[`${method.parent.name}/${method.name}`] ?? [{}, unserved];
  const call = (credential?: string) => {
    const { backend } = openSandbox();
    return backend.unary(method, create(method.input, request), { credential });
  };

  test.each(keys.map((key, index) => [key, outcomes[index]] as const))("%s: %s", async (key, outcome) => {
    expect(await outcomeOf(call(sandboxKeys[key]))).toBe(outcome);
  });

  test.each([
    ["no key", undefined],
    ["an empty key", ""],
    ["a wrong key", "sandbox-owner-kez"],
    ["a key of another spelling", "SANDBOX-OWNER-KEY"],
  ])("%s", async (_, credential) => {
    const isPublic = credential === undefined && requirementOf(method).type === "anyone";
    const refused = isPublic ? "OK" : "Unauthenticated";
    expect(await outcomeOf(call(credential))).toBe(outcomes === unserved ? "Unimplemented" : refused);
  });
});

describe.each(services.flatMap(({ methods }) => methods).filter(isStreaming))("$parent.name/$name", (method) => {
  const [request, outcomes] = workStreams[`${method.parent.name}/${method.name}`] ?? [{}, unserved];

  test.each(keys.map((key, index) => [key, outcomes[index]] as const))("%s: %s", async (key, outcome) => {
    const stream = follower(openSandbox().backend, sandboxKeys[key])(method, request);
    expect(await outcomeOf(stream.next())).toBe(outcome);
  });

  test("no key, or a wrong one", async () => {
    for (const key of [undefined, "sandbox-owner-kez"]) {
      const stream = follower(openSandbox().backend, key)(method, request);
      expect(await outcomeOf(stream.next())).toBe(outcomes === unserved ? "Unimplemented" : "Unauthenticated");
    }
  });
});

test("everybody is told who they are", async () => {
  const { backend, keys } = openSandbox();
  const emailOf = async (key: string) => (await caller(backend, key)(whoAmI, {})).spec?.email;
  expect(await emailOf(keys.owner)).toBe("ada@acme.example");
  expect(await emailOf(keys.outsider)).toBe("otto@globex.example");
});

test("a denial names the permission and what it is missing on, and changes nothing", async () => {
  const { backend, keys } = openSandbox();
  const viewer = caller(backend, keys.viewer);
  const failure = await failureOf(viewer(OrganizationCommandController.method.delete, { value: "acme" }));
  expect(failure.rawMessage).toBe("This takes the permission delete on organization acme.");
  expect((await viewer(OrganizationQueryController.method.get, { value: "acme" })).metadata?.name).toBe("Acme");
});

test("nobody is told of organizations that are not theirs", async () => {
  const { backend, keys } = openSandbox();
  const ids = async (key: string) => {
    const { entries } = await caller(backend, key)(OrganizationQueryController.method.findOrganizations, {});
    return entries.map(({ metadata }) => metadata?.id);
  };
  expect(await ids(keys.outsider)).toEqual(["globex"]);
  expect(await ids(keys.owner)).toEqual(["acme", "acme-labs"]);
  for (const key of [keys.member, keys.viewer]) expect(await ids(key)).toEqual(["acme"]);
});

test("an environment is looked up in the organization that is named, and nowhere else", async () => {
  const { backend, keys } = openSandbox();
  const lookUp = EnvironmentQueryController.method.getByOrgBySlug;
  const otto = caller(backend, keys.outsider);
  expect((await otto(lookUp, { org: "globex", slug: "prod" })).metadata?.org).toBe("globex");
  expect((await failureOf(otto(lookUp, { org: "acme", slug: "prod" }))).code).toBe(Code.PermissionDenied);
  expect((await failureOf(otto(lookUp, { org: "globex", slug: "dev" }))).code).toBe(Code.NotFound);
});

test("what there is not is not found, whatever it would take", async () => {
  const { backend, keys } = openSandbox();
  const otto = caller(backend, keys.outsider);
  const { get, findByOrg } = EnvironmentQueryController.method;
  expect((await failureOf(otto(findByOrg, { value: "nowhere" }))).code).toBe(Code.NotFound);
  expect((await failureOf(otto(get, { value: "env_unknown" }))).code).toBe(Code.NotFound);
});

test("an apply that would create needs what creating takes", async () => {
  const { backend, keys } = openSandbox();
  const apply = OrganizationCommandController.method.apply;
  expect((await caller(backend, keys.viewer)(apply, { metadata: { slug: "veras" } })).metadata?.id).toBe("veras");
  const failure = await failureOf(caller(backend, keys.outsider)(apply, { metadata: { slug: "veras" } }));
  expect(failure.code).toBe(Code.PermissionDenied);
});
