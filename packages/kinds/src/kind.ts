import { createRegistry, type DescField, type DescMessage, type JsonObject, type Registry } from "@bufbuild/protobuf";
import { type Checked, checkManifest } from "./check.ts";
import { underContractNames } from "./contract-names.ts";
import { exampleOf } from "./example/example.ts";
import { loadFile } from "./files.ts";
import type { KindFacts } from "./kind-facts.ts";
import { didYouMean } from "./nearest.ts";
import { PathError } from "./path-error.ts";
import { documentSchema, withoutStatus } from "./schema/message-schema.ts";
import { hideSecrets, secretPathsOf } from "./secrets/secret-paths.ts";

/** A kind with its descriptor. */
export interface Kind extends KindFacts {
  /** The kind's message: what a manifest decodes to. */
  readonly desc: DescMessage;
  /** The message of its outputs, which resources of this kind have at `status.outputs`. */
  readonly outputs: DescMessage;
  /** All types that a manifest can hold, and the options on them. */
  readonly registry: Registry;

  /**
   * JSON Schema 2020-12 of the kind's manifests, or of what stands at a path in them, under the contract's names.
   * Lists and maps in a path are passed through: `spec.subnets.name` is the name of a subnet. The outputs are at
   * `status.outputs`; the whole schema leaves them out. The same object each time: don't change it.
   *
   * Beyond the standard, `x-reference` holds the kind and the output that a value-or-reference field points at by
   * default. Rules that JSON Schema can't say stand in descriptions; `check` holds all of them.
   * @throws PathError where nothing stands at that path.
   */
  schema(path?: string): JsonObject;

  /** A minimal manifest that passes `check`, with made-up values. The same object each time: don't change it. */
  example(): JsonObject;

  /**
   * Holds a manifest against the kind: names, types, rules, and that it is of this kind. Both spellings of names are
   * taken, `vpc_id` and `vpcId`. Tells all that is wrong, not only the first thing. Nothing is filled in.
   */
  check(manifest: unknown): Checked;

  /** Reads a manifest from YAML or JSON, and checks it; problems also tell their line and column. */
  checkText(text: string): Promise<Checked>;

  /** Paths in manifests at which secrets stand, `[]` for any item of a list or a map: `spec.users[].password.value`. */
  secretPaths(): readonly string[];

  /**
   * A copy of a manifest, whole or not and in either spelling, in which `hide` has replaced every value at one of
   * `secretPaths`. References and empty values stay.
   */
  hideSecrets(manifest: JsonObject, hide: (value: string) => string): JsonObject;

  /** A copy of a manifest, whole or not, under the contract's names. It is not checked: unknown names stay. */
  rename(manifest: JsonObject): JsonObject;
}

export async function makeKind(facts: KindFacts): Promise<Kind> {
  const { typeName } = facts;
  const file = await loadFile(`${typeName.split(".").slice(0, -1).join("/")}/api.proto`);
  const desc = file.messages.find((message) => message.typeName === typeName);
  if (desc === undefined) throw new Error(`${file.name} has no ${typeName}.`);
  const outputs = fieldAt(desc, ["status", "outputs"], facts.kind).message;
  if (outputs === undefined) throw new Error(`${facts.kind} has no outputs.`);
  const files = new Set([file]);
  for (const each of files) for (const imported of each.dependencies) files.add(imported);
  const registry = createRegistry(...files);
  const schemas = new Map<string, JsonObject>();
  let example: JsonObject | undefined;
  let secretPaths: readonly string[] | undefined;
  return {
    ...facts,
    desc,
    outputs,
    registry,
    schema(path = "") {
      const steps = stepsOf(path);
      const key = steps.join(".");
      const schema = schemas.get(key) ?? schemaAt(desc, registry, steps, facts.kind);
      schemas.set(key, schema);
      return schema;
    },
    example() {
      example ??= exampleOf(facts, desc);
      return example;
    },
    check: (manifest) => checkManifest(desc, registry, manifest),
    async checkText(text) {
      const { parseText } = await import("./parse-text.ts");
      const parsed = parseText(text);
      return parsed.ok ? checkManifest(desc, registry, parsed.manifest, parsed.locate) : parsed;
    },
    secretPaths() {
      secretPaths ??= secretPathsOf(desc);
      return secretPaths;
    },
    hideSecrets: (manifest, hide) => hideSecrets(desc, manifest, hide),
    rename: (manifest) => underContractNames(desc, manifest),
  };
}

function schemaAt(desc: DescMessage, registry: Registry, steps: readonly string[], kind: string): JsonObject {
  if (steps.length === 0) return withoutStatus(documentSchema(desc, registry, kind));
  const field = fieldAt(desc, steps, kind);
  return documentSchema(field, registry, `${kind} ${steps.join(".")}`);
}

/** The names in a path: `spec.subnets[0].name` and `spec.subnets.*.name` are `spec.subnets.name`. */
function stepsOf(path: string): readonly string[] {
  return path
    .replace(/\[[^\]]*\]/g, "")
    .split(".")
    .filter((step) => step !== "" && step !== "*");
}

function fieldAt(desc: DescMessage, steps: readonly string[], kind: string): DescField {
  let at: DescMessage | undefined = desc;
  let field: DescField | undefined;
  const walked: string[] = [kind];
  for (const step of steps) {
    const names: readonly string[] = at?.fields.map(({ name }) => name) ?? [];
    field = at?.fields.find(({ name, jsonName }) => name === step || jsonName === step);
    if (field === undefined) {
      const known = names.length === 0 ? " It has no fields." : ` It has ${names.join(", ")}.`;
      throw new PathError(`${walked.join(".")} has no ${step}.${didYouMean(step, names) || known}`);
    }
    walked.push(field.name);
    at = field.message;
  }
  if (field === undefined) throw new PathError("The path is empty.");
  return field;
}
