import type { DescEnum } from "@bufbuild/protobuf";
import * as z from "zod";

/** The contract's names of an enum's values as an argument, and the number of each. */
export function enumArgument(desc: DescEnum, description: string) {
  const values = desc.values.filter(({ number }) => number !== 0);
  return {
    argument: z
      .enum(values.map(({ name }) => name))
      .describe(description)
      .optional(),
    number: (name: string | undefined) => values.find((value) => value.name === name)?.number ?? 0,
  };
}
