import { describe, expect, test } from "vitest";
import { type Bound, createSeals } from "../src/guard/seal.ts";

const key = "a-key-that-only-this-test-has-0001";
const other = "another-key-of-at-least-32-characters";
const bound: Bound = {
  purpose: "plan",
  tool: "delete_environment",
  caller: "ida_1",
  arguments: '{"id":"env_1"}',
  target: "environment env_1",
  version: "v1",
};
const minute = 60_000;

function sealsAt(time: { now: number }, keys: readonly string[] = [key]) {
  return createSeals({ keys, lifetimeMs: 5 * minute, now: () => time.now });
}

describe("a seal", () => {
  test("holds once for what it was made for, has 155 characters, and says when it ends", () => {
    const time = { now: 1_000 };
    const seals = sealsAt(time);
    const { seal, expires } = seals.mint(bound);
    expect(seal).toMatch(/^[A-Za-z0-9_-]{155}$/);
    expect(expires).toEqual(new Date(1_000 + 5 * minute));
    expect(seals.spend(seal, bound)).toBeUndefined();
    expect(seals.spend(seal, bound)).toBe("used");
  });

  test.each(["tool", "caller", "arguments", "target", "version"] as const)("says that the %s is another", (part) => {
    const seals = sealsAt({ now: 0 });
    expect(seals.spend(seals.mint(bound).seal, { ...bound, [part]: "else" })).toBe(part);
  });

  test("of a plan does not pass for a person's answer, nor the other way round", () => {
    const seals = sealsAt({ now: 0 });
    expect(seals.spend(seals.mint(bound).seal, { ...bound, purpose: "ask" })).toBe("malformed");
    expect(seals.spend(seals.mint({ ...bound, purpose: "ask" }).seal, bound)).toBe("malformed");
  });

  test("ends when its time is over, and not before", () => {
    const time = { now: 0 };
    const seals = sealsAt(time);
    const [early, late] = [seals.mint(bound).seal, seals.mint(bound).seal];
    time.now = 5 * minute - 1;
    expect(seals.spend(early, bound)).toBeUndefined();
    time.now = 5 * minute;
    expect(seals.spend(late, bound)).toBe("expired");
  });

  test("is void with any bit, any character or any length changed", () => {
    const seals = sealsAt({ now: 0 });
    const { seal } = seals.mint(bound);
    const bytes = Buffer.from(seal, "base64url");
    for (let bit = 0; bit < bytes.length * 8; bit += 1) {
      const altered = Buffer.from(bytes);
      altered.writeUInt8(altered.readUInt8(bit >> 3) ^ (1 << (bit & 7)), bit >> 3);
      expect(seals.spend(altered.toString("base64url"), bound), `bit ${bit}`).toBe("malformed");
    }
    for (let index = 0; index < seal.length; index += 1) {
      for (const character of "AZaz09-_ =+/é") {
        if (seal[index] === character) continue;
        const altered = seal.slice(0, index) + character + seal.slice(index + 1);
        expect(seals.spend(altered, bound), `${character} at ${index}`).toBe("malformed");
      }
      expect(seals.spend(seal.slice(0, index), bound)).toBe("malformed");
    }
    for (const longer of [`${seal}A`, `A${seal}`, `${seal}=`, `${seal}\n`]) {
      expect(seals.spend(longer, bound)).toBe("malformed");
    }
    expect(seals.spend(seal, bound)).toBeUndefined();
  });

  test("holds on another replica of the same key, and is void on one of another", () => {
    const [one, two, stranger] = [sealsAt({ now: 0 }), sealsAt({ now: 0 }), sealsAt({ now: 0 }, [other])];
    const { seal } = one.mint(bound);
    expect(stranger.spend(seal, bound)).toBe("malformed");
    expect(two.spend(seal, bound)).toBeUndefined();
    // What another replica has used, this one cannot know.
    expect(one.spend(seal, bound)).toBeUndefined();
  });

  test("made before a rotation holds while its key is still accepted", () => {
    const before = sealsAt({ now: 0 }, [key]).mint(bound).seal;
    const rotated = sealsAt({ now: 0 }, [other, key]);
    expect(rotated.spend(before, bound)).toBeUndefined();
    expect(sealsAt({ now: 0 }, [other]).spend(rotated.mint(bound).seal, bound)).toBeUndefined();
    expect(sealsAt({ now: 0 }, [other]).spend(before, bound)).toBe("malformed");
  });
});
