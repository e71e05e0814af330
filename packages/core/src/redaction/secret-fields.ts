/**
 * The reviewed table of what is secret in the API, beyond the fields that the contract marks `sensitive`. Fields are
 * written `package.Message.field`. A test holds every field whose name smells of a secret against it.
 */

/** Fields whose whole value is a secret, whatever stands in it. Where it was unsure whether one is, it is. */
export const secretFields: ReadonlySet<string> = new Set<string>([
  // Credentials that the API hands out, most of them once. The "hash" of a new API key is the key itself.
  "ai.planton.connect.githubconnection.v1.GithubInstallationToken.token",
  "ai.planton.connect.runnerregistration.v1.RunnerCredentials.agent_private_key",
  "ai.planton.connect.runnerregistration.v1.RunnerCredentials.api_key",
  "ai.planton.iam.apikey.v1.ApiKeyHash.value",
  "ai.planton.iam.apikey.v1.ApiKeySpec.key_hash",
  "ai.planton.iam.identityaccount.v1.AccessToken.value",
  "ai.planton.iam.identityaccount.v1.CreateMachineAccessTokenInput.client_secret",

  // Whoever has the token of an invitation can accept it, and the address of the invitation contains the token.
  "ai.planton.iam.identityaccount.v1.FindUserInvitationByTokenInput.token",
  "ai.planton.iam.identityaccount.v1.UpdateUserInvitationStatusInput.token",
  "ai.planton.iam.identityaccount.v1.UserInvitation.invitation_url",
  "ai.planton.iam.identityaccount.v1.UserInvitation.token",

  // One-time codes and anti-forgery values of a sign-in at a cloud provider, and proofs that a caller is who it says.
  "ai.planton.connect.awsproviderconnection.v1.AwsProviderConnectionCloudFormationCallbackPayload.hmac_token",
  "ai.planton.connect.azureproviderconnection.v1.AzureProviderConnectionOAuthCallbackRequest.code",
  "ai.planton.connect.azureproviderconnection.v1.AzureProviderConnectionOAuthCallbackRequest.state",
  "ai.planton.connect.gcpproviderconnection.v1.GcpProviderConnectionOAuthCallbackRequest.code",
  "ai.planton.connect.gcpproviderconnection.v1.GcpProviderConnectionOAuthCallbackRequest.state",
  "ai.planton.connect.githubconnection.v1.GithubWebhookHeaders.hub_signature_256",

  // The values that people keep in the API as secrets. What a look-up could not resolve may be a literal value too.
  "ai.planton.configmanager.secretversion.v1.SecretVersionSpec.data",
  "ai.planton.search.v1.servicehub.SecretEntrySearchRecord.value",
  "ai.planton.servicehub.secretsgroup.v1.SecretsGroupEntry.value",
  "ai.planton.servicehub.secretsgroup.v1.TransformSecretKeysRequest.entries",
  "ai.planton.servicehub.secretsgroup.v1.TransformSecretKeysResponse.failed_entries",
  "ai.planton.servicehub.secretsgroup.v1.TransformSecretKeysResponse.transformed_entries",

  // What a runner is given to carry out a job: resolved secrets and the credentials of a cloud provider or repository.
  "ai.planton.infrahub.cloudresource.v1.CloudObjectStackInput.value",
  "ai.planton.infrahub.cloudresource.v1.CloudResourceStackExecuteInput.cloud_object_stack_input",
  "ai.planton.infrahub.cloudresource.v1.GetEnvVarMapResponse.secrets",
  "ai.planton.infrahub.iacmodule.v1.IacGitRepoAuth.password",
  "ai.planton.infrahub.iacmodule.v1.IacGitRepoAuth.personal_access_token",
  "ai.planton.infrahub.iacmodule.v1.IacGitRepoAuth.ssh_private_key",

  // Secrets of running workloads: one key of a Kubernetes secret, and what is typed into a container.
  "ai.planton.cloudops.provider.kubernetes.v1.podexec.KubernetesPodExecRequest.stdin_data",
  "ai.planton.cloudops.provider.kubernetes.v1.secret.LookupKubernetesSecretKeyValueResponse.value",

  // Servers that an agent connects to, with the headers and the environment that sign it in there.
  "ai.planton.agentfleet.agent.v1.GraphtonConfig.custom_mcp_servers_config",
]);

