import { connectToSandbox } from "@planton-mcp/testkit";
import { describe, expect, test } from "vitest";
import { environment } from "./index.ts";

const apply = "ai.planton.resourcemanager.environment.v1.EnvironmentCommandController/apply";

describe("an environment that is there", () => {
  test("keeps what is not given, by slug and by id", async () => {
    const { call } = await connectToSandbox(environment);
    const bySlug = await call("apply_environment", { org: "acme", slug: "dev", name: "Development" });
    expect(bySlug.answer).toMatchObject({
      outcome: "updated",
      changes: [{ field: "metadata.name", from: "dev", to: "Development" }],
      resource: { spec: { description: "Where everyone tries things out" } },
    });
    const { id } = (bySlug.answer.resource as { metadata: { id: string } }).metadata;
    const byId = await call("apply_environment", { id, clear: ["description"] });
    expect(byId.answer).toMatchObject({
      outcome: "updated",
      changes: [{ field: "spec.description", from: "Where everyone tries things out" }],
      resource: { metadata: { id, name: "Development" } },
    });
  });

  test("takes an empty description as a value", async () => {
    const { call } = await connectToSandbox(environment);
    const { answer } = await call("apply_environment", { org: "acme", slug: "dev", description: "" });
    expect(answer).toMatchObject({ outcome: "updated", changes: [{ field: "spec.description" }] });
  });

  test("is changed by a member, and not by a viewer", async () => {
    const { as } = await connectToSandbox(environment);
    const change = { org: "acme", slug: "dev", description: "Ours" };
    const [member, viewer] = [await as("member"), await as("viewer")];
    expect((await viewer.call("apply_environment", change)).failure).toMatchObject({
      code: "permission_denied",
      permission: { permission: "update", kind: "environment" },
    });
    expect((await member.call("apply_environment", change)).answer).toMatchObject({ outcome: "updated" });
  });
});

describe("an environment that is not there", () => {
  test("is created by organization and slug", async () => {
    const { call } = await connectToSandbox(environment);
    const { answer } = await call("apply_environment", { org: "acme", slug: "qa", description: "For testers" });
    expect(answer).toMatchObject({
      outcome: "created",
      resource: {
        metadata: { id: expect.stringMatching(/^env_/), org: "acme", slug: "qa", name: "qa" },
        spec: { description: "For testers" },
      },
    });
  });

  test("is not created by an id that nobody has", async () => {
    const { call, calls } = await connectToSandbox(environment);
    const { failure } = await call("apply_environment", { id: "env_nobody", name: "Mine" });
    expect(failure).toMatchObject({ code: "not_found" });
    expect(calls.map(({ rpc }) => rpc)).not.toContain(apply);
  });

  test("is not created in an organization that is not there", async () => {
    const { call } = await connectToSandbox(environment);
    const { failure } = await call("apply_environment", { org: "acne", slug: "dev" });
    expect(failure).toMatchObject({ code: "not_found", message: expect.stringContaining("acne") });
  });

  test("is not created under a slug that the contract refuses", async () => {
    const { call, calls } = await connectToSandbox(environment);
    const { failure } = await call("apply_environment", { org: "acme", slug: "Not A Slug" });
    expect(failure).toMatchObject({ code: "invalid_arguments", problems: [{ argument: "slug" }] });
    expect(calls.map(({ rpc }) => rpc)).not.toContain(apply);
  });
});
