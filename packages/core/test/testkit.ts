// By its path: as a dependency, the testkit and this package would need each other to be built first.
export { connect, fakeBackend, record } from "../../testkit/src/index.ts";
