import { fromBinary, type JsonObject, type JsonValue } from "@bufbuild/protobuf";
import { type CloudResource, CloudResourceSchema } from "@planton-mcp/api/infrahub/cloudresource/v1/api";
import { cloudResourceKind } from "../cloud-resource-kind.ts";
import type { Row, Store } from "../store.ts";

/** Where a manifest takes a value from another resource. */
export interface Reference {
  /** Where it stands in the manifest: `spec.namespace`. */
  readonly path: string;
  /** Name of the kind; empty where the manifest leaves it to the field. */
  readonly kind: string;
  /** Slug or id of an environment; empty for the manifest's own. */
  readonly env: string;
  /** Slug of the resource. */
  readonly name: string;
  /** `status.outputs.vpc_id`; empty where the manifest leaves it to the field. */
  readonly fieldPath: string;
  /** `depends_on`, `runs_on`, … where the manifest declares a relationship instead of taking a value. */
  readonly relationship?: string;
}

/** All references of a manifest: `valueFrom` anywhere, and `metadata.relationships`. */
export function referencesIn(manifest: JsonObject): readonly Reference[] {
  const found: Reference[] = [];
  walk(manifest, "", (object, path) => {
    const from = object.valueFrom ?? object.value_from;
    if (isObject(from)) found.push(referenceOf(from, path));
  });
  const relationships = isObject(manifest.metadata) ? manifest.metadata.relationships : undefined;
  if (!Array.isArray(relationships)) return found;
  return [
    ...found,
    ...relationships.filter(isObject).map((item, index) => ({
      ...referenceOf(item, `metadata.relationships.${index}`),
      relationship: textOf(item.type),
    })),
  ];
}

function referenceOf(from: JsonObject, path: string): Reference {
  const kind = typeof from.kind === "number" ? (cloudResourceKind(from.kind)?.name ?? "") : textOf(from.kind);
  return {
    path,
    kind,
    env: textOf(from.env),
    name: textOf(from.name),
    fieldPath: textOf(from.fieldPath ?? from.field_path),
  };
}

/** The stored resource that a reference of a manifest in `home` means. */
export function targetOf(store: Store, home: { readonly org: string; readonly env: string }, reference: Reference) {
  const named = reference.env;
  const env =
    named === ""
      ? home.env
      : (store.find("environment", named) ?? store.findBySlug("environment", home.org, named))?.id;
  if (env === undefined) return undefined;
  return store
    .list("cloud_resource", home.org, env)
    .map((row) => ({ row, resource: cloudResourceIn(row) }))
    .find(
      ({ row, resource }) =>
        row.slug === reference.name && (reference.kind === "" || kindName(resource) === reference.kind),
    );
}

export function cloudResourceIn(row: Row): CloudResource {
  return fromBinary(CloudResourceSchema, row.data);
}

export function kindName(resource: CloudResource): string {
  return cloudResourceKind(resource.spec?.kind ?? 0)?.name ?? "";
}

/** A manifest with its references replaced by values, and what could not be. */
export interface Resolution {
  readonly manifest: JsonObject;
  readonly resolved: readonly string[];
  readonly errors: readonly string[];
}

export function resolveReferences(
  store: Store,
  home: { readonly org: string; readonly env: string },
  manifest: JsonObject,
): Resolution {
  const copy = structuredClone(manifest);
  const resolved: string[] = [];
  const errors: string[] = [];
  walk(copy, "", (object, path) => {
    const from = object.valueFrom ?? object.value_from;
    if (!isObject(from)) return;
    const reference = referenceOf(from, path);
    const said = `${path} <- ${reference.kind || "any kind"} ${reference.name} ${reference.fieldPath}`;
    const value = valueFor(store, home, reference);
    if ("error" in value) errors.push(`${path}: ${value.error}`);
    else {
      resolved.push(said);
      delete object.valueFrom;
      delete object.value_from;
      object.value = value.value;
    }
  });
  return { manifest: copy, resolved, errors };
}

/** What a reference comes to. */
export function valueFor(
  store: Store,
  home: { readonly org: string; readonly env: string },
  reference: Reference,
): { readonly value: JsonValue } | { readonly error: string } {
  const target = targetOf(store, home, reference);
  const kind = reference.kind || "cloud resource";
  if (target === undefined) return { error: `there is no ${kind} ${reference.name} in the environment` };
  if (reference.fieldPath === "") return { error: "it names no fieldPath, and the sandbox knows no default" };
  const value = valueAt(target.resource.spec?.cloudObject ?? {}, reference.fieldPath.split("."));
  if (value !== undefined) return { value };
  return { error: `${kind} ${reference.name} has no ${reference.fieldPath} yet` };
}

/** Follows a path of proto names in a manifest of either spelling; `[0]` and `[*]` step into lists. */
function valueAt(value: JsonValue | undefined, [name, ...rest]: readonly string[]): JsonValue | undefined {
  if (name === undefined || value === undefined) return value;
  if (Array.isArray(value)) {
    if (name === "[*]") return value.map((item) => valueAt(item, rest) ?? "").join(",");
    return valueAt(value[Number(name.replace(/^\[(\d+)\]$/, "$1"))], rest);
  }
  if (!isObject(value)) return undefined;
  const camel = name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
  const snake = name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
  return valueAt(value[name] ?? value[camel] ?? value[snake], rest);
}

function walk(value: JsonValue, path: string, meet: (object: JsonObject, path: string) => void): void {
  if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) walk(item, `${path}.${index}`, meet);
  } else if (isObject(value)) {
    meet(value, path);
    for (const [key, item] of Object.entries(value)) walk(item, path === "" ? key : `${path}.${key}`, meet);
  }
}

export function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function textOf(value: JsonValue | undefined): string {
  return typeof value === "string" ? value : "";
}
