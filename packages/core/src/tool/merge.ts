import { isDeepStrictEqual } from "node:util";
import {
  create,
  type DescField,
  type DescMessage,
  isMessage,
  type JsonValue,
  type MessageInitShape,
  type MessageShape,
  ScalarType,
} from "@bufbuild/protobuf";
import { reflect } from "@bufbuild/protobuf/reflect";
import { FeatureSet_FieldPresence } from "@bufbuild/protobuf/wkt";
import { toJson } from "../call/schemas.ts";
import { Redaction } from "../redaction/redaction.ts";
import type { Change } from "./tool.ts";

/** Some fields of a message. What is absent or undefined, at any depth, is not meant. */
export type Patch<Desc extends DescMessage> = Sparse<MessageInitShape<Desc>>;

type Sparse<Init> = Init extends string | number | bigint | boolean | Uint8Array | readonly unknown[] | undefined
  ? Init
  : { [Key in keyof Init]?: Sparse<Init[Key]> | undefined };

/**
 * Writes `patch` into `message`, in place, so that fields this build doesn't know survive. What the patch leaves
 * undefined stays; lists, maps, `google.protobuf` types and messages that were made with `create` are replaced whole;
 * other messages are merged field by field.
 */
export function merge<Desc extends DescMessage>(schema: Desc, message: MessageShape<Desc>, patch: Patch<Desc>): void {
  const target = reflect(schema, message);
  // A patch is an init without what is undefined, which only the type of each generated message could say.
  const init = (withoutUndefined(patch) ?? {}) as MessageInitShape<Desc> & Record<string, unknown>;
  const patched = reflect(schema, create(schema, init));
  for (const field of schema.fields) {
    const given = givenFor(field, init);
    if (given === undefined) continue;
    if (field.fieldKind === "message" && target.isSet(field) && isMergeable(field.message, given)) {
      merge(field.message, target.get(field).message, given as Patch<DescMessage>);
    } else if (patched.isSet(field)) target.set(field, patched.get(field));
    else target.clear(field);
  }
}

function givenFor(field: DescField, init: Record<string, unknown>): unknown {
  if (field.oneof === undefined) return init[field.localName];
  // What stands at the name of a oneof is always its case and value.
  const group = init[field.oneof.localName] as { readonly case?: string; readonly value?: unknown } | undefined;
  return group?.case === field.localName ? group.value : undefined;
}

/** Whether a given value is a part of a message, rather than the whole of it or a value in its own right. */
function isMergeable(schema: DescMessage, given: unknown): boolean {
  return !isMessage(given) && !schema.typeName.startsWith("google.protobuf.");
}

/** What differs between two states of a resource, by path, `status` aside. Secrets are compared and never shown. */
export function diff<Desc extends DescMessage>(
  schema: Desc,
  before: MessageShape<Desc> | undefined,
  after: MessageShape<Desc>,
): readonly Change[] {
  const redaction = new Redaction();
  const [from, to] = [before, after].map((side) => leaves(side === undefined ? {} : toJson(schema, side)));
  const [fromShown, toShown] = [before, after].map((side) =>
    leaves(side === undefined ? {} : redaction.plain(schema, side)),
  );
  const paths = new Set([...(from?.keys() ?? []), ...(to?.keys() ?? [])]);
  // An empty message that was filled, or emptied, shows as the fields that came or went.
  const isBranch = (path: string) =>
    [from?.get(path), to?.get(path)].every((value) => value === undefined || isDeepStrictEqual(value, {})) &&
    [...paths].some((other) => other.startsWith(`${path}.`));
  return [...paths]
    .filter((path) => path !== "" && !/^status(\.|$)/.test(path))
    .filter((path) => !isDeepStrictEqual(from?.get(path), to?.get(path)) && !isBranch(path))
    .map((field) => {
      // Of what is there, a flag that is not set is off.
      const absent = before !== undefined && isFlag(schema, field.split(".")) ? false : undefined;
      return { field, from: fromShown?.get(field) ?? absent, to: toShown?.get(field) ?? absent };
    });
}

/** Whether a field is on or off, and never absent. */
function isFlag(schema: DescMessage, [name, ...rest]: readonly string[]): boolean {
  const field = schema.fields.find((candidate) => candidate.name === name);
  if (field?.fieldKind === "message") return isFlag(field.message, rest);
  const isBoolean = field?.fieldKind === "scalar" && field.scalar === ScalarType.BOOL;
  return isBoolean && rest.length === 0 && field.presence === FeatureSet_FieldPresence.IMPLICIT;
}

/** Every value that isn't an object with something in it, by its path. */
function leaves(json: JsonValue, path = "", found = new Map<string, JsonValue>()): Map<string, JsonValue> {
  const isBranch = typeof json === "object" && json !== null && !Array.isArray(json) && Object.keys(json).length > 0;
  if (!isBranch) return found.set(path, json);
  for (const [key, value] of Object.entries(json)) leaves(value, path === "" ? key : `${path}.${key}`, found);
  return found;
}

/** An object in which everything is undefined is undefined itself; one that is empty is a value. */
function withoutUndefined(value: unknown): unknown {
  if (typeof value !== "object" || value === null || value instanceof Uint8Array || isMessage(value)) return value;
  if (Array.isArray(value)) return value.map((item) => withoutUndefined(item) ?? {});
  const given = Object.entries(value);
  const meant = given
    .map(([key, item]) => [key, withoutUndefined(item)] as const)
    .filter(([, item]) => item !== undefined);
  return given.length > 0 && meant.length === 0 ? undefined : Object.fromEntries(meant);
}
