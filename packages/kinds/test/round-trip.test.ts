import { type DescMessage, equals, fromBinary, fromJson, type JsonObject, toBinary, toJson } from "@bufbuild/protobuf";
import { StructSchema } from "@bufbuild/protobuf/wkt";
import { describe, expect, it } from "vitest";
import { decode } from "../src/decode.ts";
import { kinds, loadKind } from "../src/index.ts";
import { branchesOf, filled } from "./filled.ts";

/** As the API carries a manifest: in a Struct, over the wire. */
function sent(json: JsonObject): JsonObject {
  const bytes = toBinary(StructSchema, fromJson(StructSchema, json));
  // A Struct is an object in JSON.
  return toJson(StructSchema, fromBinary(StructSchema, bytes)) as JsonObject;
}

/** Decodes what was given, sends it, and has the contract's own reader compare both ends. */
function expectKept(desc: DescMessage, given: JsonObject, expected: JsonObject): void {
  const { json, findings } = decode(desc, given);
  expect(findings).toEqual([]);
  expect(json).toStrictEqual(expected);
  expect(equals(desc, fromJson(desc, sent(json)), fromJson(desc, given))).toBe(true);
}

describe("a manifest that fills every field", { timeout: 60_000 }, () => {
  it.each(kinds)("$kind reaches the API as it was given", async (facts) => {
    const { desc } = await loadKind(facts);
    for (let branch = 0; branch < branchesOf(desc); branch += 1) {
      const expected = filled(desc, { spelling: "name", branch });
      // Nothing that was filled in is what an unset field would be.
      expect(toJson(desc, fromJson(desc, expected), { useProtoFieldName: true })).toEqual(expected);
      expectKept(desc, expected, expected);
      expectKept(desc, filled(desc, { spelling: "jsonName", branch }), expected);
    }
    const zero = filled(desc, { spelling: "name", branch: 0, isZero: true });
    expectKept(desc, zero, zero);
    expectKept(desc, filled(desc, { spelling: "jsonName", branch: 0, isZero: true }), zero);
  });
});
