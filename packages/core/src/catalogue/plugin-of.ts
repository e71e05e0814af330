import type { Plugin, PluginCode } from "../tool/define-plugin.ts";
import { catalogueOf } from "./catalogue-of.ts";

/** A plugin whose catalogue is made now from its code: for tests, and for plugins without a build. */
export function pluginOf(code: PluginCode): Plugin {
  return { catalogue: catalogueOf(code), load: async () => code };
}
