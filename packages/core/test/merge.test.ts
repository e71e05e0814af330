import {
  clone,
  create,
  type DescMessage,
  equals,
  fromBinary,
  type MessageInitShape,
  toBinary,
} from "@bufbuild/protobuf";
import { FieldDescriptorProtoSchema, TimestampSchema } from "@bufbuild/protobuf/wkt";
import { CloudOpsRequestContextSchema } from "@planton-mcp/api/cloudops/context";
import { ApiResourceKind } from "@planton-mcp/api/commons/apiresource/apiresourcekind/api_resource_kind";
import { SecretVersionSchema } from "@planton-mcp/api/configmanager/secretversion/v1/api";
import { PulumiBackendConnectionSchema } from "@planton-mcp/api/connect/pulumibackendconnection/v1/api";
import { ApiKeySchema } from "@planton-mcp/api/iam/apikey/v1/api";
import { TeamSchema } from "@planton-mcp/api/iam/team/v1/api";
import { CloudResourceSchema } from "@planton-mcp/api/infrahub/cloudresource/v1/api";
import { WhichStateBackendConnectionInputSchema } from "@planton-mcp/api/infrahub/stackjob/v1/preflight";
import { TektonPipelineDagEdgeAttributesSchema } from "@planton-mcp/api/integration/tekton/tekton_pipeline_dag";
import { Int32ValueOrRefSchema } from "@planton-mcp/api/openmcf/shared/foreignkey/v1/foreign_key";
import { IacProvisioner } from "@planton-mcp/api/openmcf/shared/iac";
import { EnvironmentSchema } from "@planton-mcp/api/resourcemanager/environment/v1/api";
import { EnvironmentListSchema } from "@planton-mcp/api/resourcemanager/environment/v1/io";
import { OrganizationSchema } from "@planton-mcp/api/resourcemanager/organization/v1/api";
import { ServiceRepoPipelineFileSchema } from "@planton-mcp/api/servicehub/pipeline/v1/io";
import { describe, expect, it } from "vitest";
import { diff, merge, type Patch } from "../src/tool/merge.ts";

/** What `before` is after `patch`. */
function merged<Desc extends DescMessage>(schema: Desc, before: MessageInitShape<Desc>, patch: Patch<Desc>) {
  const message = create(schema, before);
  merge(schema, message, patch);
  return message;
}

function expectMerged<Desc extends DescMessage>(
  schema: Desc,
  before: MessageInitShape<Desc>,
  patch: Patch<Desc>,
  after: MessageInitShape<Desc>,
) {
  const message = merged(schema, before, patch);
  const wanted = create(schema, after);
  expect(message).toEqual(wanted);
  expect(equals(schema, message, wanted)).toBe(true);
}

const organization = {
  kind: "Organization",
  metadata: { name: "Acme", slug: "acme", labels: { a: "1", b: "2" }, tags: ["x", "y"] },
  spec: { description: "old", isBetaFeaturesEnabled: true, stackJobSettings: { isDefaultIacRunnerDisabled: true } },
};