/** Methods whose answer is a secret although its type, such as a plain string, doesn't say so. */
export const secretAnswers: ReadonlySet<string> = new Set([
  "ai.planton.servicehub.secretsgroup.v1.SecretsGroupQueryController/getValue",
]);

/**
 * Fields that are secret where Terraform's own flags beside them say so: `true`, or the same shape with `true` in it.
 * The flag of `before` keeps only whether all of it is secret, hence the flag of `after` counts for both.
 */
export const flaggedFields: ReadonlyMap<string, readonly string[]> = new Map(
  Object.entries({
    "Change.before": ["before_sensitive", "after_sensitive"],
    "Change.after": ["after_sensitive"],
    "OutputChange.before": ["before_sensitive"],
    "OutputChange.after": ["after_sensitive"],
    "TerraformEngineJsonLogOutput.value": ["sensitive"],
    "TerraformStateJsonOutputValue.value": ["sensitive"],
    "TerraformStateJsonResource.values": ["sensitive_values"],
  }).map(([field, flags]) => [`ai.planton.infrahub.stackjob.v1.terraform.${field}`, flags]),
);

/** Texts in which a line or a pair may be a secret: manifests, templates, diffs, logs. Bytes and base64 included. */
export const documentFields: ReadonlySet<string> = new Set([
  // States of resources and manifests, of secrets among them.
  "ai.planton.audit.apiresourceversion.v1.ApiResourceVersionSpec.diff_unified_format",
  "ai.planton.audit.apiresourceversion.v1.ApiResourceVersionSpec.new_state_yaml",
  "ai.planton.audit.apiresourceversion.v1.ApiResourceVersionSpec.original_state_yaml",
  "ai.planton.audit.apiresourceversion.v1.CloudObjectVersion.diff_unified_format",
  "ai.planton.audit.apiresourceversion.v1.CloudObjectVersion.new_state_yaml",
  "ai.planton.audit.apiresourceversion.v1.CloudObjectVersion.original_state_yaml",
  "ai.planton.cloudops.provider.kubernetes.v1.object.KubernetesObjectDetail.describe_format_base64",
  "ai.planton.cloudops.provider.kubernetes.v1.object.KubernetesObjectDetail.yaml_format_base64",
  "ai.planton.cloudops.provider.kubernetes.v1.object.UpdateKubernetesObjectRequest.yaml_base64",
  "ai.planton.infrahub.cloudobjectpreset.v1.CloudObjectPresetSpec.yaml_content",
  "ai.planton.infrahub.cloudresource.v1.GetEnvVarMapRequest.yaml_content",
  "ai.planton.infrahub.cloudresource.v1.ResolveValueFromReferencesResponse.cloud_resource_yaml",
  "ai.planton.infrahub.infrapipeline.v1.InfraPipelineDeploymentEnvironment.yaml_manifest",
  "ai.planton.servicehub.pipeline.v1.PipelineDeploymentTaskCloudResource.manifest_yaml",

  // Charts and pipelines, whose templates and values people write.
  "ai.planton.infrahub.infrachart.v1.InfraChartSpec.template_yaml_files",
  "ai.planton.infrahub.infrachart.v1.InfraChartSpec.values_yaml",
  "ai.planton.infrahub.infrachart.v1.InfraChartStatus.rendered_yaml",
  "ai.planton.infrahub.infrachart.v1.InfraChartStatus.template_yaml",
  "ai.planton.infrahub.infraproject.v1.InfraProjectInfraChartSource.template_yaml_files",
  "ai.planton.infrahub.infraproject.v1.InfraProjectStatus.rendered_yaml",
  "ai.planton.servicehub.pipeline.v1.ServiceRepoPipelineFile.content",
  "ai.planton.servicehub.pipeline.v1.UpdateServiceRepoPipelineFileInput.content",
  "ai.planton.servicehub.tektonpipeline.v1.TektonPipelineSpec.yaml_content",
  "ai.planton.servicehub.tektontask.v1.TektonTaskSpec.yaml_content",

  // What Pulumi, Terraform, builds and containers print.
  "ai.planton.cloudops.provider.kubernetes.v1.podexec.KubernetesPodExecBrowserResponse.stderr_data",
  "ai.planton.cloudops.provider.kubernetes.v1.podexec.KubernetesPodExecBrowserResponse.stdout_data",
  "ai.planton.cloudops.provider.kubernetes.v1.podexec.KubernetesPodExecResponse.stderr_data",
  "ai.planton.cloudops.provider.kubernetes.v1.podexec.KubernetesPodExecResponse.stdout_data",
  "ai.planton.cloudops.provider.kubernetes.v1.podlogs.PodLogLine.log_line",
  "ai.planton.infrahub.stackjob.v1.IacOperationDiagnosticMessage.message",
  "ai.planton.infrahub.stackjob.v1.StackJobProgressEvent.iac_module_repo_setup_log_lines",
  "ai.planton.infrahub.stackjob.v1.StackJobProgressIacOperationSnapshot.prelude_messages",
  "ai.planton.infrahub.stackjob.v1.StackJobProgressIacOperationSnapshot.resource_diffs",
  "ai.planton.infrahub.stackjob.v1.pulumi.DiagnosticEvent.message",
  "ai.planton.infrahub.stackjob.v1.pulumi.PulumiEngineEventPayload.diff",
  "ai.planton.infrahub.stackjob.v1.pulumi.StdoutEngineEvent.message",
  "ai.planton.infrahub.stackjob.v1.terraform.TerraformEngineEventJsonLog.message",
  "ai.planton.infrahub.stackjob.v1.terraform.TerraformEngineEventJsonLogDiagnosticSnippet.code",
  "ai.planton.infrahub.stackjob.v1.terraform.TerraformEngineEventJsonLogHook.output",
  "ai.planton.infrahub.stackjob.v1.terraform.TerraformEngineEventPayload.diff",
  "ai.planton.integration.tekton.TektonTaskLogEntry.log_message",
]);

