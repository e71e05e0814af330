/** The tools among its neighbours that find what a tool's own name speaks of, or all that find anything where none does. */
export function findersFor(tool: string, neighbours: readonly string[]): readonly string[] {
  const finders = neighbours.filter((name) => /^(list|search|find)_/.test(name));
  const own = new Set(thingsIn(tool));
  const fitting = finders.filter((name) => thingsIn(name).some((thing) => own.has(thing)));
  return fitting.length === 0 ? finders : fitting;
}

/** `github` and `repository` for `list_github_repositories`. */
function thingsIn(name: string): readonly string[] {
  return name
    .split("_")
    .slice(1)
    .map((word) => word.replace(/ies$/, "y").replace(/s$/, ""));
}
