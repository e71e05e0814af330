import { connectToSandbox } from "@planton-mcp/testkit";
import { expect, test } from "vitest";
import { connectCredentials } from "./index.ts";

const apply = "ai.planton.connect.runnerregistration.v1.RunnerRegistrationCommandController/apply";

test("renames one, and keeps the rest", async () => {
  const { call } = await connectToSandbox(connectCredentials);
  const { answer } = await call("apply_runner_registration", { id: "rnr_01kseed0000000000000000001", name: "First" });
  expect(answer).toMatchObject({
    outcome: "updated",
    changes: [{ field: "metadata.name", from: "Acme's runner", to: "First" }],
    resource: { metadata: { slug: "acme-runner" }, spec: { selector: { kind: "organization", id: "acme" } } },
  });
});

test("registers a new one for the organization, without credentials", async () => {
  const { call, calls } = await connectToSandbox(connectCredentials);
  const { answer } = await call("apply_runner_registration", { org: "acme", slug: "spare" });
  expect(answer).toMatchObject({ outcome: "created", resource: { metadata: { id: expect.stringMatching(/^rnr_/) } } });
  expect(calls.at(-1)).toMatchObject({
    rpc: apply,
    request: {
      apiVersion: "connect.planton.ai/v1",
      kind: "RunnerRegistration",
      metadata: { org: "acme", slug: "spare", name: "spare" },
      spec: { selector: { kind: 12, id: "acme" }, serviceAccountId: "" },
    },
  });
});

test("registers none under an id that nobody has, or a slug that can't be one", async () => {
  const { call, calls } = await connectToSandbox(connectCredentials);
  expect((await call("apply_runner_registration", { id: "rnr_nobody", name: "Mine" })).failure).toMatchObject({
    code: "not_found",
  });
  expect((await call("apply_runner_registration", { org: "acme", slug: "Not A Slug" })).failure).toMatchObject({
    code: "invalid_arguments",
    problems: [{ argument: "slug" }],
  });
  expect(calls.map(({ rpc }) => rpc)).not.toContain(apply);
});

test("is the owner's to do", async () => {
  const { as } = await connectToSandbox(connectCredentials);
  for (const who of ["member", "viewer", "outsider"] as const) {
    const { failure } = await (await as(who)).call("apply_runner_registration", { org: "acme", slug: "spare" });
    expect(failure, who).toMatchObject({ code: "permission_denied" });
  }
});
