// By their paths: as a dependency, the testkit and this package would need each other to be built first.
export { connect } from "../../testkit/src/connect.ts";
export { connectToSandbox, type SandboxConnection } from "../../testkit/src/connect-to-sandbox.ts";
export { fakeBackend } from "../../testkit/src/fake-backend.ts";
export { record } from "../../testkit/src/record.ts";