/** Fields whose names smell of a secret and whose values are none, each with the reason. */
export const notSecretFields: ReadonlyMap<string, string> = new Map<string, string>([
  ...because("the slug, name or id of a secret, key or credential, kept elsewhere", [
    "ai.planton.cloudops.RunnerRoutingContext.cluster_credential_id",
    "ai.planton.cloudops.provider.kubernetes.v1.secret.LookupKubernetesSecretKeyValueRequest.key",
    "ai.planton.cloudops.provider.kubernetes.v1.secret.LookupKubernetesSecretKeyValueRequest.secret_name",
    "ai.planton.configmanager.secret.v1.SecretId.value",
    "ai.planton.configmanager.secretbackend.v1.AwsKmsKeyConfig.key_id",
    "ai.planton.configmanager.secretbackend.v1.AzureKeyVaultKeyConfig.key_name",
    "ai.planton.configmanager.secretbackend.v1.AzureKeyVaultKeyConfig.key_version",
    "ai.planton.configmanager.secretbackend.v1.GcpKmsKeyConfig.key_resource_name",
    "ai.planton.configmanager.secretbackend.v1.SecretBackendId.value",
    "ai.planton.configmanager.secretversion.v1.SecretVersionId.value",
    "ai.planton.configmanager.secretversion.v1.SecretVersionSpec.secret_id",
    "ai.planton.configmanager.secretversion.v1.SecretVersionsBySecretInput.secret_id",
    "ai.planton.connect.ConnectionFieldSecretRef.secret",
    "ai.planton.iam.apikey.v1.ApiKeyId.value",
    "ai.planton.iam.serviceaccount.v1.RevokeKeyRequest.api_key_id",
    "ai.planton.servicehub.pipeline.v1.PipelineKubernetesInput.git_auth_secret_name",
    "ai.planton.servicehub.secretsgroup.v1.SecretsGroupId.value",
  ]),
  ...because("the id of a webhook, which is no use without its own secret", [
    "ai.planton.infrahub.infraproject.v1.InfraProjectGitRepoSource.webhook_id",
    "ai.planton.integration.vcs.GitCommit.webhook_id",
    "ai.planton.integration.vcs.VcsWebhookId.value",
    "ai.planton.servicehub.service.v1.ServiceSpec.webhook_id",
  ]),
  ...because("says where the next page starts", ["ai.planton.commons.rpc.GooglePageInfo.page_token"]),
  ...because("a certificate is public; its private key has its own field", [
    "ai.planton.connect.runnerregistration.v1.RunnerCredentials.agent_certificate",
    "ai.planton.connect.runnerregistration.v1.RunnerCredentials.ca_certificate",
  ]),
  ...because("the address that a person opens to sign in, and the caller's own handle of that, which stands in it", [
    "ai.planton.connect.azureproviderconnection.v1.AzureProviderConnectionOAuthInitiation.auth_url",
    "ai.planton.connect.azureproviderconnection.v1.AzureProviderConnectionOAuthInitiation.session_id",
    "ai.planton.connect.gcpproviderconnection.v1.GcpProviderConnectionOAuthInitiation.auth_url",
    "ai.planton.connect.gcpproviderconnection.v1.GcpProviderConnectionOAuthInitiation.session_id",
  ]),
  ...because("the email address of who signed in", [
    "ai.planton.connect.azureproviderconnection.v1.AzureProviderConnectionSpec.oauth_user_email",
    "ai.planton.connect.gcpproviderconnection.v1.GcpProviderConnectionSpec.oauth_user_email",
  ]),
  ...because("the handle of a terminal, whose every command is authorised by itself", [
    "ai.planton.cloudops.provider.kubernetes.v1.podexec.KubernetesPodExecBrowserResponse.session_id",
    "ai.planton.cloudops.provider.kubernetes.v1.podexec.KubernetesPodExecBrowserSendCommandRequest.session_id",
  ]),
  ...because("ids and slugs that an authorization is about", [
    "ai.planton.connect.providerconnectionauthorization.v1.ProviderConnectionAuthorizationFgaSyncWorkflowInput.authorization_id",
    "ai.planton.connect.providerconnectionauthorization.v1.ProviderConnectionAuthorizationSpec.authorized_environments",
  ]),
  ...because("the code of an error or of a role, the same for everybody", [
    "ai.planton.cloudops.CloudOpsError.code",
    "ai.planton.iam.iampolicy.v2.RoleInfo.code",
    "ai.planton.iam.iamrole.v1.IamRoleSpec.role_code",
  ]),
  ...because("the name of a property, a pair or an object, not its value", [
    "ai.planton.infrahub.cloudresource.v1.CloudResourceTerraformBackendLocation.backend_key",
    "ai.planton.infrahub.iacmodule.v1.TerraformStackInfo.backend_key",
    "ai.planton.infrahub.stackjob.v1.pulumi.StepEventMetadata.keys",
    "ai.planton.infrahub.stackjob.v1.terraform.TerraformEngineEventJsonLogHook.id_key",
    "ai.planton.infrahub.stackjob.v1.terraform.TerraformEngineEventJsonLogResource.resource_key",
    "org.openmcf.shared.options.KeyValuePair.key",
  ]),
]);

function because(reason: string, fields: readonly string[]): readonly (readonly [string, string])[] {
  return fields.map((field) => [field, reason] as const);
}
