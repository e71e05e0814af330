import { timestampDate } from "@bufbuild/protobuf/wkt";
import { ViolationsSchema } from "@bufbuild/protovalidate/gen/buf/validate/validate_pb.js";
import { Code } from "@connectrpc/connect";
import { EnvironmentCommandController } from "@planton-mcp/api/resourcemanager/environment/v1/command";
import { EnvironmentQueryController } from "@planton-mcp/api/resourcemanager/environment/v1/query";
import { OrganizationCommandController } from "@planton-mcp/api/resourcemanager/organization/v1/command";
import type { Sandbox } from "@planton-mcp/sandbox";
import { expect, test } from "vitest";
import { caller, failureOf, openSandbox, seeded } from "./scene.ts";

const commands = EnvironmentCommandController.method;
const get = EnvironmentQueryController.method.get;

const asOwner = (sandbox: Sandbox) => caller(sandbox.backend, sandbox.keys.owner);

test("an update replaces what is the caller's: name, labels, tags, spec", async () => {
  const call = asOwner(openSandbox());
  const first = { id: seeded.dev, name: "Playground", labels: { team: "a", tier: "low" }, tags: ["x"] };
  await call(commands.update, { metadata: first, spec: { description: "one" } });
  const second = { id: seeded.dev, labels: { team: "b" } };
  const changed = await call(commands.update, { metadata: second, spec: { description: "two" } });
  expect(changed).toMatchObject({
    metadata: { id: seeded.dev, org: "acme", slug: "dev", name: "Playground", tags: [] },
    spec: { description: "two" },
  });
  expect(changed.metadata?.labels).toEqual({ team: "b" });
  expect(await call(get, { value: seeded.dev })).toEqual(changed);
});

test.each([
  ["org", { id: seeded.dev, org: "globex" }],
  ["slug", { id: seeded.dev, slug: "development" }],
  ["env", { id: seeded.dev, env: "staging" }],
])("metadata.%s cannot change", async (name, metadata) => {
  const call = asOwner(openSandbox());
  const before = await call(get, { value: seeded.dev });
  const failure = await failureOf(call(commands.update, { metadata }));
  expect(failure.code).toBe(Code.InvalidArgument);
  expect(failure.rawMessage).toContain(`metadata.${name}`);
  expect(await call(get, { value: seeded.dev })).toEqual(before);
});

test("an update finds by slug what it names without an id, and nothing that there is not", async () => {
  const call = asOwner(openSandbox());
  const changed = await call(commands.update, { metadata: { org: "acme", slug: "dev" }, spec: { description: "x" } });
  expect(changed.metadata?.id).toBe(seeded.dev);
  const byId = await failureOf(call(commands.update, { metadata: { id: "env_unknown" } }));
  const bySlug = await failureOf(call(commands.update, { metadata: { org: "acme", slug: "unknown" } }));
  expect([byId.code, bySlug.code]).toEqual([Code.NotFound, Code.NotFound]);
});

test("status and version are the server's, whatever a caller sends", async () => {
  const call = asOwner(openSandbox());
  const forged = {
    metadata: { org: "acme", slug: "qa", version: { id: "ver_forged", message: "mine" } },
    status: { audit: { specAudit: { event: "forged", createdBy: { id: "ida_forged" } } } },
  };
  const made = await call(commands.create, forged);
  const changed = await call(commands.apply, forged);
  for (const { metadata, status } of [made, changed]) {
    expect(metadata?.version).toBeUndefined();
    expect(status?.audit?.specAudit?.createdBy?.id).toBe(seeded.ada);
  }
  expect(changed.status?.audit?.specAudit?.event).toBe("updated");
});

test("stamps tell who created and who changed last, and when", async () => {
  let now = new Date("2026-03-01T10:00:00Z");
  const sandbox = openSandbox({ now: () => now });
  const [ada, max] = [asOwner(sandbox), caller(sandbox.backend, sandbox.keys.member)];
  const made = await ada(commands.create, { metadata: { org: "acme", slug: "qa" } });
  const value = made.metadata?.id ?? "";
  now = new Date("2026-03-02T11:30:00Z");
  await max(commands.update, { metadata: { id: value }, spec: { description: "by Max" } });
  const stamp = (await ada(get, { value })).status?.audit?.specAudit;
  expect(stamp).toMatchObject({ event: "updated", createdBy: { id: seeded.ada }, updatedBy: { id: seeded.max } });
  expect(stamp?.createdAt && timestampDate(stamp.createdAt)).toEqual(new Date("2026-03-01T10:00:00Z"));
  expect(stamp?.updatedAt && timestampDate(stamp.updatedAt)).toEqual(now);
  now = new Date("2026-03-03T00:00:00Z");
  const gone = await ada(commands.delete, { value });
  expect(gone.status?.audit?.specAudit).toMatchObject({ event: "deleted", createdBy: { id: seeded.ada } });
});

test("ids sort by the time they were made at", async () => {
  let now = new Date("2026-03-01T10:00:00Z");
  const call = asOwner(openSandbox({ now: () => now }));
  const make = async (slug: string) => (await call(commands.create, { metadata: { org: "acme", slug } })).metadata?.id;
  const earlier = await make("later-in-the-alphabet");
  now = new Date("2026-03-01T10:00:01Z");
  const later = await make("a");
  // The rest of an id is chance.
  const [before = "", after = ""] = [earlier, later].map((id) => id?.slice(0, "env_".length + 10));
  expect(before < after).toBe(true);
});

test("a request is left as it was, and an answer is the caller's", async () => {
  const sandbox = openSandbox();
  const call = asOwner(sandbox);
  const request = await call(get, { value: seeded.dev });
  const { audit } = request.status ?? {};
  await sandbox.backend.unary(commands.update, request, { credential: sandbox.keys.member });
  expect(request.status?.audit).toBe(audit);
  expect(audit?.specAudit?.event).toBe("created");
  const answer = await call(get, { value: seeded.dev });
  if (answer.metadata) answer.metadata.name = "edited";
  expect((await call(get, { value: seeded.dev })).metadata?.name).toBe("dev");
});

test("what breaks the contract's rules is told, in words and as a detail", async () => {
  const call = asOwner(openSandbox());
  const { method } = OrganizationCommandController;
  const failure = await failureOf(call(method.create, { metadata: { slug: "1 Bad Slug That Is Long" }, kind: "Org" }));
  expect(failure.code).toBe(Code.InvalidArgument);
  const violations = failure.findDetails(ViolationsSchema).flatMap((detail) => detail.violations);
  expect(violations.map(({ ruleId }) => ruleId)).toEqual([
    "string.const",
    "metadata.slug.chars",
    "metadata.slug.start",
    "metadata.slug.length",
  ]);
  expect(violations[0]?.field?.elements.map(({ fieldName }) => fieldName)).toEqual(["kind"]);
  const changed = await failureOf(call(method.update, { metadata: { id: "acme" }, apiVersion: "v2" }));
  expect(changed.code).toBe(Code.InvalidArgument);
  expect(changed.rawMessage).toContain("api_version");
  const get = await failureOf(call(EnvironmentQueryController.method.get, {}));
  expect(get.code).toBe(Code.InvalidArgument);
  expect(get.rawMessage).toContain("value");
});
