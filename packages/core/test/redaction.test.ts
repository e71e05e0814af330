import { create, type DescMessage, type MessageInitShape } from "@bufbuild/protobuf";
import { AnySchema, anyPack, StringValueSchema, StructSchema } from "@bufbuild/protobuf/wkt";
import { KubernetesObjectDetailSchema } from "@planton-mcp/api/cloudops/provider/kubernetes/v1/object/model";
import { KubernetesPodExecRequestSchema } from "@planton-mcp/api/cloudops/provider/kubernetes/v1/podexec/command";
import { SecretBackendListSchema } from "@planton-mcp/api/configmanager/secretbackend/v1/io";
import { SecretVersionSchema } from "@planton-mcp/api/configmanager/secretversion/v1/api";
import { ApiKeySchema } from "@planton-mcp/api/iam/apikey/v1/api";
import { ApiKeySpecSchema } from "@planton-mcp/api/iam/apikey/v1/spec";
import { CloudResourceSchema } from "@planton-mcp/api/infrahub/cloudresource/v1/api";
import { CloudObjectStackInputSchema } from "@planton-mcp/api/infrahub/cloudresource/v1/stack";
import { InfraChartParamSchema } from "@planton-mcp/api/infrahub/infrachart/v1/param";
import { ChangeSchema, OutputChangeSchema } from "@planton-mcp/api/infrahub/stackjob/v1/terraform/terraform_plan";
import {
  TerraformStateJsonOutputValueSchema,
  TerraformStateJsonResourceSchema,
} from "@planton-mcp/api/infrahub/stackjob/v1/terraform/terraform_state";
import { SecretsGroupSpecSchema } from "@planton-mcp/api/servicehub/secretsgroup/v1/spec";
import { describe, expect, it } from "vitest";
import { learnSchema } from "../src/call/schemas.ts";
import { Redaction } from "../src/redaction/redaction.ts";

function plain<Desc extends DescMessage>(schema: Desc, init: MessageInitShape<Desc>, redaction = new Redaction()) {
  return redaction.plain(schema, create(schema, init));
}

