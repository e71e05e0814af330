import type { JsonObject } from "@bufbuild/protobuf";
import { describe, expect, it } from "vitest";
import { loadKind, PathError } from "../src/index.ts";

async function property(kind: string, path: string): Promise<JsonObject> {
  const { $schema, title, ...schema } = (await loadKind(kind)).schema(path);
  expect($schema).toBe("https://json-schema.org/draft/2020-12/schema");
  expect(title).toBe(`${kind} ${path}`);
  return schema;
}

describe("a schema", { timeout: 60_000 }, () => {
  it.each([
    ["a length", "AwsVpc", "spec.region", { type: "string", minLength: 1 }],
    ["what is required", "AwsVpc", "spec.vpc_cidr", { type: "string", minLength: 1 }],
    [
      "what is recommended",
      "AwsAlb",
      "spec.idle_timeout_seconds",
      { type: "integer", description: "The example is recommended.", examples: [60] },
    ],
    ["a default", "AwsDocumentDb", "spec.engine_version", expect.objectContaining({ default: expect.any(String) })],
    [
      "names of an enum",
      "AwsCloudFront",
      "spec.price_class",
      { type: "string", enum: ["PRICE_CLASS_UNSPECIFIED", "PRICE_CLASS_100", "PRICE_CLASS_200", "PRICE_CLASS_ALL"] },
    ],
    [
      "patterns of items",
      "AwsCloudFront",
      "spec.aliases",
      { type: "array", items: { type: "string", pattern: "^[A-Za-z0-9\\x2d\\.]+\\.[A-Za-z]{2,}$" }, uniqueItems: true },
    ],
    ["any JSON", "AwsIamRole", "spec.trust_policy", { type: "object", description: "Any JSON object." }],
    [
      "choices by an expression",
      "AwsWafWebAcl",
      "spec.scope",
      { type: "string", minLength: 1, enum: ["REGIONAL", "CLOUDFRONT"] },
    ],
    [
      "a set of numbers by an expression",
      "AwsCloudwatchLogGroup",
      "spec.retention_in_days",
      expect.objectContaining({ enum: expect.arrayContaining([0, 3653]) }),
    ],
    [
      "64 bits",
      "AwsAthenaWorkgroup",
      "spec.bytes_scanned_cutoff_per_query",
      expect.objectContaining({ type: ["integer", "string"] }),
    ],
    ["a map", "AwsVpc", "metadata.labels", { type: "object", additionalProperties: { type: "string" } }],
  ])("tells %s", async (_, kind, path, schema) => {
    expect(await property(kind, path)).toEqual(schema);
  });

  it("tells what a value-or-reference field points at, in both forms", async () => {
    const schema = await property("AwsAlb", "spec.security_groups");
    expect(schema).toMatchObject({
      description: "A value, or a reference, by default to status.outputs.security_group_id of AwsSecurityGroup.",
      "x-reference": { kind: "AwsSecurityGroup", field_path: "status.outputs.security_group_id" },
      items: {
        properties: { value: { type: "string" }, value_from: { required: ["name"] } },
        oneOf: [{ required: ["value"] }, { required: ["value_from"] }, { not: expect.anything() }],
      },
    });
    const { properties } = (await loadKind("AwsSecurityGroup")).schema("status.outputs");
    expect(properties).toHaveProperty("security_group_id");
  });

  it("tells rules that it can't hold in words", async () => {
    const cdn = await property("AwsCloudFront", "spec");
    expect(cdn.description).toBe("When aliases is not empty, certificate_arn must be given.");
    expect(cdn.required).toEqual(["region", "origins"]);
    expect(await property("AwsCloudFront", "spec.origins")).toMatchObject({
      description: "The number of o in origins for which o.is_default is true must be 1.",
    });
  });

  it("names a type once, however often it occurs", async () => {
    const { $defs } = (await loadKind("KubernetesDeployment")).schema();
    expect(Object.keys($defs as JsonObject)).toContain("StringValueOrRef");
    expect(JSON.stringify((await loadKind("AwsVpc")).schema("spec"))).not.toContain("$defs");
  });

  it("passes through lists and maps, in either spelling", async () => {
    const alb = await loadKind("AwsAlb");
    expect(alb.schema("spec.subnets[0].value")).toBe(alb.schema("spec.subnets.value"));
    expect(alb.schema("spec.deleteProtectionEnabled")).toMatchObject({ type: "boolean" });
    expect(alb.schema("spec.subnets.*.valueFrom.kind")).toMatchObject({ type: "string" });
  });

  it("of nothing says what there is", async () => {
    const vpc = await loadKind("AwsVpc");
    expect(() => vpc.schema("spec.vpc_cdir")).toThrow(
      new PathError("AwsVpc.spec has no vpc_cdir. Did you mean vpc_cidr?"),
    );
    expect(() => vpc.schema("spec.region.x")).toThrow(new PathError("AwsVpc.spec.region has no x. It has no fields."));
    expect(() => vpc.schema("__proto__")).toThrow(PathError);
  });
});
