/** How many tokens a text is to a model. The tokenizer's table is large, so it is loaded on use. */
export async function countTokens(text: string): Promise<number> {
  const { encode } = await import("gpt-tokenizer/encoding/o200k_base");
  return encode(text).length;
}
