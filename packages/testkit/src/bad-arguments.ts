import type { ToolEntry } from "@planton-mcp/core";

export interface BadArguments {
  /** What is wrong with them. */
  readonly what: string;
  /** The argument at fault. */
  readonly argument: string;
  readonly args: Readonly<Record<string, unknown>>;
}

interface PropertySchema {
  readonly type?: string;
  readonly enum?: readonly unknown[];
  readonly minLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly items?: PropertySchema;
}

/** A value that a property refuses, and why it does. */
interface BadValue {
  readonly what: string;
  readonly value: unknown;
}

/** Arguments that a tool's own schema rules out, one fault in each, made from arguments that are right. */
export function badArguments({ inputSchema }: ToolEntry, example: Readonly<Record<string, unknown>>): BadArguments[] {
  const properties = Object.entries((inputSchema.properties ?? {}) as Record<string, PropertySchema>);
  const required = (inputSchema.required ?? []) as readonly string[];
  return [
    { what: "an unknown argument", argument: "no_such_argument", args: { ...example, no_such_argument: 1 } },
    ...required.map((argument) => {
      const { [argument]: _, ...args } = example;
      return { what: `no ${argument}`, argument, args };
    }),
    ...properties.flatMap(([argument, schema]) =>
      badValues(schema).map(({ what, value }) => ({
        what: `${argument} ${what}`,
        argument,
        args: { ...example, [argument]: value },
      })),
    ),
  ];
}

function badValues({ type, enum: values, minLength, minimum, maximum, items }: PropertySchema): BadValue[] {
  return [
    { what: "of another type", value: type === "object" ? 7 : {} },
    { what: "null", value: null },
    ...(values === undefined ? [] : [{ what: "not in the list", value: "no-such-value" }]),
    ...(minLength === undefined || minLength === 0 ? [] : [{ what: "empty", value: "" }]),
    ...(minimum === undefined ? [] : [{ what: "too small", value: minimum - 1 }]),
    ...(maximum === undefined ? [] : [{ what: "too large", value: maximum + 1 }]),
    ...(type === "integer" ? [{ what: "a fraction", value: 1.5 }] : []),
    ...(items === undefined
      ? []
      : badValues(items).map(({ what, value }) => ({ what: `with an entry ${what}`, value: [value] }))),
  ];
}
