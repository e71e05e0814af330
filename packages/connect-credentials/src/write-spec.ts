import { type DescField, fromJson, type JsonValue } from "@bufbuild/protobuf";
import { type ReflectMessage, reflect } from "@bufbuild/protobuf/reflect";
import type { ConnectionFieldSecretRef } from "@planton-mcp/api/connect/field";
import { nearest, type Problem, type SecretSource } from "@planton-mcp/core";
import { isPart, isSecretField, isTextField, namesOf, scalarType, secretForms } from "./spec-field.ts";

/** A secret that is to be stored, and where. */
export interface SecretValue {
  /** The field that it is for, as in `spec.r2.secret_access_key`. */
  readonly field: string;
  /** The slug of the secret that will hold it. */
  readonly slug: string;
  readonly source: { readonly value: string } | SecretSource;
  /** Whether the field refers to that secret already. */
  readonly isReferred: boolean;
}

/** A secret of the organization that a field refers to. */
export interface SecretReference {
  readonly field: string;
  readonly slug: string;
}

/** What was found in a spec that somebody gave. */
interface Written {
  readonly problems: Problem[];
  readonly values: SecretValue[];
  readonly references: SecretReference[];
}

/** What a spec is written with. */
interface Means {
  /** The slug of the secret that will hold the value of a field. */
  readonly slugFor: (field: string) => string;
  readonly hide: (text: string) => void;
}

type Writing = Written & Means;

/**
 * Writes the given fields into a spec and leaves its others. Where a secret is given as a value, the reference to the
 * secret that will hold it is written. No problem tells what was given: it may be a secret in the wrong place.
 */
export function writeSpec(spec: ReflectMessage, given: unknown, means: Means): Written {
  const writing: Writing = { ...means, problems: [], values: [], references: [] };
  writeMessage(spec, given, "spec", writing);
  return writing;
}

/** Empties the field at a path such as `r2.endpoint`, or says why it can't. */
export function clearField(spec: ReflectMessage, path: string, given: unknown): Problem | undefined {
  const [name = "", ...rest] = path.replace(/^spec\./, "").split(".");
  const names = spec.fields.map((field) => field.name);
  const field = spec.fields.find((candidate) => candidate.name === name || candidate.jsonName === name);
  if (field === undefined) {
    return { argument: "clear", message: `There is no field ${name}.${guess(name, names)}` };
  }
  const inner = isObject(given) ? (given[field.name] ?? given[field.jsonName]) : undefined;
  if (rest.length > 0 && field.fieldKind === "message") {
    return spec.isSet(field) ? clearField(spec.get(field), rest.join("."), inner) : undefined;
  }
  if (inner !== undefined) return { argument: `spec.${path}`, message: "Either set it or clear it, not both." };
  spec.clear(field);
  return undefined;
}

function guess(given: string, names: readonly string[]): string {
  const near = nearest(given, names);
  return near === undefined ? ` There are ${names.join(", ")}.` : ` Did you mean ${near}?`;
}

function writeMessage(target: ReflectMessage, given: unknown, path: string, writing: Writing): void {
  const names = target.fields.map(({ name }) => name);
  if (!isObject(given)) {
    writing.problems.push({ argument: path, message: `Takes an object of ${names.join(", ")}.` });
    return;
  }
  for (const [key, value] of Object.entries(given)) {
    const field = target.fields.find(({ name, jsonName }) => name === key || jsonName === key);
    const at = `${path}.${field?.name ?? key}`;
    const wrong =
      field === undefined
        ? `There is no such field.${guess(key, names)}`
        : writeField(target, field, value, at, writing);
    if (wrong !== undefined) writing.problems.push({ argument: at, message: wrong });
  }
}

/** Writes a field, or says what is wrong with what was given for it. */
function writeField(
  target: ReflectMessage,
  field: DescField,
  given: unknown,
  path: string,
  writing: Writing,
): string | undefined {
  if (given === null) return "Leave it out to keep what it is, or name it in clear to empty it.";
  if (field.fieldKind === "message" && isSecretField(field)) return writeSecret(target, field, given, path, writing);
  if (isPart(field)) {
    const part = target.isSet(field) ? target.get(field) : reflect(field.message);
    writeMessage(part, given, path, writing);
    target.set(field, part);
    return undefined;
  }
  try {
    copyField(target, field, isTextField(field) && typeof given === "string" ? { value: given } : given);
    return undefined;
  } catch {
    return expected(field, given);
  }
}

/** Takes a field as its JSON form has it. Throws where that is not its form. */
function copyField(target: ReflectMessage, field: DescField, json: unknown): void {
  // What came in as arguments is JSON.
  const parsed = reflect(target.desc, fromJson(target.desc, { [field.name]: json as JsonValue }));
  if (parsed.isSet(field)) target.set(field, parsed.get(field));
  else target.clear(field);
}

function writeSecret(
  target: ReflectMessage,
  field: DescField & { readonly fieldKind: "message" },
  given: unknown,
  path: string,
  writing: Writing,
): string | undefined {
  const [[key, text] = [], ...others] = isObject(given) ? Object.entries(given) : [];
  if (others.length > 0 || typeof text !== "string" || text === "") return secretForms;
  if (key === "secret") {
    // A value that was put here by mistake must not be told back.
    if (!/^[a-z][a-z0-9-]*$/.test(text)) return `This is no slug of a secret. ${secretForms}`;
    writing.references.push({ field: path, slug: text });
    copyField(target, field, { secret: text });
    return undefined;
  }
  const source = sourceOf(key, text);
  if (source === undefined) return secretForms;
  if ("value" in source) writing.hide(text);
  const slug = writing.slugFor(path);
  const { secret: current } = target.get(field).message as ConnectionFieldSecretRef; // by isSecretField
  writing.values.push({ field: path, slug, source, isReferred: current === slug });
  copyField(target, field, { secret: slug });
  return undefined;
}

function sourceOf(key: string | undefined, text: string): SecretValue["source"] | undefined {
  if (key === "value") return { value: text };
  if (key === "from_env") return { from_env: text };
  return key === "from_file" ? { from_file: text } : undefined;
}

function expected(field: DescField, given: unknown): string {
  if (isTextField(field)) return 'Takes a text, or {"variable": slug of a variable of the organization}.';
  const isList = field.fieldKind === "list";
  const of = isList ? "a list of " : "";
  if (field.enum !== undefined) {
    const names = namesOf(field.enum);
    const near = typeof given === "string" ? nearest(given, names) : undefined;
    return `Takes ${of || "one of "}${names.join(", ")}.${near === undefined ? "" : ` Did you mean ${near}?`}`;
  }
  return `Takes ${of}${field.fieldKind === "map" ? "an object" : `a ${scalarType(field)}`}.`;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
