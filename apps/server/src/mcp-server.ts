import { Server } from "@modelcontextprotocol/server";
import type { CallEvent, Catalogue, ChangeEvent, Guard, Runtime } from "@planton-mcp/core";
import type { Backend } from "@planton-mcp/core/backend";
// Not from core's index: that is everything plugins are written with, and none of it is needed to list.
import {
  capabilitiesOf,
  checkSelection,
  compactOffer,
  compose,
  type HostRuntime,
  instructionsOf,
  type Offer,
  offerOf,
  type Selection,
  serveOffer,
} from "@planton-mcp/core/v2";
import { plugins } from "./plugins.ts";
import type { Settings } from "./settings.ts";
import { UsageError } from "./usage-error.ts";
import { version } from "./version.ts";

export interface ServerOptions {
  readonly backend: Backend;
  readonly settings: Settings;
  readonly credential: HostRuntime["credential"];
  readonly gone?: NonNullable<HostRuntime["gone"]>;
  readonly guard?: Guard;
  /** Where a call may take secrets from. Only for a server whose one caller is whoever runs it. */
  readonly secretSource?: Runtime["secretSource"];
  readonly onCall?: (event: CallEvent) => void;
  readonly onChange?: ((event: ChangeEvent) => void) | undefined;
  /** Called whenever a client has asked for the list of tools, before it is sent. */
  readonly onList?: () => void;
}

/** What calls meet under these settings. */
export function runtimeOf({ settings, onList: _, ...options }: ServerOptions): HostRuntime {
  const { plugins, tools, excludeTools, readOnly, reveal } = settings;
  return { ...options, plugins, tools, excludeTools, readOnly, reveal };
}

/** What a caller wants to see of what the settings offer: always less, never more. */
export interface Narrowing extends Omit<Selection, "reveal"> {
  readonly surface?: Settings["surface"] | undefined;
}

export interface Servers {
  /** Makes an MCP server: one for a stdio client, one for each HTTP request. */
  readonly create: (narrowing?: Narrowing) => Server;
  /** Loads what every call needs, so that the first one does not wait for it. */
  readonly load: () => Promise<unknown>;
}

/** As many narrowings as are remembered; whoever comes with another one waits a millisecond. */
const remembered = 100;

/** The MCP servers of this process. All that want the same share one offer. Throws a `UsageError` for names of nothing. */
export function serversOf(options: ServerOptions): Servers {
  const catalogue = compose(plugins);
  const runtime = runtimeOf(options);
  refuseUnknownNames(catalogue, runtime);
  const known = new Map<string, Served>();
  const servedFor = (narrowing: Narrowing): Served => {
    const key = JSON.stringify(narrowing);
    const found = known.get(key);
    if (found !== undefined) return found;
    const { surface = options.settings.surface, ...selection } = narrowing;
    const served = servedBy(surfaceOf(offerOf(catalogue, runtime, selection), surface));
    if (known.size >= remembered) known.clear();
    known.set(key, served);
    return served;
  };
  const standard = servedFor({});
  const create = (narrowing: Narrowing = {}) => {
    const { offer, ...about } = servedFor(narrowing);
    const server = new Server({ name: "planton-mcp", title: "Planton", version }, about);
    serveOffer(server, offer, options.onList);
    return server;
  };
  return { create, load: standard.offer.load };
}

/** An offer with what a server says of it, made once for all servers that have it. */
type Served = ReturnType<typeof servedBy>;

function servedBy(offer: Offer) {
  return { offer, capabilities: capabilitiesOf(offer), instructions: instructionsOf(offer) };
}

function surfaceOf(full: Offer, surface: Settings["surface"]): Offer {
  return surface === "compact" ? compactOffer(full) : full;
}

/** The tools that a client is listed under these settings, as it sees them. */
export function listedTools(settings: Settings): Offer["tools"] {
  const refuse = () => {
    throw new TypeError("Listing tools calls none.");
  };
  const unused = { unary: refuse, stream: refuse };
  return surfaceOf(
    offerOf(compose(plugins), runtimeOf({ settings, backend: unused, credential: undefined })),
    settings.surface,
  ).tools;
}

/** Throws a `UsageError` for a name in a selection that there is no plugin or tool of. */
export function refuseUnknownNames(catalogue: Catalogue, selection: Selection): void {
  try {
    checkSelection(catalogue, selection);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new UsageError(`${error.message} planton-mcp tools --explain lists them all.`);
  }
}
