import type { CloudResource } from "@planton-mcp/api/infrahub/cloudresource/v1/api";
import { CloudResourceCommandController } from "@planton-mcp/api/infrahub/cloudresource/v1/command";
import { CloudResourceQueryController } from "@planton-mcp/api/infrahub/cloudresource/v1/query";
import { org, type Rule, type Send, slug, summary, type Target, targetOf, text } from "@planton-mcp/core";
import { cloudResourceKind, kindNamed, kindOf } from "./cloud-resource-kind.ts";

const { get, getByOrgByEnvByKindBySlug } = CloudResourceQueryController.method;

/** The arguments that name a cloud resource, and the reads that find it by them. */
export const cloudResourceCoordinates = {
  id: text("Cloud resource id; or give kind, org, env and slug").optional(),
  kind: cloudResourceKind.optional(),
  org: org.optional(),
  env: text("Environment slug").optional(),
  slug: slug.optional(),
};

export const cloudResourceReads = [get, getByOrgByEnvByKindBySlug];

interface Coordinates {
  readonly id?: string | undefined;
  readonly kind?: string | undefined;
  readonly org?: string | undefined;
  readonly env?: string | undefined;
  readonly slug?: string | undefined;
}

/** The rule that goes with `cloudResourceCoordinates`: an id, or all of the four, and not both. */
export const idOrCoordinates: Rule<Coordinates> = ({ id, kind, org, env, slug }) => whole(id, { kind, org, env, slug });

/** As `idOrCoordinates`, where the kind is given in any case. */
export const idOrPlace: Rule<Coordinates> = ({ id, org, env, slug }) => whole(id, { org, env, slug });

function whole(id: string | undefined, parts: Readonly<Record<string, string | undefined>>): ReturnType<Rule<never>> {
  const names = Object.keys(parts);
  const absent = names.filter((name) => parts[name] === undefined);
  const all = `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;
  if (id !== undefined) {
    return absent.length === names.length
      ? undefined
      : { argument: "id", message: `Give either id, or ${all}, not both.` };
  }
  const [first] = absent;
  if (first === undefined) return undefined;
  if (absent.length === names.length) return { argument: "id", message: `Give id, or ${all}.` };
  return { argument: first, message: `Without an id it takes ${all}. Missing: ${absent.join(", ")}.` };
}

/** The cloud resource that arguments name. Which of them are given has been checked before. */
export function findCloudResource(
  { id, kind = "", org = "", env = "", slug = "" }: Coordinates,
  read: Send,
): Promise<CloudResource> {
  if (id !== undefined) return read(get, { value: id });
  return read(getByOrgByEnvByKindBySlug, { org, env, cloudResourceKind: kindNamed(kind).number, slug });
}

/** What a change of a cloud resource acts on. */
export function cloudResourceTarget(resource: CloudResource): Target {
  const kind = kindOf(resource.spec?.kind)?.kind;
  const target = targetOf(CloudResourceCommandController.method.delete, resource);
  return { ...target, ...(kind === undefined ? {} : { cloudResourceKind: kind }) };
}

/** The row by which answers name a cloud resource. */
export function cloudResourceRow(resource: CloudResource) {
  const { id, ...where } = summary(resource);
  return { id, kind: kindOf(resource.spec?.kind)?.kind, ...where };
}
