import { toJson } from "@bufbuild/protobuf";
import { Code } from "@connectrpc/connect";
import type { Fault } from "@planton-mcp/sandbox";
import { describe, expect, test } from "vitest";
import { secretDataKey } from "../src/stored-secret.ts";
import { openScene, secretPlaces } from "./scene.ts";

/** Of several lines, with all that makes other forms of a text differ from it. */
const canary = 'cänary "7f3a" \\ &/+=%\n-- the second line, long enough to be told apart --';
const bytes = Buffer.from(canary);
const forms = [
  canary,
  ...canary.split("\n"),
  bytes.toString("base64").replace(/=+$/, ""),
  bytes.toString("base64url"),
  encodeURIComponent(canary),
  new URLSearchParams([["", canary]]).toString().slice(1),
  JSON.stringify(canary).slice(1, -1),
];

/** What a backend says that tells everything it was told, in every form. */
const echo = `I was told ${canary}, that is ${forms.join(" or ")}, {"value":${JSON.stringify(canary)}}`;

function expectNoCanary(outputs: readonly string[]) {
  expect(outputs.length).toBeGreaterThan(0);
  for (const output of outputs) {
    // A text stands in JSON once or twice encoded.
    for (const form of [...forms, ...forms.map((form) => JSON.stringify(form).slice(1, -1))]) {
      expect(output).not.toContain(form);
    }
  }
}

const places = await secretPlaces();
const named = places.map((place) => [`${place.kind.word} ${place.path}`, place] as const);
const coordinates = (word: string) => ({ kind: word, org: "acme", slug: "new-one" });

const fails = (method: string, code = Code.Internal): Fault => ({ method, kind: "error", code, message: echo });

test("there are as many places for secrets as the contract has", () => {
  expect(new Set(places.map(({ kind }) => kind.word)).size).toBe(19); // GitHub's has none: its app signs in
  expect(places.length).toBeGreaterThan(45);
});

describe.each(named)("%s", (_, { kind, path, specWith }) => {
  const given = { ...coordinates(kind.word), spec: specWith({ value: canary }) };

  test("is stored as a secret, and nothing shows it", async () => {
    const scene = openScene();
    const call = await scene.client();
    const { failure } = await call("apply_credential", given);
    // A rule may forbid it beside the others, as a token beside a key.
    if (failure === undefined) {
      const stored = scene.calls.filter(({ method }) => method.parent.name === "SecretVersionCommandController");
      expect(stored.map(({ request }) => toData(request))).toContainEqual({ [secretDataKey]: canary });
    } else expect(failure.code).toBe("invalid_arguments");
    await call("get_credential", coordinates(kind.word));
    await call("apply_credential", given);
    await call("delete_credential", coordinates(kind.word));
    expectNoCanary(scene.outputs);
    for (const { method, request } of scene.calls) {
      if (method.parent.name.startsWith("SecretVersion")) continue;
      expectNoCanary([JSON.stringify(toJson(method.input, request))]);
    }
  });

  test.each([
    ["beside a misspelt field", { ...given.spec, no_such_field: canary }],
    ["in a wrong form", specWith(canary)],
    ["in a list", specWith([canary])],
    ["under a wrong key", specWith({ valeu: canary })],
    ["as the slug of a secret", specWith({ secret: canary })],
    ["as the name of a variable", specWith({ from_env: canary })],
    ["within a value", specWith({ value: { value: canary } })],
    ["beside a reference", specWith({ secret: "aws-main-access-key-id", value: canary })],
  ])("is not told back %s", async (_, spec) => {
    const scene = openScene();
    const call = await scene.client();
    const { failure } = await call("apply_credential", { ...given, spec });
    expect(failure?.code).toBe("invalid_arguments");
    expectNoCanary(scene.outputs);
  });

  test("is not told back as a reference to a secret that is not there", async () => {
    const scene = openScene();
    const call = await scene.client();
    const { failure } = await call("apply_credential", { ...given, spec: specWith({ secret: "looks-like-a-slug" }) });
    expect(failure?.code).toBe("invalid_arguments");
    expect(scene.outputs.join()).not.toContain("looks-like-a-slug");
  });

  test("is not told by whoever may not store it", async () => {
    const scene = openScene();
    for (const who of ["viewer", "outsider"] as const) {
      const { failure } = await (await scene.client(who))("apply_credential", given);
      expect(failure?.code).toMatch(/permission_denied|invalid_arguments/);
    }
    expectNoCanary(scene.outputs);
  });

  test.each([
    fails("SecretCommandController/create"),
    fails("SecretVersionCommandController/create"),
    fails(`${kind.resource}CommandController/apply`),
    fails(`${kind.resource}CommandController/apply`, Code.PermissionDenied),
    fails("SecretQueryController/getByOrgByScopeBySlug", Code.Unavailable),
  ])("is not told by a backend that fails at $method with $code and tells all it knows", async (fault) => {
    const scene = openScene();
    scene.inject(fault);
    scene.inject({ ...fails("SecretCommandController/delete", Code.Unavailable) });
    const { failure } = await (await scene.client())("apply_credential", given);
    expect(failure?.code).toMatch(/internal|permission_denied|unavailable|invalid_arguments/);
    expectNoCanary(scene.outputs);
  });

  test("is not told where it comes from the server's machine", async () => {
    const scene = openScene();
    scene.inject(fails(`${kind.resource}CommandController/apply`));
    const call = await scene.client("owner", { secretSource: () => canary });
    await call("apply_credential", { ...given, spec: specWith({ from_env: "A_SECRET" }) });
    await call("apply_credential", { ...given, spec: specWith({ from_file: "secret.json" }) });
    expectNoCanary(scene.outputs);
  });

  test(`belongs into ${path} and nowhere else`, async () => {
    const scene = openScene();
    const { failure } = await (await scene.client())("apply_credential", { ...given, [path]: canary, name: "New" });
    expect(failure?.code).toBe("invalid_arguments");
    expectNoCanary(scene.outputs);
  });
});

function toData(request: unknown): unknown {
  return (request as { spec?: { data?: unknown } }).spec?.data;
}
