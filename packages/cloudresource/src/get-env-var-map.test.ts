import { connectToSandbox } from "@planton-mcp/testkit";
import { expect, test } from "vitest";
import { cloudresource } from "./index.ts";

const manifest = (env: string) =>
  `kind: KubernetesDeployment\nmetadata: {name: shop, org: acme, env: dev}\nspec: {container: {app: {env: ${env}}}}\n`;

test("shows variables with references resolved, and of secrets the names", async () => {
  const { call } = await connectToSandbox(cloudresource);
  const namespace = "{value_from: {kind: KubernetesNamespace, name: shop, field_path: spec.name}}";
  const yaml_content = manifest(
    `{variables: {WHERE: ${namespace}, COPY: {value: canary-1234}}, secrets: {PIN: {value: canary-1234}}}`,
  );
  const { answer, text } = await call("get_env_var_map", { yaml_content });
  expect(answer).toMatchObject({ variables: { WHERE: "shop" }, secrets: { PIN: "[hidden]" } });
  expect(text).not.toContain("canary");
});

test("tells the line of what is no YAML, and asks nobody", async () => {
  const { call, calls } = await connectToSandbox(cloudresource);
  expect((await call("get_env_var_map", { yaml_content: "kind: [\n" })).failure?.problems).toMatchObject([
    { argument: "yaml_content", message: expect.stringMatching(/^Line 2, column 1: This is not YAML/) },
  ]);
  expect(calls).toEqual([]);
});

test("is denied to outsiders", async () => {
  const { as } = await connectToSandbox(cloudresource);
  const { call } = await as("outsider");
  expect((await call("get_env_var_map", { yaml_content: manifest("{}") })).failure).toMatchObject({
    code: "permission_denied",
  });
});
