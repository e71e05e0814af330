import {
  ApiResourceKind,
  ApiResourceKindSchema,
  PlatformIdValue,
} from "@planton-mcp/api/commons/apiresource/apiresourcekind/api_resource_kind";
import { invalidArguments } from "../call/arguments.ts";
import { didYouMean } from "../call/nearest.ts";
import { text } from "./params.ts";
import type { Rule } from "./tool.ts";

/** What a policy is for, as the contract's `ApiResourceSelector` names it. */
export interface Selector {
  readonly kind: ApiResourceKind;
  readonly id: string;
}

/** The one platform, which needs no id of its own among the arguments. */
export const platformSelector: Selector = {
  kind: ApiResourceKind.platform,
  id: PlatformIdValue[PlatformIdValue.planton_cloud],
};

export interface SelectorArguments {
  readonly selector_kind?: string | undefined;
  readonly selector_id?: string | undefined;
}

const selectorKind = text("organization, environment, platform or another kind");

/** The arguments that name what a policy is for. */
export const selector = {
  selector_kind: selectorKind,
  selector_id: text("Its id, not its slug; none for platform").optional(),
};

/** The rule that goes with `selector`. */
export const wholeSelector: Rule<SelectorArguments> = ({ selector_kind, selector_id }) => {
  if (selector_kind === undefined) {
    return { argument: "selector_kind", message: "selector_id needs selector_kind beside it." };
  }
  if (selector_id === undefined && kindNamed(selector_kind) !== ApiResourceKind.platform) {
    return { argument: "selector_id", message: "selector_kind needs selector_id beside it." };
  }
  return undefined;
};

/** The arguments by which a thing that is tied to a selector is named. */
export function selectorCoordinates(thing: string) {
  return {
    id: text(`${thing} id; or give selector_kind and selector_id`).optional(),
    selector_kind: selectorKind.optional(),
    selector_id: selector.selector_id,
  };
}

/** The rule that goes with `selectorCoordinates`: an id, or a selector, and not both. */
export const idOrSelector: Rule<SelectorArguments & { readonly id?: string | undefined }> = ({ id, ...args }) => {
  const isSelected = args.selector_kind !== undefined || args.selector_id !== undefined;
  if (id !== undefined && isSelected) {
    return { argument: "id", message: "Give either id, or selector_kind and selector_id, not both." };
  }
  if (id !== undefined) return undefined;
  return isSelected ? wholeSelector(args) : { argument: "id", message: "Give id, or selector_kind and selector_id." };
};

/**
 * The selector that arguments name, whatever the spelling of the kind. Throws a failure where there is no such kind, or
 * where it is none of the `allowed`.
 */
export async function selectorOf(
  { selector_kind = "", selector_id }: SelectorArguments,
  allowed?: readonly ApiResourceKind[],
): Promise<Selector> {
  const kind = kindNamed(selector_kind);
  if (kind === undefined || allowed?.includes(kind) === false) {
    throw invalidArguments([{ argument: "selector_kind", message: await whyNot(selector_kind, allowed) }]);
  }
  if (kind !== ApiResourceKind.platform) return { kind, id: selector_id ?? "" };
  if (selector_id !== undefined && selector_id !== platformSelector.id) {
    const message = `There is one platform, ${platformSelector.id}. Leave selector_id out.`;
    throw invalidArguments([{ argument: "selector_id", message }]);
  }
  return platformSelector;
}

/** `organization acme`, `the platform`, as people name what a policy is for. */
export function describeSelector({ kind, id }: Selector): string {
  return kind === ApiResourceKind.platform ? "the platform" : `${nameOf(kind).replaceAll("_", " ")} ${id}`;
}

const names = ApiResourceKindSchema.values
  .filter(({ number }) => number !== ApiResourceKind.unspecified && number !== ApiResourceKind.test_api_resource)
  .map(({ name }) => name);
const short = { org: "organization", env: "environment" };
const bySpelling = new Map(
  [...names.map((name) => [name, name] as const), ...Object.entries(short)].map(([spelling, name]) => [
    plain(spelling),
    ApiResourceKindSchema.values.find((value) => value.name === name)?.number,
  ]),
);

function kindNamed(spelling: string): ApiResourceKind | undefined {
  return bySpelling.get(plain(spelling));
}

/** `CloudResource`, `cloud-resource` and `Cloud resource` are all `cloud_resource`. */
function plain(spelling: string): string {
  return spelling.toLowerCase().replace(/[^a-z0-9]/g, "");
}

function nameOf(kind: ApiResourceKind): string {
  return ApiResourceKindSchema.value[kind]?.name ?? String(kind);
}

async function whyNot(spelling: string, allowed?: readonly ApiResourceKind[]): Promise<string> {
  const possible = allowed?.map(nameOf) ?? [...names, ...Object.keys(short)];
  const hint = didYouMean(spelling, possible);
  if (allowed !== undefined) return `This takes ${possible.join(" or ")}, not ${spelling}.${hint}`;
  // Its 362 kinds are loaded by those who need them only.
  const { CloudResourceKindSchema } = await import(
    "@planton-mcp/api/openmcf/shared/cloudresourcekind/cloud_resource_kind"
  );
  const cloud = CloudResourceKindSchema.values.find(
    ({ name, number }) => number > 0 && plain(name) === plain(spelling),
  );
  return cloud === undefined
    ? `There is no kind of resource ${spelling}.${hint || " Usual ones are organization, environment, cloud_resource and platform."}`
    : `${cloud.name} is a kind of cloud resource. Give cloud_resource, and the id of that resource.`;
}
