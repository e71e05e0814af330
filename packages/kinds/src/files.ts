/** The descriptors of the kinds' proto files. Each is made when something first needs it, and then kept. */
import { inflateRawSync } from "node:zlib";
import { createFileRegistry, type DescFile, fromBinary } from "@bufbuild/protobuf";
import { BinaryReader } from "@bufbuild/protobuf/wire";
import {
  FileDescriptorProtoSchema,
  file_google_protobuf_descriptor,
  file_google_protobuf_duration,
  file_google_protobuf_field_mask,
  file_google_protobuf_struct,
  file_google_protobuf_timestamp,
} from "@bufbuild/protobuf/wkt";
import { file_buf_validate_validate } from "@bufbuild/protovalidate/gen/buf/validate/validate_pb.js";
import { images } from "./gen/images.js";
import { imageOf } from "./image-of.ts";

/** What comes with the libraries, so that its types are the ones that they work with. */
const builtIn: ReadonlyMap<string, DescFile> = new Map(
  [
    file_buf_validate_validate,
    file_google_protobuf_descriptor,
    file_google_protobuf_duration,
    file_google_protobuf_field_mask,
    file_google_protobuf_struct,
    file_google_protobuf_timestamp,
  ].map((file) => [`${file.name}.proto`, file]),
);

const files = new Map<string, Promise<DescFile>>();
const opened = new Map<string, Promise<ReadonlyMap<string, Uint8Array>>>();

/** The descriptor of a proto file by its path, and with it of all that the file imports. */
export function loadFile(path: string): Promise<DescFile> {
  let file = files.get(path);
  if (file === undefined) {
    file = makeFile(path);
    files.set(path, file);
  }
  return file;
}

async function makeFile(path: string): Promise<DescFile> {
  const library = builtIn.get(path);
  if (library !== undefined) return library;
  const bytes = (await open(imageOf(path))).get(path);
  if (bytes === undefined) throw new Error(`There is no descriptor of ${path}.`);
  const proto = fromBinary(FileDescriptorProtoSchema, bytes);
  const imported = await Promise.all(proto.dependency.map(loadFile));
  const registry = createFileRegistry(proto, (name) => imported.find((file) => `${file.name}.proto` === name));
  const made = registry.getFile(path);
  if (made === undefined) throw new Error(`${path} cannot be made of its descriptor.`);
  return made;
}

function open(name = ""): Promise<ReadonlyMap<string, Uint8Array>> {
  let image = opened.get(name);
  if (image === undefined) {
    image = read(name);
    opened.set(name, image);
  }
  return image;
}

async function read(name: string): Promise<ReadonlyMap<string, Uint8Array>> {
  const load = images[name];
  if (load === undefined) throw new Error(`There is no image ${name}.`);
  return split(inflateRawSync(Buffer.from((await load()).image, "base64")));
}

/** The files of a FileDescriptorSet by their paths, still encoded: a set's only field is 1, a file's field 1 its path. */
function split(set: Uint8Array): ReadonlyMap<string, Uint8Array> {
  const found = new Map<string, Uint8Array>();
  const reader = new BinaryReader(set);
  while (reader.pos < reader.len) {
    reader.tag();
    const file = reader.bytes();
    const inner = new BinaryReader(file);
    inner.tag();
    found.set(inner.string(), file);
  }
  return found;
}
