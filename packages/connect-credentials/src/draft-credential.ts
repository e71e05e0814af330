import { clone, create, type DescMessage } from "@bufbuild/protobuf";
import { type ReflectMessage, reflect } from "@bufbuild/protobuf/reflect";
import { ConnectSearchQueryController } from "@planton-mcp/api/search/v1/connect/query";
import {
  type ApiResource,
  Failure,
  findOrAbsent,
  invalidArguments,
  type Method,
  newSlug,
  type Problem,
  type ToolContext,
} from "@planton-mcp/core";
import { type CredentialKind, specField } from "./credential-kind.ts";
import { findCredential } from "./find-credential.ts";
import { minimalSpec } from "./minimal-spec.ts";
import { findSecret, isOwnedBy, type Storable, secretSlug } from "./stored-secret.ts";
import { clearField, type SecretReference, type SecretValue, writeSpec } from "./write-spec.ts";

const { checkConnectionSlugAvailability } = ConnectSearchQueryController.method;

/** The arguments of apply_credential, but for the kind. */
export interface Wanted {
  readonly id?: string | undefined;
  readonly org?: string | undefined;
  readonly slug?: string | undefined;
  readonly name?: string | undefined;
  readonly spec?: Readonly<Record<string, unknown>> | undefined;
  readonly clear?: readonly string[] | undefined;
}

/** A credential as it would be, checked, and the values that have to be stored for it. */
export interface Draft {
  readonly method: Method;
  readonly schema: DescMessage;
  readonly before: ApiResource | undefined;
  readonly after: ApiResource;
  readonly storables: readonly Storable[];
}

/** Reads what is there, and writes what is wanted into it. Changes nothing yet; throws where something is wrong. */
export async function draftCredential(kind: CredentialKind, wanted: Wanted, context: ToolContext): Promise<Draft> {
  const { apply: method } = await kind.load();
  const schema: DescMessage = method.input;
  // What is wrong whatever is there is told before anything is read.
  const trial = writeWanted(reflect(schema), wanted, kind, context);
  if (trial.problems.length > 0) throw explained(invalidArguments(trial.problems), kind, schema);
  const texts = await Promise.all(trial.values.map((value) => textOf(value, context)));

  const before = await findBefore(kind, wanted, context);
  // A message of the kind's own schema.
  const after = (before === undefined ? create(schema, newOne(wanted)) : clone(schema, before)) as ApiResource;
  if (after.metadata !== undefined && wanted.name !== undefined) after.metadata.name = wanted.name;
  const { values, references } = writeWanted(reflect(schema, after), wanted, kind, context);
  try {
    context.check(method, after);
  } catch (error) {
    throw Failure.is(error) ? explained(error, kind, schema) : error;
  }
  await refuseUnknown(references, after, context);
  const storables = await Promise.all(
    values.map((value, index) => storableOf(value, texts[index] ?? "", kind, after, context)),
  );
  return { method, schema, before, after, storables };
}

/** Writes the spec into a credential, and empties what is to be cleared. */
function writeWanted(
  credential: ReflectMessage,
  { spec = {}, clear = [] }: Wanted,
  kind: CredentialKind,
  { keepSecret }: ToolContext,
) {
  const { slug = "" } = (credential.message as ApiResource).metadata ?? {}; // the kind's resource
  const field = specField(credential.desc);
  const part = credential.isSet(field) ? credential.get(field) : reflect(field.message);
  const written = writeSpec(part, spec, { hide: keepSecret, slugFor: (path) => secretSlug(slug, kind.word, path) });
  const unclear = clear.flatMap((path) => clearField(part, path, spec) ?? []);
  credential.set(field, part);
  return { ...written, problems: [...written.problems, ...unclear] };
}

function textOf({ field, source }: SecretValue, { secret }: ToolContext): Promise<string> | string {
  return "value" in source ? source.value : secret(source, field);
}

async function findBefore(
  kind: CredentialKind,
  wanted: Wanted,
  { read }: ToolContext,
): Promise<ApiResource | undefined> {
  const { id, org = "", slug = "" } = wanted;
  if (id !== undefined) return findCredential(kind, wanted, read);
  const isFree = async () =>
    (await read(checkConnectionSlugAvailability, { org, slug, kind: kind.number })).isAvailable;
  return findOrAbsent(findCredential(kind, wanted, read), isFree);
}

function newOne({ org = "", slug = "" }: Wanted) {
  return { metadata: { org, slug: newSlug(slug), name: slug } };
}

/** Refuses references to secrets that are not there. What they say is hidden: it may be a value in the wrong place. */
async function refuseUnknown(references: readonly SecretReference[], after: ApiResource, context: ToolContext) {
  const org = after.metadata?.org ?? "";
  const found = await Promise.all(
    references.map(async ({ field, slug }): Promise<readonly Problem[]> => {
      if ((await findSecret(org, slug, context.read)) !== "absent") return [];
      context.keepSecret(slug);
      return [{ argument: `${field}.secret`, message: `Organization ${org} keeps no secret of this slug.` }];
    }),
  );
  const problems = found.flat();
  if (problems.length > 0) throw invalidArguments(problems, 'Store a new one with {"value": …} in its place.');
}

async function storableOf(
  { field, slug, source, isReferred }: SecretValue,
  value: string,
  kind: CredentialKind,
  after: ApiResource,
  { read }: ToolContext,
): Promise<Storable> {
  const { org = "", slug: credential = "" } = after.metadata ?? {};
  const owner = `${kind.name}/${credential}/${field}`;
  const secret = await findSecret(org, slug, read);
  const storable = { org, field, slug, value, owner, isReferred, isLiteral: "value" in source };
  if (typeof secret === "string") return { ...storable, secretId: undefined };
  if (!isReferred && !isOwnedBy(secret, owner)) {
    const message = `A secret ${slug} is there that was not made for this. Refer to it with {"secret": "${slug}"}.`;
    throw invalidArguments([{ argument: field, message }]);
  }
  return { ...storable, secretId: secret.metadata?.id };
}

/** A failure of arguments, with what would be right. */
function explained(failure: Failure, kind: CredentialKind, schema: DescMessage): Failure {
  const spec = JSON.stringify(minimalSpec(specField(schema).message));
  const next = `A spec of ${kind.word} needs no more than ${spec}. credential-schema://${kind.word} has all of it.`;
  return new Failure({ ...failure.facts, next });
}
