import type { Message } from "@bufbuild/protobuf";
import type { ApiResourceMetadata } from "@planton-mcp/api/commons/apiresource/metadata";
import type { ApiResourceAuditStatus } from "@planton-mcp/api/commons/apiresource/status";

/** What every Planton resource looks like from the outside. */
export type ApiResource = Message & {
  readonly metadata?: ApiResourceMetadata | undefined;
  readonly status?: Partial<Pick<ApiResourceAuditStatus, "audit">> | undefined;
};
