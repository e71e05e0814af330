/** Questions as people ask them, against the search of the compact surface over all that the full bundle offers. */
import { compose } from "@planton-mcp/core";
import { compactOffer, isQuestion, offerOf } from "@planton-mcp/core/v2";
import { expect, test } from "vitest";
import { plugins } from "../src/plugins.ts";

const refuse = () => {
  throw new TypeError("Finding tools calls none.");
};
const offer = compactOffer(offerOf(compose(plugins), { backend: { unary: refuse, stream: refuse } }));

const questions: readonly (readonly [question: string, ...tools: string[]])[] = [
  ["who am I", "whoami"],
  ["what am I allowed to do", "whoami", "check_authorization"],
  ["list my organizations", "list_organizations"],
  ["show the organization acme", "get_organization"],
  ["create a new organization", "apply_organization"],
  ["delete an organization", "delete_organization"],
  ["is this organization name still free", "check_organization_slug_availability"],
  ["which environments are there", "list_environments"],
  ["make a qa environment", "apply_environment"],
  ["remove the staging environment", "delete_environment"],
  ["get details of an env", "get_environment"],
  ["what is deployed in production", "list_cloud_resources"],
  ["deploy a postgres database", "apply_cloud_resource"],
  ["deploy a vpc from yaml", "apply_cloud_resource"],
  ["show me the manifest of a cloud resource", "get_cloud_resource"],
  ["tear down the infrastructure of a resource", "destroy_cloud_resource"],
  ["delete only the record of a resource", "delete_cloud_resource"],
  ["destroy and delete a cloud resource", "purge_cloud_resource", "destroy_cloud_resource"],
  ["clean up a stuck resource", "cleanup_cloud_resource"],
  ["rename a cloud resource", "rename_cloud_resource"],
  ["who holds the lock on a resource", "list_cloud_resource_locks"],
  ["release a stuck lock", "remove_cloud_resource_locks"],
  ["is the slug of a cloud resource available", "check_cloud_resource_slug_availability"],
  ["resolve references of a manifest", "resolve_value_references"],
  ["environment variables of a service", "get_env_var_map"],
  ["schema of a kind", "read_reference"],
  ["catalog of cloud resource kinds", "read_reference"],
  ["why did my deployment fail", "explain_stack_job_failure", "get_error_resolution_recommendation"],
  ["why did the stack job fail", "explain_stack_job_failure"],
  ["recommend a fix for an error", "get_error_resolution_recommendation"],
  ["show a stack job", "get_stack_job"],
  ["list failed jobs", "list_stack_jobs"],
  ["latest job of a resource", "get_last_stack_job_by_cloud_resource"],
  ["wait until a job is done", "watch_stack_job"],
  ["follow the progress of a job", "watch_stack_job"],
  ["retry a failed job", "rerun_stack_job"],
  ["rerun the stack job", "rerun_stack_job"],
  ["cancel a running job", "cancel_stack_job"],
  ["stop a deployment", "cancel_stack_job", "cancel_infra_pipeline"],
  ["approve a waiting job", "resume_stack_job"],
  ["what would a job need before it can run", "check_stack_job_essentials"],
  ["inputs of a stack job", "get_stack_job_input"],
  ["which iac resources did a job create", "find_iac_resources_by_stack_job"],
  ["terraform resources of a cloud resource", "find_iac_resources_by_api_resource"],
  ["jobs of a service by environment", "find_service_stack_jobs_by_env"],
  ["list infra pipelines", "list_infra_pipelines"],
  ["show the last pipeline of a project", "get_latest_infra_pipeline"],
  ["start a pipeline", "run_infra_pipeline"],
  ["run the pipeline for a git commit", "run_infrapipeline_git_commit"],
  ["run pipeline from a chart", "run_infrapipeline_chart_source"],
  ["pipeline logs", "get_infra_pipeline_logs"],
  ["cancel a pipeline", "cancel_infra_pipeline"],
  ["delete a pipeline", "delete_infra_pipeline"],
  ["approve the gate of an environment", "resolve_infra_pipeline_env_gate"],
  ["reject a node gate", "resolve_infra_pipeline_node_gate"],
  ["add aws credentials", "apply_credential"],
  ["connect github", "apply_credential"],
  ["create a connection to gcp", "apply_credential"],
  ["list all credentials", "search_credentials"],
  ["find connections for azure", "search_credentials"],
  ["show a credential", "get_credential"],
  ["delete a connection", "delete_credential"],
  ["is a credential slug taken", "check_credential_slug_availability"],
  ["set the default aws connection of an environment", "apply_default_provider_connection"],
  ["which connection is the default for gcp", "get_default_provider_connection", "resolve_default_provider_connection"],
  ["remove the default connection", "delete_default_provider_connection"],
  ["which runner is used", "resolve_default_runner_binding", "get_default_runner_binding"],
  ["bind a runner to an organization", "apply_default_runner_binding"],
  ["list runners", "list_runner_registrations"],
  ["register a runner", "apply_runner_registration"],
  ["delete a runner", "delete_runner_registration"],
  ["which environments may use a connection", "get_provider_connection_authorization"],
  ["authorize a connection for an environment", "apply_provider_connection_authorization"],
  ["github repositories", "list_github_repositories"],
  ["configure a github webhook", "configure_github_webhook"],
  ["remove webhook", "remove_github_webhook"],
  ["info about the github installation", "get_github_installation_info"],
  ["invite a teammate", "invite_member"],
  ["open invitations", "list_invitations"],
  ["list teams", "list_teams"],
  ["create a team", "apply_team"],
  ["add someone to a team", "apply_team"],
  ["delete a team", "delete_team"],
  ["who has access to production", "list_resource_policies"],
  ["grant a user the admin role", "grant_access"],
  ["give somebody permission", "grant_access"],
  ["revoke access", "revoke_access"],
  ["remove a person from the organization", "revoke_org_access"],
  ["is max allowed to delete this environment", "check_authorization"],
  ["which users and teams are there", "list_principals"],
  ["which roles are there", "list_iam_roles"],
  ["describe a role", "get_iam_role"],
  ["create an api key", "create_api_key"],
  ["list my api keys", "list_api_keys"],
  ["revoke an api key", "delete_api_key"],
  ["service accounts", "list_service_accounts"],
  ["create a service account", "create_service_account"],
  ["key for a service account", "create_service_account_key"],
  ["replace all roles somebody has on a resource", "upsert_iam_policies"],
  ["look up a user by email", "get_identity_account"],
  ["promotion policy", "get_promotion_policy", "which_promotion_policy"],
  ["which promotion policy applies", "which_promotion_policy"],
  ["require approval before production", "apply_promotion_policy", "apply_flow_control_policy"],
  ["remove the promotion policy", "delete_promotion_policy"],
  ["flow control", "get_flow_control_policy", "apply_flow_control_policy"],
  ["pause jobs for approval after preview", "apply_flow_control_policy"],
  ["delete flow control policy", "delete_flow_control_policy"],
  ["create_team", "apply_team"],
  ["get_latest_stack_job", "get_last_stack_job_by_cloud_resource"],
];

async function found(query: string): Promise<readonly string[]> {
  const outcome = await offer.callTool(
    "find_tools",
    { query },
    { signal: AbortSignal.timeout(10_000), auth: undefined, meta: undefined },
  );
  if (isQuestion(outcome)) throw new TypeError("Finding asks nobody.");
  return (outcome.structuredContent.tools as { tool: string }[]).map(({ tool }) => tool); // what find_tools answers with
}

test("names only tools that there are", () => {
  const names = offer.catalogue.tools.map(({ name }) => name);
  expect(questions.flatMap(([, ...tools]) => tools).filter((tool) => !names.includes(tool))).toEqual([]);
  expect(questions.length).toBeGreaterThanOrEqual(100);
});

test("finds what is meant among five, and mostly first", async () => {
  const missed: string[] = [];
  let first = 0;
  for (const [question, ...tools] of questions) {
    const names = await found(question);
    if (!tools.some((tool) => names.includes(tool))) missed.push(`${question}: ${names.join(", ")}`);
    if (tools.includes(names[0] ?? "")) first += 1;
  }
  expect(missed).toEqual([]);
  expect(first / questions.length).toBeGreaterThanOrEqual(0.65);
});
