import { connectToSandbox } from "@planton-mcp/testkit";
import { describe, expect, test } from "vitest";
import { connectCredentials } from "./index.ts";

const tool = "apply_credential";
const main = { kind: "aws", org: "acme", slug: "aws-main" };
const value = "AKIA-this-is-a-secret";
const applyAws = "ai.planton.connect.awsproviderconnection.v1.AwsProviderConnectionCommandController/apply";

function connected(runtime: Parameters<typeof connectToSandbox>[1] = {}) {
  return connectToSandbox(connectCredentials, runtime);
}

describe("a credential that is there", () => {
  test("keeps what is not given, by slug and by id", async () => {
    const { call } = await connected();
    const bySlug = await call(tool, { ...main, name: "Main account", spec: { region: "eu-west-1" } });
    expect(bySlug.answer).toMatchObject({
      outcome: "updated",
      changes: [
        { field: "metadata.name", from: "aws-main", to: "Main account" },
        { field: "spec.region.value", from: "eu-central-1", to: "eu-west-1" },
      ],
      resource: { spec: { account_id: { value: "111122223333" }, auth_mode: "inline" } },
    });
    const { id } = (bySlug.answer.resource as { metadata: { id: string } }).metadata;
    const byId = await call(tool, { kind: "aws", id, spec: { capabilities: ["eks", "ecs"] }, clear: ["region"] });
    expect(byId.answer).toMatchObject({
      outcome: "updated",
      changes: [
        { field: "spec.region.value", from: "eu-west-1" },
        { field: "spec.capabilities", to: ["eks", "ecs"] },
      ],
      resource: { metadata: { name: "Main account" } },
    });
  });

  test("is not sent again where nothing would change", async () => {
    const { call, calls } = await connected();
    const { answer } = await call(tool, { ...main, spec: { region: { value: "eu-central-1" } } });
    expect(answer).toMatchObject({ outcome: "unchanged", changes: [] });
    expect(calls.map(({ rpc }) => rpc)).not.toContain(applyAws);
  });

  test("takes a variable in place of a text, and a part of a part", async () => {
    const { call } = await connected();
    const { answer } = await call(tool, { ...main, spec: { region: { variable: "home-region" } } });
    expect(answer.changes).toEqual([
      { field: "spec.region.value", from: "eu-central-1" },
      { field: "spec.region.variable", to: "home-region" },
    ]);
    const cloudflare = { kind: "cloudflare", org: "acme", slug: "cf" };
    const spec = {
      auth_scheme: "api_token",
      api_token: { value },
      r2: { endpoint: "https://r2", access_key_id: { value } },
    };
    await call(tool, { ...cloudflare, spec });
    const cleared = await call(tool, { ...cloudflare, clear: ["r2.endpoint"] });
    expect(cleared.answer).toMatchObject({ changes: [{ field: "spec.r2.endpoint.value", from: "https://r2" }] });
  });

  test("is changed by its owner, and not by a member or viewer", async () => {
    const { as } = await connected();
    for (const who of ["member", "viewer", "outsider"] as const) {
      const { call } = await as(who);
      expect((await call(tool, { ...main, spec: { region: "eu-west-1" } })).failure).toMatchObject({
        code: "permission_denied",
      });
    }
  });
});

