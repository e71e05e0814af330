import type { JsonObject } from "@bufbuild/protobuf";
import { beforeAll, describe, expect, it } from "vitest";
import { checkManifest, type Kind, loadKind } from "../src/index.ts";

let vpc: Kind;
let alb: Kind;
let cdn: Kind;
let role: Kind;

beforeAll(async () => {
  [vpc, alb, cdn, role] = await Promise.all([
    loadKind("AwsVpc"),
    loadKind("AwsAlb"),
    loadKind("AwsCloudFront"),
    loadKind("AwsIamRole"),
  ]);
}, 60_000);

/** What is wrong with a kind's example once something in its spec is another. */
function broken(kind: Kind, spec: Readonly<Record<string, unknown>>, others: Readonly<Record<string, unknown>> = {}) {
  const example = kind.example();
  const checked = kind.check({ ...example, ...others, spec: { ...(example.spec as JsonObject), ...spec } });
  return checked.ok ? {} : Object.fromEntries(checked.problems.map(({ path, message }) => [path, message]));
}

describe("a manifest that is right", { timeout: 60_000 }, () => {
  it("is given back under the contract's names, with nothing added and nothing dropped", () => {
    const checked = vpc.check({
      apiVersion: "aws.openmcf.org/v1",
      kind: "AwsVpc",
      metadata: { name: "", labels: {}, tags: [] },
      spec: {
        region: "us-east-1",
        vpcCidr: "10.0.0.0/16",
        subnets_per_availability_zone: 1,
        subnetSize: 1n,
        isNatGatewayEnabled: false,
      },
    });
    expect(checked).toMatchObject({ ok: true, message: { $typeName: vpc.typeName, spec: { vpcCidr: "10.0.0.0/16" } } });
    expect(checked.ok && checked.json).toStrictEqual({
      api_version: "aws.openmcf.org/v1",
      kind: "AwsVpc",
      metadata: { name: "", labels: {}, tags: [] },
      spec: {
        region: "us-east-1",
        vpc_cidr: "10.0.0.0/16",
        subnets_per_availability_zone: 1,
        subnet_size: 1,
        is_nat_gateway_enabled: false,
      },
    });
  });
});

