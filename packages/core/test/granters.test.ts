import { Code, ConnectError } from "@connectrpc/connect";
import { IamPolicyV2QueryController } from "@planton-mcp/api/iam/iampolicy/v2/query";
import { EnvironmentQueryController } from "@planton-mcp/api/resourcemanager/environment/v1/query";
import { type CallEvent, definePlugin, defineTool, defineWorkflow } from "@planton-mcp/core";
import { expect, test } from "vitest";
import { pluginOf } from "../src/catalogue/plugin-of.ts";
import { connect, fakeBackend, record } from "./testkit.ts";

const { get, getByOrgBySlug } = EnvironmentQueryController.method;
const { listResourceAccessByPrincipal } = IamPolicyV2QueryController.method;

const facts = {
  name: "get_thing",
  title: "Get a thing",
  description: "Reads it.",
  effect: "read",
  input: {},
  example: {},
} as const;

const tools = {
  byId: defineTool({ ...facts, rpc: get, request: () => ({ value: "env_1" }), project: () => ({}) }),
  bySlug: defineTool({
    ...facts,
    rpc: getByOrgBySlug,
    request: () => ({ org: "acme", slug: "dev" }),
    project: () => ({}),
  }),
  policies: defineWorkflow({
    ...facts,
    reads: [listResourceAccessByPrincipal],
    run: (_, { read }) => read(listResourceAccessByPrincipal, { resource: { kind: "environment", id: "env_1" } }),
  }),
};

type Answer = () => { principals: { id: string; name?: string; email?: string }[] };

/** A denied call of a tool, against a backend that answers as said about who could grant it. */
async function deny(tool: keyof typeof tools, whoCould: Answer) {
  const events: CallEvent[] = [];
  const denied = () => {
    throw new ConnectError("No.", Code.PermissionDenied);
  };
  const { backend, calls } = record(
    fakeBackend((router) => {
      router.service(EnvironmentQueryController, { get: denied, getByOrgBySlug: denied });
      router.service(IamPolicyV2QueryController, {
        listResourceAccessByPrincipal: denied,
        listAuthorizedPrincipals: whoCould,
      });
    }),
  );
  const plugin = pluginOf(
    definePlugin({ name: "things", title: "Things", description: "For tests.", tools: [tools[tool]] }),
  );
  const { call } = await connect(plugin, backend, { onCall: (event) => events.push(event) });
  return { failure: (await call("get_thing")).failure, calls, events };
}

const people = (count: number) => ({
  principals: Array.from({ length: count }, (_, index) => ({
    id: `ida_${index}`,
    name: `P${index}`,
    email: `p${index}@acme.example`,
  })),
});

test("a denial names who could grant what is missing, by one more read", async () => {
  const { failure, calls, events } = await deny("byId", () => people(1));
  expect(failure).toMatchObject({
    code: "permission_denied",
    permission: { permission: "get", kind: "environment", id: "env_1" },
    who_could_grant: ["P0 <p0@acme.example>"],
    next: expect.stringMatching(/^P0 <p0@acme.example> could grant it\. Ask the person/),
  });
  expect(calls.map(({ method, options }) => [method.name, options.retry])).toEqual([
    ["get", true],
    ["listAuthorizedPrincipals", false],
  ]);
  expect(calls[1]?.request).toMatchObject({
    resource: { kind: "environment", id: "env_1" },
    principalKind: "identity_account",
    relation: "iam_policy_update",
  });
  expect(calls[1]?.options.timeoutMs).toBeLessThanOrEqual(2_000);
  expect(events[0]?.rpcs.map(({ outcome }) => outcome)).toEqual(["permission_denied", "ok"]);
});

test("it names five of many, and those without a name by their id", async () => {
  const many = await deny("byId", () => people(7));
  expect(many.failure?.who_could_grant).toHaveLength(5);
  expect(many.failure?.next).toContain("P0 <p0@acme.example> and 6 more could grant it.");
  const nameless = await deny("byId", () => ({ principals: [{ id: "ida_9" }] }));
  expect(nameless.failure?.who_could_grant).toEqual(["ida_9"]);
});

test.each([
  ["may not be asked", Code.PermissionDenied],
  ["is not served", Code.Unimplemented],
  ["can't be reached", Code.Unavailable],
])("it stays as it is where that %s, and is asked once", async (_, code) => {
  const { failure, calls } = await deny("byId", () => {
    throw new ConnectError("No.", code);
  });
  expect(failure).toMatchObject({
    code: "permission_denied",
    message: expect.stringContaining("permission get on environment env_1"),
  });
  expect(failure).not.toHaveProperty("who_could_grant");
  expect(calls).toHaveLength(2);
});

test.each(["bySlug", "policies"] as const)("nothing is asked where it can't be known: %s", async (tool) => {
  const { failure, calls } = await deny(tool, () => people(1));
  expect(failure).toMatchObject({ code: "permission_denied" });
  expect(calls).toHaveLength(1);
});

test("a denial about policies says on which resource, as the request does", async () => {
  const { failure } = await deny("policies", () => people(1));
  expect(failure?.permission).toEqual({
    permission: "iam_policy_get",
    kind: "environment",
    id: "env_1",
    declared: true,
  });
});
