import { Code, createClient } from "@connectrpc/connect";
import { createGrpcTransport } from "@connectrpc/connect-node";
import { ApiResourceVersionQueryController } from "@planton-mcp/api/audit/apiresourceversion/v1/query";
import { StackJobQueryController } from "@planton-mcp/api/infrahub/stackjob/v1/query";
import { EnvironmentCommandController } from "@planton-mcp/api/resourcemanager/environment/v1/command";
import { EnvironmentQueryController } from "@planton-mcp/api/resourcemanager/environment/v1/query";
import { OrganizationCommandController } from "@planton-mcp/api/resourcemanager/organization/v1/command";
import { OrganizationQueryController } from "@planton-mcp/api/resourcemanager/organization/v1/query";
import type { Sandbox } from "@planton-mcp/sandbox";
import { describe, expect, test } from "vitest";
import { caller, connect, failureOf, openSandbox, outcomeOf, seeded } from "./scene.ts";

const { get, findByOrg } = EnvironmentQueryController.method;
const create = EnvironmentCommandController.method.create;

test("gRPC and the backend in process answer the same from the same data", async () => {
  const sandbox = openSandbox();
  const remote = caller(await connect(sandbox), sandbox.keys.owner);
  const local = caller(sandbox.backend, sandbox.keys.owner);
  const made = await remote(create, { metadata: { org: "acme", slug: "qa" } });
  expect(await local(get, { value: made.metadata?.id ?? "" })).toEqual(made);
  expect(await remote(findByOrg, { value: "acme" })).toEqual(await local(findByOrg, { value: "acme" }));
  const [over, within] = [
    await failureOf(remote(create, { metadata: { org: "acme", slug: "dev" } })),
    await failureOf(local(create, { metadata: { org: "acme", slug: "dev" } })),
  ];
  expect([over.code, over.rawMessage]).toEqual([within.code, within.rawMessage]);
});

test("violations travel as a detail", async () => {
  const sandbox = openSandbox();
  const failure = await failureOf(caller(await connect(sandbox), sandbox.keys.owner)(get, {}));
  expect(failure.code).toBe(Code.InvalidArgument);
  expect(failure.details).toMatchObject([{ type: "buf.validate.Violations" }]);
});

test("of a hundred calls at a time with different keys, each gets its own answer", async () => {
  const sandbox = openSandbox();
  const backend = await connect(sandbox);
  const as = (key: keyof Sandbox["keys"]) => caller(backend, sandbox.keys[key]);
  const actor = async (key: "owner" | "member", number: number) => {
    const made = await as(key)(create, { metadata: { org: "acme", slug: `${key}-${number}` } });
    return [made.metadata?.slug, made.status?.audit?.specAudit?.createdBy?.id];
  };
  const organizations = async () => {
    const { entries } = await as("outsider")(OrganizationQueryController.method.findOrganizations, {});
    return entries.map(({ metadata }) => metadata?.id);
  };
  const answers = await Promise.all(
    Array.from({ length: 25 }, (_, number) => [
      actor("owner", number),
      actor("member", number),
      outcomeOf(as("viewer")(create, { metadata: { org: "acme", slug: `viewer-${number}` } })),
      organizations(),
    ]).flat(),
  );
  expect(answers).toEqual(
    Array.from({ length: 25 }, (_, number) => [
      [`owner-${number}`, seeded.ada],
      [`member-${number}`, seeded.max],
      "PermissionDenied",
      ["globex"],
    ]).flat(),
  );
  expect((await as("viewer")(findByOrg, { value: "acme" })).entries).toHaveLength(53);
});

describe("what is not implemented is told by name:", () => {
  test("a method of a service that is served", async () => {
    const sandbox = openSandbox();
    const { toggleGettingStartedTask } = OrganizationCommandController.method;
    for (const backend of [sandbox.backend, await connect(sandbox)]) {
      const call = caller(backend, sandbox.keys.owner)(toggleGettingStartedTask, { orgId: "acme", taskId: "one" });
      await expectUnimplemented(call, "OrganizationCommandController/toggleGettingStartedTask");
    }
  });

  test("a service that is not served", async () => {
    const sandbox = openSandbox();
    for (const backend of [sandbox.backend, await connect(sandbox)]) {
      const call = caller(backend, sandbox.keys.owner)(ApiResourceVersionQueryController.method.get, {
        value: "team_1",
      });
      await expectUnimplemented(call, "ai.planton.audit.apiresourceversion.v1.ApiResourceVersionQueryController/get");
    }
  });

  test("a method that streams", async () => {
    const { address } = await openSandbox().listen();
    const client = createClient(StackJobQueryController, createGrpcTransport({ baseUrl: `http://${address}` }));
    const jobs = client.streamStackJobsByOrg({ org: "acme" })[Symbol.asyncIterator]();
    await expectUnimplemented(jobs.next(), "StackJobQueryController/streamStackJobsByOrg");
  });

  async function expectUnimplemented(call: Promise<unknown>, name: string): Promise<void> {
    const failure = await failureOf(call);
    expect(failure.code).toBe(Code.Unimplemented);
    expect(failure.rawMessage).toContain(name);
  }
});

test("a request of more than 4 MiB is refused", async () => {
  const sandbox = openSandbox();
  const call = caller(await connect(sandbox), sandbox.keys.owner);
  const spec = { description: "x".repeat(4 * 1024 * 1024) };
  const failure = await failureOf(call(create, { metadata: { org: "acme", slug: "big" }, spec }));
  expect(failure.code).toBe(Code.ResourceExhausted);
  expect((await call(findByOrg, { value: "acme" })).entries).toHaveLength(3);
});

describe("a listener", () => {
  test("takes a port that is free only", async () => {
    const sandbox = openSandbox();
    const { port } = await sandbox.listen();
    await expect(sandbox.listen({ port })).rejects.toThrow("EADDRINUSE");
  });

  test("closes on its own; the others and the sandbox go on", async () => {
    const sandbox = openSandbox();
    const [first, second] = [await sandbox.listen(), await connect(sandbox)];
    await first.close();
    await first.close();
    await expect(sandbox.listen({ port: first.port })).resolves.toMatchObject({ port: first.port });
    expect(await outcomeOf(caller(second, sandbox.keys.owner)(get, { value: seeded.dev }))).toBe("OK");
  });

  test("closes with the sandbox, whose calls are unavailable then", async () => {
    const sandbox = openSandbox();
    const remote = caller(await connect(sandbox), sandbox.keys.owner);
    expect(await outcomeOf(remote(get, { value: seeded.dev }))).toBe("OK");
    await sandbox.close();
    expect(await outcomeOf(remote(get, { value: seeded.dev }))).toBe("Unavailable");
    const local = caller(sandbox.backend, sandbox.keys.owner);
    expect(await outcomeOf(local(get, { value: seeded.dev }))).toBe("Unavailable");
    await sandbox.close();
  });
});
