/** What a model is told of each way in which a Planton API can go wrong, and what that does to the data behind it. */
import { grpcBackend, parseEndpoint } from "@planton-mcp/core/backend";
import { environment } from "@planton-mcp/environment";
import { organization } from "@planton-mcp/organization";
import { createSandbox, type Fault, parseFault } from "@planton-mcp/sandbox";
import { connect } from "@planton-mcp/testkit";
import { describe, expect, onTestFinished, test } from "vitest";
import { patience } from "./patience.ts";

/** A client of the plugins whose calls go over gRPC to a sandbox, with what is wrong with it. */
async function open(fault?: Fault) {
  const sandbox = createSandbox();
  const { address } = await sandbox.listen();
  const end = fault === undefined ? () => {} : sandbox.inject(fault);
  const backend = grpcBackend({ endpoint: parseEndpoint(address), userAgent: "tests/1", timeoutMs: 1_000 });
  const rpcs: string[] = [];
  const { call, close } = await connect([environment, organization], backend, {
    credential: sandbox.keys.owner,
    onCall: (event) => rpcs.push(...event.rpcs.map(({ rpc, outcome }) => `${rpc.split("/")[1]} ${outcome}`)),
  });
  onTestFinished(async () => {
    await close();
    backend.close();
    await sandbox.close();
  });
  /** How the organization is described behind the fault. */
  const stored = async () => {
    end();
    const { answer } = await call("get_organization", { org: "acme" });
    return (answer.spec as { description: string }).description;
  };
  return { call, rpcs, stored };
}

const before = "Rockets, anvils and the shop that sells them";
const change = { org: "acme", description: "Changed" };

/** How a read and a command end under a fault. The command is `apply`, and the read that it begins with is not hit. */
const table: Readonly<Record<string, { readonly read: string; readonly command: string; readonly isKnown: boolean }>> =
  {
    "error:unavailable": { read: "unavailable", command: "unavailable", isKnown: false },
    "error:resource_exhausted": { read: "resource_exhausted", command: "resource_exhausted", isKnown: true },
    "error:permission_denied": { read: "permission_denied", command: "permission_denied", isKnown: true },
    "error:internal": { read: "internal", command: "internal", isKnown: false },
    "error:unimplemented": { read: "unimplemented", command: "unimplemented", isKnown: true },
    "details:failed_precondition": { read: "failed_precondition", command: "failed_precondition", isKnown: true },
    "latency:60000": { read: "deadline_exceeded", command: "deadline_exceeded", isKnown: false },
    silence: { read: "deadline_exceeded", command: "deadline_exceeded", isKnown: false },
    drop: { read: "unavailable", command: "unavailable", isKnown: false },
    goaway: { read: "unavailable", command: "unavailable", isKnown: false },
    oversize: { read: "resource_exhausted", command: "resource_exhausted", isKnown: false },
    garbage: { read: "internal", command: "internal", isKnown: false },
    cut: { read: "unavailable", command: "unavailable", isKnown: false },
  };

describe.each(Object.entries(table))("%s", patience, (kind, { read, command, isKnown }) => {
  test("of a read is a failure that says what to do", async () => {
    const { call } = await open(parseFault(`OrganizationQueryController/get=${kind}`));
    const { failure } = await call("get_organization", { org: "acme" });
    expect(failure).toMatchObject({
      code: read,
      message: expect.stringMatching(/\w/),
      rpc: expect.stringMatching(/get$/),
    });
    expect(failure).not.toHaveProperty("outcome_unknown");
    expect(failure?.next).toMatch(/\w/);
  });

  test("of a command says whether it may have been carried out, and is sent once", async () => {
    const { call, rpcs } = await open(parseFault(`OrganizationCommandController/apply=${kind}`));
    const { failure } = await call("apply_organization", change);
    expect(failure).toMatchObject({ code: command, ...(isKnown ? {} : { outcome_unknown: true }) });
    if (isKnown) expect(failure).not.toHaveProperty("outcome_unknown");
    // After a denial one more read asks who could grant what was missing.
    const asked = command === "permission_denied" ? ["listAuthorizedPrincipals ok"] : [];
    expect(rpcs).toEqual(["get ok", `apply ${command}`, ...asked]);
  });
});

describe("a fault that passes", patience, () => {
  test.each(["error@2:unavailable", "error@2:resource_exhausted", "drop@2", "goaway@1"])(
    "%s is not noticed by a read",
    async (kind) => {
      const { call } = await open(parseFault(`OrganizationQueryController/get=${kind}`));
      expect((await call("get_organization", { org: "acme" })).answer).toMatchObject({ metadata: { id: "acme" } });
    },
  );

  test.each(["error@1:unavailable", "drop@1", "goaway@1", "oversize@1", "garbage@1", "cut@1"])(
    "%s leaves nothing applied twice",
    async (kind) => {
      const { call, stored } = await open(parseFault(`OrganizationCommandController/apply=${kind}`));
      expect((await call("apply_organization", change)).failure).toBeDefined();
      expect([before, "Changed"]).toContain(await stored());
      expect((await call("apply_organization", change)).answer.outcome).toMatch(/^(updated|unchanged)$/);
      expect(await stored()).toBe("Changed");
    },
  );
});

test("a change whose answer was lost has been made, and making it again changes nothing", patience, async () => {
  const { call, stored } = await open(parseFault("OrganizationCommandController/apply=cut@1"));
  expect((await call("apply_organization", change)).failure).toMatchObject({ outcome_unknown: true });
  expect(await stored()).toBe("Changed");
  expect((await call("apply_organization", change)).answer).toMatchObject({ outcome: "unchanged" });
});

test("status details are passed on whole", async () => {
  const { call } = await open(parseFault("OrganizationQueryController/get=details:invalid_argument"));
  const { failure } = await call("get_organization", { org: "acme" });
  expect(failure?.details).toEqual(
    expect.arrayContaining([
      expect.objectContaining({ type: "buf.validate.Violations", violations: expect.any(Array) }),
    ]),
  );
  expect(failure?.details?.length).toBeGreaterThan(1);
});

test("fields and values of a newer API are no fault, and survive an update", async () => {
  const { call, stored } = await open(parseFault("OrganizationQueryController/get=newer"));
  expect((await call("get_organization", { org: "acme" })).answer).toMatchObject({ metadata: { id: "acme" } });
  expect((await call("apply_organization", change)).answer).toMatchObject({ outcome: "updated" });
  expect(await stored()).toBe("Changed");
});

test(
  "a hundred calls at once each get an answer of their own, and few notice a fault that passes",
  async () => {
    const { call } = await open(parseFault("OrganizationQueryController/get=error@30:unavailable"));
    const outcomes = await Promise.all(Array.from({ length: 100 }, () => call("get_organization", { org: "acme" })));
    const failed = outcomes.filter(({ failure }) => failure !== undefined);
    for (const { failure } of failed) expect(failure).toMatchObject({ code: "unavailable" });
    for (const { answer, failure } of outcomes)
      if (!failure) expect(answer).toMatchObject({ metadata: { id: "acme" } });
    expect(failed.length).toBeLessThanOrEqual(10);
  },
  patience.timeout,
);
