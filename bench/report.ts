import { type Figure, holds, type Target } from "./figure.ts";

const headings = ["figure", "value", "floor", "ratio", "target", "holds"] as const;

/** The table that a person reads: a heading for each part, a line for each figure. */
export function tableOf(parts: Readonly<Record<string, readonly Figure[]>>, slack: number): string {
  const rows = Object.entries(parts).flatMap(([part, figures]) => [
    [part],
    ...figures.map((figure) => cellsOf(figure, slack)),
  ]);
  const all = [[...headings], ...rows];
  const widths = headings.map((_, column) =>
    Math.max(...all.filter((row) => row.length > 1).map((row) => row[column]?.length ?? 0)),
  );
  return all.map((row) => (row.length === 1 ? `\n${row[0]}` : lineOf(row, widths))).join("\n");
}

function lineOf(row: readonly string[], widths: readonly number[]): string {
  const aligned = row.map((cell, column) =>
    column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0),
  );
  return `  ${aligned.join("  ").trimEnd()}`;
}

function cellsOf(figure: Figure, slack: number): string[] {
  const { name, value, floor, unit, target } = figure;
  return [
    name,
    quantity(value, unit),
    floor === undefined ? "" : quantity(floor, unit),
    floor === undefined ? "" : `${(value / floor).toFixed(2)}×`,
    target === undefined ? "" : targetText(target, unit, slack),
    target === undefined ? "" : holds(figure, slack) ? "yes" : "NO",
  ];
}

function targetText({ of, is, limit }: Target, unit: Figure["unit"], slack: number): string {
  const loose = is === "=" ? limit : is === "≤" ? limit * slack : limit / slack;
  const text = {
    value: quantity(loose, unit),
    "times floor": `${loose}×`,
    "share of floor": `${loose}×`,
    "above floor": `floor + ${loose.toFixed(1)} ms`,
  };
  return `${is} ${text[of]}`;
}

function quantity(value: number, unit: Figure["unit"]): string {
  const digits = unit === "ms" ? (value < 10 ? 2 : 1) : unit === "MB" ? 1 : 0;
  // A fraction of a thing without a unit is an average.
  const number = value.toFixed(unit === "" && !Number.isInteger(value) ? 1 : digits);
  return unit === "" ? number : `${number} ${unit}`;
}
