import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { getOption } from "@bufbuild/protobuf";
import { field as fieldRules } from "@bufbuild/protovalidate/gen/buf/validate/validate_pb.js";
import {
  ApiResourceKind,
  ApiResourceKindSchema,
  kind_meta,
} from "@planton-mcp/api/commons/apiresource/apiresourcekind/api_resource_kind";
import { sensitive } from "@planton-mcp/api/commons/apiresource/field_options";
import { api_resource_kind } from "@planton-mcp/api/commons/apiresource/rpc_service_options";
import { OpenBaoConfigSchema } from "@planton-mcp/api/configmanager/secretbackend/v1/spec";
import { ApiResourceIamPermission } from "@planton-mcp/api/iam/iampolicy/v1/rpcauthorization/iam_permission";
import { config, is_skip_authorization } from "@planton-mcp/api/iam/iampolicy/v1/rpcauthorization/method_options";
import { TeamMemberSchema, TeamSchema } from "@planton-mcp/api/iam/team/v1/api";
import { StackJobQueryController } from "@planton-mcp/api/infrahub/stackjob/v1/query";
import { CloudResourceProvider } from "@planton-mcp/api/openmcf/shared/cloudresourcekind/cloud_resource_provider";
import { OrganizationSchema } from "@planton-mcp/api/resourcemanager/organization/v1/api";
import { OrganizationQueryController } from "@planton-mcp/api/resourcemanager/organization/v1/query";
import { describe, expect, it } from "vitest";

const packageFolder = fileURLToPath(new URL("..", import.meta.url));
const generatedFolder = join(packageFolder, "gen");

/** The paths of a folder's files that end so, without that ending. */
function listFiles(folder: string, ending: string): string[] {
  return readdirSync(join(packageFolder, folder), { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(ending) && !path.startsWith("."))
    .map((path) => path.slice(0, -ending.length))
    .sort();
}

/** Every generated module that importing one of them loads. */
function loadedBy(module: string, loaded = new Set<string>()): Set<string> {
  if (loaded.has(module)) return loaded;
  loaded.add(module);
  const source = readFileSync(join(generatedFolder, module), "utf8");
  for (const [, path] of source.matchAll(/^(?:import|export) .*from "(\.[^"]+)";$/gm)) {
    if (path !== undefined) loadedBy(join(dirname(module), path), loaded);
  }
  return loaded;
}

describe("generated modules", () => {
  it("exist for every proto file, with their types, and for nothing else", () => {
    const protoFiles = listFiles("proto", ".proto");
    expect(protoFiles.length).toBeGreaterThan(400);
    expect(listFiles("gen", "_pb.js")).toEqual(protoFiles);
    expect(listFiles("gen", "_pb.d.ts")).toEqual(protoFiles);
  });

  it("keep a service apart from unrelated domains", () => {
    const loaded = loadedBy("ai/planton/resourcemanager/organization/v1/query_pb.js");
    const domains = new Set([...loaded].map((module) => module.split("/").slice(0, 3).join("/")));
    expect(domains).toEqual(new Set(["ai/planton/resourcemanager", "ai/planton/commons", "ai/planton/iam"]));
    expect(loaded.size).toBeLessThan(30);
  });

  it("share protovalidate's own copy of the rules", () => {
    const sources = ["_pb.js", "_pb.d.ts"].flatMap((ending) =>
      listFiles("gen", ending).map((path) => readFileSync(join(generatedFolder, `${path}${ending}`), "utf8")),
    );
    const imported = sources.flatMap((source) => [...source.matchAll(/from "([^"]*buf\/validate[^"]*)"/g)]);
    expect(new Set(imported.map(([, path]) => path))).toEqual(
      new Set(["@bufbuild/protovalidate/gen/buf/validate/validate_pb.js"]),
    );
    expect(listFiles("gen", "validate_pb.js")).toEqual([]);
    expect(sources.some((source) => source.includes("file buf/validate/"))).toBe(false);
  });
});

describe("the contract in the descriptors", () => {
  it("names the permission that a method needs, and where the resource's id stands", () => {
    expect(OrganizationQueryController.typeName).toBe(
      "ai.planton.resourcemanager.organization.v1.OrganizationQueryController",
    );
    const { permission, resourceKind, fieldPath } = getOption(OrganizationQueryController.method.get, config);
    expect(permission).toBe(ApiResourceIamPermission.get);
    expect(resourceKind).toBe(ApiResourceKind.organization);
    expect(fieldPath).toBe("value");
    expect(getOption(OrganizationQueryController.method.checkSlugAvailability, is_skip_authorization)).toBe(true);
  });

  it("names the kind that a service manages, and describes the kind", () => {
    expect(getOption(OrganizationQueryController, api_resource_kind)).toBe(ApiResourceKind.organization);
    const team = ApiResourceKindSchema.value[ApiResourceKind.team];
    expect(team && getOption(team, kind_meta)).toMatchObject({ name: "Team", idPrefix: "team" });
  });

  it("numbers fields as the server does", () => {
    const numbers = (schema: typeof TeamSchema | typeof TeamMemberSchema): Record<string, number> =>
      Object.fromEntries(schema.fields.map((field) => [field.name, field.number]));
    expect(numbers(TeamSchema)).toEqual({ api_version: 1, kind: 2, metadata: 3, spec: 4, status: 5 });
    expect(numbers(TeamMemberSchema)).toEqual({
      member_type: 1,
      member_id: 2,
      email: 3,
      name: 4,
      avatar: 5,
      slug: 6,
    });
  });

  it("marks secret fields, and carries validation rules with their expressions", () => {
    expect(getOption(OpenBaoConfigSchema.field.token, sensitive)).toBe(true);
    expect(getOption(OrganizationSchema.field.kind, fieldRules).type).toMatchObject({
      case: "string",
      value: { const: "Organization" },
    });
    const { cel } = getOption(OrganizationSchema.field.metadata, fieldRules);
    expect(cel.map((rule) => rule.id)).toContain("metadata.slug.length");
  });

  it("knows streams and the component model's types", () => {
    expect(StackJobQueryController.method.getProgressEventStream.methodKind).toBe("server_streaming");
    expect(CloudResourceProvider.aws).toBeGreaterThan(0);
  });
});
