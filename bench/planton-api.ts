import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { createClient } from "@connectrpc/connect";
import { createGrpcTransport } from "@connectrpc/connect-node";
import { OrganizationQueryController } from "@planton-mcp/api/resourcemanager/organization/v1/query";
import { measuredCall } from "./messages.ts";

/** A Planton API to measure against: a sandbox in another process. */
export interface PlantonApi {
  /** `host:port`, plaintext HTTP/2. */
  readonly address: string;
  /** An API key that any sandbox takes. */
  readonly key: string;
  /** The RPC behind the measured call, made with nothing but a Connect client. */
  readonly callDirectly: () => Promise<void>;
  readonly close: () => void;
}

export async function startPlantonApi(): Promise<PlantonApi> {
  const entry = fileURLToPath(new URL("sandbox-entry.ts", import.meta.url));
  const child = fork(entry, { stdio: "ignore", execArgv: ["--disable-warning=ExperimentalWarning"] });
  const [{ address, key }] = await once(child, "message");
  const client = createClient(OrganizationQueryController, createGrpcTransport({ baseUrl: `http://${address}` }));
  const headers = { authorization: `Bearer ${key}` };
  const request = { value: measuredCall.arguments.org };
  return {
    address,
    key,
    callDirectly: async () => {
      await client.get(request, { headers });
    },
    close: () => child.disconnect(),
  };
}
