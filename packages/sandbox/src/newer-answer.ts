import type { DescMessage, Message } from "@bufbuild/protobuf";
import { isReflectMessage, type ReflectMessage, reflect } from "@bufbuild/protobuf/reflect";
import { BinaryWriter, WireType } from "@bufbuild/protobuf/wire";

/** The last number that a field may have: no contract gets so far. */
const unknownField = 536_870_911;
const unknownValue = 9_999;

/**
 * Makes an answer one of a later contract: with a field that no contract has, and with a value that no enum has in the
 * first enum field that is found. Edits and gives back `message`.
 */
export function makeNewer(desc: DescMessage, message: Message): Message {
  const data = new BinaryWriter().string("from a later contract").finish();
  message.$unknown = [...(message.$unknown ?? []), { no: unknownField, wireType: WireType.LengthDelimited, data }];
  makeEnumNewer(reflect(desc, message));
  return message;
}

function makeEnumNewer(message: ReflectMessage): boolean {
  return message.fields.some((field) => {
    if (field.fieldKind === "enum" && field.enum.open) {
      message.set(field, unknownValue);
      return true;
    }
    if (field.fieldKind === "message") return message.isSet(field) && makeEnumNewer(message.get(field));
    return (
      field.fieldKind === "list" &&
      Array.from(message.get(field)).some((item) => isReflectMessage(item) && makeEnumNewer(item))
    );
  });
}
