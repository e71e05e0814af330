import { create } from "@bufbuild/protobuf";
import { Code } from "@connectrpc/connect";
import { SecretCommandController } from "@planton-mcp/api/configmanager/secret/v1/command";
import { SecretQueryController } from "@planton-mcp/api/configmanager/secret/v1/query";
import { createSandbox, type Fault } from "@planton-mcp/sandbox";
import { connect, record } from "@planton-mcp/testkit";
import { describe, expect, onTestFinished, test } from "vitest";
import { connectCredentials } from "./index.ts";
import { secretSlug } from "./stored-secret.ts";

const value = "a-value-to-be-stored";
const main = { kind: "aws", org: "acme", slug: "aws-main" };
const stored = "aws-main-aws-secret-access-key";
const given = { ...main, spec: { secret_access_key: { value } } };

async function scene(...faults: Fault[]) {
  const sandbox = createSandbox();
  for (const fault of faults) sandbox.inject(fault);
  const { backend, calls } = record(sandbox.backend);
  const connection = await connect(connectCredentials, backend, { credential: sandbox.keys.owner });
  onTestFinished(async () => {
    await connection.close();
    await sandbox.close();
  });
  const credential = sandbox.keys.owner;
  return {
    calls,
    fail: sandbox.inject,
    apply: (args: Record<string, unknown> = given) => connection.call("apply_credential", args),
    /** The secret that is stored under a slug, if there is one. */
    secret: async (slug = stored) => {
      const method = SecretQueryController.method.getByOrgByScopeBySlug;
      const request = create(method.input, { org: "acme", scope: 1, slug });
      return sandbox.backend.unary(method, request, { credential }).catch(() => undefined);
    },
    makeSecret: (slug: string) => {
      const method = SecretCommandController.method.create;
      const request = create(method.input, { metadata: { org: "acme", slug }, spec: { scope: 1 } });
      return sandbox.backend.unary(method, request, { credential });
    },
    reference: async () => {
      const { answer } = await connection.call("get_credential", main);
      return (answer.spec as { secret_access_key: { secret: string } }).secret_access_key.secret;
    },
  };
}

const broken = (method: string, code = Code.FailedPrecondition, message = "not today"): Fault => ({
  method,
  kind: "error",
  code,
  message,
});
const applyAws = "AwsProviderConnectionCommandController/apply";

describe("where the credential is refused", () => {
  test("a new secret is removed again", async () => {
    const { apply, secret, reference } = await scene(broken(applyAws));
    const { failure } = await apply();
    expect(failure).toMatchObject({
      code: "failed_precondition",
      message: expect.stringContaining("was removed again"),
      details: [{ stored: [{ secret: stored, what: "secret", state: "removed" }] }],
    });
    expect(await secret()).toBeUndefined();
    expect(await reference()).toBe("aws-main-secret-access-key");
  });

  test("of a secret that was there only the new version is removed", async () => {
    const { apply, secret, fail } = await scene();
    await apply();
    fail(broken(applyAws));
    // The region makes it more than a new value, so that the credential has to be sent.
    const { failure } = await apply({ ...given, spec: { ...given.spec, region: "eu-west-1" } });
    expect(failure?.details).toEqual([{ stored: [{ secret: stored, what: "version", state: "removed" }] }]);
    expect(await secret()).toBeDefined();
  });

  test("all are removed where there are several, the last one first", async () => {
    const { apply } = await scene(broken(applyAws));
    const { failure } = await apply({ ...main, spec: { ...given.spec, access_key_id: { value: "another-value" } } });
    expect(failure?.details).toEqual([
      {
        stored: [
          { secret: "aws-main-aws-access-key-id", what: "secret", state: "removed" },
          { secret: stored, what: "secret", state: "removed" },
        ],
      },
    ]);
  });

  test("what can't be removed is told, and used by the next try", async () => {
    const { apply, secret } = await scene(
      { ...broken(applyAws), times: 1 },
      broken("SecretCommandController/delete", Code.PermissionDenied, "no"),
    );
    const { failure } = await apply();
    expect(failure).toMatchObject({
      code: "failed_precondition",
      next: expect.stringContaining("Calling again with the same arguments uses what is left."),
      details: [
        { stored: [{ secret: stored, what: "secret", state: "kept", reason: expect.stringContaining("delete") }] },
      ],
    });
    const left = await secret();
    expect(left).toBeDefined();
    expect((await apply()).answer).toMatchObject({ stored: [{ secret: stored, as: "new version" }] });
    expect((await secret())?.metadata?.id).toBe(left?.metadata?.id);
  });

  test("nobody says that it is gone where the removal was not answered", async () => {
    const { apply } = await scene(broken(applyAws), broken("SecretCommandController/delete", Code.Unavailable));
    expect((await apply()).failure?.details).toMatchObject([{ stored: [{ secret: stored, state: "may be there" }] }]);
  });
});