describe("a message as plain data", () => {
  it("hides a nested secret field", () => {
    expect(plain(ApiKeySchema, { kind: "ApiKey", spec: { keyHash: "pk_live_1234", fingerprint: "ab:cd" } })).toEqual({
      kind: "ApiKey",
      spec: { key_hash: "[hidden]", fingerprint: "ab:cd" },
    });
  });

  it("hides secret fields in a list, and in a oneof", () => {
    const backend = (token: string) => ({
      spec: { openbao: { address: "https://bao", token } },
    });
    const json = plain(SecretBackendListSchema, { entries: [backend("first-token"), backend("second-token")] });
    expect(JSON.stringify(json)).not.toContain("-token");
    expect(JSON.stringify(json)).toContain("https://bao");
  });

  it("hides the values of a secret map and keeps its keys", () => {
    const json = plain(SecretVersionSchema, { spec: { secretId: "sec_1", data: { user: "admin", pin: "42" } } });
    expect(json).toEqual({ spec: { secret_id: "sec_1", data: { user: "[hidden]", pin: "[hidden]" } } });
  });

  it("hides secret bytes, and knows them again as text", () => {
    const redaction = new Redaction();
    const stdinData = new TextEncoder().encode("hunter2 typed");
    expect(plain(KubernetesPodExecRequestSchema, { stdinData }, redaction)).toEqual({ stdin_data: "[hidden]" });
    expect(redaction.text("echo hunter2 typed")).toBe("echo [hidden]");
  });

  it("hides a secret beside a reference to one", () => {
    const json = plain(SecretsGroupSpecSchema, {
      entries: [
        { name: "PORT", literalOrRef: { case: "value", value: "x" } },
        { name: "HOST", literalOrRef: { case: "valueFrom", value: { env: "prod", name: "db" } } },
      ],
    });
    expect(json).toEqual({
      entries: [
        { name: "PORT", value: "[hidden]" },
        { name: "HOST", value_from: { env: "prod", name: "db" } },
      ],
    });
  });

  it("hides all that an Any carries", () => {
    learnSchema(ApiKeySpecSchema);
    const any = anyPack(ApiKeySpecSchema, create(ApiKeySpecSchema, { keyHash: "pk_live_1234", fingerprint: "ab:cd" }));
    expect(new Redaction().plain(AnySchema, any)).toEqual({
      "@type": "type.googleapis.com/ai.planton.iam.apikey.v1.ApiKeySpec",
      key_hash: "[hidden]",
      fingerprint: "[hidden]",
    });
  });

  it("hides an answer that is a secret as a whole, however short", () => {
    const redaction = new Redaction();
    const answer = create(StringValueSchema, { value: "abc" });
    redaction.learn(StringValueSchema, answer, true);
    expect(redaction.plain(StringValueSchema, answer)).toBe("[hidden]");
    expect(redaction.plain(StringValueSchema, create(StringValueSchema, { value: "abc" }))).toBe("abc");
  });

  it("hides what stands under a telling key of a Struct, and keeps references and the rest", () => {
    const cloudObject = {
      kind: "PostgresKubernetes",
      spec: {
        region: "eu-west-1",
        masterPassword: "hunter2",
        adminPassword: { value: "hunter3" },
        rootPassword: { valueFrom: { name: "db", fieldPath: "status.outputs.password" } },
        apiToken: "$secrets-group/db/token",
        passwordSecret: { namespace: "default", name: "db-credentials", key: "password" },
        imagePullSecrets: [{ name: "registry" }],
        tokenEndpoint: "https://auth.example.com",
        env: {
          secrets: { CLIENT_ID: "client-1", OTHER: { secretRef: { name: "db", key: "id" } } },
          list: [
            { name: "DB_PASSWORD", value: "hunter4" },
            { name: "LOG_LEVEL", value: "debug" },
          ],
        },
        connectionStrings: ["Server=1", "Server=2"],
        pins: [1, 2],
      },
    };
    expect(plain(CloudResourceSchema, { spec: { cloudObject } })).toEqual({
      spec: {
        cloud_object: {
          kind: "PostgresKubernetes",
          spec: {
            ...cloudObject.spec,
            masterPassword: "[hidden]",
            adminPassword: { value: "[hidden]" },
            env: {
              secrets: { CLIENT_ID: "[hidden]", OTHER: { secretRef: { name: "db", key: "id" } } },
              list: [
                { name: "DB_PASSWORD", value: "[hidden]" },
                { name: "LOG_LEVEL", value: "debug" },
              ],
            },
            connectionStrings: ["[hidden]", "[hidden]"],
          },
        },
      },
    });
  });

  it("hides the data of a resource that is itself a secret", () => {
    const cloudObject = { kind: "KubernetesSecret", spec: { name: "tls", opaque: { data: { a: "b" } } } };
    expect(plain(CloudResourceSchema, { spec: { cloudObject } })).toEqual({
      spec: { cloud_object: { kind: "KubernetesSecret", spec: { name: "tls", opaque: { data: { a: "[hidden]" } } } } },
    });
  });

  it("reads a Struct on its own, whose keys may be named like fields of the contract", () => {
    const struct = create(StructSchema, {
      fields: {
        fields: { kind: { case: "stringValue", value: "x" } },
        password: { kind: { case: "numberValue", value: 1234 } },
      },
    });
    expect(new Redaction().plain(StructSchema, struct)).toEqual({ fields: "x", password: "[hidden]" });
  });

  it("hides all of a Struct that is a secret, without blanking out the ordinary words in it", () => {
    const redaction = new Redaction();
    const json = plain(CloudObjectStackInputSchema, { value: { env: "prod", key: "AKIA1234567890" } }, redaction);
    expect(json).toEqual({ value: { env: "[hidden]", key: "[hidden]" } });
    expect(redaction.text("prod AKIA1234567890")).toBe("prod [hidden]");
  });

  it("hides the value of a pair whose name is telling", () => {
    const value = (text: string) => ({ kind: { case: "stringValue" as const, value: text } });
    expect(plain(InfraChartParamSchema, { name: "db_password", value: value("hunter2") })).toEqual({
      name: "db_password",
      value: "[hidden]",
    });
    expect(plain(InfraChartParamSchema, { name: "region", value: value("eu") })).toEqual({
      name: "region",
      value: "eu",
    });
  });
});

