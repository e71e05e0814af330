/** Rules that are expressions, as sentences. */
import type { DescField, DescMessage } from "@bufbuild/protobuf";
import { type Call, isCall, type Literal, literalOf, type Node, sidesOf } from "./expression.ts";

/** What a name in an expression stands for: `this`, or an item of a list. */
type Subject = DescMessage | DescField;
type Scope = ReadonlyMap<string, Subject>;

/**
 * What a rule asks for: `When protocol is 'TLS', tls must be given.` What can't be said stands there as an expression.
 * `subject` is the message that the rule is on, or the field.
 */
export function inWords(rule: Node, subject: Subject): string {
  const text = new Speaker(new Map([["this", subject]])).say(rule, { must: true, not: false });
  // A name keeps its case.
  return `${text.replace(/^(when|for|either|at|exactly|the|no|some) /, (word) => word.charAt(0).toUpperCase() + word.slice(1))}.`;
}

/** Whether something has to be so or just is so, and whether it is its opposite that has to be. */
interface Mood {
  readonly must: boolean;
  readonly not: boolean;
}

const opposite: Readonly<Record<string, string>> = {
  "_==_": "_!=_",
  "_!=_": "_==_",
  "_<_": "_>=_",
  "_>=_": "_<_",
  "_>_": "_<=_",
  "_<=_": "_>_",
};

const comparative: Readonly<Record<string, string>> = {
  "_<_": "less than ",
  "_<=_": "at most ",
  "_>_": "more than ",
  "_>=_": "at least ",
};

const verbs: Readonly<Record<string, readonly [string, string]>> = {
  matches: ["match", "matches"],
  startsWith: ["begin with", "begins with"],
  endsWith: ["end with", "ends with"],
  contains: ["contain", "contains"],
};

class Speaker {
  readonly #scope: Scope;

  constructor(scope: Scope) {
    this.#scope = scope;
  }

  say(node: Node, mood: Mood): string {
    if (node.type === "field" || node.type === "name")
      return `${this.#name(node)} ${be(flip(mood, false))} ${!mood.not}`;
    if (node.type !== "call") return this.#verbatim(node, mood);
    if (node.name === "!_" && node.args[0] !== undefined) return this.say(node.args[0], flip(mood));
    if (node.name === "_||_" || node.name === "_&&_") return this.#chain(node, mood);
    if (node.name === "_?_:_") return this.#conditional(node, mood);
    if (opposite[node.name] !== undefined) return this.#compare(node, mood);
    return this.#predicate(node, mood);
  }

  #chain(node: Call, mood: Mood): string {
    const isOr = (node.name === "_||_") !== mood.not;
    const sides = sidesOf(node, node.name === "_||_" ? "_||_" : "_&&_");
    if (!isOr) return sides.map((side) => this.#nested(side, mood)).join(" and ");
    const guards = mood.must && !mood.not ? sides.slice(0, -1).filter(isGuard) : [];
    const others = sides.filter((side) => !guards.includes(side));
    const [only] = others;
    const rest =
      others.length === 1 && only !== undefined
        ? this.say(only, mood)
        : others.map((side) => this.#nested(side, mood)).join(" or ");
    if (guards.length === 0) return rest;
    return `when ${guards.map((guard) => this.#nested(guard, { must: false, not: true })).join(" and ")}, ${rest}`;
  }

  /** A chain within a chain is told apart from it. */
  #nested(node: Node, mood: Mood): string {
    const text = this.say(node, mood);
    return isCall(node, "_||_", "_&&_", "_?_:_") ? `(${text})` : text;
  }

