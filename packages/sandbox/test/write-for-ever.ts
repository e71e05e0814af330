/**
 * Makes organizations in a sandbox's file, each in a transaction of several rows, and says which it has made, until it
 * is killed.
 */
import { writeSync } from "node:fs";
import { create } from "@bufbuild/protobuf";
import { OrganizationSchema } from "@planton-mcp/api/resourcemanager/organization/v1/api";
import { OrganizationCommandController } from "@planton-mcp/api/resourcemanager/organization/v1/command";
import { createSandbox } from "@planton-mcp/sandbox";

const [file = ""] = process.argv.slice(2);
const { backend, keys } = createSandbox({ file });
for (let number = 1; ; number += 1) {
  const request = create(OrganizationSchema, { metadata: { slug: `made-${number}` } });
  await backend.unary(OrganizationCommandController.method.create, request, { credential: keys.owner });
  writeSync(1, `made-${number}\n`);
}
