import { definePlugin, defineResource } from "@planton-mcp/core";
import { pluginOf } from "@planton-mcp/core/catalogue";
import { connectToSandbox } from "@planton-mcp/testkit";
import { expect, test } from "vitest";
import { discoveryResources } from "./index.ts";

const large = pluginOf(
  definePlugin({
    name: "large",
    title: "Large",
    description: "For tests.",
    resources: [
      defineResource({
        uri: "large://document",
        name: "large",
        title: "Large",
        description: "Too much for one answer.",
        mimeType: "application/json",
        reads: [],
        read: async () =>
          JSON.stringify({ small: { "a/b": 1 }, lists: { one: "x".repeat(30_000), two: ["y".repeat(10_000)] } }),
      }),
    ],
  }),
);

test("lists the resources of every plugin when asked for none", async () => {
  const { call, calls } = await connectToSandbox([discoveryResources, large]);
  const { answer } = await call("read_reference");
  expect(answer.references).toContainEqual({ uri: "large://document", description: "Too much for one answer." });
  expect(answer).toMatchObject({
    references: expect.arrayContaining([expect.objectContaining({ uri: "environment-summary://{org}" })]),
  });
  expect(calls).toEqual([]);
});

test("gives a large document by its parts, with the path and size of each", async () => {
  const { call } = await connectToSandbox([discoveryResources, large]);
  const read = async (path?: string) => (await call("read_reference", { uri: "large://document", path })).answer;
  expect(await read()).toMatchObject({
    parts: [
      { path: "/small", characters: 9 },
      { path: "/lists", characters: expect.any(Number) },
    ],
  });
  expect(await read("/small")).toMatchObject({ content: { "a/b": 1 } });
  expect(await read("/small/a~1b")).toMatchObject({ content: 1 });
  expect(await read("#/lists/two/0")).toMatchObject({ content: "y".repeat(10_000) });
  expect(await read("/lists")).toMatchObject({ parts: [{ path: "/lists/one" }, { path: "/lists/two" }] });
});

test.each([
  [{ uri: "large://document", path: "/lists/too" }, "path", "Did you mean two?"],
  [{ uri: "large://document", path: "/nothing" }, "path", "It has small, lists."],
  [{ uri: "large://document", path: "lists.one" }, "path", "/lists/one"],
  [{ path: "/lists" }, "uri", "path needs uri"],
  [{ uri: "environment-sumary://acme" }, "uri", "Did you mean environment-summary://{org}?"],
  [{ uri: "cloud-object-presets://AwsVcp" }, "kind", "AwsVpc"],
  [{ uri: "iac-modules://catalog?page=x" }, "page", "no page"],
])("says what is wrong with %j", async (args, argument, says) => {
  const { call, calls } = await connectToSandbox([discoveryResources, large]);
  const { failure } = await call("read_reference", args);
  expect(failure?.code).toBe("invalid_arguments");
  expect(failure?.problems).toMatchObject([{ argument, message: expect.stringContaining(says) }]);
  expect(calls).toEqual([]);
});

test("reads with the caller's own rights", async () => {
  const { as } = await connectToSandbox(discoveryResources);
  const read = async (who: "viewer" | "outsider") =>
    (await as(who)).call("read_reference", { uri: "environment-summary://acme" });
  expect((await read("viewer")).answer).toMatchObject({ content: { count: 3 } });
  expect((await read("outsider")).failure).toMatchObject({ code: "permission_denied" });
});
