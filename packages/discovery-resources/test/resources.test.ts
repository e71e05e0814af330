import { ApiResourceKindSchema } from "@planton-mcp/api/commons/apiresource/apiresourcekind/api_resource_kind";
import { EnvironmentCommandController } from "@planton-mcp/api/resourcemanager/environment/v1/command";
import { EnvironmentQueryController } from "@planton-mcp/api/resourcemanager/environment/v1/query";
import { OrganizationQueryController } from "@planton-mcp/api/resourcemanager/organization/v1/query";
import { definePlugin, defineTool, defineWorkflow, slug, text, wholeResource } from "@planton-mcp/core";
import { pluginOf } from "@planton-mcp/core/catalogue";
import { kindFacts } from "@planton-mcp/core/contract";
import { connectToSandbox, type SandboxConnection } from "@planton-mcp/testkit";
import { expect, test } from "vitest";
import { discoveryResources } from "../src/index.ts";

const query = EnvironmentQueryController.method;

const few = pluginOf(
  definePlugin({
    name: "few",
    title: "Few",
    description: "For tests.",
    tools: [
      defineTool({
        name: "get_environment",
        title: "Get",
        description: "Gets.",
        effect: "read",
        input: { id: text("Id") },
        example: { id: "x" },
        rpc: query.get,
        request: ({ id }) => ({ value: id }),
        project: wholeResource,
      }),
      defineWorkflow({
        name: "look_around",
        title: "Look",
        description: "Is about environments, and looks up an organization on its way.",
        effect: "read",
        input: {},
        example: {},
        reads: [query.findAuthorized, OrganizationQueryController.method.get],
        run: async () => ({}),
      }),
      defineTool({
        name: "make_environment",
        title: "Make",
        description: "Makes.",
        effect: "create",
        input: { slug },
        example: { slug: "x" },
        rpc: EnvironmentCommandController.method.create,
        request: ({ slug }) => ({ metadata: { org: "acme", slug } }),
        project: wholeResource,
      }),
    ],
  }),
);

interface Kind {
  readonly kind: string;
  readonly id_prefix?: string;
  readonly owner?: string;
  readonly tools: readonly string[];
}

async function read({ client }: Pick<SandboxConnection, "client">, uri: string) {
  const { contents } = await client.readResource({ uri });
  const [first] = contents;
  return JSON.parse(first !== undefined && "text" in first ? first.text : "null");
}

async function kindsOf(connection: SandboxConnection): Promise<readonly Kind[]> {
  const { groups } = await read(connection, "api-resource-kinds://catalog");
  return groups.flatMap(({ kinds }: { kinds: readonly Kind[] }) => kinds);
}

test("the kinds are those of the contract, but for its own tests", async () => {
  const kinds = await kindsOf(await connectToSandbox(discoveryResources));
  const named = ApiResourceKindSchema.values.filter(
    ({ name }) => kindFacts(name) !== undefined && name !== "test_api_resource",
  );
  expect(kinds.map(({ kind }) => kind).sort()).toEqual(named.map(({ name }) => name).sort());
  for (const { kind, id_prefix = "", owner } of kinds) {
    expect({ kind, id_prefix, owner }).toEqual({
      kind,
      id_prefix: kindFacts(kind)?.idPrefix,
      owner: kindFacts(kind)?.owner?.kind,
    });
  }
});

test("a kind names the tools that manage it in this very server, and none where there are none", async () => {
  const tools = async (...plugins: Parameters<typeof connectToSandbox>[0][]) =>
    (await kindsOf(await connectToSandbox(plugins.flat()))).flatMap(({ kind, tools }) =>
      tools.length > 0 ? [[kind, tools]] : [],
    );
  expect(await tools(discoveryResources)).toEqual([]);
  expect(await tools(discoveryResources, few)).toEqual([
    ["environment", ["get_environment", "look_around", "make_environment"]],
  ]);
});

test("what is switched off manages nothing", async () => {
  const connection = await connectToSandbox([discoveryResources, few], { readOnly: true });
  const kinds = await kindsOf(connection);
  expect(kinds.find(({ kind }) => kind === "environment")?.tools).toEqual(["get_environment", "look_around"]);
});

