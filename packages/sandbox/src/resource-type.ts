import type { DescField, DescMessage, DescService, Message } from "@bufbuild/protobuf";
import { type ApiResourceMetadata, ApiResourceMetadataSchema } from "@planton-mcp/api/commons/apiresource/metadata";
import type { ApiResourceAudit } from "@planton-mcp/api/commons/apiresource/status";
import { kindFacts, kindOf } from "@planton-mcp/core/contract";

/** What every resource message has, whatever its kind. */
export type Resource = Message & {
  metadata?: ApiResourceMetadata | undefined;
  status?: (Message & { audit?: ApiResourceAudit | undefined }) | undefined;
};

/** A kind of resource as its contract describes it. */
export interface ResourceType {
  /** The contract's word: `environment`. */
  readonly kind: string;
  readonly desc: DescMessage;
  /** Empty where a resource's id is its slug. */
  readonly idPrefix: string;
  readonly versioned: boolean;
  /** Who owns a resource of this kind, and where the owner's id stands in it. */
  readonly owner: { readonly kind: string; readonly idFieldPath: string } | undefined;
}

/** The kind that a service manages; its message is the one that the kind is named after. */
export function resourceTypeOf(service: DescService): ResourceType | undefined {
  const kind = kindOf(service);
  const facts = kind === undefined ? undefined : kindFacts(kind);
  if (kind === undefined || facts === undefined) return undefined;
  const desc = service.methods
    .flatMap((method) => [method.input, method.output])
    .find((message) => message.name === facts.name && message.file.proto.package === service.file.proto.package);
  return desc === undefined ? undefined : resourceType(kind, desc);
}

export function resourceType(kind: string, desc: DescMessage): ResourceType | undefined {
  const facts = kindFacts(kind);
  if (facts === undefined || messageField(desc, "metadata")?.message.typeName !== ApiResourceMetadataSchema.typeName) {
    return undefined;
  }
  return { kind, desc, idPrefix: facts.idPrefix, versioned: facts.versioned, owner: facts.owner };
}

/** The type of a kind that is known to be one. */
export function knownType(kind: string, desc: DescMessage): ResourceType {
  const type = resourceType(kind, desc);
  if (type === undefined) throw new Error(`${desc.typeName} is not a resource.`);
  return type;
}

/** A message field by its proto name. */
export function messageField(desc: DescMessage, name: string): (DescField & { fieldKind: "message" }) | undefined {
  const field = desc.fields.find((candidate) => candidate.name === name);
  return field?.fieldKind === "message" ? field : undefined;
}
