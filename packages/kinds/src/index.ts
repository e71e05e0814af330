// Whatever is exported here is public. None of it loads a descriptor before a kind is asked for.
export type { Checked } from "./check.ts";
export type { Kind } from "./kind.ts";
export type { KindFacts, Provider } from "./kind-facts.ts";
export { findKind, kinds, nearestKinds, providers } from "./list.ts";
export { loadKind } from "./load-kind.ts";
export { type CheckedManifest, checkManifest, checkManifestText } from "./manifest.ts";
export { PathError } from "./path-error.ts";
export type { Problem } from "./problem.ts";
export { isSecretField } from "./secrets/is-secret-field.ts";
export { documentFields, secretFields } from "./secrets/secret-fields.ts";