test("presets come with their manifests, best first, in whatever spelling of the kind", async () => {
  const connection = await connectToSandbox(discoveryResources);
  expect(await read(connection, "cloud-object-presets://aws-vpc")).toMatchObject({
    kind: "AwsVpc",
    count: 2,
    presets: [{ name: "small-vpc", yaml: expect.stringContaining("kind: AwsVpc") }, { name: "sturdy-vpc" }],
  });
  expect(await read(connection, "cloud-object-presets://AwsS3Bucket")).toEqual({
    kind: "AwsS3Bucket",
    count: 0,
    presets: [],
  });
});

test("components and modules come by pages, an organization's own modules only when it is named", async () => {
  const connection = await connectToSandbox(discoveryResources);
  expect(await read(connection, "deployment-components://catalog")).toMatchObject({
    page: 1,
    pages: 1,
    entries: [{ kind: "AwsVpc", provider: "aws", is_ready: true }, {}, {}],
  });
  const names = async (uri: string) => (await read(connection, uri)).entries.map(({ name }: { name: string }) => name);
  expect(await names("iac-modules://catalog")).toHaveLength(6);
  expect(await names("iac-modules://catalog?org=acme")).toContain("Acme bucket");
  expect(await names("iac-modules://catalog?page=9")).toEqual([]);
});

test("an organization's modules are not told to an outsider", async () => {
  const { as } = await connectToSandbox(discoveryResources);
  await expect(read(await as("outsider"), "iac-modules://catalog?org=acme")).rejects.toThrow(/permission/);
});

test("environments are counted by kind", async () => {
  const { environments } = await read(await connectToSandbox(discoveryResources), "environment-summary://acme");
  expect(environments.map(({ slug }: { slug: string }) => slug)).toEqual(["dev", "staging", "prod"]);
  for (const { cloud_resources, by_kind } of environments) {
    const sum = Object.values<number>(by_kind).reduce((total, count) => total + count, 0);
    expect(cloud_resources).toBe(sum);
  }
  expect(environments[0].by_kind).toMatchObject({ AwsVpc: expect.any(Number) });
});

test("everybody is told what they may do, and what they may not", async () => {
  const { as } = await connectToSandbox(discoveryResources);
  const of = async (who: "owner" | "viewer" | "outsider") => read(await as(who), "capabilities://me");
  const owner = await of("owner");
  expect(owner.me).toMatchObject({ email: "ada@acme.example" });
  expect(owner.organizations.map(({ org }: { org: string }) => org)).toEqual(["acme", "acme-labs"]);
  expect(owner.organizations[0].may_not).toEqual([]);
  expect((await of("viewer")).organizations).toMatchObject([
    {
      org: "acme",
      may: ["get", "iam_policy_get"],
      may_not: expect.arrayContaining(["update", "delete", "iam_policy_update"]),
    },
  ]);
  expect((await of("outsider")).organizations).toMatchObject([{ org: "globex" }]);
});

test("variables complete, with the caller's own rights", async () => {
  const { as } = await connectToSandbox(discoveryResources);
  const completed = async (who: "owner" | "outsider", uri: string, name: string, value: string) => {
    const { client } = await as(who);
    return (await client.complete({ ref: { type: "ref/resource", uri }, argument: { name, value } })).completion;
  };
  expect((await completed("owner", "environment-summary://{org}", "org", "ac")).values).toEqual(["acme", "acme-labs"]);
  expect((await completed("outsider", "iac-modules://catalog{?org,page}", "org", "")).values).toEqual(["globex"]);
  const kinds = await completed("owner", "cloud-object-presets://{kind}", "kind", "awsv");
  expect(kinds.values).toContain("AwsVpc");
  expect(await completed("owner", "cloud-object-presets://{kind}", "kind", "")).toMatchObject({
    values: { length: 100 },
    total: 362,
    hasMore: true,
  });
});

test("every resource says what it is, for whom, and how much it matters", async () => {
  const { client } = await connectToSandbox(discoveryResources);
  const { resources } = await client.listResources();
  const { resourceTemplates } = await client.listResourceTemplates();
  for (const listed of [...resources, ...resourceTemplates]) {
    expect(listed).toMatchObject({
      title: expect.stringMatching(/\w/),
      description: expect.stringMatching(/^[A-Z].*\.$/),
      mimeType: "application/json",
      annotations: { audience: expect.arrayContaining(["assistant"]), priority: expect.any(Number) },
    });
  }
});
