import { connectToSandbox } from "@planton-mcp/testkit";
import { expect, test } from "vitest";
import { environment } from "./index.ts";

test("says yes and no out loud", async () => {
  const { call } = await connectToSandbox(environment);
  expect((await call("check_environment_slug_availability", { org: "acme", slug: "qa" })).answer).toEqual({
    org: "acme",
    slug: "qa",
    is_available: true,
  });
  expect((await call("check_environment_slug_availability", { org: "acme", slug: "dev" })).answer).toEqual({
    org: "acme",
    slug: "dev",
    is_available: false,
    reason: "no reason given",
  });
});
