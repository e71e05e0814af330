import type { JsonObject } from "@bufbuild/protobuf";
import type { StackJob } from "@planton-mcp/api/infrahub/stackjob/v1/api";
import { cloudResourceKind } from "../cloud-resource-kind.ts";

/** What the IaC module of a job is given: the manifest, and the credential of the provider, which is made up. */
export function stackInput(job: StackJob): JsonObject {
  const resource = job.spec?.cloudResource;
  const provider = cloudResourceKind(resource?.spec?.kind ?? 0)?.providerName ?? "";
  return {
    target: resource?.spec?.cloudObject ?? {},
    provider_config: credentials[provider] ?? { api_token: `sandbox-${provider}-token` },
  };
}

const credentials: Readonly<Record<string, JsonObject>> = {
  aws: {
    account_id: "123456789012",
    region: "eu-central-1",
    access_key_id: "AKIASANDBOXSANDBOX00",
    secret_access_key: "sandbox/secret/access/key/opens/nothing0",
  },
  gcp: { service_account_key_base64: "c2FuZGJveC1zZXJ2aWNlLWFjY291bnQ=" },
  kubernetes: {
    kubeconfig: "apiVersion: v1\nkind: Config\nusers:\n- name: sandbox\n  user:\n    token: sandbox-kube-token\n",
  },
};
