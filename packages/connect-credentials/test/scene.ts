import type { DescMessage, JsonObject } from "@bufbuild/protobuf";
import type { CallEvent, Runtime } from "@planton-mcp/core";
import { createSandbox, type Fault } from "@planton-mcp/sandbox";
import { connect, type Outcome, record } from "@planton-mcp/testkit";
import { onTestFinished } from "vitest";
import { type CredentialKind, credentialKinds, specField } from "../src/credential-kind.ts";
import { connectCredentials } from "../src/index.ts";
import { minimalSpec } from "../src/minimal-spec.ts";
import { isPart, isSecretField } from "../src/spec-field.ts";

type Who = "owner" | "member" | "viewer" | "outsider";

/** A sandbox of its own, and clients of it. Everything that leaves any of them is kept in `outputs`. */
export function openScene() {
  const sandbox = createSandbox();
  onTestFinished(() => sandbox.close());
  const outputs: string[] = [];
  const { backend, calls } = record(sandbox.backend);
  return {
    calls,
    outputs,
    inject: (fault: Fault) => sandbox.inject(fault),
    client: async (who: Who = "owner", runtime: Omit<Runtime, "backend"> = {}) => {
      const onCall = (event: CallEvent) => void outputs.push(JSON.stringify(event));
      const connection = await connect(connectCredentials, backend, {
        credential: sandbox.keys[who],
        guard: () => {},
        onCall,
        ...runtime,
      });
      onTestFinished(() => connection.close());
      return async (tool: string, args: Record<string, unknown>): Promise<Outcome> => {
        const outcome = await connection.call(tool, args);
        outputs.push(outcome.text, JSON.stringify(outcome.answer));
        return outcome;
      };
    },
  };
}

/** One field of one kind that takes a secret, and a spec around it that the contract takes, or nearly. */
export interface SecretPlace {
  readonly kind: CredentialKind;
  readonly path: string;
  /** The spec with something in that place, and other secrets as values of their own. */
  readonly specWith: (secret: unknown) => JsonObject;
}

/** Every field of every kind that takes a secret. */
export async function secretPlaces(): Promise<readonly SecretPlace[]> {
  const places = credentialKinds.map(async (kind) => {
    const desc = specField((await kind.load()).apply.input).message;
    return pathsOf(desc).map((path) => ({
      kind,
      path: path.join("."),
      specWith: (secret: unknown) => place(desc, withValues(minimalSpec(desc)), path, secret),
    }));
  });
  return (await Promise.all(places)).flat();
}

/** The minimal spec of a kind with values for its secrets. */
export async function validSpec(kind: CredentialKind): Promise<JsonObject> {
  return withValues(minimalSpec(specField((await kind.load()).apply.input).message));
}

function withValues(spec: JsonObject): JsonObject {
  return JSON.parse(JSON.stringify(spec).replaceAll('{"secret":', '{"value":'));
}

function pathsOf(desc: DescMessage): readonly (readonly string[])[] {
  return desc.fields.flatMap((field) => {
    if (isSecretField(field)) return [[field.name]];
    return isPart(field) ? pathsOf(field.message).map((rest) => [field.name, ...rest]) : [];
  });
}

function place(
  desc: DescMessage,
  spec: JsonObject,
  [name = "", ...rest]: readonly string[],
  secret: unknown,
): JsonObject {
  const field = desc.fields.find((candidate) => candidate.name === name);
  if (rest.length === 0 || field === undefined || !isPart(field)) return { ...spec, [name]: secret as JsonObject };
  const part = (spec[name] as JsonObject | undefined) ?? withValues(minimalSpec(field.message));
  return { ...spec, [name]: place(field.message, part, rest, secret) };
}