describe("merge", () => {
  it("makes no message of a part in which nothing is meant, and one of an empty part", () => {
    expectMerged(EnvironmentSchema, {}, { spec: { description: undefined } }, {});
    expectMerged(EnvironmentSchema, {}, { spec: {} }, { spec: {} });
  });

  it("changes what is given, at any depth, and keeps the rest", () => {
    expectMerged(
      OrganizationSchema,
      organization,
      {
        metadata: { name: "Acme Ltd" },
        spec: { stackJobSettings: { isDefaultPulumiBackendCredentialDisabled: true } },
      },
      {
        ...organization,
        metadata: { ...organization.metadata, name: "Acme Ltd" },
        spec: {
          ...organization.spec,
          stackJobSettings: { isDefaultIacRunnerDisabled: true, isDefaultPulumiBackendCredentialDisabled: true },
        },
      },
    );
  });

  it("takes undefined, at any depth, for not given", () => {
    expectMerged(
      OrganizationSchema,
      organization,
      { kind: undefined, metadata: { name: undefined, labels: undefined }, spec: { stackJobSettings: undefined } },
      organization,
    );
  });

  it("takes false and empty text for values", () => {
    expectMerged(
      OrganizationSchema,
      organization,
      { spec: { description: "", isBetaFeaturesEnabled: false } },
      { ...organization, spec: { stackJobSettings: organization.spec.stackJobSettings } },
    );
  });

  it("sets optional fields to false, 0 and empty text, which is not the same as not setting them", () => {
    const message = merged(
      FieldDescriptorProtoSchema,
      { name: "kept", number: 1, defaultValue: "x", proto3Optional: true },
      { number: 0, defaultValue: "", proto3Optional: false },
    );
    expect(message).toMatchObject({ name: "kept", number: 0, defaultValue: "", proto3Optional: false });
    for (const field of ["number", "defaultValue", "proto3Optional"]) expect(Object.hasOwn(message, field)).toBe(true);
  });

  it("sets an optional enum, to its zero as well", () => {
    expectMerged(
      WhichStateBackendConnectionInputSchema,
      { org: "acme" },
      { provisioner: IacProvisioner.iac_provisioner_unspecified },
      { org: "acme", provisioner: IacProvisioner.iac_provisioner_unspecified },
    );
  });

  it("sets enums in a list, and replaces lists and maps whole", () => {
    const member = (memberId: string, memberType: ApiResourceKind) => ({ memberId, memberType });
    expectMerged(
      TeamSchema,
      {
        metadata: { labels: { a: "1", b: "2" }, tags: ["x", "y"] },
        spec: { description: "kept", members: [member("1", ApiResourceKind.organization), member("2", 0)] },
      },
      {
        metadata: { labels: { c: "3" }, tags: ["z"] },
        spec: { members: [member("3", ApiResourceKind.environment)] },
      },
      {
        metadata: { labels: { c: "3" }, tags: ["z"] },
        spec: { description: "kept", members: [member("3", ApiResourceKind.environment)] },
      },
    );
  });

  it("empties lists and maps that are given empty", () => {
    expectMerged(
      TeamSchema,
      { metadata: { labels: { a: "1" }, tags: ["x"] }, spec: { members: [{ memberId: "1" }] } },
      { metadata: { labels: {}, tags: [] }, spec: { members: [] } },
      { metadata: {}, spec: {} },
    );
  });

  it("drops undefined entries of a map, in the messages of a list as well", () => {
    const labels: Record<string, string> = { a: "1" };
    // As a caller without type checks hands it over.
    Object.assign(labels, { b: undefined });
    const environment = (given: Record<string, string>) => ({ metadata: { labels: given } });
    const after = environment({ a: "1" });
    expectMerged(EnvironmentSchema, {}, environment(labels), after);
    expectMerged(EnvironmentListSchema, {}, { entries: [environment(labels)] }, { entries: [after] });
  });

  it("creates messages that were not there", () => {
    expectMerged(EnvironmentSchema, {}, { spec: { description: "new" } }, { spec: { description: "new" } });
    expectMerged(EnvironmentSchema, {}, { spec: {} }, { spec: {} });
  });

  it("merges the message of a oneof where its case stays", () => {
    expectMerged(
      CloudOpsRequestContextSchema,
      { org: "acme", accessMode: { case: "cloudResource", value: { env: "dev", slug: "cluster" } } },
      { accessMode: { case: "cloudResource", value: { env: "prod" } } },
      { org: "acme", accessMode: { case: "cloudResource", value: { env: "prod", slug: "cluster" } } },
    );
  });

  it("replaces a oneof whose case changes", () => {
    expectMerged(
      CloudOpsRequestContextSchema,
      { org: "acme", accessMode: { case: "cloudResource", value: { env: "dev", slug: "cluster" } } },
      { accessMode: { case: "providerConnection", value: { env: "prod" } } },
      { org: "acme", accessMode: { case: "providerConnection", value: { env: "prod" } } },
    );
    expectMerged(
      Int32ValueOrRefSchema,
      { literalOrRef: { case: "valueFrom", value: { env: "dev" } } },
      { literalOrRef: { case: "value", value: 0 } },
      { literalOrRef: { case: "value", value: 0 } },
    );
  });

  it("takes a oneof without a case, or with an undefined value, for not given", () => {
    const before = { literalOrRef: { case: "value", value: 3 } } as const;
    expectMerged(Int32ValueOrRefSchema, before, { literalOrRef: { case: undefined } }, before);
    expectMerged(Int32ValueOrRefSchema, before, { literalOrRef: { case: "value", value: undefined } }, before);
  });

  it("sets the oneof of a connection's field, empty as well, and keeps the fields beside it", () => {
    const field = (value: string) => ({ source: { case: "value" as const, value } });
    const spec = (region: string) => ({ isDefault: true, s3: { region: field(region), s3Bucket: field("state") } });
    expectMerged(
      PulumiBackendConnectionSchema,
      { spec: spec("eu") },
      { spec: { s3: { region: field("") } } },
      { spec: spec("") },
    );
    const variable = { source: { case: "variable" as const, value: "state-bucket" } };
    expectMerged(
      PulumiBackendConnectionSchema,
      { spec: spec("eu") },
      { spec: { s3: { s3Bucket: variable } } },
      { spec: { isDefault: true, s3: { region: field("eu"), s3Bucket: variable } } },
    );
  });

  it("replaces bytes, with none as well", () => {
    const content = new Uint8Array([1, 2]);
    expectMerged(ServiceRepoPipelineFileSchema, { path: "a" }, { content }, { path: "a", content });
    expectMerged(ServiceRepoPipelineFileSchema, { path: "a", content }, { content: new Uint8Array() }, { path: "a" });
  });

  it("replaces a Struct, a wrapper and a timestamp whole", () => {
    expectMerged(
      CloudResourceSchema,
      { spec: { containerRegistry: "kept", cloudObject: { a: 1, b: { c: 2 } } } },
      { spec: { cloudObject: { b: { d: 3 } } } },
      { spec: { containerRegistry: "kept", cloudObject: { b: { d: 3 } } } },
    );
    expectMerged(TektonPipelineDagEdgeAttributesSchema, { index: 1 }, { index: 0 }, { index: 0 });
    expectMerged(
      ApiKeySchema,
      { spec: { fingerprint: "kept", expiresAt: { seconds: 1n, nanos: 5 } } },
      { spec: { expiresAt: { seconds: 2n } } },
      { spec: { fingerprint: "kept", expiresAt: create(TimestampSchema, { seconds: 2n }) } },
    );
  });

  it("keeps fields that this build doesn't know", () => {
    // Field 15 of the message and of its `spec`, as a newer contract may have them.
    const unknown = new Uint8Array([0x78, 0x01]);
    const spec = new Uint8Array([0x22, unknown.length, ...unknown]);
    const message = fromBinary(EnvironmentSchema, new Uint8Array([...unknown, ...spec]));
    merge(EnvironmentSchema, message, { spec: { description: "new" } });
    expect(message.spec?.description).toBe("new");
    expect(message.$unknown).toMatchObject([{ no: 15 }]);
    expect(message.spec?.$unknown).toMatchObject([{ no: 15 }]);
    expect([...toBinary(EnvironmentSchema, message)]).toEqual(expect.arrayContaining([...unknown]));
  });

  it("changes nothing in the patch, nor in the message that a clone was made of", () => {
    const before = create(OrganizationSchema, organization);
    const after = clone(OrganizationSchema, before);
    const patch = { metadata: { labels: { c: "3" } }, spec: { description: "new" } };
    merge(OrganizationSchema, after, patch);
    expect(before).toEqual(create(OrganizationSchema, organization));
    expect(patch).toEqual({ metadata: { labels: { c: "3" } }, spec: { description: "new" } });
  });
});

