import { type DescField, getOption, hasOption } from "@bufbuild/protobuf";
import {
  ApiResourceKindSchema,
  kind_meta,
} from "@planton-mcp/api/commons/apiresource/apiresourcekind/api_resource_kind";
import { Failure, rpcName } from "@planton-mcp/core";
import { kindOf } from "@planton-mcp/core/contract";
import { describe, expect, test } from "vitest";
import { credentialKind, credentialKinds } from "./credential-kind.ts";
import { ofEveryKind } from "./credential-method.ts";

describe("the kinds", () => {
  test("are those that the contract calls connections, and no others", () => {
    const connections = ApiResourceKindSchema.values
      .filter((value) => hasOption(value, kind_meta) && getOption(value, kind_meta).isConnection)
      .map(({ name }) => name);
    expect(connections).toHaveLength(20);
    expect(credentialKinds.map(({ name }) => name).sort()).toEqual(connections.sort());
  });

  test.each(credentialKinds)("$word has the methods of its own services, and its own resource", async (kind) => {
    const { apply, delete: remove, get, getByOrgBySlug } = await kind.load();
    for (const method of [apply, remove, get, getByOrgBySlug]) {
      expect(kindOf(method.parent)).toBe(kind.name);
      expect(method.output.name).toBe(kind.resource);
      const fields: readonly DescField[] = method.output.fields;
      expect(fields.map(({ name }) => name)).toEqual(expect.arrayContaining(["metadata", "spec", "status"]));
    }
    expect(apply.input).toBe(apply.output);
    for (const id of [remove.input, get.input]) expect(id.name).toBe("ApiResourceId");
    expect(getByOrgBySlug.input.name).toBe("ApiResourceByOrgBySlugRequest");
  });

  test("declare their methods by the names that these have", async () => {
    const declared = ofEveryKind("apply", "delete", "get", "getByOrgBySlug");
    expect(declared).toHaveLength(80);
    for (const { rpc, load } of declared) expect(rpcName(await load())).toBe(rpc);
  });
});

describe("a kind is found", () => {
  test.each(credentialKinds)("$word by every name that the contract has for it", (kind) => {
    for (const said of [
      kind.word,
      kind.name,
      kind.resource,
      kind.title,
      kind.word.toUpperCase(),
      `${kind.word} credential`,
    ]) {
      expect(credentialKind(said)).toBe(kind);
    }
  });

  test.each([
    ["docker", "container_registry"],
    ["K8s", "kubernetes"],
    ["digitalocean", "digital_ocean"],
    ["Google Cloud", "gcp"],
    ["MongoDB Atlas", "atlas"],
    ["openfga", "open_fga"],
    ["terraform", "terraform_backend"],
    ["GitHub connection", "github"],
  ])("as people say it: %s", (said, word) => {
    expect(credentialKind(said).word).toBe(word);
  });

  test.each([
    ["gihub", "Did you mean github?"],
    ["kuberntes", "Did you mean kubernetes?"],
    ["AwsProviderConection", "Did you mean aws?"],
    ["heroku", "The kinds are atlas,"],
  ])("or the nearest is told: %s", (said, help) => {
    try {
      credentialKind(said);
      expect.unreachable();
    } catch (error) {
      expect(Failure.is(error) && error.facts).toMatchObject({
        code: "invalid_arguments",
        problems: [{ argument: "kind", message: expect.stringContaining(help) }],
      });
    }
  });
});
