import type { JsonObject } from "@bufbuild/protobuf";

/** What examples begin with, for kinds whose rules nobody could guess a manifest from. */
export const given: Readonly<Record<string, JsonObject>> = {
  AwsCloudFront: { origins: [{ domain_name: "example.com", is_default: true }] },
  AwsDynamodb: {
    billing_mode: "PAY_PER_REQUEST",
    attribute_definitions: [{ name: "id", type: "S" }],
    key_schema: [{ attribute_name: "id", key_type: "HASH" }],
  },
  AwsEc2Instance: {
    iam_instance_profile_arn: { value: "arn:aws:iam::123456789012:instance-profile/example" },
  },
  AwsHttpApiGateway: {
    routes: [
      {
        route_key: "GET /",
        integration: { integration_type: "HTTP_PROXY", integration_uri: { value: "https://example.com" } },
      },
    ],
  },
};
