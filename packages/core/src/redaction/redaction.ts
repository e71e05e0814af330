import type { DescField, DescMessage, JsonObject, JsonValue, Message } from "@bufbuild/protobuf";
import { toJson } from "../call/schemas.ts";
import { hidden, hideInData, hideInText, hideUnder, type Remember, smellsOfSecret } from "./free-form-secrets.ts";
import { canHoldSecrets, type Exposure, exposureOf, isAny, isBytes, isFreeForm, isPair } from "./secrets.ts";

/**
 * The secrets of one call: what came in, what the backend answered with, the credential itself. Nothing that leaves
 * the call may contain one of them, wherever it comes from.
 */
export class Redaction {
  readonly #values = new Set<string>();
  readonly #secretMessages = new WeakSet<Message>();
  #pattern: RegExp | undefined;

  /**
   * Remembers a value that must not leave, and the forms in which texts carry it. Very short ones are left alone:
   * they would blank out ordinary words.
   */
  add(value: string | undefined): void {
    if (value === undefined || value.length < shortest || value === hidden || this.#values.has(value)) return;
    const bytes = Buffer.from(value);
    for (const form of [
      value,
      bytes.toString("base64"),
      bytes.toString("base64").replace(/=+$/, ""),
      bytes.toString("base64url"),
      encodeURIComponent(value),
      // As a form encodes it.
      new URLSearchParams([["", value]]).toString().slice(1),
      JSON.stringify(value).slice(1, -1),
      // A text that indents a key or a certificate breaks the value up.
      ...value.split(/\r?\n/).filter((line) => line.length >= longLine),
    ]) {
      this.#values.add(form);
    }
    this.#pattern = undefined;
  }

  /** Remembers every secret in a message that travels either way; with `isSecret`, all of the message is one. */
  learn(schema: DescMessage, message: Message, isSecret = false): void {
    if (isSecret) {
      this.#secretMessages.add(message);
      this.#hideAll(toJson(schema, message), this.#remember);
    } else if (canHoldSecrets(schema)) this.#hide(schema, toJson(schema, message));
  }

  /**
   * A message as plain data, its secrets hidden: the fields that the contract or the table names, what stands under a
   * telling key in a Struct or a text, and everything in an Any.
   */
  plain(schema: DescMessage, message: Message): JsonValue {
    const json = toJson(schema, message);
    if (this.#secretMessages.has(message)) return this.#hideAll(json, this.#remember);
    return canHoldSecrets(schema) ? this.#hide(schema, json) : json;
  }

  /** Text without any of the secrets. */
  text(text: string): string {
    if (this.#values.size === 0) return text;
    // The longest first: a secret that begins with another one would leave its end behind.
    this.#pattern ??= new RegExp(
      [...this.#values]
        .sort((a, b) => b.length - a.length)
        .map(escapePattern)
        .join("|"),
      "g",
    );
    return text.replace(this.#pattern, hidden);
  }

  /** Text that some program has printed, without the secrets so far and what looks like one. */
  printed(text: string): string {
    return this.text(this.#hideInDocument(text));
  }

  /** Plain data without any of the secrets, in keys and values, at any depth. */
  scrub<T>(value: T): T {
    if (this.#values.size === 0) return value;
    // Only the texts in it change.
    return this.#scrub(value) as T;
  }

  #scrub(value: unknown): unknown {
    if (typeof value === "string") return this.text(value);
    if (Array.isArray(value)) return value.map((item) => this.#scrub(item));
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [this.text(key), this.#scrub(item)]));
  }

  #hide(schema: DescMessage, json: JsonValue): JsonValue {
    if (isFreeForm(schema)) return hideInData(json, this.#guess);
    if (typeof json !== "object" || json === null || Array.isArray(json)) return json;
    if (isAny(schema)) return { ...this.#hideEntries(json, this.#guess), "@type": json["@type"] ?? "" };
    const clean: JsonObject = { ...json };
    for (const field of schema.fields) {
      const value = json[field.name];
      if (value !== undefined) clean[field.name] = this.#hideField(field, value, json);
    }
    return isPair(schema) ? this.#hidePair(clean) : clean;
  }

  #hideField(field: DescField, value: JsonValue, siblings: JsonObject): JsonValue {
    const exposure = exposureOf(field);
    if (exposure !== undefined) return this.#hideExposed(exposure, field, value, siblings);
    return field.message === undefined ? value : this.#hideIn(field, field.message, value);
  }

  #hideExposed(exposure: Exposure, field: DescField, value: JsonValue, siblings: JsonObject): JsonValue {
    switch (exposure.type) {
      case "secret":
        // Most of what stands in a whole Struct is no secret in itself; texts would lose ordinary words.
        return this.#hideAll(value, field.message !== undefined ? this.#guess : this.#remember, isBytes(field));
      case "flagged": {
        const flagged = exposure.flags.reduce((at, flag) => this.#hideFlagged(at, siblings[flag]), value);
        return hideInData(flagged, this.#guess);
      }
      case "document":
        return mapTexts(value, (text) => (exposure.isBase64 ? this.#hideInBase64(text) : this.#hideInDocument(text)));
      case "free":
        // A list or a map of Structs holds one under each key.
        return hideInData(value, this.#guess);
    }
  }

  #hideIn(field: DescField, schema: DescMessage, value: JsonValue): JsonValue {
    if (Array.isArray(value)) return value.map((item) => this.#hide(schema, item));
    if (field.fieldKind !== "map" || typeof value !== "object" || value === null) return this.#hide(schema, value);
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, this.#hide(schema, item)]));
  }

  /** Hides the value beside a name that smells of a secret. */
  #hidePair(json: JsonObject): JsonObject {
    const isTelling = [json.name, json.key].some((name) => typeof name === "string" && smellsOfSecret(name));
    const value = json.value;
    return isTelling && value !== undefined ? { ...json, value: hideUnder(value, this.#guess) } : json;
  }

  #hideFlagged(value: JsonValue, flag: JsonValue | undefined): JsonValue {
    if (flag === true) return this.#hideAll(value, this.#remember);
    if (typeof flag !== "object" || flag === null || typeof value !== "object" || value === null) return value;
    if (Array.isArray(value)) {
      return Array.isArray(flag) ? value.map((item, index) => this.#hideFlagged(item, flag[index])) : value;
    }
    if (Array.isArray(flag)) return value;
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, this.#hideFlagged(item, flag[key])]));
  }

  #hideInDocument(text: string): string {
    return hideInText(text, this.#guess);
  }

  #hideInBase64(text: string): string {
    const bytes = Buffer.from(text, "base64");
    const plain = bytes.toString("utf8");
    const clean = this.#hideInDocument(plain);
    return clean === plain ? text : Buffer.from(clean).toString("base64");
  }

  #hideAll(value: JsonValue, remember: Remember, isBase64 = false): JsonValue {
    if (typeof value === "string") {
      remember(value);
      if (isBase64) remember(Buffer.from(value, "base64").toString("utf8"));
      return hidden;
    }
    if (Array.isArray(value)) return value.map((item) => this.#hideAll(item, remember, isBase64));
    if (typeof value !== "object" || value === null) return hidden;
    return this.#hideEntries(value, remember, isBase64);
  }

  #hideEntries(json: JsonObject, remember: Remember, isBase64 = false): JsonObject {
    return Object.fromEntries(
      Object.entries(json).map(([key, item]) => [key, this.#hideAll(item, remember, isBase64)]),
    );
  }

  readonly #remember: Remember = (value) => this.add(value);

  /** Remembers a value that is hidden by a guess, unless it could be an ordinary word. */
  readonly #guess: Remember = (value) => {
    if (value.length >= longGuess && !/^[a-z]+([-_. ][a-z]+)*$/i.test(value)) this.add(value);
  };
}

const shortest = 4;
const longGuess = 8;
const longLine = 20;

function mapTexts(value: JsonValue, change: (text: string) => string): JsonValue {
  if (typeof value === "string") return change(value);
  if (Array.isArray(value)) return value.map((item) => mapTexts(item, change));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, mapTexts(item, change)]));
}

function escapePattern(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&");
}
