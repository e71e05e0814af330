import type { JsonObject, JsonValue } from "@bufbuild/protobuf";

/**
 * Secrets in data and text that no contract describes, recognised by the key they stand under. That is a guess: it
 * errs on the side of hiding, and keeps what only refers to a secret.
 */

export const hidden = "[hidden]";

/** Told of every value that is hidden. */
export type Remember = (value: string) => void;

const secretName =
  /secret|token|passw(or)?d|passphrase|pwd|credential|kube_?config|bearer|jwt|hmac|basic_auth|auth_string|docker_?config_?json|connection_(string|uri|url)|database_url|(^|_)dsn$|(^|_)(authorization|cookie)$|(access|account|api|encryption|function|host|insights|instrumentation|license|master|primary|private|secondary|service_account|shared|signing|storage|tls|tsig|unseal)_keys?($|_)|(^|_)key_(base64|data|json|pem|value)$/;

/** What an otherwise secret-sounding name ends with where it is about a secret and isn't one. */
const aboutSecret =
  /_(algs?|algorithms?|arns?|arn_map|audience|authentication_config|backend|command|configuration|count|description|dialect|domains?|endpoint|expiry_interval|expires_at|file|from|generation|header|host|ids?|id_map|issuer|length|lifetime|lifetime_for_web|method|mode|names?|namespace|path|persistence|policy|provider|pull_secrets?|query_param|refs?|references?|region|rules?|scheme|scopes?|size|status|types?|uri|urls?|version)$/;

/** Whether what stands under such a key is a secret, judged by the key alone. */
export function smellsOfSecret(key: string): boolean {
  const name = key
    .replace(/(?<=[a-z0-9])(?=[A-Z])/g, "_")
    .replace(/[^A-Za-z0-9]+/g, "_")
    .toLowerCase();
  // The contract counts the id of an AWS access key among the secrets.
  if (/access_key_id$|connection_ur[il]$|database_url$/.test(name)) return true;
  return secretName.test(name) && !aboutSecret.test(name);
}

/** Data with every secret in it hidden: what stands under such a key, or beside such a name. */
export function hideInData(json: JsonValue, remember: Remember, isInSecret = false): JsonValue {
  if (typeof json === "string") return hideInText(json, remember);
  if (Array.isArray(json)) return json.map((item) => hideInData(item, remember, isInSecret));
  if (typeof json !== "object" || json === null) return json;
  const holdsSecrets = isInSecret || isSecretKind(json.kind);
  const isNamedSecret = [json.name, json.key].some((name) => typeof name === "string" && smellsOfSecret(name));
  return Object.fromEntries(
    Object.entries(json).map(([key, value]) => {
      const isSecret =
        smellsOfSecret(key) || (holdsSecrets && payload.test(key)) || (isNamedSecret && /^(default|value)$/.test(key));
      return [key, isSecret ? hideUnder(value, remember) : hideInData(value, remember, holdsSecrets)];
    }),
  );
}

/** Keys under which a resource that is itself a secret keeps it. */
const payload = /^(data|string_?data|value|key_hash)$/i;

function isSecretKind(kind: unknown): boolean {
  return typeof kind === "string" && /Secret|ApiKey/i.test(kind);
}

/** Hides every value under a secret's key, except where that only says where the secret is. */
export function hideUnder(json: JsonValue, remember: Remember): JsonValue {
  if (typeof json === "boolean" || json === null || isReference(json)) return json;
  if (Array.isArray(json)) return json.map((item) => hideUnder(item, remember));
  if (typeof json !== "object") {
    if (json !== "") remember(String(json));
    return json === "" ? json : hidden;
  }
  return Object.fromEntries(
    Object.entries(json).map(([key, value]) => {
      const refers = typeof value === "object" && pointer.test(key);
      return [key, refers ? hideInData(value, remember) : hideUnder(value, remember)];
    }),
  );
}

const pointer = /(from|ref|reference)$/i;

function isReference(json: JsonValue): boolean {
  if (typeof json === "string") return referenceText.test(json);
  return isObject(json) && "name" in json && "key" in json && Object.keys(json).every((key) => coordinate.test(key));
}

