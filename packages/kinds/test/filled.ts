import { type DescField, type DescMessage, type JsonObject, type JsonValue, ScalarType } from "@bufbuild/protobuf";

export interface Filling {
  /** Which spelling of names. */
  readonly spelling: "name" | "jsonName";
  /** Which branch of each oneof, modulo how many it has. */
  readonly branch: number;
  /** Explicit zero values, empty lists and maps instead of others. */
  readonly isZero?: boolean;
}

/** A message's JSON with something in every field, and so not what any rule asks for. */
export function filled(desc: DescMessage, filling: Filling): JsonObject {
  if (desc.typeName === "google.protobuf.Struct") return structOf(filling);
  const fields = desc.fields.filter(({ oneof }, index) => {
    const members = oneof?.fields ?? [];
    return oneof === undefined || members[filling.branch % members.length] === desc.fields[index];
  });
  return Object.fromEntries(fields.map((field) => [field[filling.spelling], fieldValue(field, filling)]));
}

/** How many fillings it takes until each branch of each oneof was chosen. */
export function branchesOf(desc: DescMessage): number {
  if (desc.typeName === "google.protobuf.Struct") return 1;
  const inner = desc.fields.map((field) => (field.message === undefined ? 1 : branchesOf(field.message)));
  return Math.max(1, ...inner, ...desc.oneofs.map((oneof) => oneof.fields.length));
}

function fieldValue(field: DescField, filling: Filling): JsonValue {
  const one = (salt: number) => itemValue(field, filling, salt);
  if (field.fieldKind === "list") return filling.isZero === true ? [] : [one(0), one(1)];
  if (field.fieldKind === "map") return filling.isZero === true ? {} : { "a.key/1": one(0), toString: one(1) };
  return one(0);
}

function itemValue(field: DescField, filling: Filling, salt: number): JsonValue {
  if (field.message !== undefined) return filled(field.message, filling);
  if (field.enum !== undefined) {
    const values = field.enum.values.map(({ name }) => name);
    return (filling.isZero === true ? values[0] : values[values.length - 1 - (salt % 2)]) ?? "";
  }
  return scalarValue(field.scalar ?? ScalarType.STRING, filling.isZero === true, salt);
}

function scalarValue(type: ScalarType, isZero: boolean, salt: number): JsonValue {
  switch (type) {
    case ScalarType.STRING:
      return isZero ? "" : `t é"\\\n${salt}`;
    case ScalarType.BOOL:
      return !isZero;
    case ScalarType.DOUBLE:
    case ScalarType.FLOAT:
      return isZero ? 0 : 0.5 + salt;
    case ScalarType.INT64:
      return isZero ? "0" : `-900719925474099${salt}1`;
    case ScalarType.UINT64:
      return isZero ? "0" : `1844674407370955161${salt}`;
    case ScalarType.INT32:
      return isZero ? 0 : -2147483648 + salt;
    case ScalarType.UINT32:
      return isZero ? 0 : 4294967295 - salt;
    default:
      throw new Error(`No kind has had a field of type ${ScalarType[type]} before: fill it here.`);
  }
}

function structOf({ isZero }: Filling): JsonObject {
  if (isZero === true) return {};
  return {
    text: "x",
    list: [1, null, { deep: [] }],
    no: false,
    zero: 0,
    empty: "",
    nothing: null,
    camelCase: { snake_case: 1.5 },
  };
}
