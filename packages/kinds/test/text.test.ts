import { describe, expect, it } from "vitest";
import { checkManifestText, loadKind } from "../src/index.ts";

const manifest = `apiVersion: aws.openmcf.org/v1
kind: AwsVpc
metadata: { name: main, org: acme, env: dev }
spec:
  region: us-east-1
  vpcCidr: 10.0.0.0/16
  subnetsPerAvailabilityZone: 1
  subnetSize: 1
`;

async function problemsOf(text: string) {
  const checked = await checkManifestText(text);
  return checked.ok ? [] : checked.problems;
}

describe("a manifest as text", { timeout: 60_000 }, () => {
  it("is read from YAML and from JSON", async () => {
    expect(await checkManifestText(manifest)).toMatchObject({ ok: true, json: { spec: { vpc_cidr: "10.0.0.0/16" } } });
    const vpc = await loadKind("AwsVpc");
    expect(await vpc.checkText(JSON.stringify(vpc.example()))).toMatchObject({ ok: true, json: vpc.example() });
  });

  it("tells where its problems are, in the spelling that it is in", async () => {
    const text = manifest.replace(
      "vpcCidr: 10.0.0.0/16",
      "vpcCidr: 10\n  availabilityZones:\n    - a\n    - 5\n  nope: 1",
    );
    expect(await problemsOf(text)).toEqual([
      { path: "spec.vpc_cidr", message: "Text is wanted. Put it in quotes.", line: 6, column: 3 },
      { path: "spec.availability_zones[1]", message: "Text is wanted. Put it in quotes.", line: 9, column: 7 },
      { path: "spec.nope", message: expect.any(String), line: 10, column: 3 },
    ]);
    expect(await problemsOf(manifest.replace("  region: us-east-1\n", ""))).toEqual([
      { path: "spec.region", message: expect.stringMatching(/^It is missing\./), line: 4, column: 1 },
    ]);
    expect(await problemsOf(manifest.replace("AwsVpc", "AwsVcp"))).toEqual([
      { path: "kind", message: expect.any(String), line: 2, column: 1 },
    ]);
  });

  it("keeps whole numbers exactly", async () => {
    const athena = await loadKind("AwsAthenaWorkgroup");
    const text = JSON.stringify(athena.example()).replace(
      '"spec":{',
      '"spec":{"bytesScannedCutoffPerQuery":90071992547409931,',
    );
    expect(await athena.checkText(text)).toMatchObject({
      ok: true,
      message: { spec: { bytesScannedCutoffPerQuery: 90071992547409931n } },
      json: { spec: { bytes_scanned_cutoff_per_query: "90071992547409931" } },
    });
  });

  it.each([
    ["nothing", "", "The text holds no manifest."],
    [
      "two documents",
      `${manifest}---\n${manifest}`,
      "The text holds more than one document. Give one manifest at a time.",
    ],
    ["a key twice", `${manifest}  region: x\n`, "This key is given twice."],
    ["a tag", manifest.replace("main", "!!js/function 'x'"), "Tags like this one are not taken."],
    ["a list", "- a", "A manifest is wanted: an object with api_version, kind, metadata and spec."],
    ["what is not YAML", "a: [", expect.stringMatching(/^This is not YAML: /)],
    ["too much of it", "#".repeat(1_000_001), "The text is longer than 1,000,000 characters."],
    ["too many levels", "[".repeat(50_000), expect.any(String)],
  ])("is refused where it holds %s", async (_, text, message) => {
    expect((await problemsOf(text))[0]).toMatchObject({ message });
  });

  it("is refused where aliases multiply it", async () => {
    const levels = Array.from(
      { length: 9 },
      (_, index) => `l${index + 1}: &l${index + 1} [${`*l${index}, `.repeat(9)}]`,
    );
    expect(await problemsOf(`l0: &l0 [x]\n${levels.join("\n")}\n`)).toEqual([
      { path: "", message: "It repeats too much by its aliases." },
    ]);
  });
});
