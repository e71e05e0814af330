/** How many tools the server will have once every domain is there. */
const manyTools = 240;
/** Tools that the real plugins bring. They stay, so that a call does real work; the generated ones fill up the rest. */
const toolsPerPlugin = 6;

const things = [
  "api_key",
  "audit_event",
  "billing_account",
  "build_pipeline",
  "certificate",
  "chart",
  "cloud_account",
  "cloud_resource",
  "cluster_credential",
  "connection",
  "container_image",
  "deployment",
  "dns_zone",
  "environment_policy",
  "flow_control",
  "git_repository",
  "iac_module",
  "identity_group",
  "infra_project",
  "invitation",
  "kubernetes_secret",
  "log_stream",
  "maintenance_window",
  "network_route",
  "notification_rule",
  "object_preset",
  "pipeline_run",
  "platform_client",
  "promotion_policy",
  "quick_action",
  "role_binding",
  "runner",
  "secret_group",
  "service_account",
  "stack_job",
  "team",
  "temporal_worker",
  "usage_report",
  "variable_group",
  "webhook",
] as const;

const verbs = ["apply", "check", "create", "delete", "get", "list"] as const;

/**
 * The source of a module that stands in for the server's list of plugins: the real ones, and generated ones of the same
 * shape and the size that real tools have. The code behind a generated tool is a real tool's, under another name.
 */
export function manyPluginsModule(): string {
  const catalogues = things.map((thing) => ({
    name: thing,
    title: words(thing),
    description: `What an organization has of ${words(thing)}s.`,
    tools: verbs.slice(0, toolsPerPlugin).map((verb) => toolEntry(verb, thing)),
    resources: [],
    prompts: [],
  }));
  return `
import { environment } from "@planton-mcp/environment";
import { organization } from "@planton-mcp/organization";

const catalogues = ${JSON.stringify(catalogues, undefined, 2)};
const real = [environment, organization];
let missing = ${manyTools} - real.flatMap(({ catalogue }) => catalogue.tools).length;

export const plugins = [
  ...real,
  ...catalogues.map((catalogue) => {
    const tools = catalogue.tools.slice(0, missing);
    missing -= tools.length;
    const load = async () => {
      const code = await organization.load();
      const named = tools.map(({ name }, index) => ({ ...code.tools[index % code.tools.length], name }));
      return { ...code, ...catalogue, tools: named };
    };
    return { catalogue: { ...catalogue, tools }, load };
  }),
];
`;
}

function toolEntry(verb: (typeof verbs)[number], thing: string) {
  const isRead = verb === "get" || verb === "list" || verb === "check";
  return {
    name: `${verb}_${thing}`,
    title: `${verb} a ${words(thing)}`,
    description: `Handles one ${words(thing)} of an organization: ${verb} it by organization and slug. Answers with all of it and its state; list_${thing} tells which there are.`,
    inputSchema: { type: "object", properties: properties(thing), required: ["org"], additionalProperties: false },
    annotations: {
      readOnlyHint: isRead,
      destructiveHint: verb === "delete",
      idempotentHint: verb !== "create",
      openWorldHint: !isRead,
    },
    effect: isRead ? "read" : verb === "delete" ? "destroy" : "write",
    rpcs: [`ai.planton.bench.${thing}.v1.QueryController/${verb}`],
  };
}

function properties(thing: string) {
  return {
    org: { type: "string", minLength: 1, description: "Organization id" },
    slug: { type: "string", minLength: 1, description: `Slug of the ${words(thing)}: lower-case letters, digits` },
    description: { type: "string", description: "What it is for" },
    state: { type: "string", enum: ["active", "paused", "failed"], description: "Only those in this state" },
    page: { default: 1, type: "integer", minimum: 1, maximum: 100000, description: "Page, from 1" },
  };
}

function words(thing: string): string {
  return thing.replaceAll("_", " ");
}
