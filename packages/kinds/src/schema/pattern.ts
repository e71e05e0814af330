/** A pattern of the contract, which is for RE2, as one for JSON Schema, or nothing where that is another language. */
export function jsPattern(source: string): string | undefined {
  // In a class, RE2 takes these without a backslash or with one; ECMAScript's Unicode mode is stricter.
  const pattern = source.replace(/\\([-_@%'"<>=!:;,~`& ])/g, (_, char: string) => (char === "-" ? "\\x2d" : char));
  try {
    new RegExp(pattern, "u");
    return pattern;
  } catch {
    return undefined;
  }
}
