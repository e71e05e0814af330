import { timestampDate } from "@bufbuild/protobuf/wkt";
import type { ApiKey } from "@planton-mcp/api/iam/apikey/v1/api";

/** A key as lists show it: what tells it apart and how long it is good, never what it is. */
export function apiKeyRow({ metadata, spec, status }: ApiKey) {
  const { expiresAt, neverExpires = false, fingerprint } = spec ?? {};
  const expires = expiresAt === undefined || neverExpires ? undefined : timestampDate(expiresAt);
  const created = status?.audit?.specAudit?.createdAt;
  return {
    id: metadata?.id,
    name: metadata?.name,
    fingerprint: fingerprint || undefined,
    never_expires: neverExpires,
    expires_at: expires?.toISOString(),
    is_expired: expires !== undefined && expires.getTime() <= Date.now(),
    created_at: created && timestampDate(created).toISOString(),
    last_used_at: status?.lastUsedAt && timestampDate(status.lastUsedAt).toISOString(),
  };
}
