import { createSandbox } from "../open-backend.ts";
import type { Settings } from "../settings.ts";
import { StartError } from "../start-error.ts";

/** Serves the sandbox alone, as gRPC, for other clients. */
export async function runSandbox(settings: Settings): Promise<void> {
  const sandbox = await createSandbox(settings);
  const { host } = settings;
  const listener = await sandbox.listen({ port: settings.port, host }).catch((error: NodeJS.ErrnoException) => {
    throw new StartError(
      `The sandbox can't listen on ${host}:${settings.port}: ${error.message}. Choose another --port.`,
    );
  });
  const { owner, member, viewer, outsider } = sandbox.keys;
  console.log(`The sandbox serves the Planton API as gRPC on ${listener.address}, plaintext. It deploys nothing.

API keys: ${[owner, member, viewer, outsider].join(", ")}

Use it: PLANTON_APIS_GRPC_ENDPOINT=${listener.address} PLANTON_API_KEY=${owner} planton-mcp call list_organizations`);
  const end = async () => {
    await sandbox.close();
    process.exit(0);
  };
  process.once("SIGINT", end).once("SIGTERM", end);
}