  #conditional(node: Call, mood: Mood): string {
    const [condition, yes, no] = node.args;
    if (condition === undefined || yes === undefined || no === undefined || mood.not) return this.#verbatim(node, mood);
    const when = (not: boolean) => this.say(condition, { must: false, not });
    if (literalOf(no) === true) return `when ${when(false)}, ${this.say(yes, mood)}`;
    if (literalOf(yes) === true) return `when ${when(true)}, ${this.say(no, mood)}`;
    return `when ${when(false)}, ${this.say(yes, mood)}, else ${this.say(no, mood)}`;
  }

  #compare(node: Call, mood: Mood): string {
    const [left, right] = node.args;
    const operator = (mood.not ? opposite[node.name] : node.name) ?? node.name;
    if (left === undefined || right === undefined) return this.#verbatim(node, mood);
    const counted = countedIn(left);
    if (counted !== undefined) {
      const all = counted.map((each) => this.say(each, { must: false, not: false })).join("; ");
      return `${comparative[operator] ?? "exactly "}${literalOf(right)} of these must hold: ${all}`;
    }
    if (isStatement(left) && isStatement(right)) return this.#both(operator, left, right);
    return this.#compareValue(operator, left, right, mood.must);
  }

  #both(operator: string, left: Node, right: Node): string {
    const [first, second] = [left, right].map((side) => this.say(side, { must: false, not: false }));
    return operator === "_==_" ? `${first} exactly when ${second}` : `either ${first} or ${second}, not both`;
  }

  #compareValue(operator: string, left: Node, right: Node, must: boolean): string {
    const value = literalOf(right);
    const mood = { must, not: operator === "_!=_" };
    const size = isCall(left, "size") ? left.args[0] : undefined;
    if (value === "" && comparative[operator] === undefined) return `${this.#name(left)} ${be(mood)} empty`;
    const [dividend, divisor] = isCall(left, "_%_") ? left.args : [];
    if (dividend !== undefined && divisor !== undefined && value === 0) {
      return `${this.#name(dividend)} ${be(mood)} a multiple of ${this.#name(divisor)}`;
    }
    if (size !== undefined) return this.#compareSize(operator, size, this.#value(right, left), must);
    if (typeof value === "boolean") return this.say(left, { must, not: mood.not === value });
    return `${this.#name(left)} ${be(mood)} ${comparative[operator] ?? ""}${this.#value(right, left)}`;
  }

  #compareSize(operator: string, of: Node, value: string, must: boolean): string {
    const isSome = (operator === "_>_" && value === "0") || (operator === "_>=_" && value === "1");
    const isNone = operator === "_==_" && value === "0";
    const filtered = isCall(of, "filter") ? of : undefined;
    if (filtered !== undefined)
      return `the number of ${this.#items(filtered)} ${be({ must, not: false })} ${comparative[operator] ?? ""}${value}`;
    if (isSome || isNone || operator === "_!=_") return `${this.#name(of)} ${be({ must, not: !isNone })} empty`;
    const field = this.#resolve(of);
    const unit = field?.kind === "field" && field.fieldKind === "scalar" ? "characters" : "entries";
    return `${this.#name(of)} ${must ? "must have" : "has"} ${comparative[operator] ?? ""}${value} ${unit}`;
  }

  #predicate(node: Call, mood: Mood): string {
    const [subject, argument] = node.args;
    if (subject === undefined) return this.#verbatim(node, mood);
    if (node.name === "has") return `${this.#name(subject)} ${be(mood)} given`;
    if (node.name === "@in") return this.#oneOf(subject, argument, mood);
    if (node.name === "all" || node.name === "exists") return this.#quantified(node, mood);
    if (node.name === "unique") return this.#unique(subject, mood);
    const verb = verbs[node.name];
    if (verb === undefined || argument === undefined) return this.#verbatim(node, mood);
    const negative = mood.must ? "must not" : "does not";
    const text = mood.not ? `${negative} ${verb[0]}` : mood.must ? `must ${verb[0]}` : verb[1];
    return `${this.#name(subject)} ${text} ${this.#value(argument, subject)}`;
  }

  #oneOf(subject: Node, list: Node | undefined, mood: Mood): string {
    if (list?.type !== "list")
      return `${this.#name(subject)} ${be(mood)} in ${list === undefined ? "" : this.#name(list)}`;
    const values = list.items.map((item) => this.#value(item, subject));
    return `${this.#name(subject)} ${be(mood)} ${values.length === 1 ? "" : "one of "}${values.join(", ")}`;
  }

  #quantified(node: Call, mood: Mood): string {
    const [list, variable, predicate] = node.args;
    if (list === undefined || variable?.type !== "name" || predicate === undefined) return this.#verbatim(node, mood);
    const inner = this.#within(list, variable.name);
    const isEach = (node.name === "all") !== mood.not;
    const which = isEach ? "each" : "some";
    return `for ${which} ${variable.name} of ${this.#name(list)}, ${inner.say(predicate, mood)}`;
  }

  #items(node: Call): string {
    const [list, variable, predicate] = node.args;
    if (list === undefined || variable?.type !== "name" || predicate === undefined) return node.text;
    const inner = this.#within(list, variable.name);
    return `${variable.name} in ${this.#name(list)} for which ${inner.say(predicate, { must: false, not: false })}`;
  }

  #unique(subject: Node, mood: Mood): string {
    if (mood.not) return `some of ${this.#name(subject)} are the same`;
    const [list, , key] = isCall(subject, "map") ? subject.args : [];
    if (list === undefined || key?.type !== "field") return `no two of ${this.#name(subject)} may be the same`;
    return `no two of ${this.#name(list)} may have the same ${key.name}`;
  }

  #within(list: Node, variable: string): Speaker {
    const of = this.#resolve(list);
    const item = of?.kind === "field" ? (of.message ?? of) : undefined;
    return new Speaker(new Map([...this.#scope, ...(item === undefined ? [] : [[variable, item] as const])]));
  }

  /** The field or message that a part of the expression is. */
  #resolve(node: Node): Subject | undefined {
    if (node.type === "name") return this.#scope.get(node.name);
    if (node.type !== "field") return undefined;
    const of = this.#resolve(node.of);
    const message = of?.kind === "field" ? of.message : of;
    return message?.fields.find(({ name }) => name === node.name);
  }

  #name(node: Node): string {
    if (node.type === "field") {
      return node.of.type === "name" && node.of.name === "this" ? node.name : `${this.#name(node.of)}.${node.name}`;
    }
    if (node.type === "literal") return JSON.stringify(node.value);
    if (node.type === "list") return node.items.map((item) => this.#name(item)).join(", ");
    if (node.type !== "name") return node.text;
    const subject = this.#scope.get("this");
    return node.name === "this" ? (subject?.kind === "field" ? subject.name : "it") : node.name;
  }

  /** A value that something is compared with. Numbers of an enum are told by their names. */
  #value(node: Node, comparedWith: Node): string {
    const value = literalOf(node);
    if (value === undefined) return this.#name(node);
    const field = this.#resolve(comparedWith);
    const name = field?.kind === "field" ? field.enum?.values.find(({ number }) => number === value)?.name : undefined;
    return name ?? quote(value);
  }

  #verbatim(node: Node, mood: Mood): string {
    return `\`${mood.not ? "!" : ""}${this.#name(node)}\` ${mood.must ? "must hold" : "holds"}`;
  }
}

