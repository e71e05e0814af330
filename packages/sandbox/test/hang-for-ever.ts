import { create } from "@bufbuild/protobuf";
import { CloudResourceCommandController } from "@planton-mcp/api/infrahub/cloudresource/v1/command";
import { createSandbox } from "@planton-mcp/sandbox";

/** Begins a job that hangs in the file that is named, says its id, and lives until it is killed. */
const sandbox = createSandbox({ file: process.argv[2] ?? "", jobs: { seconds: 0 } });
const { apply } = CloudResourceCommandController.method;
const request = create(apply.input, {
  metadata: { org: "acme", env: "dev", slug: "lab", labels: { "sandbox/hang": "update" } },
  spec: { kind: 216, cloudObject: { kind: "AwsVpc", apiVersion: "aws.openmcf.org/v1" } },
});
const made = await sandbox.backend.unary(apply, request, { credential: sandbox.keys.owner });
process.stdout.write(`${made.status?.stackJobId}\n`);
process.stdin.resume();
