// Whatever is exported here is public.
export { type Connection, connect, type Outcome } from "./connect.ts";
export { connectToSandbox, type SandboxConnection } from "./connect-to-sandbox.ts";
export { describePlugin } from "./describe-plugin.ts";
export { fakeBackend } from "./fake-backend.ts";
export { filledMessage } from "./filled-message.ts";
export { type LiveInfraPipeline, liveInfraPipeline } from "./live-infra-pipeline.ts";
export { type LiveStackJob, liveStackJob } from "./live-stack-job.ts";
export { type RecordedCall, record } from "./record.ts";
