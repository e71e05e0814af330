import { connectToSandbox } from "@planton-mcp/testkit";
import { describe, expect, test } from "vitest";
import { organization } from "./index.ts";

const apply = "ai.planton.resourcemanager.organization.v1.OrganizationCommandController/apply";

describe("an organization that is there", () => {
  test("keeps what is not given", async () => {
    const { call } = await connectToSandbox(organization);
    const { answer } = await call("apply_organization", { org: "acme", description: "Rockets only" });
    expect(answer).toMatchObject({
      outcome: "updated",
      changes: [
        { field: "spec.description", from: "Rockets, anvils and the shop that sells them", to: "Rockets only" },
      ],
      resource: { metadata: { name: "Acme" }, spec: { contact_email: "platform@acme.example" } },
    });
  });

  test("loses only what is cleared", async () => {
    const { call } = await connectToSandbox(organization);
    const { answer } = await call("apply_organization", { org: "acme", name: "ACME", clear: ["contact_email"] });
    expect(answer.changes).toEqual([
      { field: "metadata.name", from: "Acme", to: "ACME" },
      { field: "spec.contact_email", from: "platform@acme.example" },
    ]);
    const { answer: after } = await call("get_organization", { org: "acme" });
    expect(after.spec).toEqual({ description: "Rockets, anvils and the shop that sells them" });
  });

  test("is not sent back where nothing would change", async () => {
    const { call, calls } = await connectToSandbox(organization);
    const { answer } = await call("apply_organization", { org: "acme", name: "Acme" });
    expect(answer).toMatchObject({ outcome: "unchanged", changes: [], resource: { metadata: { id: "acme" } } });
    expect(calls.map(({ rpc }) => rpc)).not.toContain(apply);
  });

  test("is not changed by arguments that contradict each other", async () => {
    const { call, calls } = await connectToSandbox(organization);
    const { failure } = await call("apply_organization", { org: "acme", description: "x", clear: ["description"] });
    expect(failure).toMatchObject({ code: "invalid_arguments", problems: [{ argument: "description" }] });
    expect(calls.map(({ rpc }) => rpc)).not.toContain(apply);
  });

  test("is not changed for a viewer", async () => {
    const { call, as } = await connectToSandbox(organization);
    const viewer = await as("viewer");
    const { failure } = await viewer.call("apply_organization", { org: "acme", description: "Mine" });
    expect(failure).toMatchObject({
      code: "permission_denied",
      permission: { permission: "update", kind: "organization", id: "acme" },
    });
    expect((await call("get_organization", { org: "acme" })).answer).toMatchObject({
      spec: { description: "Rockets, anvils and the shop that sells them" },
    });
  });
});

describe("an organization that is not there", () => {
  test("is created under its slug", async () => {
    const { call } = await connectToSandbox(organization);
    const { answer } = await call("apply_organization", { org: "initech", name: "Initech", description: "Reports" });
    expect(answer).toMatchObject({
      outcome: "created",
      resource: { metadata: { id: "initech", slug: "initech", name: "Initech" }, spec: { description: "Reports" } },
    });
    expect(answer).not.toHaveProperty("changes");
    expect((await call("list_organizations")).answer).toMatchObject({ count: 3 });
  });

  test("is not created under a slug that the contract refuses", async () => {
    const { call, calls } = await connectToSandbox(organization);
    const { failure } = await call("apply_organization", { org: "2-initech" });
    expect(failure).toMatchObject({
      code: "invalid_arguments",
      problems: [{ argument: "org", message: "A slug begins with a lower-case letter." }],
    });
    expect(calls.map(({ rpc }) => rpc)).not.toContain(apply);
  });

  test("is not taken for free where it is only hidden", async () => {
    const { as } = await connectToSandbox(organization);
    const outsider = await as("outsider");
    const { failure } = await outsider.call("apply_organization", { org: "acme", name: "Mine now" });
    expect(failure).toMatchObject({ code: "permission_denied" });
  });
});
