import { create, type DescMessage, getOption, hasOption } from "@bufbuild/protobuf";
import { type ReflectMessage, reflect } from "@bufbuild/protobuf/reflect";
import { type Timestamp, timestampFromDate } from "@bufbuild/protobuf/wkt";
import { computed } from "@planton-mcp/api/commons/apiresource/field_options";
import {
  ApiResourceAuditActorSchema,
  ApiResourceAuditInfoSchema,
  ApiResourceAuditSchema,
} from "@planton-mcp/api/commons/apiresource/status";
import { messageField, type Resource } from "./resource-type.ts";

/** Who changes something, and when. */
export interface Stamp {
  /** Id of an identity account. */
  readonly actor: string;
  readonly at: Date;
  readonly event: "created" | "updated" | "deleted";
}

/** Takes what only the server may set, status and computed fields, from the stored resource, if there is one. */
export function keepServerFields(desc: DescMessage, resource: Resource, stored: Resource | undefined): void {
  resource.status = stored?.status;
  keepComputed(reflect(desc, resource), stored && reflect(desc, stored));
}

function keepComputed(given: ReflectMessage, stored: ReflectMessage | undefined): void {
  for (const field of given.fields) {
    if (hasOption(field, computed) && getOption(field, computed)) {
      if (stored?.isSet(field)) given.set(field, stored.get(field));
      else given.clear(field);
    } else if (field.fieldKind === "message" && given.isSet(field)) {
      keepComputed(given.get(field), stored?.isSet(field) ? stored.get(field) : undefined);
    }
  }
}

/** Writes `status.audit.spec_audit`. Creation is remembered; every later stamp is an update. */
export function stampAudit(desc: DescMessage, resource: Resource, { actor, at, event }: Stamp): void {
  const statusDesc = messageField(desc, "status")?.message;
  if (statusDesc === undefined || messageField(statusDesc, "audit") === undefined) return;
  const by = create(ApiResourceAuditActorSchema, { id: actor });
  const time: Timestamp = timestampFromDate(at);
  const before = resource.status?.audit?.specAudit;
  // The field's own descriptor says that this is the status of the resource.
  const status = resource.status ?? (create(statusDesc) as NonNullable<Resource["status"]>);
  status.audit ??= create(ApiResourceAuditSchema);
  status.audit.specAudit = create(ApiResourceAuditInfoSchema, {
    createdBy: before?.createdBy ?? by,
    createdAt: before?.createdAt ?? time,
    updatedBy: by,
    updatedAt: time,
    event,
  });
  resource.status = status;
}
