import { randomBytes } from "node:crypto";
import { fromBinary, toBinary } from "@bufbuild/protobuf";
import { timestampFromMs } from "@bufbuild/protobuf/wkt";
import { ApiResourceKind } from "@planton-mcp/api/commons/apiresource/apiresourcekind/api_resource_kind";
import { type RunnerRegistration, RunnerRegistrationSchema } from "@planton-mcp/api/connect/runnerregistration/v1/api";
import { RunnerRegistrationCommandController } from "@planton-mcp/api/connect/runnerregistration/v1/command";
import { RunnerRegistrationQueryController } from "@planton-mcp/api/connect/runnerregistration/v1/query";
import { ConnectSearchQueryController } from "@planton-mcp/api/search/v1/connect/query";
import { kindFacts } from "@planton-mcp/core/contract";
import { platformId } from "../access.ts";
import { failedPrecondition, notFound } from "../failures.ts";
import { type Context, special } from "../handler.ts";
import { newId } from "../ids.ts";
import { at, people, seedId } from "../seed.ts";
import { stampAudit } from "../server-fields.ts";
import type { Store } from "../store.ts";
import { type Stored, stored } from "../stored.ts";
import type { Domain } from "./domain.ts";

const kind = "runner_registration";
const { generateCredentials, regenerateCredentials } = RunnerRegistrationCommandController.method;
const { get, getBySelectorBySlug } = RunnerRegistrationQueryController.method;

/**
 * Where the contract is silent, the sandbox's own invention: everybody may read the platform's runners, since everybody
 * may use them; a runner's service account comes with its first credentials, and these can't be generated twice, only
 * regenerated. Nothing connects with any of them, and none is kept.
 */
export const runnerRegistrationDomain: Domain = {
  services: [RunnerRegistrationCommandController, RunnerRegistrationQueryController],
  specials: [
    special(get, ({ store, access }, { value }) => {
      const runner = runnerOf(store, value);
      if (isOfPlatform(runner)) access.allow();
      else access.require("get", kind, value);
      return runner.message;
    }),
    special(getBySelectorBySlug, ({ store, access }, { selector, slug }) => {
      const found = stored(store, kind, RunnerRegistrationSchema).find(
        ({ row, message: { spec } }) =>
          row.slug === slug && spec?.selector?.kind === selector?.kind && spec?.selector?.id === selector?.id,
      );
      if (found === undefined) throw notFound(kind, `${slug} of ${selector?.id}`);
      access.require("get", kind, found.row.id);
      return found.message;
    }),
    special(generateCredentials, (context, { value }) => {
      const { message } = runnerOf(context.store, value);
      if (message.spec?.serviceAccountId) {
        throw failedPrecondition(`${kind} ${value} has credentials already. Regenerate them to replace them.`);
      }
      return issueCredentials(context, message);
    }),
    special(regenerateCredentials, (context, { value }) =>
      issueCredentials(context, runnerOf(context.store, value).message),
    ),
    special(
      ConnectSearchQueryController.method.searchRunnerRegistrationsByOrgContext,
      ({ store }, { org, searchText, pageInfo, includePlatformRunners, includeOrganizationRunners }) => {
        const isWanted = (runner: Stored<typeof RunnerRegistrationSchema>) =>
          isOfPlatform(runner)
            ? includePlatformRunners
            : runner.row.org === org && (includeOrganizationRunners || !includePlatformRunners);
        const text = searchText.toLowerCase();
        const records = stored(store, kind, RunnerRegistrationSchema)
          .filter(isWanted)
          .filter(({ row }) => `${row.name} ${row.slug}`.toLowerCase().includes(text))
          .map(recordOf);
        const size = pageInfo?.size || records.length || 1;
        const start = Math.max(pageInfo?.num ?? 0, 0) * size;
        return { entries: records.slice(start, start + size), totalPages: Math.ceil(records.length / size) };
      },
    ),
  ],
  seed: ({ plant }) => {
    const register = (number: number, slug: string, name: string, selectorKind: ApiResourceKind, owner: string) => {
      const org = selectorKind === ApiResourceKind.organization ? owner : "";
      const message = { metadata: { org, slug, name }, spec: { selector: { kind: selectorKind, id: owner } } };
      const planted = { id: seedId("rnr", number), actor: people.ada, at: at(8, 8 + number) };
      plant(kind, RunnerRegistrationSchema, message, planted);
    };
    register(1, "acme-runner", "Acme's runner", ApiResourceKind.organization, "acme");
    register(2, "planton-runner", "Planton's runner", ApiResourceKind.platform, platformId);
    register(3, "globex-runner", "Globex's runner", ApiResourceKind.organization, "globex");
  },
};

function runnerOf(store: Store, id: string): Stored<typeof RunnerRegistrationSchema> {
  const row = store.find(kind, id);
  if (row === undefined) throw notFound(kind, id);
  return { row, message: fromBinary(RunnerRegistrationSchema, row.data) };
}

function isOfPlatform({ row }: Stored<typeof RunnerRegistrationSchema>): boolean {
  return row.ownerKind === "platform";
}

function recordOf({ row, message: { spec } }: Stored<typeof RunnerRegistrationSchema>) {
  return {
    id: row.id,
    slug: row.slug,
    name: row.name,
    org: row.org,
    kind: ApiResourceKind.runner_registration,
    selectorKind: spec?.selector?.kind ?? ApiResourceKind.unspecified,
    selectorId: spec?.selector?.id ?? "",
    createdAt: timestampFromMs(row.created),
  };
}

/** Invents credentials, and gives the runner the service account that they sign in as. */
function issueCredentials({ store, actor, at }: Context, runner: RunnerRegistration) {
  const { id = "", slug = "", name = "", org = "" } = runner.metadata ?? {};
  if (runner.spec !== undefined)
    runner.spec.serviceAccountId ||= newId(kindFacts("service_account")?.idPrefix ?? "", at);
  stampAudit(RunnerRegistrationSchema, runner, { actor, at, event: "updated" });
  store.update({ kind, id, name, data: toBinary(RunnerRegistrationSchema, runner), updated: at.getTime() });
  return {
    type: "planton-runner",
    org,
    runner: slug,
    channelIdentifier: `${org || platformId}/${slug}`,
    apiKey: `sandbox_${randomBytes(24).toString("base64url")}`,
    plantonApiEndpoint: "api.sandbox.example:443",
    tunnelEndpoint: "tunnel.sandbox.example:443",
    caCertificate: pem("CERTIFICATE"),
    agentCertificate: pem("CERTIFICATE"),
    agentPrivateKey: pem("PRIVATE KEY"),
  };
}

/** The look of such a file around chance bytes. */
function pem(label: string): string {
  return `-----BEGIN ${label}-----\n${randomBytes(48).toString("base64")}\n-----END ${label}-----\n`;
}
