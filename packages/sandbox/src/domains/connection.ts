import { getOption, hasOption, type MessageInitShape } from "@bufbuild/protobuf";
import { timestampFromMs } from "@bufbuild/protobuf/wkt";
import {
  ApiResourceKind,
  ApiResourceKindSchema,
  CloudResourceConnectionKindMappingSchema,
  kind_meta,
  provider_connection_kind,
} from "@planton-mcp/api/commons/apiresource/apiresourcekind/api_resource_kind";
import type { PageInfo } from "@planton-mcp/api/commons/rpc/pagination";
import { ProviderConnectionAuthMode } from "@planton-mcp/api/connect/auth";
import { AwsProviderConnectionSchema } from "@planton-mcp/api/connect/awsproviderconnection/v1/api";
import { GithubConnectionSchema } from "@planton-mcp/api/connect/githubconnection/v1/api";
import { GithubAccountType } from "@planton-mcp/api/connect/githubconnection/v1/spec";
import { CloudResourceProviderSchema } from "@planton-mcp/api/openmcf/shared/cloudresourcekind/cloud_resource_provider";
import type { ApiResourceSearchRecordListSchema } from "@planton-mcp/api/search/v1/apiresource/io";
import { ConnectSearchQueryController } from "@planton-mcp/api/search/v1/connect/query";
import { special } from "../handler.ts";
import { environmentId } from "../resources.ts";
import { at, people, seedId } from "../seed.ts";
import type { Row, Store } from "../store.ts";
import { connectionServices } from "./connection-services.ts";
import type { Domain } from "./domain.ts";

/** Ids of the seed's connections. */
const connections = {
  aws: seedId("awsconn", 1),
  github: seedId("ghconn", 1),
  globexAws: seedId("awsconn", 2),
  awsProd: seedId("awsconn", 3),
} as const;

const { searchConnectionApiResourcesByContext, findByOrgByProvider, checkConnectionSlugAvailability } =
  ConnectSearchQueryController.method;

/** All kinds that the contract calls connections. */
const connectionKinds = ApiResourceKindSchema.values
  .filter((value) => hasOption(value, kind_meta) && getOption(value, kind_meta).isConnection)
  .map(({ number }) => number as ApiResourceKind); // the enum's own value

export const connectionDomain: Domain = {
  services: [...connectionServices, ConnectSearchQueryController],
  specials: [
    special(searchConnectionApiResourcesByContext, ({ store }, { org, env, kinds, searchText, pageInfo }) => {
      const environment = env === "" ? "" : environmentId(store, org, env);
      return found(store, { org, env: environment, kinds, searchText, pageInfo });
    }),
    special(findByOrgByProvider, ({ store }, { org, provider, searchText, pageInfo }) => {
      const name = CloudResourceProviderSchema.value[provider]?.name;
      const mapping = CloudResourceConnectionKindMappingSchema.values.find((candidate) => candidate.name === name);
      if (mapping === undefined) return {};
      const kinds = [getOption(mapping, provider_connection_kind)];
      return found(store, { org, env: "", kinds, searchText, pageInfo });
    }),
    special(checkConnectionSlugAvailability, ({ store }, { org, kind, slug }) => ({
      isAvailable: store.findInScope(ApiResourceKind[kind], org, slug) === undefined,
    })),
  ],
  seed: ({ plant }) => {
    const aws = (id: string, org: string, slug: string, account: string, actor: string, hour: number) => {
      const message = {
        metadata: { org, slug, name: slug },
        spec: {
          authMode: ProviderConnectionAuthMode.inline,
          accountId: { source: { case: "value", value: account } },
          accessKeyId: { secret: `${slug}-access-key-id` },
          secretAccessKey: { secret: `${slug}-secret-access-key` },
          region: { source: { case: "value", value: "eu-central-1" } },
        },
      } satisfies MessageInitShape<typeof AwsProviderConnectionSchema>;
      plant("aws_provider_connection", AwsProviderConnectionSchema, message, { id, actor, at: at(8, hour) });
    };
    aws(connections.aws, "acme", "aws-main", "111122223333", people.ada, 9);
    aws(connections.globexAws, "globex", "aws-main", "444455556666", people.otto, 10);
    aws(connections.awsProd, "acme", "aws-prod", "777788889999", people.ada, 12);
    const github = {
      metadata: { org: "acme", slug: "github", name: "GitHub" },
      spec: {
        appInstallInfo: { installationId: 4711n, accountType: GithubAccountType.organization, accountId: "acme" },
      },
    };
    plant("github_connection", GithubConnectionSchema, github, {
      id: connections.github,
      actor: people.ada,
      at: at(8, 11),
    });
  },
};

interface Wanted {
  readonly org: string;
  /** Id of the environment that a connection is of; empty for all. */
  readonly env: string;
  /** Empty for all. */
  readonly kinds: readonly ApiResourceKind[];
  readonly searchText: string;
  readonly pageInfo: PageInfo | undefined;
}

/**
 * One page of the connections that a search finds, oldest first. The contract doesn't say what a text is looked for in:
 * here it is name, slug and id, in either case. Whoever may read the organization sees all of them, as the contract has it.
 */
function found(
  store: Store,
  { org, env, kinds, searchText, pageInfo }: Wanted,
): MessageInitShape<typeof ApiResourceSearchRecordListSchema> {
  const text = searchText.toLowerCase();
  const rows = (kinds.length === 0 ? connectionKinds : kinds)
    .flatMap((kind) => store.list(ApiResourceKind[kind], org, env))
    .filter(({ name, slug, id }) => [name, slug, id].some((word) => word.toLowerCase().includes(text)))
    .sort((a, b) => a.created - b.created);
  const size = pageInfo !== undefined && pageInfo.size > 0 ? pageInfo.size : Math.max(rows.length, 1);
  const start = Math.max(pageInfo?.num ?? 0, 0) * size;
  return { totalPages: Math.ceil(rows.length / size), entries: rows.slice(start, start + size).map(recordOf) };
}

function recordOf({ id, name, slug, kind, org, env, created }: Row) {
  // The store keeps kinds by the contract's own names.
  const number = ApiResourceKind[kind as keyof typeof ApiResourceKind];
  return { id, name, slug, kind: number, org, env, createdAt: timestampFromMs(created) };
}
