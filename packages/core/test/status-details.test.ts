import { create, toBinary } from "@bufbuild/protobuf";
import { BinaryWriter, WireType } from "@bufbuild/protobuf/wire";
import { ViolationsSchema } from "@bufbuild/protovalidate/gen/buf/validate/validate_pb.js";
import { Code, ConnectError } from "@connectrpc/connect";
import { describe, expect, it } from "vitest";
import { statusDetails } from "../src/call/status-details.ts";

/** The details of an error as the gRPC transport hands them over. */
function detailsOf(type: string, value: Uint8Array): readonly unknown[] {
  const error = new ConnectError("broken", Code.InvalidArgument);
  error.details = [{ type, value }];
  return statusDetails(error);
}

const text = (writer: BinaryWriter, number: number, value: string) =>
  writer.tag(number, WireType.LengthDelimited).string(value);
const nested = (writer: BinaryWriter, number: number, fill: (inner: BinaryWriter) => void) => {
  writer.tag(number, WireType.LengthDelimited).fork();
  fill(writer);
  writer.join();
};

describe("status details", () => {
  it("tell violations of the contract by path, rule and message", () => {
    const element = (fieldName: string) => ({ fieldName, subscript: { case: undefined } as const });
    const value = toBinary(
      ViolationsSchema,
      create(ViolationsSchema, {
        violations: [
          {
            field: { elements: [element("metadata"), element("slug")] },
            ruleId: "string.min_len",
            message: "too short",
          },
          {
            field: {
              elements: [
                { fieldName: "entries", subscript: { case: "index", value: 2n } },
                { fieldName: "labels", subscript: { case: "stringKey", value: "team" } },
                { fieldName: "flags", subscript: { case: "boolKey", value: false } },
              ],
            },
            ruleId: "required",
          },
          { ruleId: "whole.message", message: "wrong" },
        ],
      }),
    );
    expect(detailsOf("buf.validate.Violations", value)).toEqual([
      {
        type: "buf.validate.Violations",
        violations: [
          { field: "metadata.slug", rule: "string.min_len", message: "too short" },
          { field: 'entries[2].labels["team"].flags[false]', rule: "required", message: "" },
          { field: "", rule: "whole.message", message: "wrong" },
        ],
      },
    ]);
  });

  it("tell a BadRequest by field number", () => {
    const writer = new BinaryWriter();
    for (const [field, description] of [
      ["metadata.slug", "is taken"],
      ["spec.description", "ist zu läng"],
    ] as const) {
      nested(writer, 1, (inner) => {
        text(inner, 1, field);
        text(inner, 2, description);
      });
    }
    expect(detailsOf("google.rpc.BadRequest", writer.finish())).toEqual([
      {
        type: "google.rpc.BadRequest",
        fields: {
          "1": [
            { "1": "metadata.slug", "2": "is taken" },
            { "1": "spec.description", "2": "ist zu läng" },
          ],
        },
      },
    ]);
  });

  it("tell an ErrorInfo with its map", () => {
    const writer = new BinaryWriter();
    text(writer, 1, "QUOTA");
    text(writer, 2, "planton.ai");
    nested(writer, 3, (inner) => {
      text(inner, 1, "limit");
      text(inner, 2, "10");
    });
    expect(detailsOf("type.googleapis.com/google.rpc.ErrorInfo", writer.finish())).toEqual([
      { type: "google.rpc.ErrorInfo", fields: { "1": "QUOTA", "2": "planton.ai", "3": { "1": "limit", "2": "10" } } },
    ]);
  });

  it("tell numbers of every width, and a message of one field that could be taken for text", () => {
    const writer = new BinaryWriter();
    writer.tag(1, WireType.Varint).uint64(18446744073709551615n);
    writer.tag(2, WireType.Bit32).fixed32(7);
    writer.tag(3, WireType.Bit64).fixed64(9n);
    nested(writer, 4, (inner) => text(inner, 1, "metadata.slug"));
    writer.tag(5, WireType.LengthDelimited).bytes(new Uint8Array([0xff, 0xfe]));
    writer.tag(6, WireType.LengthDelimited).bytes(new Uint8Array());
    expect(detailsOf("x.Y", writer.finish())).toEqual([
      {
        type: "x.Y",
        fields: {
          "1": "18446744073709551615",
          "2": "7",
          "3": "9",
          "4": { "1": "metadata.slug" },
          "5": "//4=",
          "6": "",
        },
      },
    ]);
  });

  it("keep the bytes where they are no message", () => {
    const broken = new Uint8Array([0x0a, 0x7f, 0x01]);
    expect(detailsOf("x.Y", broken)).toEqual([{ type: "x.Y", base64: "Cn8B" }]);
    expect(detailsOf("buf.validate.Violations", broken)).toEqual([{ type: "buf.validate.Violations", base64: "Cn8B" }]);
  });

  it("never fail on garbage", () => {
    let state = 42;
    const byte = () => {
      state = (state * 1103515245 + 12345) % 2147483648;
      return (state >> 16) & 0xff;
    };
    for (let round = 0; round < 2000; round += 1) {
      const bytes = Uint8Array.from({ length: round % 64 }, byte);
      expect(JSON.stringify(detailsOf("x.Y", bytes))).toContain("x.Y");
    }
  });

  it("have bounds on depth and size", () => {
    let bytes: Uint8Array = new BinaryWriter().tag(1, WireType.Varint).uint32(1).finish();
    for (let level = 0; level < 100; level += 1) {
      bytes = new BinaryWriter().tag(15, WireType.LengthDelimited).bytes(bytes).finish();
    }
    expect(JSON.stringify(detailsOf("x.Y", bytes)).split('"15":')).toHaveLength(6);
    const [large] = detailsOf("x.Y", new Uint8Array(1_000_000));
    expect(JSON.stringify(large).length).toBeLessThan(2000);
  });
});
