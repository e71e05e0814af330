import type { DescMethodServerStreaming, DescMethodUnary, Message } from "@bufbuild/protobuf";
import { type Rpc, rpcName } from "@planton-mcp/core";
import type { Backend, CallOptions } from "@planton-mcp/core/backend";

export interface RecordedCall {
  /** `package.Service/method` */
  readonly rpc: string;
  readonly method: Rpc;
  readonly request: Message;
  readonly options: CallOptions;
}

/** A backend that hands every call on, and the list of those it was asked for. */
export function record(backend: Backend): { readonly backend: Backend; readonly calls: RecordedCall[] } {
  const calls: RecordedCall[] = [];
  return {
    calls,
    backend: {
      unary: (method, request, options) => {
        calls.push({ rpc: rpcName(method as DescMethodUnary), method, request, options });
        return backend.unary(method, request, options);
      },
      stream: (method, request, options) => {
        calls.push({ rpc: rpcName(method as DescMethodServerStreaming), method, request, options });
        return backend.stream(method, request, options);
      },
    },
  };
}