describe("a new credential", () => {
  const github = {
    kind: "github",
    org: "acme",
    slug: "github-two",
    spec: { appInstallInfo: { installationId: "4712", account_type: "user", account_id: "ada" } },
  };

  test("is created by organization and slug, by a member too", async () => {
    const { as } = await connected();
    const { call } = await as("member");
    expect((await call(tool, github)).answer).toMatchObject({
      outcome: "created",
      resource: {
        metadata: { id: expect.stringMatching(/^ghconn_/), name: "github-two" },
        spec: { app_install_info: { installation_id: "4712", account_type: "user" } },
      },
    });
  });

  test("may have the slug of one of another kind, and of another organization", async () => {
    const { call } = await connected();
    for (const org of ["acme", "acme-labs"]) {
      const { answer } = await call(tool, { ...github, org, slug: "aws-main" });
      expect(answer).toMatchObject({ outcome: "created" });
    }
  });

  test.each(["Not A Slug", "9lives"])("is not created under %s", async (slug) => {
    const { call, calls } = await connected();
    const { failure } = await call(tool, { ...github, slug });
    expect(failure).toMatchObject({ code: "invalid_arguments", problems: [{ argument: "slug" }] });
    expect(calls.filter(({ rpc }) => rpc.endsWith("/apply"))).toEqual([]);
  });

  test("is not created by an id that nobody has, nor in an organization that is not there", async () => {
    const { call } = await connected();
    const { spec } = github;
    expect((await call(tool, { kind: "github", id: "ghconn_x", spec })).failure).toMatchObject({ code: "not_found" });
    expect((await call(tool, { ...github, org: "acne" })).failure).toMatchObject({ code: "not_found" });
  });
});

describe("what is wrong is told by its path, with what would be right, before anything is asked", () => {
  test.each([
    [{ regoin: "eu" }, "spec.regoin", "There is no such field. Did you mean region?"],
    [{ auth_mode: "inlin" }, "spec.auth_mode", "Did you mean inline?"],
    [{ account_id: 12 }, "spec.account_id", "Takes a text"],
    [{ runner: 12 }, "spec.runner", "Takes a string."],
    [{ capabilities: "eks" }, "spec.capabilities", "Takes a list of eks, ecs"],
    [{ region: null }, "spec.region", "clear"],
    [{ secret_access_key: "AKIA" }, "spec.secret_access_key", "from_env"],
    [{ secret_access_key: {} }, "spec.secret_access_key", "from_env"],
    [{ secret_access_key: { secret: "a", value: "b" } }, "spec.secret_access_key", "from_env"],
    [{ secret_access_key: { secret: "Not a slug" } }, "spec.secret_access_key", "This is no slug of a secret."],
  ])("%o", async (spec, argument, help) => {
    const { call, calls } = await connected();
    const { failure } = await call(tool, { ...main, spec });
    expect(failure).toMatchObject({
      code: "invalid_arguments",
      problems: [{ argument, message: expect.stringContaining(help) }],
      next: expect.stringContaining('{"auth_mode":"inline","account_id":"my-account-id"'),
    });
    expect(calls).toEqual([]);
  });

  test.each([
    [["regoin"], "clear", "Did you mean region?"],
    [["region"], "spec.region", "not both"],
  ])("clear %o", async (clear, argument, help) => {
    const { call, calls } = await connected();
    const { failure } = await call(tool, { ...main, spec: { region: "eu-west-1" }, clear });
    expect(failure?.problems).toEqual([{ argument, message: expect.stringContaining(help) }]);
    expect(calls).toEqual([]);
  });

  test("a rule of the contract, before anything is written", async () => {
    const { call, calls } = await connected();
    const { failure } = await call(tool, { ...main, clear: ["secret_access_key"] });
    expect(failure).toMatchObject({
      code: "invalid_arguments",
      problems: [{ argument: "spec", message: expect.stringContaining("inline_mode_requires_credentials") }],
      next: expect.stringContaining("credential-schema://aws"),
    });
    expect(calls.filter(({ rpc }) => /Command/.test(rpc))).toEqual([]);
  });

  test("a reference to a secret that is not there", async () => {
    const { call, calls } = await connected();
    const spec = { secret_access_key: { secret: "aws-main-secret-acess-key" } };
    expect((await call(tool, { ...main, spec })).failure).toMatchObject({
      code: "invalid_arguments",
      problems: [
        { argument: "spec.secret_access_key.secret", message: "Organization acme keeps no secret of this slug." },
      ],
    });
    expect(calls.filter(({ rpc }) => /Command/.test(rpc))).toEqual([]);
  });
});

