import type { Message } from "@bufbuild/protobuf";
import { type ApiResource, coordinates, type Send } from "@planton-mcp/core";
import { type CredentialKind, kind } from "./credential-kind.ts";
import { ofEveryKind } from "./credential-method.ts";

/** The arguments that name a credential, and the reads that find it by them. */
export const credentialCoordinates = { kind, ...coordinates("Credential") };

export const credentialReads = ofEveryKind("get", "getByOrgBySlug");

/** The credential of an id, or of an organization and a slug. Which of them are given has been checked before. */
export async function findCredential(
  { load }: CredentialKind,
  { id, org, slug }: { id?: string | undefined; org?: string | undefined; slug?: string | undefined },
  read: Send,
): Promise<ApiResource> {
  const { get, getByOrgBySlug } = await load();
  const found: Message = await (id === undefined ? read(getByOrgBySlug, { org, slug }) : read(get, { value: id }));
  return found as ApiResource; // every kind of the contract's connections is one, as a test holds
}
