import {
  create,
  type DescMessage,
  isMessage,
  type Message,
  type MessageInitShape,
  type MessageShape,
} from "@bufbuild/protobuf";
import { type ReflectMessage, reflect } from "@bufbuild/protobuf/reflect";
import { createValidator, type Violation } from "@bufbuild/protovalidate";
import { fillConstants } from "../contract/constants.ts";
import { isEnforced } from "../contract/unenforced-rules.ts";
import type { Problem } from "../tool/tool.ts";
import { invalidArguments } from "./arguments.ts";
import { ruleInWords } from "./rule-words.ts";

const validator = createValidator();
const checked = new WeakSet<Message>();

/**
 * Makes the request message, fills in the constants that its contract wants (`api_version`, `kind`), and holds it
 * against the contract's rules. Throws a failure that tells each violation by the name of the argument it came from.
 */
export function checkRequest<I extends DescMessage>(
  method: { readonly input: I },
  request: MessageInitShape<I>,
  args: Readonly<Record<string, unknown>>,
): MessageShape<I> {
  if (isMessage(request) && checked.has(request)) return request as MessageShape<I>;
  const message = create(method.input, request);
  const reflected = reflect(method.input, message);
  fillConstants(reflected);
  const result = validator.validate(method.input, message);
  if (result.kind === "error") throw result.error;
  const violations = (result.violations ?? []).filter((violation) => isEnforced(violation, reflected));
  if (violations.length > 0) {
    throw invalidArguments(violations.map((violation) => problemOf(violation, reflected, args)));
  }
  checked.add(message);
  return message;
}

/**
 * The argument that a violation is about: the one named as the field is, else the one whose value stands there, else
 * the field's own path.
 */
function problemOf(violation: Violation, message: ReflectMessage, args: Readonly<Record<string, unknown>>): Problem {
  const path = pathOf(violation);
  const last = path.at(-1) ?? "";
  const value = valueAt(message, path);
  const sameValue = Object.keys(args).filter((name) => args[name] !== undefined && args[name] === value);
  const [only] = sameValue;
  const argument = last in args ? last : sameValue.length === 1 && only !== undefined ? only : path.join(".");
  return { argument, message: ruleInWords(violation) };
}

/** The field that a violation is about. A rule of a message as a whole often tells by its id: `metadata.slug.chars`. */
function pathOf({ field, ruleId }: Violation): readonly string[] {
  const path = field.flatMap((step) => (step.kind === "field" ? [step.name] : []));
  const named = ruleId.split(".").slice(0, -1);
  return named.length > path.length && path.every((name, index) => name === named[index]) && path.length > 0
    ? named
    : path;
}

function valueAt(message: ReflectMessage, path: readonly string[]): unknown {
  const [name, ...rest] = path;
  const field = message.fields.find((candidate) => candidate.name === name);
  if (field === undefined || field.fieldKind === "list" || field.fieldKind === "map") return undefined;
  if (field.fieldKind === "message") return rest.length > 0 ? valueAt(message.get(field), rest) : undefined;
  return message.get(field);
}
