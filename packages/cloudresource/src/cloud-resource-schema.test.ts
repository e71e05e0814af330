import { connectToSandbox } from "@planton-mcp/testkit";
import { describe, expect, test } from "vitest";
import { cloudresource } from "./index.ts";

async function reader() {
  const { client } = await connectToSandbox(cloudresource);
  const read = async (uri: string) => {
    const [content] = (await client.readResource({ uri })).contents;
    return JSON.parse(content && "text" in content ? content.text : "");
  };
  return { client, read };
}

test("the schema of a kind, in any spelling, with an example, and a part of it by path", async () => {
  const { read } = await reader();
  expect(await read("cloud-resource-schema://awsvpc")).toMatchObject({
    $schema: "https://json-schema.org/draft/2020-12/schema",
    title: "AwsVpc",
    required: expect.arrayContaining(["kind", "spec"]),
    examples: [{ kind: "AwsVpc", spec: { vpc_cidr: "10.0.0.0/16" } }],
  });
  expect(await read("cloud-resource-schema://AwsVpc.spec.vpc_cidr")).toMatchObject({ type: "string" });
});

test("the catalogue of all kinds by provider", async () => {
  const { read } = await reader();
  const { count, providers } = await read("cloud-resource-kinds://catalog");
  expect(count).toBe(362);
  expect(providers).toHaveLength(17);
  expect(providers).toContainEqual(
    expect.objectContaining({
      provider: "aws",
      api_version: "aws.openmcf.org/v1",
      kinds: expect.arrayContaining(["AwsVpc"]),
    }),
  );
});

describe("what there is not", () => {
  test.each([
    ["cloud-resource-schema://AwsVcp", /no kind AwsVcp\. Did you mean AwsVpc/],
    ["cloud-resource-schema://AwsVpc.spec.regoin", /Did you mean region/],
  ])("%s", async (uri, message) => {
    const { read } = await reader();
    await expect(read(uri)).rejects.toThrow(message);
  });
});

test("the kind completes", async () => {
  const { client } = await reader();
  const complete = async (value: string) => {
    const ref = { type: "ref/resource", uri: "cloud-resource-schema://{kind}" } as const;
    return (await client.complete({ ref, argument: { name: "kind", value } })).completion.values;
  };
  expect(await complete("awsvp")).toEqual(expect.arrayContaining(["AwsVpc"]));
  expect(await complete("postgres")).toContain("KubernetesPostgres");
});
