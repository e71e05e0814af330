import type { Checked } from "./check.ts";
import type { Kind } from "./kind.ts";
import { findKind, nearestKinds } from "./list.ts";
import { loadKind } from "./load-kind.ts";
import type { Problem } from "./problem.ts";

/** A manifest of some kind that is right, with that kind, or all that is wrong with it. */
export type CheckedManifest =
  | (Extract<Checked, { ok: true }> & { readonly kind: Kind })
  | Extract<Checked, { ok: false }>;

/** Checks a manifest against the kind that it says it is of. */
export async function checkManifest(manifest: unknown): Promise<CheckedManifest> {
  const kind = await kindOf(manifest);
  if ("problem" in kind) return { ok: false, problems: [kind.problem] };
  const checked = kind.check(manifest);
  return checked.ok ? { ...checked, kind } : checked;
}

/** Reads a manifest from YAML or JSON, and checks it against the kind that it says it is of. */
export async function checkManifestText(text: string): Promise<CheckedManifest> {
  const { parseText } = await import("./parse-text.ts");
  const parsed = parseText(text);
  if (!parsed.ok) return parsed;
  const kind = await kindOf(parsed.manifest);
  if ("problem" in kind) {
    return { ok: false, problems: [{ ...kind.problem, ...parsed.locate(kind.problem.path === "" ? [] : ["kind"]) }] };
  }
  const checked = await kind.checkText(text);
  return checked.ok ? { ...checked, kind } : checked;
}

async function kindOf(manifest: unknown): Promise<Kind | { readonly problem: Problem }> {
  if (typeof manifest !== "object" || manifest === null || Array.isArray(manifest)) {
    return {
      problem: { path: "", message: "A manifest is wanted: an object with api_version, kind, metadata and spec." },
    };
  }
  const name = "kind" in manifest ? manifest.kind : undefined;
  if (typeof name !== "string") return { problem: { path: "kind", message: "The kind is missing, such as AwsVpc." } };
  const facts = findKind(name);
  if (facts !== undefined) return loadKind(facts);
  const near = nearestKinds(name).map(({ kind }) => kind);
  const hint = near.length === 0 ? "" : ` Did you mean ${near.join(", ")}?`;
  return { problem: { path: "kind", message: `There is no kind of this name.${hint}` } };
}
