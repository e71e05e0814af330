import { readFileSync } from "node:fs";
import {
  CloudResourceKind,
  CloudResourceKindSchema,
} from "@planton-mcp/api/openmcf/shared/cloudresourcekind/cloud_resource_kind";
import { describe, expect, it } from "vitest";
import { findKind, kinds, loadKind, nearestKinds, providers } from "../src/index.ts";

describe("the list of kinds", { timeout: 60_000 }, () => {
  it("has every kind of the API's enum that can be deployed", () => {
    const known = CloudResourceKindSchema.values.filter(
      ({ name }) => !/^(unspecified|TestCloudResource\w+)$/.test(name),
    );
    expect(kinds).toHaveLength(362);
    expect(new Map(kinds.map(({ kind, number }) => [kind, number]))).toEqual(
      new Map(known.map(({ name, number }) => [name, number])),
    );
    expect(kinds.filter(({ idPrefix }) => !/^[a-z0-9]+$/.test(idPrefix))).toEqual([]);
  });

  it("says of each kind what its manifests say", () => {
    expect(findKind("AwsVpc")).toEqual({
      kind: "AwsVpc",
      provider: "aws",
      apiVersion: "aws.openmcf.org/v1",
      idPrefix: "awsvpc",
      isContainer: true,
      isService: false,
      number: CloudResourceKind.AwsVpc,
      typeName: "org.openmcf.provider.aws.awsvpc.v1.AwsVpc",
    });
    expect(kinds.filter(({ isContainer }) => isContainer)).toHaveLength(26);
    expect(kinds.filter(({ isService }) => isService)).toHaveLength(2);
  });

  it("has the providers of its kinds, and no other", () => {
    expect(providers).toHaveLength(17);
    expect(new Set(kinds.map(({ provider }) => provider))).toEqual(new Set(providers.map(({ name }) => name)));
    for (const { provider, apiVersion } of kinds) {
      expect(apiVersion).toBe(`${providers.find(({ name }) => name === provider)?.group}/v1`);
    }
  });
});

describe("findKind", { timeout: 60_000 }, () => {
  it.each(["AwsVpc", "aws_vpc", "aws-vpc", "awsvpc", "aws vpc", " AWS VPC "])("understands %s", (text) => {
    expect(findKind(text)?.kind).toBe("AwsVpc");
  });

  it("finds nothing for anything else", () => {
    for (const text of ["", "Aws", "AwsVpc2", "constructor", "unspecified"]) expect(findKind(text)).toBeUndefined();
  });
});

describe("nearestKinds", { timeout: 60_000 }, () => {
  it("names those that hold the text, then those that are spelled like it", () => {
    expect(nearestKinds("postgres", 10).map(({ kind }) => kind)).toContain("KubernetesPostgres");
    expect(nearestKinds("AwsVcp")[0]?.kind).toBe("AwsVpc");
    expect(nearestKinds("aws").length).toBe(3);
    expect(nearestKinds("qqqqqqqqqqqqqqqqqqqq")).toEqual([]);
    expect(nearestKinds("")).toEqual([]);
  });
});

describe("loadKind", { timeout: 60_000 }, () => {
  it("gives the same kind each time, by whatever name", async () => {
    expect(await loadKind("aws-vpc")).toBe(await loadKind("AwsVpc"));
    await expect(loadKind("AwsNothing")).rejects.toThrow("There is no kind AwsNothing.");
  });

  it("is all that leads from the package to descriptors", () => {
    const eager = new Set<string>();
    const visit = (module: URL): void => {
      if (eager.has(module.href)) return;
      eager.add(module.href);
      const source = readFileSync(module, "utf8");
      for (const [, path = ""] of source.matchAll(/^(?:import|export) (?!type )[^;]*? from "([^"]+)";$/gm)) {
        if (path.startsWith(".")) visit(new URL(path, module));
        else eager.add(path);
      }
    };
    visit(new URL("../src/index.ts", import.meta.url));
    const notOurs = [...eager]
      .filter((module) => !module.endsWith(".ts"))
      .map((module) => module.replace(/^.*\/src\//, ""));
    expect(notOurs.sort()).toEqual(["fastest-levenshtein", "gen/kinds.js"]);
  });
});
