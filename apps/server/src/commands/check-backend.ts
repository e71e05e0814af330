import { readFileSync } from "node:fs";
import { connect as connectPlain } from "node:net";
import { connect as connectTls } from "node:tls";
import { create } from "@bufbuild/protobuf";
import { EmptySchema } from "@bufbuild/protobuf/wkt";
import { Code, ConnectError } from "@connectrpc/connect";
import { IdentityAccountQueryController } from "@planton-mcp/api/iam/identityaccount/v1/query";
import { isLoopback } from "@planton-mcp/core/endpoint";
import { endpointOf, type OpenBackend } from "../open-backend.ts";
import type { Settings } from "../settings.ts";
import type { Finding } from "./doctor.ts";

/** How long a connection may take before it counts as refused by a firewall. */
const connectMs = 5_000;
/** How far a clock may be off before tokens and certificates are judged wrongly. */
const skewMs = 60_000;

/** Looks at the endpoint, the way to it, the credential and whom that belongs to. */
export async function checkBackend(
  settings: Settings,
  opened: OpenBackend,
  env: Readonly<Record<string, string | undefined>>,
): Promise<readonly Finding[]> {
  if (settings.sandbox) {
    const text = `a sandbox in this process, data ${settings.data === undefined ? "in memory" : `in ${settings.data}`}`;
    return [{ subject: "endpoint", status: "good", text }, ...(await identity(settings, opened))];
  }
  const url = new URL(endpointOf(settings).url);
  const connection = await connected(url, settings.caFile);
  const rest = connection.status === "bad" ? [] : await identity(settings, opened);
  return [...proxies(url, env), connection, ...rest];
}

/** Proxies that other programs use are not used here: gRPC needs HTTP/2 all the way. */
function proxies({ hostname }: URL, env: Readonly<Record<string, string | undefined>>): readonly Finding[] {
  const set = ["HTTPS_PROXY", "HTTP_PROXY", "ALL_PROXY"].filter((name) => env[name] ?? env[name.toLowerCase()]);
  if (set.length === 0 || isLoopback(hostname)) return [];
  return [
    {
      subject: "proxy",
      status: "warning",
      text: `${set.join(", ")} is set and not used: the connection to ${hostname} is direct`,
      remedy: `If it fails, let ${hostname} through the firewall, or name a relay with --endpoint.`,
    },
  ];
}

async function connected(url: URL, caFile: string | undefined): Promise<Finding> {
  const subject = "endpoint";
  const started = performance.now();
  const problem = await connectionProblem(url, caFile);
  const took = Math.round(performance.now() - started);
  if (problem === undefined) {
    const how = url.protocol === "https:" ? "TLS" : "plaintext";
    return { subject, status: "good", text: `${url.host} answers in ${took} ms, ${how}` };
  }
  return { subject, status: "bad", text: `${url.host} can't be reached: ${problem}`, remedy: remedyFor(problem) };
}

/** Why no connection stands, in the words of Node.js; nothing where one does. */
function connectionProblem(url: URL, caFile: string | undefined): Promise<string | undefined> {
  const port = Number(url.port || (url.protocol === "https:" ? 443 : 80));
  const host = url.hostname.replace(/^\[|\]$/g, "");
  return new Promise((resolve) => {
    const end = (problem?: string) => {
      socket.destroy();
      resolve(problem);
    };
    const socket =
      url.protocol === "https:"
        ? connectTls(
            {
              host,
              port,
              ALPNProtocols: ["h2"],
              ...(caFile === undefined ? {} : { ca: readFileSync(caFile) }),
              // A server name is for names only.
              ...(/^[\d.]+$|:/.test(host) ? {} : { servername: host }),
            },
            () => end(),
          )
        : connectPlain({ host, port }, () => end());
    socket.setTimeout(connectMs, () => end(`no answer within ${connectMs / 1000} s`));
    socket.on("error", (error: NodeJS.ErrnoException) =>
      end(`${error.message}${error.code ? ` (${error.code})` : ""}`),
    );
  });
}

function remedyFor(problem: string): string {
  if (/ENOTFOUND|EAI_AGAIN/.test(problem)) return "Check the name in --endpoint, and this machine's DNS.";
  if (/CERT|SELF_SIGNED|certificate/i.test(problem)) return "Name the certificate authority to trust with --ca-file.";
  if (/wrong version number|SSL|TLS|EPROTO/i.test(problem))
    return "Write http:// before the endpoint if it speaks plaintext.";
  return "Check --endpoint, and that the Planton API runs there and a firewall lets you through.";
}

async function identity(settings: Settings, { backend, sandboxKeys }: OpenBackend): Promise<readonly Finding[]> {
  const credential = settings.apiKey ?? sandboxKeys?.owner;
  if (credential === undefined) {
    const remedy = "Set PLANTON_API_KEY to a key from the Planton console. Over HTTP each request brings its own.";
    return [{ subject: "credential", status: "warning", text: "PLANTON_API_KEY is not set", remedy }];
  }
  let served: Date | undefined;
  try {
    const { metadata, spec } = await backend.unary(IdentityAccountQueryController.method.whoAmI, create(EmptySchema), {
      credential,
      retry: true,
      onHeader: (headers) => (served = new Date(headers.get("date") ?? "")),
    });
    const text = `${metadata?.name ?? "nobody"}${spec?.email ? `, ${spec.email}` : ""} (${metadata?.id ?? "no id"})`;
    return [{ subject: "identity", status: "good", text }, ...clock(served)];
  } catch (error) {
    return [refused(ConnectError.from(error)), ...clock(served)];
  }
}

function refused({ code, rawMessage }: ConnectError): Finding {
  const text = `the Planton API answers ${Code[code]}: ${rawMessage}`;
  const remedy =
    code === Code.Unauthenticated
      ? "The key in PLANTON_API_KEY is wrong or expired. Make a new one in the Planton console."
      : "Check that --endpoint is a Planton API.";
  return { subject: "identity", status: "bad", text, remedy };
}

function clock(served: Date | undefined): readonly Finding[] {
  if (served === undefined || Number.isNaN(served.getTime())) return [];
  const off = Math.abs(Date.now() - served.getTime());
  const text = `${Math.round(off / 1000)} s off the Planton API's`;
  if (off <= skewMs) return [{ subject: "clock", status: "good", text }];
  return [
    {
      subject: "clock",
      status: "warning",
      text,
      remedy: "Set this machine's clock; keys and certificates expire by it.",
    },
  ];
}
