import { StackJobEssentialsQueryController } from "@planton-mcp/api/infrahub/stackjob/v1/query";
import { CloudResourceKind } from "@planton-mcp/api/openmcf/shared/cloudresourcekind/cloud_resource_kind";
import { connect, fakeBackend, record } from "@planton-mcp/testkit";
import { expect, test } from "vitest";
import { stackjob } from "./index.ts";

test("says out loud what did not pass, and what was not checked", async () => {
  const { backend, calls } = record(
    fakeBackend((router) =>
      router.service(StackJobEssentialsQueryController, {
        check: () => ({
          iacModule: { passed: true, iacModuleInfo: { name: "s3", id: "iacm_1" } },
          flowControl: { passed: true },
          providerConnection: { passed: false, errors: ["no AWS connection for acme/dev"] },
        }),
      }),
    ),
  );
  const { call } = await connect(stackjob, backend);
  const given = { cloud_resource_kind: "AwsS3Bucket", org: "acme", env: "dev" };
  expect((await call("check_stack_job_essentials", given)).answer).toEqual({
    is_ready: false,
    checks: {
      iac_module: { passed: true, found: "s3 (iacm_1)" },
      state_backend: { passed: false, errors: ["The API did not check this."] },
      flow_control: { passed: true },
      provider_connection: { passed: false, errors: ["no AWS connection for acme/dev"] },
    },
  });
  expect(calls[0]?.request).toMatchObject({
    cloudResourceKind: CloudResourceKind.AwsS3Bucket,
    cloudResourceOwner: { org: "acme", env: "dev" },
  });
});
