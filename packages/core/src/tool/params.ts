import * as z from "zod";
import { invalidArguments } from "../call/arguments.ts";
import type { Rule } from "./tool.ts";

// The wording of arguments that many tools share. A model reads every word of it in every tool: keep it short.

/** An identifier or name that must be there: one character at least. The schema says so to nobody: models know. */
export function text(description: string) {
  return z
    .string()
    .refine((value) => value !== "", "Too short: it can't be empty.")
    .describe(description);
}

export const org = text("Organization id");
export const slug = text("Slug");

/** A slug for something new. The contract leaves its form to the API; a failure says what the API makes of it. */
export function newSlug(slug: string): string {
  if (/^[a-z][a-z0-9-]*$/.test(slug)) return slug;
  const message = "A new slug begins with a lower-case letter, and has lower-case letters, digits and hyphens only.";
  throw invalidArguments([{ argument: "slug", message }]);
}

/** Pages of a list: the first is 1. */
export const paging = {
  page: z.int().min(1).max(100_000).default(1).describe("Page, from 1"),
  page_size: z.int().min(1).max(100).default(25).describe("Entries a page"),
};

/** The arguments by which a thing that an organization owns is named. */
export function coordinates(thing: string) {
  return {
    id: text(`${thing} id; or give org and slug`).optional(),
    org: org.optional(),
    slug: slug.optional(),
  };
}

/** The rule that goes with `coordinates`: an id, or organization and slug, and not both. */
export const idOrOrgAndSlug: Rule<{ id?: string | undefined; org?: string | undefined; slug?: string | undefined }> = (
  args,
) => {
  const { id, org, slug } = args;
  if (id !== undefined && (org !== undefined || slug !== undefined)) {
    return { argument: "id", message: "Give either id, or org and slug, not both." };
  }
  if (id === undefined && org === undefined && slug === undefined) {
    return { argument: "id", message: "Give id, or org and slug." };
  }
  if (id === undefined && org === undefined) return { argument: "org", message: "slug needs org beside it." };
  if (id === undefined && slug === undefined) return { argument: "slug", message: "org needs slug beside it." };
  return undefined;
};
