import { randomBytes } from "node:crypto";

const alphabet = "0123456789abcdefghjkmnpqrstvwxyz";

/** `<prefix>_` and 26 characters as in a ULID: 10 of the time in milliseconds, 16 of chance, in Crockford's base 32. */
export function newId(prefix: string, at: Date): string {
  return `${prefix}_${timePart(at.getTime())}${chance()}`;
}

function random(): string {
  return Array.from(randomBytes(16), (byte) => alphabet.charAt(byte % 32)).join("");
}

let chance = random;

/** Does `work` with ids in which nothing is chance: they are counted. */
export function withCountedIds(work: () => void): void {
  let count = 0;
  chance = () => {
    count += 1;
    return String(count).padStart(16, "0");
  };
  try {
    work();
  } finally {
    chance = random;
  }
}

function timePart(milliseconds: number): string {
  let rest = milliseconds;
  let text = "";
  for (let place = 0; place < 10; place += 1) {
    text = alphabet.charAt(rest % 32) + text;
    rest = Math.floor(rest / 32);
  }
  return text;
}

/** A name as a slug: lower case, and a hyphen for whatever is neither letter nor digit. May be empty. */
export function slugFrom(name: string): string {
  return name
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "");
}