describe("a secret", () => {
  const stored = "aws-main-aws-secret-access-key";

  test("may be one that the organization keeps", async () => {
    const { call } = await connected();
    const { answer } = await call(tool, { ...main, spec: { session_token: { secret: "aws-main-access-key-id" } } });
    expect(answer).toMatchObject({ changes: [{ field: "spec.session_token.secret", to: "aws-main-access-key-id" }] });
    expect(answer).not.toHaveProperty("stored");
    expect(answer).not.toHaveProperty("advice");
  });

  test("that is given as a value is stored, and the credential refers to it", async () => {
    const { call, calls } = await connected();
    const { answer, text } = await call(tool, { ...main, spec: { secret_access_key: { value } } });
    expect(answer).toMatchObject({
      outcome: "updated",
      changes: [{ field: "spec.secret_access_key.secret", from: "aws-main-secret-access-key", to: stored }],
      stored: [{ field: "spec.secret_access_key", secret: stored, as: "new secret" }],
      advice: expect.stringContaining("Prefer from_env"),
    });
    expect(text).not.toContain(value);
    const writes = calls.filter(({ rpc }) => /Command/.test(rpc));
    expect(writes.map(({ method }) => `${method.parent.name}/${method.name}`)).toEqual([
      "SecretCommandController/create",
      "SecretVersionCommandController/create",
      "AwsProviderConnectionCommandController/apply",
    ]);
    expect(writes[0]?.request).toMatchObject({ metadata: { org: "acme", slug: stored }, spec: { scope: 1 } });
    expect(writes[1]?.request).toMatchObject({ spec: { data: { value } } });
    expect(
      JSON.stringify(writes[2]?.request, (_, part) => (typeof part === "bigint" ? String(part) : part)),
    ).not.toContain(value);
  });

  test("gets a new version with its next value, and the credential stays as it is", async () => {
    const { call, calls } = await connected();
    await call(tool, { ...main, spec: { secret_access_key: { value } } });
    const before = calls.length;
    const { answer } = await call(tool, { ...main, spec: { secret_access_key: { value: "another-secret" } } });
    expect(answer).toMatchObject({
      outcome: "updated",
      changes: [{ field: "spec.secret_access_key", to: "a new value" }],
      stored: [{ secret: stored, as: "new version" }],
    });
    const writes = calls.slice(before).filter(({ rpc }) => /Command/.test(rpc));
    expect(writes.map(({ method }) => method.parent.name)).toEqual(["SecretVersionCommandController"]);
  });

  test("comes from the server's machine, where whoever runs it allows that", async () => {
    const taken: unknown[] = [];
    const secretSource = (source: unknown) => {
      taken.push(source);
      return value;
    };
    const { call, calls } = await connected({ secretSource });
    const spec = { secret_access_key: { from_env: "AWS_SECRET_ACCESS_KEY" }, access_key_id: { from_file: "id" } };
    const { answer, text } = await call(tool, { ...main, spec });
    expect(taken).toEqual([{ from_env: "AWS_SECRET_ACCESS_KEY" }, { from_file: "id" }]);
    expect(answer).toMatchObject({ outcome: "updated" });
    expect(answer).not.toHaveProperty("advice");
    expect(text).not.toContain(value);
    expect(calls.filter(({ method }) => method.parent.name === "SecretVersionCommandController")).toHaveLength(2);
  });

  test("does not come from the server's machine otherwise", async () => {
    const { call, calls } = await connected();
    const { failure } = await call(tool, { ...main, spec: { secret_access_key: { from_env: "PATH" } } });
    expect(failure).toMatchObject({
      code: "invalid_arguments",
      problems: [{ argument: "spec.secret_access_key", message: expect.stringContaining("takes no secrets") }],
    });
    expect(calls).toEqual([]);
  });
});