describe("what Terraform flags", () => {
  const json = (value: string) => ({ kind: { case: "stringValue" as const, value } });

  it("is hidden where all of it is flagged", () => {
    expect(plain(OutputChangeSchema, { before: "old value", after: "new value", afterSensitive: true })).toEqual({
      before: "old value",
      after: "[hidden]",
      after_sensitive: true,
    });
    expect(plain(TerraformStateJsonOutputValueSchema, { sensitive: true, value: json("value") })).toEqual({
      sensitive: true,
      value: "[hidden]",
    });
  });

  it("is hidden where a part of it is flagged, in the state before as well", () => {
    const resource = (value: string) => ({ name: "db", inner: [{ a: value, b: "shown" }] });
    const afterSensitive = { inner: [{ a: true }] };
    expect(plain(ChangeSchema, { before: resource("old"), after: resource("new"), afterSensitive })).toEqual({
      before: { name: "db", inner: [{ a: "[hidden]", b: "shown" }] },
      after: { name: "db", inner: [{ a: "[hidden]", b: "shown" }] },
      after_sensitive: afterSensitive,
    });
  });

  it("does not keep a telling key from hiding what isn't flagged", () => {
    expect(plain(TerraformStateJsonResourceSchema, { values: { password: "hunter2", region: "eu" } })).toEqual({
      values: { password: "[hidden]", region: "eu" },
    });
  });
});

describe("documents in a message", () => {
  const manifest = (lines: readonly string[]) =>
    plain(KubernetesObjectDetailSchema, { yamlFormatBase64: Buffer.from(lines.join("\n")).toString("base64") });
  const read = (json: ReturnType<typeof manifest>) => {
    const text = (json as { yaml_format_base64: string }).yaml_format_base64;
    return Buffer.from(text, "base64").toString().split("\n");
  };

  it("hide the lines under telling keys, blocks and pairs included", () => {
    const lines = [
      "kind: Deployment",
      "spec:",
      "  password: hunter2",
      "  token: |",
      "    line one",
      "    line: two",
      "  apiSecret:",
      "    valueFrom:",
      "      name: db",
      "    value: hunter3",
      "  image: nginx:1",
      "  env:",
      "  - name: DB_PASSWORD",
      "    value: hunter4",
      "  - name: LOG_LEVEL",
      "    value: debug",
      '  json: {"client_secret": "hunter5", "a": "b"}',
      "  url: postgres://app:hunter6@db/app",
      "  command: run --x DB_PASSWORD=hunter7 --y",
      "  secretName: db",
    ];
    expect(read(manifest(lines))).toEqual([
      "kind: Deployment",
      "spec:",
      "  password: [hidden]",
      "  token: |",
      "    [hidden]",
      "    line: [hidden]",
      "  apiSecret:",
      "    valueFrom:",
      "      name: db",
      "    value: [hidden]",
      "  image: nginx:1",
      "  env:",
      "  - name: DB_PASSWORD",
      "    value: [hidden]",
      "  - name: LOG_LEVEL",
      "    value: debug",
      '  json: {"client_secret": "[hidden]", "a": "b"}',
      "  url: postgres://app:[hidden]@db/app",
      "  command: run --x DB_PASSWORD=[hidden] --y",
      "  secretName: db",
    ]);
  });

  it("hide the data of a secret", () => {
    expect(read(manifest(["kind: Secret", "data:", "  user: YWRtaW4=", "type: Opaque"]))).toEqual([
      "kind: Secret",
      "data:",
      "  user: [hidden]",
      "type: Opaque",
    ]);
  });

  it("hide private keys and bearer tokens wherever they stand", () => {
    const key = ["-----BEGIN RSA PRIVATE KEY-----", "MIIEow", "-----END RSA PRIVATE KEY-----"];
    expect(read(manifest(["x:", ...key, "curl -H 'Authorization: Bearer eyJhbGciOi123'"]))).toEqual([
      "x:",
      "[hidden]",
      "curl -H 'Authorization: Bearer [hidden]'",
    ]);
  });

  it("take time that grows with their length only", () => {
    const start = performance.now();
    for (const part of [
      "-",
      "\n",
      " ",
      "a",
      '"a":',
      "://",
      "a=",
      "Bearer ",
      "kind: ",
      "-----BEGIN A PRIVATE KEY-----",
    ]) {
      manifest([part.repeat(100_000 / part.length)]);
    }
    // A pattern that looks back over what it has read takes half a minute here.
    expect(performance.now() - start).toBeLessThan(5_000);
  });

  it("stay as they are where nothing is telling, to the byte", () => {
    const yamlFormatBase64 = Buffer.from([0xff, 0xfe, 0x00, 0x41]).toString("base64");
    expect(plain(KubernetesObjectDetailSchema, { yamlFormatBase64 })).toEqual({ yaml_format_base64: yamlFormatBase64 });
  });
});

