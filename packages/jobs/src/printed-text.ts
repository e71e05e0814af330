import { stripVTControlCharacters } from "node:util";

/** Text as a program printed it, without colours: terminals' own and those that Pulumi writes as `<{%reset%}>`. */
export function plainText(text: string): string {
  return stripVTControlCharacters(text)
    .replace(/<\{%[^%]*%\}>/g, "")
    .replace(/\r\n?/g, "\n")
    .trimEnd();
}

/** A text of at most so many characters, with its middle left out where it is longer. */
export function cutMiddle(text: string, characters: number): string {
  if (text.length <= characters) return text;
  const half = Math.floor((characters - 30) / 2);
  return `${text.slice(0, half)} … ${text.length - 2 * half} characters … ${text.slice(-half)}`;
}