const referenceText = /^["']?\$\{?(secret|variable)s?[-/.]/;
const coordinate = /^(key|name|namespace|optional)$/;

/** Text with every secret in it hidden, as far as its lines, pairs and well-known forms give them away. */
export function hideInText(text: string, remember: Remember): string {
  const hide = (value: string) => {
    remember(value);
    return hidden;
  };
  return hideInLines(text, hide)
    .replace(/-----BEGIN ([A-Z ]*PRIVATE KEY)-----[\s\S]*?(-----END \1-----|$)/g, hide)
    .replace(/"([\w.-]+)"(\s*:\s*)"((?:[^"\\]|\\.)+)"/g, (all, key: string, between: string, value: string) =>
      isHideable(key, value) ? `"${key}"${between}"${hide(value)}"` : all,
    )
    .replace(/\b([\w.-]+)=(["']?)([^\s"'&,;]+)\2/g, (all, key: string, quote: string, value: string) =>
      isHideable(key, value) ? `${key}=${quote}${hide(value)}${quote}` : all,
    )
    .replace(
      /\b(Bearer|Basic)(\s+)((?=[\w.~+/-]*[\d=])[\w.~+/=-]{8,})/g,
      (_, scheme: string, space: string, value: string) => `${scheme}${space}${hide(value)}`,
    )
    .replace(/(:\/\/[^\s/:@"']*:)([^\s/@"']+)(?=@)/g, (all, before: string, value: string) =>
      value === hidden ? all : `${before}${hide(value)}`,
    );
}

function isHideable(key: string, value: string): boolean {
  return smellsOfSecret(key) && value !== hidden && !referenceText.test(value) && !/^(true|false|null)$/.test(value);
}

/** `  - "key": value` of YAML, JSON over lines, a diff, a `describe` or Terraform. */
const keyedLine = /^(?<lead>[\s+-]*)(?<quote>["']?)(?<key>[\w./][\w./-]*)\2(?<between>\s*[:=](?:\s+|$))(?<rest>.*)$/;
const opensBlock = /^([|>][-+\d]*|[[{])?$/;

interface Line {
  readonly text: string;
  readonly indent: number;
  readonly key?: string | undefined;
  readonly rest: string;
}

/** Where the lines before have led: indents of the keys whose blocks are still open. */
interface Open {
  /** A key under which everything is secret. */
  secret?: number | undefined;
  /** In there, one that says where a secret is. */
  reference?: number | undefined;
  /** A name that smells of a secret, which the value beside it is then. */
  name?: number | undefined;
}

function hideInLines(text: string, hide: (value: string) => string): string {
  const isSecret = /^[ \t+-]*["']?kind["']?[ \t]*:[ \t]*["']?\w*(Secret|ApiKey)/m.test(text);
  const open: Open = {};
  return text
    .split("\n")
    .map((line) => hideInLine(readLine(line), open, isSecret, hide))
    .join("\n");
}

function hideInLine(line: Line, open: Open, isSecret: boolean, hide: (value: string) => string): string {
  if (line.text.trim() !== "") close(open, line.indent);
  if (open.reference !== undefined) return line.text;
  if (line.key === undefined) return open.secret === undefined ? line.text : hideBare(line, hide);
  if (isPointer(line, open)) open.reference = line.indent;
  else if (isSecretKey(line.key, line.indent, open, isSecret)) return hideKeyed(line, open, hide);
  else if (/^(name|key)$/.test(line.key)) open.name = namesSecret(line) ? line.indent : undefined;
  return line.text;
}

function readLine(text: string): Line {
  const { lead = /^[\s+-]*/.exec(text)?.[0] ?? "", key, rest = "" } = keyedLine.exec(text)?.groups ?? {};
  return { text, indent: lead.length, key, rest: rest.trimEnd() };
}

/** Leaves the blocks that a line of this indent is no longer part of. */
function close(open: Open, indent: number): void {
  if (open.reference !== undefined && indent <= open.reference) open.reference = undefined;
  if (open.secret !== undefined && indent <= open.secret) open.secret = undefined;
  if (open.name !== undefined && indent < open.name) open.name = undefined;
}

function isPointer({ key = "", rest }: Line, open: Open): boolean {
  return open.secret !== undefined && /^\{?$/.test(rest) && pointer.test(key);
}

function isSecretKey(key: string, indent: number, open: Open, isInSecret: boolean): boolean {
  if (open.secret !== undefined || smellsOfSecret(key)) return true;
  return (open.name === indent && /^(default|value)$/.test(key)) || (isInSecret && payload.test(key));
}

function namesSecret({ rest }: Line): boolean {
  return smellsOfSecret(rest.replace(/["',]/g, ""));
}

function hideKeyed({ text, indent, rest }: Line, open: Open, hide: (value: string) => string): string {
  if (opensBlock.test(rest)) open.secret ??= indent;
  if (opensBlock.test(rest) || referenceText.test(rest)) return text;
  if (/^(\{\}|\[\]|""|''|true|false|null),?$/.test(rest)) return text;
  const [, quote = "", value = "", comma = ""] = /^(["']?)(.*?)\1(,?)$/.exec(rest) ?? [];
  return `${text.slice(0, text.lastIndexOf(rest))}${quote}${hide(value)}${quote}${comma}`;
}

function hideBare({ text, indent }: Line, hide: (value: string) => string): string {
  const value = text.slice(indent);
  return /^([\]}]+,?)?$/.test(value) ? text : `${text.slice(0, indent)}${hide(value)}`;
}

function isObject(json: JsonValue): json is JsonObject {
  return typeof json === "object" && json !== null && !Array.isArray(json);
}
