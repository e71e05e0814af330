import { styleText } from "node:util";

type Style = Parameters<typeof styleText>[0];

/** Text in a style where the stream is a terminal that takes colours and nobody has set NO_COLOR. */
export function styled(style: Style, text: string, stream: NodeJS.WriteStream = process.stdout): string {
  return styleText(style, text, { stream, validateStream: true });
}

/** Rows with their columns in line. */
export function table(rows: readonly (readonly string[])[]): string {
  const widths = rows.reduce<number[]>(
    (widest, row) => row.map((cell, column) => Math.max(widest[column] ?? 0, cell.length)),
    [],
  );
  return rows
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}

/**
 * Waits for work, and tells a person at a terminal after a second what for, as that is at the moment. Standard output
 * stays clean.
 */
export async function withProgress<Result>(
  what: () => string,
  work: Promise<Result>,
  isQuiet: boolean,
): Promise<Result> {
  if (isQuiet || !process.stderr.isTTY) return work;
  const start = Date.now();
  const timer = setInterval(() => {
    const text = `${what()} ${Math.round((Date.now() - start) / 1000)} s`.slice(0, process.stderr.columns - 1);
    process.stderr.write(`\r\u001b[K${styled("dim", text, process.stderr)}`);
  }, 1000);
  try {
    return await work;
  } finally {
    clearInterval(timer);
    process.stderr.write("\r\u001b[K");
  }
}
