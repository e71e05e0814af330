import { type DescMessage, fromJson, type JsonObject, type Message, type Registry } from "@bufbuild/protobuf";
import { decode } from "./decode.ts";
import { type Path, pathText } from "./path.ts";
import type { Problem } from "./problem.ts";
import { brokenRules } from "./rules/violations.ts";

/** A manifest that is right, or all that is wrong with it. */
export type Checked =
  | {
      readonly ok: true;
      /** The manifest as its kind's message. Its type is the kind's `desc`. */
      readonly message: Message;
      /**
       * The manifest under the contract's names, for the API: every value as it was given, none added. Numbers of an
       * enum are its names; numbers of 64 bits that a double can't hold are texts.
       */
      readonly json: JsonObject;
    }
  | { readonly ok: false; readonly problems: readonly Problem[] };

/** Where each problem of a manifest is, besides its path: for texts, in which lines. */
export type Locate = (path: Path) => Partial<Pick<Problem, "line" | "column">>;

/** Holds data against a kind's message and its rules. */
export function checkManifest(desc: DescMessage, registry: Registry, manifest: unknown, locate?: Locate): Checked {
  const { json, findings } = decode(desc, manifest);
  const message = fromJson(desc, json, { registry });
  const all = [...findings, ...brokenRules(desc, message, json, findings)];
  if (all.length === 0) return { ok: true, message, json };
  return {
    ok: false,
    problems: all.map((finding) => ({ ...finding, path: pathText(finding.path), ...locate?.(finding.path) })),
  };
}
