import { Server } from "@modelcontextprotocol/server";
import type { CallEvent, Guard, Runtime } from "@planton-mcp/core";
import type { Backend } from "@planton-mcp/core/backend";
// Not from core's index: that is everything plugins are written with, and none of it is needed to list.
import { capabilitiesOf, compose, type HostRuntime, offerOf, serveOffer } from "@planton-mcp/core/v2";
import { plugins } from "./plugins.ts";
import type { Settings } from "./settings.ts";
import { version } from "./version.ts";

export interface ServerOptions {
  readonly backend: Backend;
  readonly settings: Settings;
  readonly credential: HostRuntime["credential"];
  readonly gone?: NonNullable<HostRuntime["gone"]>;
  /** Where a call may take secrets from. Only for a server whose one caller is whoever runs it. */
  readonly secretSource?: Runtime["secretSource"];
  readonly onCall?: (event: CallEvent) => void;
  /** Called whenever a client has asked for the list of tools, before it is sent. */
  readonly onList?: () => void;
}

/** What calls meet under these settings. */
export function runtimeOf({ settings, onList: _, ...options }: ServerOptions): HostRuntime {
  return {
    ...options,
    readOnly: settings.readOnly,
    ...(settings.allowDestroy ? { guard: allowAll } : {}),
  };
}

const allowAll: Guard = () => {};

export interface Servers {
  /** Makes an MCP server: one for a stdio client, one for each HTTP request. */
  readonly create: () => Server;
  /** Loads what every call needs, so that the first one does not wait for it. */
  readonly load: () => Promise<unknown>;
}

/** The MCP servers of this process. All share one offer. */
export function serversOf(options: ServerOptions): Servers {
  const offer = offerOf(compose(plugins), runtimeOf(options));
  const capabilities = capabilitiesOf(offer);
  const create = () => {
    const server = new Server({ name: "planton-mcp", title: "Planton", version }, { capabilities });
    serveOffer(server, offer, options.onList);
    return server;
  };
  return { create, load: offer.load };
}
