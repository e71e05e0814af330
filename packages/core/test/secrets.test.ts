import {
  type DescField,
  type DescMessage,
  type DescService,
  getOption,
  hasOption,
  ScalarType,
} from "@bufbuild/protobuf";
import { sensitive } from "@planton-mcp/api/commons/apiresource/field_options";
import { SecretVersionListSchema } from "@planton-mcp/api/configmanager/secretversion/v1/io";
import { OrganizationSchema } from "@planton-mcp/api/resourcemanager/organization/v1/api";
import { beforeAll, describe, expect, it } from "vitest";
import {
  documentFields,
  flaggedFields,
  notSecretFields,
  secretAnswers,
  secretFields,
} from "../src/redaction/secret-fields.ts";
import { canHoldSecrets, isSecret } from "../src/redaction/secrets.ts";
import { fieldName, loadApi } from "./generated.ts";

/** Deliberately broad: a false alarm costs one line in the table, with its reason. */
const smell =
  /secret|token|passw|passphrase|pwd|private_?key|credential|kube_?config|(^|_)keys?($|_)|sign(ing|ature|ed)|(^|_)cert|pem($|_)|dsn|connection_string|bearer|auth(?!or(_|$))|cookie|otp($|_)|seed|salt|jwt|session|hash|nonce|hmac|webhook|invitation_url|(^|_)code$/;

/** Names that tell nothing, in messages whose own name smells. */
const vague = /^(value|values|data|content|entries|payload|(transformed|failed)_entries)$/;
const smellingMessage = /Secret|Token|Password|ApiKey|Credential|Webhook(Id|Secret)|Session|Kubeconfig/;

function smells(field: DescField): boolean {
  return smell.test(field.name) || (vague.test(field.name) && smellingMessage.test(field.parent.name));
}

function isText(field: DescField): boolean {
  if (field.fieldKind === "message" || field.fieldKind === "enum") return false;
  return field.scalar === ScalarType.STRING || field.scalar === ScalarType.BYTES;
}

function isMarked(field: DescField): boolean {
  return hasOption(field, sensitive) && getOption(field, sensitive);
}

let messages: readonly DescMessage[] = [];
let services: readonly DescService[] = [];
let fields: readonly DescField[] = [];

beforeAll(async () => {
  ({ messages, services } = await loadApi());
  fields = messages.flatMap((message) => message.fields);
});

describe("the table of secret fields", () => {
  it("covers every text of the API whose name smells of a secret", () => {
    const smelling = fields.filter((field) => isText(field) && smells(field));
    expect(smelling.length).toBeGreaterThan(50);
    const undecided = smelling
      .filter((field) => !isSecret(field))
      .map(fieldName)
      .filter((name) => !(documentFields.has(name) || notSecretFields.has(name)));
    expect(undecided).toEqual([]);
  });

  it("names only fields that exist", () => {
    const known = new Set(fields.map(fieldName));
    const named = [...secretFields, ...documentFields, ...flaggedFields.keys(), ...notSecretFields.keys()];
    expect(named.filter((name) => !known.has(name))).toEqual([]);
  });

  it("excepts nothing that doesn't smell, and nothing twice", () => {
    const smelling = new Set(fields.filter((field) => isText(field) && smells(field)).map(fieldName));
    expect([...notSecretFields.keys()].filter((name) => !smelling.has(name))).toEqual([]);
    const judged = [...secretFields, ...documentFields, ...flaggedFields.keys(), ...notSecretFields.keys()];
    expect(judged.filter((name, index) => judged.indexOf(name) !== index)).toEqual([]);
  });

  it("repeats no mark of the contract", () => {
    expect(fields.filter((field) => isMarked(field) && secretFields.has(fieldName(field))).map(fieldName)).toEqual([]);
  });

  it("names flags that stand beside the flagged field", () => {
    for (const [name, flags] of flaggedFields) {
      const field = fields.find((candidate) => fieldName(candidate) === name);
      const siblings = field?.parent.fields.map((sibling) => sibling.name);
      expect(siblings, name).toEqual(expect.arrayContaining([...flags]));
    }
  });

  it("names only methods that exist", () => {
    const methods = services.flatMap((service) =>
      service.methods.map((method) => `${service.typeName}/${method.name}`),
    );
    expect(methods).toEqual(expect.arrayContaining([...secretAnswers]));
  });

  it("covers every method that reads a secret into a plain string", () => {
    const plain = services
      .flatMap((service) => service.methods)
      .filter(({ output }) => /^google\.protobuf\.(String|Bytes)?Value$|\.StringList$/.test(output.typeName))
      .filter((method) => smellingMessage.test(`${method.parent.name} ${method.input.name} ${method.name}`))
      .map((method) => `${method.parent.typeName}/${method.name}`);
    expect(new Set(plain)).toEqual(secretAnswers);
  });
});

describe("secrets", () => {
  it("are recognised where the contract marks them", () => {
    const marked = fields.filter(isMarked);
    expect(marked).toHaveLength(10);
    expect(marked.filter((field) => !isSecret(field))).toEqual([]);
  });

  it("can be in messages that lead to one, and in no others", () => {
    expect(canHoldSecrets(SecretVersionListSchema)).toBe(true);
    expect(canHoldSecrets(OrganizationSchema)).toBe(false);
  });

  it("are looked for in the same types, whichever is asked about first", () => {
    const verdicts = messages.map((message) => canHoldSecrets(message));
    const again = messages.map((message) => message.fields.some((field) => isSecret(field)) || leads(message));
    expect(messages.filter((_, index) => again[index] && !verdicts[index]).map(({ typeName }) => typeName)).toEqual([]);
  });
});

function leads(message: DescMessage): boolean {
  return message.fields.some((field) => field.message !== undefined && canHoldSecrets(field.message));
}
