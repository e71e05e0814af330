/** Makes a call that is never answered and another that is answered late, and has nothing else to do. */
import { create } from "@bufbuild/protobuf";
import { OrganizationIdSchema } from "@planton-mcp/api/resourcemanager/organization/v1/io";
import { OrganizationQueryController } from "@planton-mcp/api/resourcemanager/organization/v1/query";
import { createSandbox, parseFault } from "@planton-mcp/sandbox";

const { backend, inject } = createSandbox();
inject(parseFault("*=latency@1:3600000"));
inject(parseFault("*=silence"));
for (const value of ["acme", "globex"]) {
  void backend.unary(OrganizationQueryController.method.get, create(OrganizationIdSchema, { value }), {});
}
