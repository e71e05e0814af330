import { readFileSync } from "node:fs";
import { join } from "node:path";

/** Fills each code block of a page that stands under `<!-- path/of/a/file -->` with that file. */
export function withExamples(page: string, root: string): string {
  return page.replace(
    /<!-- ([\w./-]+) -->\n\n```(\w+)\n[\s\S]*?```/g,
    (_, path: string, language: string) =>
      `<!-- ${path} -->\n\n\`\`\`${language}\n${readFileSync(join(root, path), "utf8")}\`\`\``,
  );
}
