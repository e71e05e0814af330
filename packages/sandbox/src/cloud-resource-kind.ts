import { type DescEnumValue, getOption, hasOption } from "@bufbuild/protobuf";
import {
  type CloudResourceKind,
  CloudResourceKindSchema,
  kind_meta,
} from "@planton-mcp/api/openmcf/shared/cloudresourcekind/cloud_resource_kind";
import { CloudResourceProviderSchema } from "@planton-mcp/api/openmcf/shared/cloudresourcekind/cloud_resource_provider";

/** A kind of cloud resource as the contract describes it. */
export interface CloudResourceKindFacts {
  /** `AwsVpc` */
  readonly name: string;
  readonly number: CloudResourceKind;
  readonly idPrefix: string;
  readonly provider: number;
  /** `aws`, without the underscore that sets some apart */
  readonly providerName: string;
  /** Whether other resources live in it, as in a cluster or a network. */
  readonly isContainer: boolean;
}

const byName = new Map(CloudResourceKindSchema.values.map((value) => [value.name, value]));

export function cloudResourceKind(kind: CloudResourceKind | string): CloudResourceKindFacts | undefined {
  const value = typeof kind === "string" ? byName.get(kind) : CloudResourceKindSchema.value[kind];
  return value === undefined || value.number === 0 ? undefined : factsOf(value);
}

function factsOf(value: DescEnumValue): CloudResourceKindFacts | undefined {
  if (!hasOption(value, kind_meta)) return undefined;
  const { idPrefix, provider, containerKind } = getOption(value, kind_meta);
  const providerName = CloudResourceProviderSchema.value[provider]?.name.replace(/^_/, "") ?? "";
  return { name: value.name, number: value.number, idPrefix, provider, providerName, isContainer: containerKind };
}
