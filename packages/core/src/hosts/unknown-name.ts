/** A name that this server does not know. JSON-RPC's "invalid params" to either SDK, which relay the code. */
export class UnknownName extends Error {
  override readonly name = "UnknownName";
  readonly code = -32602;
}
