// Whatever is exported here is public.
export { fillConstants } from "./constants.ts";
export { isCommand, kindFacts, kindOf, type Requirement, requirementOf } from "./permission.ts";
export { isEnforced } from "./unenforced-rules.ts";
