import { connectToSandbox } from "@planton-mcp/testkit";
import { expect, test } from "vitest";
import { connectCredentials } from "./index.ts";

test("reads one by organization and slug, and the same by its id, with its secrets by slug only", async () => {
  const { call } = await connectToSandbox(connectCredentials);
  const { answer } = await call("get_credential", { kind: "AwsProviderConnection", org: "acme", slug: "aws-main" });
  expect(answer).toMatchObject({
    kind: "AwsProviderConnection",
    metadata: { org: "acme", slug: "aws-main" },
    spec: { secret_access_key: { secret: "aws-main-secret-access-key" } },
  });
  const { id } = answer.metadata as { id: string };
  expect((await call("get_credential", { kind: "aws", id })).answer).toEqual(answer);
});

test("asks the services of the kind that is named, and of no other", async () => {
  const { call, calls } = await connectToSandbox(connectCredentials);
  await call("get_credential", { kind: "github", org: "acme", slug: "github" });
  expect(calls.map(({ rpc }) => rpc)).toEqual([
    "ai.planton.connect.githubconnection.v1.GithubConnectionQueryController/getByOrgBySlug",
  ]);
});

test("is denied to a stranger, and open to a viewer", async () => {
  const { as } = await connectToSandbox(connectCredentials);
  const [viewer, outsider] = [await as("viewer"), await as("outsider")];
  const github = { kind: "github", org: "acme", slug: "github" };
  expect((await viewer.call("get_credential", github)).failure).toBeUndefined();
  expect((await outsider.call("get_credential", github)).failure).toMatchObject({ code: "permission_denied" });
});

test("tells the nearest kind, and what finds a slug", async () => {
  const { call, calls } = await connectToSandbox(connectCredentials);
  expect((await call("get_credential", { kind: "gihub", org: "acme", slug: "github" })).failure).toMatchObject({
    code: "invalid_arguments",
    problems: [{ argument: "kind", message: expect.stringContaining("github") }],
  });
  expect(calls).toEqual([]);
  expect((await call("get_credential", { kind: "aws", org: "acme", slug: "aws" })).failure).toMatchObject({
    code: "not_found",
    next: expect.stringContaining("search_credentials"),
  });
});
