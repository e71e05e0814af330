/** Where something stands in a manifest: names of fields, keys of maps, places in lists from 0. */
export type Path = readonly (string | number)[];

/** A path as text: `spec.subnets[0].name`, `metadata.labels["a.b/c"]`. */
export function pathText(path: Path): string {
  return path.reduce<string>((text, step) => {
    if (typeof step === "number") return `${text}[${step}]`;
    const name = step.length > longest ? `${step.slice(0, longest)}…` : step;
    if (!/^[\w-]+$/.test(name)) return `${text}[${JSON.stringify(name)}]`;
    return text === "" ? name : `${text}.${name}`;
  }, "");
}

/** A step longer than this is cut: it is somebody's key, not a field's name. */
const longest = 80;

/** Whether one path lies within the other, whichever it is. */
export function touch(left: Path, right: Path): boolean {
  return left.slice(0, right.length).every((step, index) => step === right[index]);
}
