import { connectToSandbox } from "@planton-mcp/testkit";
import { expect, test } from "vitest";
import { promotionPolicy } from "./index.ts";

test.each([
  [{ selector_kind: "organization", selector_id: "acme" }, "own", "Acme releases"],
  [{ selector_kind: "env", selector_id: "env_01kseed0000000000000000001" }, "organization", "Acme releases"],
  [{ selector_kind: "org", selector_id: "acme-labs" }, "platform", "Platform default"],
  [{ selector_kind: "platform" }, "own", "Platform default"],
])("for %o: %s", async (args, source, name) => {
  const { call } = await connectToSandbox(promotionPolicy);
  expect((await call("which_promotion_policy", args)).answer).toMatchObject({ source, metadata: { name } });
});

test("says where the kind or the resource is wrong", async () => {
  const { call } = await connectToSandbox(promotionPolicy);
  const wrong = await call("which_promotion_policy", { selector_kind: "enviroment", selector_id: "x" });
  expect(wrong.failure).toMatchObject({
    problems: [{ argument: "selector_kind", message: expect.stringContaining("Did you mean environment?") }],
  });
  const gone = await call("which_promotion_policy", { selector_kind: "organization", selector_id: "acne" });
  expect(gone.failure).toMatchObject({ code: "not_found", message: expect.stringContaining("acne") });
});

test("is denied to an outsider for what is not theirs", async () => {
  const { as } = await connectToSandbox(promotionPolicy);
  const outsider = await as("outsider");
  const about = (selector_id: string) =>
    outsider.call("which_promotion_policy", { selector_kind: "organization", selector_id });
  expect((await about("acme")).failure).toMatchObject({ code: "permission_denied" });
  expect((await about("globex")).answer).toMatchObject({ source: "platform" });
});
