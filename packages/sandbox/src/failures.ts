import { Code, ConnectError } from "@connectrpc/connect";
import { isBusy } from "./schema.ts";

/** Whatever was thrown, as the `ConnectError` that a caller is told. */
export function failureFrom(error: unknown): ConnectError {
  if (isBusy(error)) {
    return new ConnectError(
      "Another process is writing the sandbox's file.",
      Code.Unavailable,
      undefined,
      undefined,
      error,
    );
  }
  return ConnectError.from(error, Code.Internal);
}

export function notFound(kind: string, id: string): ConnectError {
  return new ConnectError(`There is no ${kind} ${id}.`, Code.NotFound);
}

export function invalid(message: string): ConnectError {
  return new ConnectError(message, Code.InvalidArgument);
}

export function failedPrecondition(message: string): ConnectError {
  return new ConnectError(message, Code.FailedPrecondition);
}

export function alreadyExists(message: string): ConnectError {
  return new ConnectError(message, Code.AlreadyExists);
}

export function unauthenticated(message: string): ConnectError {
  return new ConnectError(message, Code.Unauthenticated);
}

export function denied(permission: string, kind: string, id: string): ConnectError {
  return new ConnectError(`This takes the permission ${permission} on ${kind} ${id}.`, Code.PermissionDenied);
}

/** `path` is the RPC's path without the leading slash: `ai.planton.….SomeController/method`. */
export function unimplementedMessage(path: string): string {
  return `The sandbox does not implement ${path}.`;
}

export function unimplemented(path: string): ConnectError {
  return new ConnectError(unimplementedMessage(path), Code.Unimplemented);
}
