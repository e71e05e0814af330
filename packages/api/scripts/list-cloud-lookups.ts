/**
 * Counts the look-ups into clouds that the contract has, of the control plane and of runners, and lists which are in one of
 * the two only: `list-cloud-lookups.ts FACTS_DIR`. For docs/design-decisions/0015-runner-domain.md.
 */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

interface Facts {
  readonly package: string;
  readonly services?: readonly {
    readonly name: string;
    readonly methods: readonly {
      readonly name: string;
      readonly clientStreaming?: boolean;
      readonly serverStreaming?: boolean;
    }[];
  }[];
}

const [, , folder] = process.argv;
if (folder === undefined) throw new TypeError("Say where the contract's facts are.");

function methodsBelow(root: string) {
  const below = join(String(folder), "ai", "planton", root);
  return readdirSync(below, { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(".json"))
    .map((path): Facts => JSON.parse(readFileSync(join(below, path), "utf8")))
    .flatMap(({ package: name, services = [] }) =>
      services.flatMap(({ name: service, methods }) =>
        methods.map((method) => ({
          service: `${name}.${service}`,
          // Where it stands below the root: two of a kind have it in common.
          place: `${name.split(`${root.replace("/", ".")}.`)[1] ?? name}/${method.name}`,
          provider: /provider\.(\w+)\./.exec(name)?.[1] ?? "",
          isStream: method.clientStreaming === true || method.serverStreaming === true,
        })),
      ),
    );
}

const sides = { cloudops: methodsBelow("cloudops"), runner: methodsBelow("runner/cloudapis") };
for (const [side, methods] of Object.entries(sides)) {
  const other = side === "runner" ? sides.cloudops : sides.runner;
  const providers = [...new Set(methods.map(({ provider }) => provider))].sort();
  const of = (name: string) => methods.filter(({ provider }) => provider === name).length;
  console.log({
    side,
    services: new Set(methods.map(({ service }) => service)).size,
    methods: methods.length,
    streaming: methods.filter(({ isStream }) => isStream).length,
    byProvider: Object.fromEntries(providers.map((name) => [name, of(name)])),
    only: methods.filter(({ place }) => !other.some((found) => found.place === place)).map(({ place }) => place),
  });
}