describe("a manifest that is wrong", { timeout: 60_000 }, () => {
  it("is told all that is wrong with it at once", () => {
    expect(
      broken(vpc, {
        vpc_cidr: 5,
        regoin: "x",
        subnet_size: 0,
        availability_zones: ["a", null, 3],
        is_nat_gateway_enabled: "yes",
      }),
    ).toEqual({
      "spec.regoin": "There is no such field. Did you mean region?",
      "spec.vpc_cidr": "Text is wanted. Put it in quotes.",
      "spec.availability_zones[1]": "null is no value. Leave it out, or give one.",
      "spec.availability_zones[2]": "Text is wanted. Put it in quotes.",
      "spec.is_nat_gateway_enabled": "true or false is wanted, without quotes.",
      "spec.subnet_size": "A value is required, and this one counts as none.",
    });
  });

  it.each([
    ["null", { region: null }, { "spec.region": "null is no value. Leave region out to leave it unset." }],
    ["a list for one", { region: ["a"] }, { "spec.region": "Text is wanted. Put it in quotes." }],
    ["one for a list", { availability_zones: "a" }, { "spec.availability_zones": "A list is wanted, not text." }],
    ["NaN", { subnet_size: Number.NaN }, { "spec.subnet_size": expect.stringContaining("A whole number is wanted") }],
    ["a fraction", { subnet_size: 1.5 }, { "spec.subnet_size": expect.stringContaining("A whole number is wanted") }],
    ["a number in quotes", { subnet_size: "1" }, { "spec.subnet_size": expect.stringContaining("without quotes") }],
    [
      "a number too large",
      { subnet_size: 2 ** 31 },
      { "spec.subnet_size": "A whole number from -2147483648 to 2147483647 is wanted." },
    ],
    [
      "both spellings",
      { vpcCidr: "10.0.0.0/16" },
      { "spec.vpcCidr": "Given twice, as vpc_cidr and as vpcCidr. Keep one of them." },
    ],
    ["half a character", { region: "\ud800" }, { "spec.region": expect.stringContaining("half a character") }],
    ["a date", { region: new Date(0) }, { "spec.region": "Text is wanted. Put it in quotes." }],
  ])("by %s is told so", (_, spec, problems) => {
    expect(broken(vpc, spec)).toEqual(problems);
  });

  it("can't reach a prototype", () => {
    const manifest = JSON.parse(
      JSON.stringify(vpc.example()).replace('"spec":{', '"spec":{"__proto__":{},"constructor":1,'),
    );
    const checked = vpc.check(manifest);
    expect(checked.ok ? [] : checked.problems.map(({ path }) => path)).toEqual(["spec.__proto__", "spec.constructor"]);
    const labels = JSON.parse('{"__proto__": "x", "constructor": "y"}');
    expect(broken(vpc, {}, { metadata: { labels } })).toEqual({ "metadata.labels.__proto__": "This cannot be a key." });
  });

  it("by a kind or version of another is told what is right", () => {
    expect(broken(vpc, {}, { kind: "AwsAlb", api_version: "v1" })).toEqual({
      api_version: "It must equal `aws.openmcf.org/v1`.",
      kind: "It must equal `AwsVpc`.",
    });
  });

  it("by a value in place of a value or reference is told both forms", () => {
    expect(broken(alb, { subnets: ["subnet-1", { value: "subnet-2" }] })).toEqual({
      "spec.subnets[0]": expect.stringMatching(/\{ value: … \}.*\{ value_from: \{ kind, name, field_path \} \}/),
    });
  });

  it("by both branches of a oneof is told to leave one out", () => {
    const both = { value: "a", value_from: { name: "b" } };
    expect(broken(alb, { subnets: [both, { valueFrom: { kind: "AwsVcp", name: "x" } }] })).toEqual({
      "spec.subnets[0].value_from": "Only one of value and value_from can be given. Leave one out.",
      "spec.subnets[1].value_from.kind": "There is no AwsVcp. Did you mean AwsVpc?",
    });
  });

  it("by an enum's value that there is not is told the nearest, and of few all", () => {
    expect(broken(cdn, { price_class: "PRICE_CLASS_10" })).toEqual({
      "spec.price_class":
        "There is no PRICE_CLASS_10. Did you mean PRICE_CLASS_100? It is one of PRICE_CLASS_UNSPECIFIED, PRICE_CLASS_100, PRICE_CLASS_200, PRICE_CLASS_ALL.",
    });
    expect(broken(cdn, { price_class: 1 })).toEqual({});
  });

  it("by a broken rule is told it in words, where it is to be mended", () => {
    expect(broken(cdn, { aliases: ["example.com", "example.com", "-"] })).toEqual({
      "spec.aliases": "It must contain unique items.",
      "spec.aliases[2]": expect.stringMatching(/^It must match `/),
      spec: "When aliases is not empty, certificate_arn must be given.",
    });
  });

  it("is not told of rules on what could not be read", () => {
    expect(broken(cdn, { origins: 5 })).toEqual({ "spec.origins": "A list is wanted, not a number." });
  });

  it("by one of several that must be given is told all of them", async () => {
    const certificate = await loadKind("CivoCertificate");
    const { type: _, ...spec } = certificate.example().spec as JsonObject;
    const without = Object.fromEntries(Object.entries(spec).filter(([, value]) => typeof value !== "object"));
    const checked = certificate.check({ ...certificate.example(), spec: without });
    expect(checked.ok ? [] : checked.problems.map(({ message }) => message)).toContainEqual(
      expect.stringMatching(/One of \w+, \w+ must be given\./),
    );
  });
});

describe("data of any shape", { timeout: 60_000 }, () => {
  const policy = (trust_policy: unknown) => broken(role, { trust_policy });

  it("keeps what JSON has, and refuses what it has not", () => {
    expect(policy({ a: null, b: [null, { c: -0.5 }] })).toEqual({});
    expect(policy([])).toEqual({ "spec.trust_policy": "An object is wanted, not a list." });
    expect(policy({ a: { b: Number.POSITIVE_INFINITY } })).toEqual({
      "spec.trust_policy.a.b": "A finite number is wanted.",
    });
    expect(policy({ a: 2n ** 70n + 1n })).toEqual({ "spec.trust_policy.a": expect.stringContaining("fewer digits") });
  });

  it("ends, even where it contains itself", () => {
    const cycle: Record<string, unknown> = {};
    cycle.again = [cycle];
    expect(Object.values(policy(cycle))).toEqual(["Nested more than 64 levels deep."]);
  });
});

describe("a manifest of any kind", { timeout: 60_000 }, () => {
  it("is checked against the kind that it names", async () => {
    expect(await checkManifest(vpc.example())).toMatchObject({ ok: true, kind: { kind: "AwsVpc" } });
    expect(await checkManifest({ ...vpc.example(), kind: "aws-vpc" })).toEqual({
      ok: false,
      problems: [{ path: "kind", message: "It must equal `AwsVpc`." }],
    });
  });

  it.each([
    [undefined, "", "A manifest is wanted: an object with api_version, kind, metadata and spec."],
    [[], "", "A manifest is wanted: an object with api_version, kind, metadata and spec."],
    [{}, "kind", "The kind is missing, such as AwsVpc."],
    [{ kind: "AwsVcp" }, "kind", expect.stringMatching(/^There is no kind of this name\. Did you mean AwsVpc\b/)],
    [{ kind: "x".repeat(1e6) }, "kind", "There is no kind of this name."],
  ])("is refused where it names none: %.20j", async (manifest, path, message) => {
    expect(await checkManifest(manifest)).toEqual({ ok: false, problems: [{ path, message }] });
  });
});
