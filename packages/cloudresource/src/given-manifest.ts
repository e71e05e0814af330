import type { JsonObject } from "@bufbuild/protobuf";
import { invalidArguments, type Problem, type ToolContext } from "@planton-mcp/core";
import {
  checkManifest,
  checkManifestText,
  findKind,
  type Kind,
  type Problem as ManifestProblem,
} from "@planton-mcp/kinds";

interface ManifestArguments {
  readonly manifest?: Readonly<Record<string, unknown>> | undefined;
  readonly manifest_yaml?: string | undefined;
  readonly org?: string | undefined;
  readonly env?: string | undefined;
}

/** A manifest that is right, and where it belongs. */
export interface GivenManifest {
  /** The argument that it stands in. */
  readonly argument: "manifest" | "manifest_yaml";
  readonly kind: Kind;
  readonly json: JsonObject;
  readonly metadata: Metadata;
  readonly id?: string | undefined;
  readonly org: string;
  readonly env: string;
  readonly slug: string;
}

/** What every kind has in `metadata`. */
interface Metadata {
  readonly id?: string;
  readonly name?: string;
  readonly slug?: string;
  readonly org?: string;
  readonly env?: string;
  readonly labels?: Record<string, string>;
  readonly annotations?: Record<string, string>;
  readonly tags?: string[];
}

/** Problems that are told at once. More of them don't help. */
const mostProblems = 20;

/** Holds the manifest of a call against its kind. Throws a failure that tells all that is wrong with it, by path. */
export async function givenManifest(args: ManifestArguments, context: ToolContext): Promise<GivenManifest> {
  const argument = args.manifest === undefined ? "manifest_yaml" : "manifest";
  const checked = await (args.manifest === undefined
    ? checkManifestText(args.manifest_yaml ?? "")
    : checkManifest(args.manifest));
  if (!checked.ok) throw refusal(checked.problems, argument, kindIn(args), context);
  // The check has held it against the kind's message.
  const metadata = (checked.json.metadata ?? {}) as Metadata;
  const slug = metadata.slug || slugOf(metadata.name ?? "");
  const { id } = metadata;
  const place = { org: args.org ?? metadata.org ?? "", env: args.env ?? metadata.env ?? "" };
  const problems = [
    ...(["org", "env"] as const).flatMap((name) => placeProblem(name, args[name], metadata[name], id)),
    ...slugProblem(slug, metadata, argument),
  ];
  if (problems.length > 0) throw invalidArguments(problems);
  return { argument, kind: checked.kind, json: checked.json, metadata, id: id || undefined, ...place, slug };
}

function placeProblem(
  name: "org" | "env",
  given: string | undefined,
  inManifest: string | undefined,
  id: string | undefined,
): Problem[] {
  if (given !== undefined && inManifest && given !== inManifest) {
    return [
      { argument: name, message: `The manifest's metadata.${name} is ${inManifest}. Give one of them, or both alike.` },
    ];
  }
  if (given !== undefined || inManifest || id) return [];
  return [{ argument: name, message: `Give ${name}, here or as metadata.${name} in the manifest.` }];
}

function slugProblem(slug: string, { id, slug: given }: Metadata, argument: string): Problem[] {
  if (id || /^[a-z][a-z0-9-]*$/.test(slug)) return [];
  const message = "It must begin with a lower-case letter, and have lower-case letters, digits and hyphens only.";
  return [
    {
      argument: `${argument}.metadata.${given ? "slug" : "name"}`,
      message: given ? message : `${message} Or give a slug.`,
    },
  ];
}

/** The slug that a name makes. */
function slugOf(name: string): string {
  return name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-|-$/g, "");
}

function refusal(
  problems: readonly ManifestProblem[],
  argument: string,
  kind: string | undefined,
  { catalogue }: Pick<ToolContext, "catalogue">,
) {
  const uri = kind === undefined ? "cloud-resource-kinds://catalog" : `cloud-resource-schema://${kind}`;
  const read = catalogue.has("read_reference") ? `read_reference {"uri":"${uri}"}` : `the resource ${uri}`;
  const what = kind === undefined ? "which kinds there are" : "what a manifest of this kind holds";
  const told = problems.slice(0, mostProblems).map(({ path, message, line, column }) => ({
    argument: path === "" ? argument : `${argument}.${path}`,
    message: line === undefined ? message : `Line ${line}, column ${column}: ${message}`,
  }));
  const more = problems.length - told.length;
  const andMore = more > 0 ? `There are ${more} more problems. ` : "";
  return invalidArguments(told, `${andMore}See ${read} for ${what}, correct the manifest and call again.`);
}

/** The kind that a manifest names, even where all else is wrong. */
function kindIn({ manifest, manifest_yaml = "" }: ManifestArguments): string | undefined {
  const name = manifest === undefined ? /^\s*["']?kind["']?\s*:\s*["']?(\w+)/m.exec(manifest_yaml)?.[1] : manifest.kind;
  return typeof name === "string" ? findKind(name)?.kind : undefined;
}
