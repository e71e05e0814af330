import { describe, expect, test } from "vitest";
import { credentialKinds, specField } from "../src/credential-kind.ts";
import { credentialStubs } from "../src/credential-stubs.ts";
import { namesOf } from "../src/spec-field.ts";
import { openScene, validSpec } from "./scene.ts";

describe.each(credentialKinds)("$word", (kind) => {
  const coordinates = { kind: kind.word, org: "acme", slug: "new-one" };

  test("is applied, read, found, kept apart and deleted by its owner", async () => {
    const scene = openScene();
    const call = await scene.client();
    const spec = await validSpec(kind);
    const isFree = async () => (await call("check_credential_slug_availability", coordinates)).answer.is_available;
    expect(await isFree()).toBe(true);
    const applied = await call("apply_credential", { ...coordinates, spec });
    expect(applied.answer).toMatchObject({ outcome: "created", resource: { kind: kind.resource } });
    expect(await isFree()).toBe(false);
    const { metadata } = applied.answer.resource as { metadata: { id: string } };
    const byId = await call("get_credential", { kind: kind.resource, id: metadata.id });
    expect(byId.answer).toEqual(applied.answer.resource);
    expect((await call("get_credential", coordinates)).answer).toEqual(byId.answer);
    const found = await call("search_credentials", { org: "acme", kinds: [kind.title], text: "new-one" });
    expect(found.answer.entries).toEqual([{ id: metadata.id, kind: kind.word, slug: "new-one" }]);
    const named = await call("apply_credential", { kind: kind.word, id: metadata.id, name: "Named" });
    expect(named.answer).toMatchObject({ outcome: "updated", changes: [{ field: "metadata.name", to: "Named" }] });
    const deleted = await call("delete_credential", coordinates);
    expect(deleted.answer).toMatchObject({ metadata: { id: metadata.id } });
    expect(await isFree()).toBe(true);
    expect((await call("get_credential", coordinates)).failure).toMatchObject({ code: "not_found" });
    // Whatever was asked of a connection was asked of this kind's services.
    const { service = "" } = credentialStubs[kind.name] ?? {};
    const asked = scene.calls.filter(({ rpc }) => rpc.startsWith("ai.planton.connect."));
    expect(asked.filter(({ rpc }) => !rpc.startsWith(service) && !rpc.includes("DefaultProviderConnection"))).toEqual(
      [],
    );
  });

  test("is created by a member, read by a viewer, and changed or deleted by neither, nor seen by a stranger", async () => {
    const scene = openScene();
    const [member, viewer, stranger] = [
      await scene.client("member"),
      await scene.client("viewer"),
      await scene.client("outsider"),
    ];
    const spec = await validSpec(kind);
    for (const call of [viewer, stranger]) {
      expect((await call("apply_credential", { ...coordinates, spec })).failure?.code).toBe("permission_denied");
    }
    expect((await member("apply_credential", { ...coordinates, spec })).answer).toMatchObject({ outcome: "created" });
    expect((await viewer("get_credential", coordinates)).failure).toBeUndefined();
    expect((await stranger("get_credential", coordinates)).failure?.code).toBe("permission_denied");
    for (const call of [member, viewer, stranger]) {
      const denied = { code: "permission_denied" };
      expect((await call("apply_credential", { ...coordinates, name: "Mine" })).failure).toMatchObject(denied);
      expect((await call("delete_credential", coordinates)).failure).toMatchObject(denied);
    }
  });

  test("tells what is missing, by its path, and writes nothing", async () => {
    const scene = openScene();
    const call = await scene.client();
    const spec = await validSpec(kind);
    const { message } = specField((await kind.load()).apply.input);
    for (const name of Object.keys(spec)) {
      const { [name]: _, ...less } = spec;
      const { failure, answer } = await call("apply_credential", { ...coordinates, spec: less });
      // Of what was chosen for the example only, the contract may do without.
      if (failure === undefined) {
        expect(answer.outcome).toMatch(/created|updated|unchanged/);
        await call("delete_credential", coordinates);
        const field = message.fields.find((candidate) => candidate.name === name);
        expect(field?.enum !== undefined || Object.values(spec).includes(name), name).toBe(true);
      } else {
        expect(failure).toMatchObject({
          code: "invalid_arguments",
          next: expect.stringContaining("needs no more than"),
        });
        expect(
          failure.problems?.every(({ argument }) => argument.startsWith("spec")),
          name,
        ).toBe(true);
      }
    }
  });

  test("tells what is misspelt or of another type, by its path, before it asks", async () => {
    const scene = openScene();
    const call = await scene.client();
    const spec = await validSpec(kind);
    const { message } = specField((await kind.load()).apply.input);
    for (const field of message.fields) {
      const misspelt = `${field.name}x`;
      const { failure } = await call("apply_credential", { ...coordinates, spec: { ...spec, [misspelt]: 1 } });
      expect(failure?.problems).toContainEqual({
        argument: `spec.${misspelt}`,
        message: expect.stringContaining(`Did you mean ${field.name}?`),
      });
      const mistyped = await call("apply_credential", { ...coordinates, spec: { ...spec, [field.name]: [[7]] } });
      expect(mistyped.failure?.problems?.map(({ argument }) => argument)).toContain(`spec.${field.name}`);
      if (field.enum === undefined || field.fieldKind !== "enum") continue;
      const [choice = ""] = namesOf(field.enum);
      const other = await call("apply_credential", { ...coordinates, spec: { ...spec, [field.name]: `${choice}x` } });
      expect(other.failure?.problems?.[0]?.message).toContain(`Did you mean ${choice}?`);
    }
    expect(scene.calls).toEqual([]);
  });
});
