/** Where a Planton API listens. */
export interface Endpoint {
  /** `https://host:port`, or `http://host:port` for plaintext. */
  readonly url: string;
  readonly secure: boolean;
}

/**
 * Reads `host:port`, `http://host:port` or `https://host:port`. TLS is used on port 443 and where `https` asks for
 * it. Throws a `RangeError` for anything else, and for plaintext to another machine unless `insecure` allows it.
 */
export function parseEndpoint(text: string, insecure = false): Endpoint {
  const match = /^(?:(https?):\/\/)?(\[[0-9a-fA-F:.]+\]|[A-Za-z0-9.-]+)(?::(\d{1,5}))?\/?$/.exec(text);
  const [, scheme, host = "", port] = match ?? [];
  const number = Number(port ?? (scheme === "https" ? 443 : Number.NaN));
  if (match === null || !(number >= 1 && number <= 65_535)) {
    throw new RangeError(`"${text}" is not an endpoint. Write host:port, for example api.live.planton.ai:443.`);
  }
  const secure = scheme === "https" || (scheme === undefined && number === 443);
  if (!secure && !isLoopback(host) && !insecure) {
    throw new RangeError(
      `${text} would send the API key unencrypted to another machine. Use https://${host}:${number}, or allow plaintext.`,
    );
  }
  return { url: `${secure ? "https" : "http"}://${host}:${number}`, secure };
}

/** Whether a host name or address can only mean this machine. */
export function isLoopback(host: string): boolean {
  return host === "localhost" || host === "[::1]" || host === "::1" || /^127(\.\d{1,3}){3}$/.test(host);
}
