import { type DescField, type DescMessage, ScalarType } from "@bufbuild/protobuf";
import { beforeAll, describe, expect, it } from "vitest";
import { documentFields, isSecretField, kinds, loadKind, secretFields } from "../src/index.ts";

/** Deliberately broad: a false alarm costs one line below, with its reason. */
const smell =
  /secret|token|passw|passphrase|pwd|private_?key|credential|kube_?config|(^|_)keys?($|_)|(^|_)sign(ing|ature|ed)(_|$)|(^|_)cert|pem($|_)|dsn|connection_(string|uri|url)|database_url|bearer|(^|_)auth(?!or)|cookie|otp($|_)|seed|salt|jwt|session|hash|nonce|hmac|webhook|ticket|(^|_)code$/;
/** Names that tell nothing, in messages whose own name smells. */
const vague = /^(value|values|data|content|entries|payload)$/;
const smellingMessage = /Secret|Token|Password|ApiKey|Credential|Webhook|Session|Kubeconfig|Sensitive/;
const document = /^(user_data|custom_data|cloud_init|startup_script|manifest_yaml)$/;

/** What smells of a secret and is none, with the reasons. */
const notSecret: readonly { readonly reason: string; readonly fields: RegExp }[] = [
  {
    reason: "Says where a secret or a key is kept, by an id, an ARN, a name or an address.",
    fields: /(_ids?|_arns?|_names?|_refs?|_(id|arn)_map|_uri|_url|_path|_paths|_provider|_namespace|_identifier)$/,
  },
  {
    reason: "Names a key of a key service, which does not give it away.",
    fields:
      /\.(kms_key|crypto_key|key_ring|encryption_key|encryption_provider_key|cloud_disk_encryption_key|customer_managed_key|key_pair|ec2_key_pair)$/,
  },
  {
    reason: "Names a secret of the cluster or of the cloud.",
    fields: /\.(image_pull_secrets|AwsCodeBuildRegistryCredential\.credential)$/,
  },
  { reason: "The public half of a pair of keys.", fields: /\.(public_key|ssh_keys|ssh_public_keys?)$/ },
  {
    reason: "A certificate is shown to everybody who connects.",
    fields: /(^|[._])cert(ificate)?(_pem|_chain|s)?$|sha256_cert_fingerprints$/,
  },
  {
    reason: "Describes a secret, a key, a sign-in or a session.",
    fields:
      /_(algs?|algorithms?|mode|types?|policy|version|status|region|endpoint|dialect|method|scheme|header|scopes?|flows|lifetime|lifetime_for_web|host|command|interval|query_param|kind|prefix|affinity|service|domains|spec|usage|metadata)$/,
  },
  {
    reason: "A key that something is sorted, matched, labelled or found by.",
    fields:
      /\.(key|keys|shard_key|route_key|enforce_on_key|custom_response_body_key|non_key_attributes|partition_key_paths)$/,
  },
  { reason: "The name of a cookie, or whether there are sessions.", fields: /\.(cookie|sticky_sessions)$/ },
  { reason: "Functions that are called when people sign in.", fields: /AwsCognitoUserPoolLambdaConfig\./ },
  {
    reason: "A code that everybody knows, or the sum of a file.",
    fields: /\.(puny_code|series_code|sub_series_code|zip_hash)$/,
  },
  {
    reason: "An address of a database without any password.",
    fields:
      /(AliCloud(Polardb|Rds)\w+StackOutputs\.connection_string|OciAutonomousDatabaseStackOutputs\.connection_string_\w+)$/,
  },
];

/** Secrets by rule would be excepted by a reason above: `…_url` and `…_key` among them. The table goes first. */
const nameOf = (field: DescField) => `${field.parent.typeName}.${field.name}`;

function isText(field: DescField): boolean {
  if (field.message !== undefined) return /ValueOrRef$/.test(field.message.name);
  return field.enum === undefined && (field.scalar === ScalarType.STRING || field.scalar === ScalarType.BYTES);
}