function flip(mood: Mood, not = !mood.not): Mood {
  return { must: mood.must, not };
}

function be({ must, not }: Mood): string {
  return `${must ? "must be" : "is"}${not ? " not" : ""}`.replace("must be not", "must not be");
}

function quote(value: Literal): string {
  return typeof value === "string" ? `'${value}'` : String(value);
}

/** Whether a side of an `||` is rather the case in which the other side does not matter. */
function isGuard(node: Node): boolean {
  if (isCall(node, "!_", "_!=_")) return true;
  const value = isCall(node, "_==_") ? literalOf(node.args[1]) : undefined;
  return value === "" || value === 0;
}

/** Whether something is true or false in itself, and no value. */
function isStatement(node: Node): boolean {
  return isCall(node, "has", "!_", "_||_", "_&&_", "@in", ...Object.keys(opposite));
}

/** What is counted in `(a ? 1 : 0) + (b ? 1 : 0)`. */
function countedIn(node: Node): readonly Node[] | undefined {
  if (isCall(node, "_+_")) {
    const sides = node.args.map(countedIn);
    return sides.every((side) => side !== undefined) ? sides.flat() : undefined;
  }
  const [condition, yes, no] = isCall(node, "_?_:_") ? node.args : [];
  if (condition === undefined) return undefined;
  if (literalOf(yes) === 1 && literalOf(no) === 0) return [condition];
  if (literalOf(yes) !== 0 || literalOf(no) !== 1) return undefined;
  return [{ type: "call", name: "!_", args: [condition], text: "" }];
}
