import { connectToSandbox } from "@planton-mcp/testkit";
import { describe, expect, test } from "vitest";
import { credentialKinds } from "./credential-kind.ts";
import { connectCredentials } from "./index.ts";

async function schemaOf(kind: string) {
  const { client } = await connectToSandbox(connectCredentials);
  const { contents } = await client.readResource({ uri: `credential-schema://${kind}` });
  return JSON.parse((contents[0] as { text: string }).text);
}

test("describes a spec as apply_credential takes it", async () => {
  const { spec, permissions, example } = await schemaOf("aws");
  expect(spec).toMatchObject({
    type: "object",
    description: expect.stringContaining("inline_mode_requires_credentials"),
    properties: {
      auth_mode: { enum: ["inline", "runner", "cross_account_trust", "browser_oauth"] },
      account_id: { $ref: "#/$defs/text" },
      secret_access_key: { $ref: "#/$defs/secret" },
      capabilities: { type: "array", items: { enum: expect.arrayContaining(["eks"]) } },
      cloud_formation_stack_id: { type: "string" },
    },
    required: ["account_id"],
    additionalProperties: false,
  });
  expect(permissions).toEqual({
    create: "connection_resource_create on organization",
    update: "update on aws_provider_connection",
    delete: "delete on aws_provider_connection",
    get: "get on aws_provider_connection",
    "store a value": "secret_create on organization",
  });
  expect(example).toMatchObject({ kind: "aws", spec: { account_id: "my-account-id" } });
});

test("describes what is nested, and numbers", async () => {
  const { spec } = await schemaOf("GithubConnection");
  expect(spec.properties.app_install_info).toMatchObject({
    type: "object",
    properties: { installation_id: { type: "integer" }, account_type: { enum: ["user", "organization"] } },
    required: ["installation_id", "account_type", "account_id"],
  });
});

describe.each(credentialKinds)("$word", ({ word }) => {
  test("has an example that apply_credential takes, once its secrets are there", async () => {
    const { example } = await schemaOf(word);
    const { call } = await connectToSandbox(connectCredentials);
    const spec = JSON.parse(JSON.stringify(example.spec).replaceAll('{"secret":', '{"value":'));
    expect((await call("apply_credential", { ...example, spec })).answer).toMatchObject({ outcome: "created" });
  });
});

test("completes kinds", async () => {
  const { client } = await connectToSandbox(connectCredentials);
  const ref = { type: "ref/resource", uri: "credential-schema://{kind}" } as const;
  const { completion } = await client.complete({ ref, argument: { name: "kind", value: "Git" } });
  expect(completion.values).toEqual(["github", "gitlab"]);
});

test("tells the nearest kind where there is none of that name", async () => {
  await expect(schemaOf("gihub")).rejects.toThrow("Did you mean github?");
});
