import type { Plugin } from "@planton-mcp/core";
import type { HostRuntime } from "@planton-mcp/core/v2";
import { createSandbox, type Sandbox, type SandboxOptions, type sandboxKeys } from "@planton-mcp/sandbox";
import { onTestFinished } from "vitest";
import { type Connection, connect } from "./connect.ts";
import { type RecordedCall, record } from "./record.ts";

export interface SandboxConnection extends Connection {
  /** What answers, for tests that step its jobs or make it fail. */
  readonly sandbox: Sandbox;
  /** Every RPC so far. */
  readonly calls: readonly RecordedCall[];
  /** The same sandbox, for somebody else. */
  readonly as: (who: keyof typeof sandboxKeys, runtime?: Omit<HostRuntime, "backend">) => Promise<SandboxConnection>;
  /** Makes calls to the sandbox go wrong. */
  readonly inject: Sandbox["inject"];
}

/** A client of the plugins for the owner of the seed's `acme`, against a sandbox that ends with the test. */
export async function connectToSandbox(
  plugins: Plugin | readonly Plugin[],
  runtime: Omit<HostRuntime, "backend"> = {},
  options: SandboxOptions = {},
): Promise<SandboxConnection> {
  const sandbox = createSandbox(options);
  onTestFinished(() => sandbox.close());
  const as: SandboxConnection["as"] = async (who, runtime = {}) => {
    const { backend, calls } = record(sandbox.backend);
    const connection = await connect(plugins, backend, { credential: sandbox.keys[who], ...runtime });
    onTestFinished(() => connection.close());
    return { ...connection, sandbox, calls, as, inject: sandbox.inject };
  };
  return as("owner", runtime);
}
