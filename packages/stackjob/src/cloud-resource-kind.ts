import {
  type CloudResourceKind,
  CloudResourceKindSchema,
} from "@planton-mcp/api/openmcf/shared/cloudresourcekind/cloud_resource_kind";
import { invalidArguments, nearest, text } from "@planton-mcp/core";

/** The argument that names a kind. An enum of all of them would cost more than every other tool together. */
export const cloudResourceKind = text("Kind, as AwsS3Bucket");

/** The number of a kind by its name, in whatever spelling. Throws a failure that names the nearest where there is none. */
export function kindNumber(name: string): CloudResourceKind {
  const value = CloudResourceKindSchema.values.find((kind) => kind.number !== 0 && bare(kind.name) === bare(name));
  if (value !== undefined) return value.number;
  const near = nearest(
    name,
    CloudResourceKindSchema.values.map((kind) => kind.name),
  );
  const message = `There is no kind ${name}.${near === undefined ? "" : ` Did you mean ${near}?`}`;
  throw invalidArguments([{ argument: "cloud_resource_kind", message }]);
}

/** The name of a kind, or nothing for none. */
export function kindName(kind: CloudResourceKind | undefined): string | undefined {
  return kind === undefined || kind === 0
    ? undefined
    : CloudResourceKindSchema.values.find(({ number }) => number === kind)?.name;
}

function bare(name: string): string {
  return name.replaceAll(/[^a-z0-9]/gi, "").toLowerCase();
}
