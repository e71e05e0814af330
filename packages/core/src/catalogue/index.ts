// Whatever is exported here is public.
export { catalogueOf } from "./catalogue-of.ts";
export { pluginOf } from "./plugin-of.ts";