describe("where nobody knows whether the credential was changed", () => {
  test("what was stored is kept, since it may be in use", async () => {
    const { apply, secret, reference } = await scene({ method: applyAws, kind: "cut", times: 1 });
    const { failure } = await apply();
    expect(failure).toMatchObject({
      outcome_unknown: true,
      details: [{ stored: [{ secret: stored, what: "secret", state: "kept" }] }],
    });
    expect(await secret()).toBeDefined();
    expect(await reference()).toBe(stored);
    // Trying again is safe: it stores the value once more, and changes nothing else.
    expect((await apply()).answer).toMatchObject({ outcome: "updated", stored: [{ as: "new version" }] });
  });
});

describe("where a value can't be stored", () => {
  test("a secret without a version is removed, and the credential stays as it was", async () => {
    const { apply, secret, calls } = await scene(broken("SecretVersionCommandController/create"));
    expect((await apply()).failure).toMatchObject({
      code: "failed_precondition",
      details: [{ stored: [{ secret: stored, what: "secret", state: "removed" }] }],
    });
    expect(await secret()).toBeUndefined();
    expect(calls.map(({ rpc }) => rpc).filter((rpc) => rpc.endsWith(applyAws))).toEqual([]);
  });

  test("nor is known whether it was, a new secret is removed all the same: nothing uses it yet", async () => {
    const { apply, secret } = await scene({ method: "SecretVersionCommandController/create", kind: "cut" });
    expect((await apply()).failure).toMatchObject({
      outcome_unknown: true,
      details: [{ stored: [{ secret: stored, what: "secret", state: "removed" }] }],
    });
    expect(await secret()).toBeUndefined();
  });

  test("a secret that may have been made is told of", async () => {
    const { apply } = await scene({ method: "SecretCommandController/create", kind: "cut" });
    expect((await apply()).failure).toMatchObject({
      outcome_unknown: true,
      details: [{ stored: [{ secret: stored, what: "secret", state: "may be there" }] }],
    });
  });

  test("and nothing was made, the failure says no more than that", async () => {
    const { apply } = await scene(broken("SecretCommandController/create"));
    const { failure } = await apply();
    expect(failure).toMatchObject({ code: "failed_precondition", message: "not today" });
    expect(failure).not.toHaveProperty("details");
  });
});

describe("a secret that is there", () => {
  test("and was not made for this is not written into", async () => {
    const { apply, makeSecret, calls } = await scene();
    await makeSecret(stored);
    expect((await apply()).failure).toMatchObject({
      code: "invalid_arguments",
      problems: [{ argument: "spec.secret_access_key", message: expect.stringContaining(`{"secret": "${stored}"}`) }],
    });
    expect(calls.filter(({ rpc }) => /Command/.test(rpc))).toEqual([]);
  });

  test("and is referred to under its own name is given its next value", async () => {
    const { apply, makeSecret } = await scene();
    await makeSecret(stored);
    await apply({ ...main, spec: { secret_access_key: { secret: stored } } });
    expect((await apply()).answer).toMatchObject({ stored: [{ secret: stored, as: "new version" }] });
  });
});

test("the name of a secret is the same always, and no longer than names may be", () => {
  expect(secretSlug("aws-main", "aws", "spec.secret_access_key")).toBe(stored);
  const long = secretSlug("registry", "container_registry", "spec.aws_elastic_container_registry.secret_access_key");
  expect(long).toMatch(/^registry-container-registry-aws-[a-z-]+-[0-9a-f]{8}$/);
  expect(long).toHaveLength(63);
  expect(long).not.toBe(
    secretSlug("registry", "container_registry", "spec.aws_elastic_container_registry.secret_access_kez"),
  );
});