function smells(field: DescField): boolean {
  return smell.test(field.name) || (vague.test(field.name) && smellingMessage.test(field.parent.name));
}

const fields = new Map<string, DescField>();

beforeAll(async () => {
  const visit = (message: DescMessage): void => {
    for (const field of message.fields) {
      if (fields.has(nameOf(field))) return;
      fields.set(nameOf(field), field);
      if (field.message !== undefined) visit(field.message);
    }
  };
  for (const kind of kinds) visit((await loadKind(kind)).desc);
}, 60_000);

describe("the table of secret fields", { timeout: 60_000 }, () => {
  it("or an exception covers every text of every spec and output whose name smells of a secret", () => {
    const smelling = [...fields.values()].filter((field) => isText(field) && smells(field));
    expect(smelling.length).toBeGreaterThan(400);
    const undecided = smelling
      .filter((field) => !isSecretField(field))
      .map(nameOf)
      .filter((name) => !notSecret.some((exception) => exception.fields.test(name)));
    expect(undecided).toEqual([]);
  });

  it("covers what machines run when they start, and manifests", () => {
    const documents = [...fields.values()].filter((field) => isText(field) && document.test(field.name)).map(nameOf);
    expect(new Set(documents)).toEqual(documentFields);
  });

  it("names only texts that exist", () => {
    const texts = [...fields.values()].filter(isText).map(nameOf);
    expect([...secretFields, ...documentFields].filter((name) => !texts.includes(name))).toEqual([]);
  });

  it("is needed by every exception that there is", () => {
    const open = [...fields.values()]
      .filter((field) => isText(field) && smells(field) && !isSecretField(field))
      .map(nameOf);
    expect(notSecret.filter((exception) => !open.some((name) => exception.fields.test(name)))).toEqual([]);
  });

  it("never leaves a word like password or a private key to an exception", () => {
    const loud =
      /(password|passphrase|private_key|client_secret|kubeconfig|access_key|api_token)(_base64|_pem|_b64|_raw)?$/;
    const excepted = [...fields.values()].filter(
      (field) => isText(field) && loud.test(field.name) && !isSecretField(field),
    );
    expect(excepted.map(nameOf)).toEqual([]);
  });
});

describe("the secrets of a kind", { timeout: 60_000 }, () => {
  it("are told by their paths", async () => {
    expect((await loadKind("AwsRdsInstance")).secretPaths()).toEqual(["spec.password"]);
    expect((await loadKind("AwsIamUser")).secretPaths()).toEqual([
      "status.outputs.access_key_id",
      "status.outputs.secret_access_key",
    ]);
    expect((await loadKind("AzureVirtualMachine")).secretPaths()).toContain("spec.admin_password.value");
    expect((await loadKind("AwsVpc")).secretPaths()).toEqual([]);
  });

  it("are hidden in either spelling, at any depth, and references stay", async () => {
    const job = await loadKind("KubernetesCronJob");
    const [path] = job.secretPaths();
    expect(path).toMatch(/\.secrets\[\]\.value$/);
    const vm = await loadKind("AzureVirtualMachine");
    const hide = (value: string) => `hidden ${value.length}`;
    const reference = { value_from: { name: "x" } };
    expect(vm.hideSecrets({ spec: { adminPassword: { value: "abc" }, other: "x", location: "eu" } }, hide)).toEqual({
      spec: { adminPassword: { value: "hidden 3" }, other: "x", location: "eu" },
    });
    expect(vm.hideSecrets({ spec: { admin_password: reference } }, hide)).toEqual({
      spec: { admin_password: reference },
    });
    const secret = await loadKind("KubernetesSecret");
    expect(secret.hideSecrets({ spec: { opaque: { data: { a: "1", b: "" } } } }, hide)).toEqual({
      spec: { opaque: { data: { a: "hidden 1", b: "" } } },
    });
  });
});
