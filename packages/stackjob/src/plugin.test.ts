import { create } from "@bufbuild/protobuf";
import { StackJobCommandController } from "@planton-mcp/api/infrahub/stackjob/v1/command";
import { StackJobIdSchema } from "@planton-mcp/api/infrahub/stackjob/v1/io";
import { describePlugin } from "@planton-mcp/testkit";
import { cancelStackJob } from "./cancel-stack-job.ts";
import { stackjob } from "./index.ts";

describePlugin(stackjob, import.meta.dirname, {
  before: {
    // Only a job that runs can be cancelled, and of the story's jobs each has ended or waits.
    cancel_stack_job: ({ backend, keys }) =>
      backend.unary(
        StackJobCommandController.method.resume,
        create(StackJobIdSchema, { value: String(cancelStackJob.example.id) }),
        { credential: keys.owner },
      ),
  },
});
