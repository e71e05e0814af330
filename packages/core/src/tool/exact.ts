import type { Message } from "@bufbuild/protobuf";

/**
 * `Given`, with `never` for every property that `Shape` does not have, at any depth. TypeScript checks no excess
 * properties on what an arrow returns, and protobuf-es drops unknown ones in silence: a misspelt field would be lost.
 */
export type Exact<Shape, Given> = Given extends Leaf
  ? Given
  : Given extends readonly (infer Item)[]
    ? readonly Exact<ItemOf<Shape>, Item>[]
    : { [Key in keyof Given]: OrNever<PropertyOf<Shape, Key>, Given[Key]> };

type Leaf = string | number | bigint | boolean | null | undefined | Uint8Array | Message;
type OrNever<Shape, Given> = [Shape] extends [never] ? never : Exact<Shape, Given>;
type ItemOf<Shape> = Shape extends readonly (infer Item)[] ? Item : never;
type PropertyOf<Shape, Key> = Shape extends unknown ? (Key extends keyof Shape ? Shape[Key] : never) : never;
