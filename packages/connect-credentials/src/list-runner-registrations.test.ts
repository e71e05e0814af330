import { connectToSandbox } from "@planton-mcp/testkit";
import { expect, test } from "vitest";
import { connectCredentials } from "./index.ts";

const acmeRunner = {
  id: "rnr_01kseed0000000000000000001",
  slug: "acme-runner",
  name: "Acme's runner",
  owned_by: "organization acme",
};
const platformRunner = {
  id: "rnr_01kseed0000000000000000002",
  slug: "planton-runner",
  name: "Planton's runner",
  owned_by: "platform planton_cloud",
};

test.each([
  [{}, [acmeRunner, platformRunner]],
  [{ owned_by: "organization" }, [acmeRunner]],
  [{ owned_by: "platform" }, [platformRunner]],
  [{ text: "PLANTON" }, [platformRunner]],
  [{ text: "nothing like it" }, []],
])("lists for %s what can carry out jobs, of nobody else's", async (args, entries) => {
  const { call } = await connectToSandbox(connectCredentials);
  const { answer } = await call("list_runner_registrations", { org: "acme", ...args });
  expect(answer).toEqual({ page: 1, pages: 1, entries });
});

test("asks for a page as the API counts them, from 0", async () => {
  const { call, calls } = await connectToSandbox(connectCredentials);
  const { answer } = await call("list_runner_registrations", { org: "acme", page: 2, page_size: 1 });
  expect(answer).toEqual({ page: 2, pages: 2, entries: [platformRunner] });
  expect(calls[0]).toMatchObject({
    request: {
      org: "acme",
      includeOrganizationRunners: true,
      includePlatformRunners: true,
      pageInfo: { num: 1, size: 1 },
    },
  });
});

test("is for who may read the organization", async () => {
  const { as } = await connectToSandbox(connectCredentials);
  expect((await (await as("viewer")).call("list_runner_registrations", { org: "acme" })).failure).toBeUndefined();
  expect((await (await as("outsider")).call("list_runner_registrations", { org: "acme" })).failure).toMatchObject({
    code: "permission_denied",
  });
});
