// Whatever is exported here is public.
export type { Backend, CallOptions } from "./backend.ts";
export { type Endpoint, isLoopback, parseEndpoint } from "./endpoint.ts";
export { type GrpcBackend, type GrpcOptions, grpcBackend } from "./grpc.ts";
export { type TransportBackendOptions, transportBackend } from "./transport.ts";
