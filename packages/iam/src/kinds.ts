import { ApiResourceKindSchema } from "@planton-mcp/api/commons/apiresource/apiresourcekind/api_resource_kind";
import { invalidArguments, nearest } from "@planton-mcp/core";
import * as z from "zod";

const kinds = ApiResourceKindSchema.values.filter(({ number }) => number !== 0).map(({ name }) => name);
const bySpelling = new Map(kinds.map((kind) => [plain(kind), kind]));

/** What people call kinds. */
const aliases = new Map([
  ["account", "identity_account"],
  ["identity", "identity_account"],
  ["member", "identity_account"],
  ["people", "identity_account"],
  ["person", "identity_account"],
  ["user", "identity_account"],
  ["bot", "service_account"],
  ["machine", "service_account"],
  ["robot", "service_account"],
  ["group", "team"],
  ["env", "environment"],
  ["org", "organization"],
]);

const principalKinds = ["identity_account", "team", "service_account"] as const;

export type PrincipalKind = (typeof principalKinds)[number];

/** The arguments that name a principal and a resource. */
export const principalKind = z
  .preprocess(
    (given) => kindOrGiven(given),
    z.enum(principalKinds, { error: ({ input }) => unknownPrincipalKind(input) }),
  )
  .describe("identity_account for people");

/** A kind as policies have it: there a service account is the identity account that it acts as. */
export const principalType = z
  .preprocess(
    (given) => {
      const kind = kindOrGiven(given);
      return kind === "service_account" ? "identity_account" : kind;
    },
    z.enum(["identity_account", "team"], { error: ({ input }) => unknownPrincipalKind(input) }),
  )
  .describe("identity_account for people, service accounts");

export const principalId = z.string().min(1).describe("Id; of people also e-mail address");
export const resourceKind = z.string().min(1).describe("organization, environment, …");
export const resourceId = z.string().min(1).describe("Resource id");

/** The contract's name of a kind of resource, however it is spelled. Throws a failure that names the nearest. */
export function kindNamed(argument: string, given: string): string {
  const kind = spelled(given);
  if (kind !== undefined) return kind;
  const near = nearest(given, [...kinds, ...aliases.keys()]);
  const meant = near === undefined ? "It is a kind like organization, environment or team." : `Did you mean ${near}?`;
  throw invalidArguments([{ argument, message: `There is no kind "${given}". ${meant}` }]);
}

/** Nothing where there is no text to be meant: then the schema's own words do. */
function unknownPrincipalKind(given: unknown): string | undefined {
  if (typeof given !== "string") return undefined;
  const near = nearest(given, [...principalKinds, ...aliases.keys()]);
  return `There is no kind of principal "${given}". It is ${principalKinds.join(", ")}.${near === undefined ? "" : ` Did you mean ${near}?`}`;
}

function spelled(given: string): string | undefined {
  const text = plain(given);
  return (
    aliases.get(text) ??
    bySpelling.get(text) ??
    aliases.get(text.replace(/s$/, "")) ??
    bySpelling.get(text.replace(/s$/, ""))
  );
}

function kindOrGiven(given: unknown): unknown {
  return typeof given === "string" ? (spelled(given) ?? given) : given;
}

/** `CloudResource`, `cloud-resource` and `cloud_resource` are one. */
function plain(text: string): string {
  return text.toLowerCase().replace(/[^a-z0-9]/g, "");
}
