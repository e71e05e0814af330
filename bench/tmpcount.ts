import { encode } from "gpt-tokenizer/encoding/o200k_base";

for (const p of ["environment", "promotionpolicy", "flowcontrolpolicy"]) {
  const { catalogue } = await import(`../packages/${p}/src/catalogue.ts`);
  for (const t of catalogue.tools)
    console.log(
      t.name,
      encode(JSON.stringify({ name: t.name, description: t.description, inputSchema: t.inputSchema })).length,
      encode(t.description).length,
    );
}
