// Whatever is exported here is public.
export type { Fault } from "./faults.ts";
export type { JobPace } from "./jobs/runner.ts";
export { sandboxKeys } from "./keys.ts";
export { parseFault } from "./parse-fault.ts";
export { createSandbox, type Listener, type ListenOptions, type Sandbox, type SandboxOptions } from "./sandbox.ts";
