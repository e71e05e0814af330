/**
 * Writes src/gen/ from proto/, from scratch: the list of the kinds, and one image for each provider. An image is a
 * FileDescriptorSet, deflated, as base64 in a JavaScript module: whatever runs or bundles this package then finds it
 * as it finds any other module.
 */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { deflateRawSync } from "node:zlib";
import {
  create,
  createFileRegistry,
  type DescEnumValue,
  type DescMessage,
  type FileRegistry,
  fromBinary,
  getOption,
  hasOption,
  toBinary,
} from "@bufbuild/protobuf";
import { type FileDescriptorProto, FileDescriptorSetSchema } from "@bufbuild/protobuf/wkt";
import { field as fieldRules } from "@bufbuild/protovalidate/gen/buf/validate/validate_pb.js";
import { runBuf } from "../../api/scripts/buf.ts";
import { imageOf } from "../src/image-of.ts";
import type { KindFacts, Provider } from "../src/kind-facts.ts";
import { kinds as target, writeOthers } from "./proto-package.ts";

interface Option {
  readonly [name: string]: unknown;
}

/** What an enum value's option says, read without generated code: the API's package may not have been built yet. */
function optionOf(registry: FileRegistry, value: DescEnumValue, name: string): Option | undefined {
  const extension = registry.getExtension(`org.openmcf.shared.cloudresourcekind.${name}`);
  if (extension === undefined) throw new Error(`There is no option ${name}.`);
  // The option is a message, and so an object by field names.
  return hasOption(value, extension) ? (getOption(value, extension) as Option) : undefined;
}

function constantOf(message: DescMessage, name: string): string {
  const field = message.fields.find((candidate) => candidate.name === name);
  const type = field === undefined ? undefined : getOption(field, fieldRules).type;
  if (type?.case !== "string" || type.value.const === "") throw new Error(`${message.typeName} has no ${name}.`);
  return type.value.const;
}

function enumOf(registry: FileRegistry, name: string): readonly DescEnumValue[] {
  return registry.getEnum(`org.openmcf.shared.cloudresourcekind.${name}`)?.values ?? [];
}

function providersOf(registry: FileRegistry): readonly Provider[] {
  return enumOf(registry, "CloudResourceProvider").flatMap((value) => {
    const meta = optionOf(registry, value, "provider_meta");
    if (meta === undefined || value.name.startsWith("_")) return [];
    return { name: value.name, displayName: String(meta.displayName), group: String(meta.group), number: value.number };
  });
}

/** The kinds' messages by name: those that say of themselves which kind they are. */
function messagesOf(registry: FileRegistry): ReadonlyMap<string, DescMessage> {
  const messages = [...registry.files].filter(({ name }) => name.endsWith("/api")).flatMap((file) => file.messages);
  const envelopes = messages.filter(({ fields }) => fields.some(({ name }) => name === "api_version"));
  return new Map(envelopes.map((message) => [constantOf(message, "kind"), message]));
}

function kindsOf(registry: FileRegistry, providers: readonly Provider[]): readonly KindFacts[] {
  const messages = messagesOf(registry);
  const kinds = enumOf(registry, "CloudResourceKind").flatMap((value) => {
    const meta = optionOf(registry, value, "kind_meta");
    const provider = providers.find(({ number }) => number === meta?.provider);
    // Neither "unspecified" nor the kinds that the platform tests itself with can be deployed.
    if (meta === undefined || provider === undefined) return [];
    const message = messages.get(value.name);
    if (message === undefined) throw new Error(`There is no message of the kind ${value.name}.`);
    return {
      kind: value.name,
      provider: provider.name,
      apiVersion: constantOf(message, "api_version"),
      idPrefix: String(meta.idPrefix),
      isContainer: meta.containerKind === true,
      isService: meta.isServiceKind === true,
      number: value.number,
      typeName: message.typeName,
    };
  });
  if (kinds.length !== messages.size) throw new Error(`${messages.size} messages of kinds, but ${kinds.length} kinds.`);
  return kinds.toSorted((left, right) => (left.kind < right.kind ? -1 : 1));
}

function write(name: string, source: string, declarations: string): void {
  writeFileSync(join(target.generatedFolder, `${name}.js`), source);
  writeFileSync(join(target.generatedFolder, `${name}.d.ts`), declarations);
}

rmSync(target.generatedFolder, { recursive: true, force: true });
mkdirSync(join(target.generatedFolder, "images"), { recursive: true });
writeOthers();
const scratch = join(target.scratchFolder, "kinds.binpb");
runBuf(target, "build", "proto", "--as-file-descriptor-set", "--exclude-source-info", "--output", scratch);
const set = fromBinary(FileDescriptorSetSchema, readFileSync(scratch));
const registry = createFileRegistry(set);

const providers = providersOf(registry);
const kinds = kindsOf(registry, providers);
write(
  "kinds",
  `export const providers = ${JSON.stringify(providers)};\nexport const kinds = ${JSON.stringify(kinds)};\n`,
  `import type { KindFacts, Provider } from "../kind-facts.ts";
export declare const providers: readonly Provider[];
export declare const kinds: readonly KindFacts[];
`,
);

const images = new Map<string, FileDescriptorProto[]>();
for (const file of set.file) {
  const image = imageOf(file.name);
  // What comes with the libraries is not in an image.
  if (image !== undefined) images.set(image, [...(images.get(image) ?? []), file]);
}
for (const [image, file] of images) {
  const bytes = deflateRawSync(toBinary(FileDescriptorSetSchema, create(FileDescriptorSetSchema, { file })));
  const text = JSON.stringify(bytes.toString("base64"));
  write(join("images", image), `export const image = ${text};\n`, "export declare const image: string;\n");
}
const names = [...images.keys()].sort();
write(
  "images",
  `export const images = {\n${names.map((name) => `  ${name}: () => import("./images/${name}.js"),\n`).join("")}};\n`,
  "export declare const images: Readonly<Record<string, () => Promise<{ readonly image: string }>>>;\n",
);
