import { readFileSync } from "node:fs";
import { basename } from "node:path";
import type { Runtime } from "@planton-mcp/core";
import type { Settings } from "./settings.ts";

/** A secret that is larger is none. */
const mostBytes = 64 * 1024;

/**
 * Takes secrets from this machine, by the names that the settings allow: variables by their own, files by the last part
 * of their path. Nothing where none is allowed. Variables and files are read when they are asked for, so that they may
 * change meanwhile.
 */
export function secretSourceOf({
  secretEnv,
  secretFile,
}: Pick<Settings, "secretEnv" | "secretFile">): Runtime["secretSource"] {
  if (secretEnv.length === 0 && secretFile.length === 0) return undefined;
  const files = new Map(secretFile.map((path) => [basename(path), path]));
  return (source) =>
    "from_env" in source
      ? secretOf(source.from_env, secretEnv, "variable", (name) => process.env[name])
      : secretOf(source.from_file, [...files.keys()], "file", (name) => textIn(files.get(name) ?? ""));
}

function secretOf(
  name: string,
  allowed: readonly string[],
  what: string,
  read: (name: string) => string | undefined,
): string {
  // What is no allowed name is not told back: it may be a secret that was given in place of one.
  if (!allowed.includes(name)) {
    const may = allowed.length === 0 ? `It may take no ${what}.` : `It may take ${allowed.join(", ")}.`;
    throw new RangeError(`The server may not take a ${what} of this name from its machine. ${may}`);
  }
  const value = read(name);
  if (value === undefined || value === "")
    throw new RangeError(`The ${what} ${name} of the server's machine is empty.`);
  return value;
}

/** A file's text without the end of its last line, which editors put there. */
function textIn(path: string): string | undefined {
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
  if (Buffer.byteLength(text) > mostBytes) throw new RangeError(`The file is larger than ${mostBytes} bytes.`);
  return text.replace(/\r?\n$/, "");
}