describe("diff", () => {
  const changes = <Desc extends DescMessage>(schema: Desc, before: MessageInitShape<Desc>, patch: Patch<Desc>) =>
    diff(schema, create(schema, before), merged(schema, before, patch));

  it("lists what differs by path, and nothing where nothing does", () => {
    expect(changes(OrganizationSchema, organization, {})).toEqual([]);
    expect(
      changes(OrganizationSchema, organization, {
        metadata: { labels: { a: "1", c: "3" }, tags: ["x"] },
        spec: { description: "", isBetaFeaturesEnabled: false },
      }),
    ).toEqual([
      { field: "metadata.labels.b", from: "2", to: undefined },
      { field: "metadata.tags", from: ["x", "y"], to: ["x"] },
      { field: "spec.description", from: "old", to: undefined },
      { field: "spec.is_beta_features_enabled", from: true, to: false },
      { field: "metadata.labels.c", from: undefined, to: "3" },
    ]);
  });

  it("lists everything of a new resource", () => {
    expect(diff(EnvironmentSchema, undefined, create(EnvironmentSchema, { metadata: { org: "acme" } }))).toEqual([
      { field: "metadata.org", from: undefined, to: "acme" },
    ]);
  });

  it("tells a flag that is not set from a key that is not there", () => {
    expect(
      changes(CloudResourceSchema, {}, { spec: { cloudObject: { on: true }, flowControl: { isManual: true } } }),
    ).toEqual([
      { field: "spec.cloud_object.on", from: undefined, to: true },
      { field: "spec.flow_control.is_manual", from: false, to: true },
    ]);
  });

  it("leaves the status out", () => {
    const before = { status: { audit: { statusAudit: { event: "created" } } } };
    expect(changes(EnvironmentSchema, before, { status: { audit: { statusAudit: { event: "updated" } } } })).toEqual(
      [],
    );
    expect(changes(EnvironmentSchema, {}, { status: {} })).toEqual([]);
  });

  it("lists an empty message that comes, which can be a choice", () => {
    expect(changes(PulumiBackendConnectionSchema, {}, { spec: { platform: {} } })).toEqual([
      { field: "spec.platform", from: undefined, to: {} },
    ]);
  });

  it("lists an empty message that is filled by its fields only", () => {
    expect(changes(EnvironmentSchema, { spec: {} }, { spec: { description: "new" } })).toEqual([
      { field: "spec.description", from: undefined, to: "new" },
    ]);
  });

  it("keeps keys of a map apart that have dots in them", () => {
    const labels = (app: string) => ({ metadata: { labels: { app, "app.kubernetes.io/name": "x" } } });
    expect(changes(EnvironmentSchema, labels("1"), labels("2"))).toEqual([
      { field: "metadata.labels.app", from: "1", to: "2" },
    ]);
  });

  it("tells an optional field that is set to its zero from one that isn't set", () => {
    expect(
      changes(WhichStateBackendConnectionInputSchema, {}, { provisioner: IacProvisioner.iac_provisioner_unspecified }),
    ).toEqual([{ field: "provisioner", from: undefined, to: "iac_provisioner_unspecified" }]);
  });

  it("takes no order of keys for a difference", () => {
    const object = (...keys: readonly string[]) => ({
      spec: { cloudObject: { list: [Object.fromEntries(keys.map((key) => [key, key]))] } },
    });
    expect(changes(CloudResourceSchema, object("a", "b"), object("b", "a"))).toEqual([]);
  });

  it("tells that a secret changes without showing it", () => {
    const version = (data: Record<string, string>) => ({ spec: { data } });
    expect(
      changes(SecretVersionSchema, version({ a: "old one", b: "same" }), version({ a: "new one", b: "same" })),
    ).toEqual([{ field: "spec.data.a", from: "[hidden]", to: "[hidden]" }]);
  });
});
