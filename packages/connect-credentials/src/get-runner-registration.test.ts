import { connectToSandbox } from "@planton-mcp/testkit";
import { expect, test } from "vitest";
import { connectCredentials } from "./index.ts";

const platformRunner = "rnr_01kseed0000000000000000002";

test("reads one by organization and slug, and the same by its id", async () => {
  const { call, calls } = await connectToSandbox(connectCredentials);
  const { answer } = await call("get_runner_registration", { org: "acme", slug: "acme-runner" });
  expect(calls[0]).toMatchObject({ request: { selector: { kind: 12, id: "acme" }, slug: "acme-runner" } });
  expect(answer).toMatchObject({ metadata: { name: "Acme's runner" }, spec: { selector: { kind: "organization" } } });
  const { id } = answer.metadata as { id: string };
  expect((await call("get_runner_registration", { id })).answer).toEqual(answer);
});

test("shows an organization's to its people, and the platform's to everybody", async () => {
  const { as } = await connectToSandbox(connectCredentials);
  const acme = { org: "acme", slug: "acme-runner" };
  for (const who of ["owner", "member", "viewer"] as const) {
    expect((await (await as(who)).call("get_runner_registration", acme)).failure, who).toBeUndefined();
  }
  const outsider = await as("outsider");
  expect((await outsider.call("get_runner_registration", acme)).failure).toMatchObject({ code: "permission_denied" });
  expect((await outsider.call("get_runner_registration", { id: platformRunner })).failure).toBeUndefined();
});

test("names the tool that finds the right slug", async () => {
  const { call } = await connectToSandbox(connectCredentials);
  expect((await call("get_runner_registration", { org: "acme", slug: "runner" })).failure).toMatchObject({
    code: "not_found",
    next: "Find the right one with list_runner_registrations.",
  });
});