describe("text", () => {
  const knowing = (...values: readonly string[]) => {
    const redaction = new Redaction();
    for (const value of values) redaction.add(value);
    return redaction;
  };

  it("loses the credential of the caller, in keys and values, at any depth", () => {
    const answer = { message: "key abc/def+1 is wrong", "abc/def+1": [{ at: "xabc/def+1x" }], count: 1, none: null };
    expect(knowing("abc/def+1").scrub(answer)).toEqual({
      message: "key [hidden] is wrong",
      "[hidden]": [{ at: "x[hidden]x" }],
      count: 1,
      none: null,
    });
  });

  it("loses the forms in which a secret travels", () => {
    const secret = 'p/ä"s+\nword';
    const redaction = knowing(secret);
    for (const form of [
      Buffer.from(secret).toString("base64"),
      Buffer.from(secret).toString("base64url"),
      encodeURIComponent(secret),
      JSON.stringify(secret).slice(1, -1),
    ]) {
      expect(redaction.text(`<${form}>`)).toBe("<[hidden]>");
    }
  });

  it("loses the whole of a secret that begins with another, whichever was learned first", () => {
    expect(knowing("abcd", "abcdefgh").text("abcdefgh abcd")).toBe("[hidden] [hidden]");
    expect(knowing("abcdefgh", "abcd").text("abcdefgh abcd")).toBe("[hidden] [hidden]");
  });

  it("loses a secret that was learned after other text had been cleaned", () => {
    const redaction = knowing("first-secret");
    expect(redaction.text("first-secret")).toBe("[hidden]");
    redaction.add("second-secret");
    expect(redaction.text("second-secret")).toBe("[hidden]");
  });

  it("loses a secret with the characters of patterns", () => {
    expect(knowing("a.b*c(d)$&[e]").text("a.b*c(d)$&[e] axb")).toBe("[hidden] axb");
  });

  it("loses the lines of a key that a text indents", () => {
    const lines = ["MIIEowIBAAKCAQEAxyz0123456789", "s8Jk2m3n4b5v6c7x8z9aqwerty"];
    expect(knowing(lines.join("\n")).text(`  ${lines.join("\n  ")}`)).toBe("  [hidden]\n  [hidden]");
  });

  it("keeps ordinary words: values of fewer than four characters are not looked for", () => {
    expect(knowing("abc", "").text("abc")).toBe("abc");
    const redaction = new Redaction();
    expect(plain(SecretVersionSchema, { spec: { data: { pin: "42" } } }, redaction)).toEqual({
      spec: { data: { pin: "[hidden]" } },
    });
    expect(redaction.text("42")).toBe("42");
  });

  it("loses what a message that was only learned carries", () => {
    const redaction = new Redaction();
    redaction.learn(ApiKeySchema, create(ApiKeySchema, { spec: { keyHash: "pk_live_1234" } }));
    expect(redaction.text("no such key: pk_live_1234")).toBe("no such key: [hidden]");
  });
});

it("knows a secret again in base64 without its end, and as a form encodes it", () => {
  const redaction = new Redaction();
  redaction.add("a secret+1 more!");
  expect(redaction.text(`${Buffer.from("a secret+1 more!").toString("base64").replace(/=+$/, "")}!`)).toBe("[hidden]!");
  expect(redaction.text("x=a+secret%2B1+more%21")).toBe("x=[hidden]");
});
