import MiniSearch from "minisearch";
import type { Catalogue, ToolEntry } from "./catalogue.ts";

/** Words that people use for what tools do, and the words that our tools' names have for it. */
const synonyms: Readonly<Record<string, readonly string[]>> = {
  add: ["apply", "create", "grant"],
  allowed: ["authorization", "permission"],
  approve: ["resume", "gate", "resolve"],
  build: ["pipeline"],
  change: ["apply", "update"],
  create: ["apply"],
  deploy: ["apply", "run"],
  drop: ["delete", "remove"],
  edit: ["apply"],
  env: ["environment"],
  fail: ["failure", "error", "failed"],
  failed: ["failure", "error"],
  invite: ["invitation", "member"],
  job: ["stack"],
  k8s: ["kubernetes"],
  key: ["keys", "api"],
  kill: ["cancel", "destroy"],
  make: ["apply", "create"],
  new: ["apply", "create"],
  organisation: ["organization"],
  permission: ["access", "role", "authorization"],
  remove: ["delete", "revoke"],
  rename: ["apply"],
  retry: ["rerun"],
  see: ["get", "list"],
  set: ["apply"],
  show: ["get", "list"],
  stop: ["cancel"],
  tear: ["destroy"],
  update: ["apply"],
  user: ["identity", "member", "principal"],
  who: ["whoami", "access", "principal"],
  why: ["explain", "error"],
};

/** Words that say nothing about which tool is meant. */
const empty = new Set(
  "a all am an and are as at be by can do does for from had has have how i if in into is it its me my of on or our please so that the their them there this to up us want was we what when where which will with you your".split(
    " ",
  ),
);

export type FindTools = (query: string, limit: number) => readonly ToolEntry[];

/** A ranked search over what a catalogue's tools are called, say, take and go by. Its index is made here, once. */
export function toolSearch({ tools, homeOf }: Catalogue): FindTools {
  const index = new MiniSearch<Document>({
    fields: ["name", "keywords", "title", "description", "parameters", "plugin"],
    idField: "id",
    tokenize: wordsIn,
    processTerm: stem,
    searchOptions: {
      boost: { name: 4, keywords: 3, title: 2, description: 1.5, plugin: 1, parameters: 0.5 },
      fuzzy: (term) => (term.length > 4 ? 0.2 : false),
      prefix: (term) => term.length > 3,
      weights: { fuzzy: 0.3, prefix: 0.5 },
      tokenize: queryWords,
    },
  });
  index.addAll(tools.map((tool) => documentOf(tool, homeOf(tool.name) ?? "")));
  const byName = new Map(tools.map((tool) => [tool.name, tool]));
  return (query, limit) =>
    index
      .search(query, { boostTerm: (term) => (wordsIn(query).map(stem).includes(term) ? 1 : 0.4) })
      .flatMap(({ id }) => byName.get(id) ?? [])
      .slice(0, limit);
}

interface Document {
  readonly id: string;
  readonly name: string;
  readonly keywords: string;
  readonly title: string;
  readonly description: string;
  readonly parameters: string;
  readonly plugin: string;
}

function documentOf(tool: ToolEntry, plugin: string): Document {
  const { name, title, description, inputSchema, keywords = [], formerly = [] } = tool;
  return {
    id: name,
    name,
    keywords: [...keywords, ...formerly].join(" "),
    title,
    description,
    parameters: Object.keys((inputSchema.properties as object | undefined) ?? {}).join(" "),
    plugin,
  };
}

function wordsIn(text: string): string[] {
  return text
    .replace(/([a-z\d])([A-Z])/g, "$1 $2")
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== "");
}

/** The words of a question with what our names have for them. */
function queryWords(query: string): string[] {
  const words = wordsIn(query).filter((word) => !empty.has(word));
  return [...new Set(words.flatMap((word) => [word, ...(synonyms[word] ?? [])]))];
}

/** A plural as its singular: nothing more, so that names stay themselves. */
function stem(word: string): string {
  if (/[^aeiou]ies$/.test(word)) return word.replace(/ies$/, "y");
  return /[^s]s$/.test(word) && word.length > 3 ? word.slice(0, -1) : word;
}
