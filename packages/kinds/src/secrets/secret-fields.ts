/**
 * The reviewed table of what is secret in manifests and outputs of the kinds, for the contract marks none of it. Fields
 * are written `package.Message.field`. A test holds every text whose name smells of a secret against it, and against the
 * exceptions there.
 */

/**
 * Fields whose whole value is a secret. Where it was unsure whether one is, it is. In a value-or-reference field the
 * value is; a reference only says where it stands. Maps of environment variables to secrets, or to where they are kept,
 * are in the table as a whole, since people put literal values there.
 */
export const secretFields: ReadonlySet<string> = new Set([
  // Alibaba Cloud.
  "org.openmcf.provider.alicloud.alicloudcdndomain.v1.AliCloudCdnDomainCertificateConfig.private_key",
  "org.openmcf.provider.alicloud.alicloudcontainerregistry.v1.AliCloudContainerRegistrySpec.password",
  "org.openmcf.provider.alicloud.alicloudecsinstance.v1.AliCloudEcsInstanceSpec.password",
  "org.openmcf.provider.alicloud.alicloudkubernetesnodepool.v1.AliCloudKubernetesNodePoolSpec.password",
  "org.openmcf.provider.alicloud.alicloudmongodbinstance.v1.AliCloudMongodbInstanceSpec.account_password",
  "org.openmcf.provider.alicloud.alicloudpolardbcluster.v1.AliCloudPolardbAccount.account_password",
  "org.openmcf.provider.alicloud.alicloudrdsinstance.v1.AliCloudRdsAccount.account_password",
  "org.openmcf.provider.alicloud.alicloudredisinstance.v1.AliCloudRedisInstanceSpec.password",
  "org.openmcf.provider.alicloud.alicloudrocketmqinstance.v1.AliCloudRocketmqProductInfo.storage_secret_key",

  // Auth0: whoever has the address of a ticket can use it.
  "org.openmcf.provider.auth0.auth0client.v1.Auth0ClientStackOutputs.client_secret",
  "org.openmcf.provider.auth0.auth0connection.v1.Auth0AzureAdOptions.client_secret",
  "org.openmcf.provider.auth0.auth0connection.v1.Auth0ConnectionStackOutputs.provisioning_ticket_url",
  "org.openmcf.provider.auth0.auth0connection.v1.Auth0OidcOptions.client_secret",
  "org.openmcf.provider.auth0.auth0connection.v1.Auth0SocialOptions.client_secret",
  "org.openmcf.provider.auth0.auth0eventstream.v1.Auth0WebhookAuthorization.password",
  "org.openmcf.provider.auth0.auth0eventstream.v1.Auth0WebhookAuthorization.token",
  "org.openmcf.provider.auth0.auth0resourceserver.v1.Auth0ResourceServerStackOutputs.signing_secret",

  // AWS: the id of an access key counts among the secrets, and so does an address that a hook is called by.
  "org.openmcf.provider.aws.awsapprunnerservice.v1.AwsAppRunnerServiceSpec.environment_secrets",
  "org.openmcf.provider.aws.awscodebuildproject.v1.AwsCodeBuildProjectStackOutputs.webhook_payload_url",
  "org.openmcf.provider.aws.awscognitoidentityprovider.v1.AwsCognitoIdpFacebookConfig.client_secret",
  "org.openmcf.provider.aws.awscognitoidentityprovider.v1.AwsCognitoIdpGoogleConfig.client_secret",
  "org.openmcf.provider.aws.awscognitoidentityprovider.v1.AwsCognitoIdpLoginWithAmazonConfig.client_secret",
  "org.openmcf.provider.aws.awscognitoidentityprovider.v1.AwsCognitoIdpOidcConfig.client_secret",
  "org.openmcf.provider.aws.awscognitoidentityprovider.v1.AwsCognitoIdpSignInWithAppleConfig.private_key",
  "org.openmcf.provider.aws.awscognitouserpool.v1.AwsCognitoUserPoolStackOutputs.client_secrets",
  "org.openmcf.provider.aws.awsdocumentdb.v1.AwsDocumentDbSpec.master_password",
  "org.openmcf.provider.aws.awsdocumentdb.v1.AwsDocumentDbStackOutputs.connection_string",
  "org.openmcf.provider.aws.awsec2instance.v1.AwsEc2InstanceStackOutputs.ssh_private_key",
  "org.openmcf.provider.aws.awsecsservice.v1.AwsEcsServiceContainerEnv.secrets",
  "org.openmcf.provider.aws.awsfsxontapfilesystem.v1.AwsFsxOntapFileSystemSpec.fsx_admin_password",
  "org.openmcf.provider.aws.awsfsxontapstoragevirtualmachine.v1.AwsFsxOntapStorageVirtualMachineActiveDirectoryConfiguration.password",
  "org.openmcf.provider.aws.awsfsxontapstoragevirtualmachine.v1.AwsFsxOntapStorageVirtualMachineSpec.svm_admin_password",
  "org.openmcf.provider.aws.awsfsxwindowsfilesystem.v1.AwsFsxWindowsFileSystemSelfManagedActiveDirectory.password",
  "org.openmcf.provider.aws.awsiamuser.v1.AwsIamUserStackOutputs.access_key_id",
  "org.openmcf.provider.aws.awsiamuser.v1.AwsIamUserStackOutputs.secret_access_key",
  "org.openmcf.provider.aws.awskinesisfirehose.v1.AwsKinesisFirehoseHttpEndpointDestination.access_key",
  "org.openmcf.provider.aws.awskinesisfirehose.v1.AwsKinesisFirehoseRedshiftDestination.password",
  "org.openmcf.provider.aws.awsopensearchdomain.v1.AwsOpenSearchDomainAdvancedSecurityOptions.master_user_password",
  "org.openmcf.provider.aws.awsrdscluster.v1.AwsRdsClusterSpec.password",
  "org.openmcf.provider.aws.awsrdsinstance.v1.AwsRdsInstanceSpec.password",
  "org.openmcf.provider.aws.awsrediselasticache.v1.AwsRedisElasticacheSpec.auth_token",
  "org.openmcf.provider.aws.awsredshiftcluster.v1.AwsRedshiftClusterSpec.master_password",

  // Azure.
  "org.openmcf.provider.azure.azureakscluster.v1.AzureAksClusterStackOutputs.cluster_kubeconfig",
  "org.openmcf.provider.azure.azureapplicationinsights.v1.AzureApplicationInsightsStackOutputs.connection_string",
  "org.openmcf.provider.azure.azureapplicationinsights.v1.AzureApplicationInsightsStackOutputs.instrumentation_key",
  "org.openmcf.provider.azure.azurecontainerapp.v1.AzureContainerAppSecret.value",
  "org.openmcf.provider.azure.azurecosmosdbaccount.v1.AzureCosmosdbAccountStackOutputs.primary_connection_string",
  "org.openmcf.provider.azure.azurecosmosdbaccount.v1.AzureCosmosdbAccountStackOutputs.primary_key",
  "org.openmcf.provider.azure.azurecosmosdbaccount.v1.AzureCosmosdbAccountStackOutputs.primary_mongodb_connection_string",
  "org.openmcf.provider.azure.azureeventhubnamespace.v1.AzureEventHubNamespaceStackOutputs.primary_connection_string",
  "org.openmcf.provider.azure.azureeventhubnamespace.v1.AzureEventHubNamespaceStackOutputs.primary_key",
  "org.openmcf.provider.azure.azurefunctionapp.v1.AzureFunctionAppDockerConfig.registry_password",
  "org.openmcf.provider.azure.azurefunctionapp.v1.AzureFunctionAppSiteConfig.application_insights_key",
  "org.openmcf.provider.azure.azurefunctionapp.v1.AzureFunctionAppSpec.application_insights_connection_string",
  "org.openmcf.provider.azure.azurefunctionapp.v1.AzureFunctionAppSpec.storage_account_access_key",
  "org.openmcf.provider.azure.azurefunctionapp.v1.AzureFunctionAppStorageMount.access_key",
  "org.openmcf.provider.azure.azurelinuxwebapp.v1.AzureLinuxWebAppDockerConfig.registry_password",
  "org.openmcf.provider.azure.azurelinuxwebapp.v1.AzureLinuxWebAppSpec.application_insights_connection_string",
  "org.openmcf.provider.azure.azurelinuxwebapp.v1.AzureLinuxWebAppStorageMount.access_key",
  "org.openmcf.provider.azure.azureloganalyticsworkspace.v1.AzureLogAnalyticsWorkspaceStackOutputs.primary_shared_key",
  "org.openmcf.provider.azure.azureloganalyticsworkspace.v1.AzureLogAnalyticsWorkspaceStackOutputs.secondary_shared_key",
  "org.openmcf.provider.azure.azuremssqlserver.v1.AzureMssqlServerSpec.administrator_password",
  "org.openmcf.provider.azure.azuremysqlflexibleserver.v1.AzureMysqlFlexibleServerSpec.administrator_password",
  "org.openmcf.provider.azure.azurepostgresqlflexibleserver.v1.AzurePostgresqlFlexibleServerSpec.administrator_password",
  "org.openmcf.provider.azure.azurerediscache.v1.AzureRedisCacheStackOutputs.primary_access_key",
  "org.openmcf.provider.azure.azurerediscache.v1.AzureRedisCacheStackOutputs.primary_connection_string",
  "org.openmcf.provider.azure.azureservicebusnamespace.v1.AzureServiceBusNamespaceStackOutputs.primary_connection_string",
  "org.openmcf.provider.azure.azureservicebusnamespace.v1.AzureServiceBusNamespaceStackOutputs.primary_key",
  "org.openmcf.provider.azure.azurevirtualmachine.v1.AzureVirtualMachineSpec.admin_password",

  // Civo.
  "org.openmcf.provider.civo.civocertificate.v1.CivoCertificateCustomParams.private_key",
  "org.openmcf.provider.civo.civokubernetescluster.v1.CivoKubernetesClusterStackOutputs.kubeconfig_b64",

  // Cloudflare.
  "org.openmcf.provider.cloudflare.cloudflared1database.v1.CloudflareD1DatabaseStackOutputs.connection_string",
  "org.openmcf.provider.cloudflare.cloudflareworker.v1.CloudflareWorkerEnv.secrets",

  // DigitalOcean: the address of a database has its password in it.
  "org.openmcf.provider.digitalocean.digitaloceancertificate.v1.DigitalOceanCertificateCustomParams.private_key",
  "org.openmcf.provider.digitalocean.digitaloceandatabasecluster.v1.DigitalOceanDatabaseClusterStackOutputs.connection_uri",
  "org.openmcf.provider.digitalocean.digitaloceandatabasecluster.v1.DigitalOceanDatabaseClusterStackOutputs.database_password",
  "org.openmcf.provider.digitalocean.digitaloceanfunction.v1.DigitalOceanFunctionSpec.secret_environment_variables",
  "org.openmcf.provider.digitalocean.digitaloceankubernetescluster.v1.DigitalOceanKubernetesClusterStackOutputs.kubeconfig",

  // GCP.
  "org.openmcf.provider.gcp.gcpalloydbcluster.v1.GcpAlloydbClusterInitialUser.password",
  "org.openmcf.provider.gcp.gcpcloudcdn.v1.SelfManagedCertificateConfig.private_key_pem",
  "org.openmcf.provider.gcp.gcpcloudcdn.v1.SignedUrlKey.key_value",
  "org.openmcf.provider.gcp.gcpcloudfunction.v1.GcpCloudFunctionServiceConfig.secret_environment_variables",
  "org.openmcf.provider.gcp.gcpcloudrun.v1.GcpCloudRunContainerEnv.secrets",
  "org.openmcf.provider.gcp.gcpcloudsql.v1.GcpCloudSqlSpec.root_password",
  "org.openmcf.provider.gcp.gcpredisinstance.v1.GcpRedisInstanceStackOutputs.auth_string",
  "org.openmcf.provider.gcp.gcpserviceaccount.v1.GcpServiceAccountStackOutputs.key_base64",

  // Hetzner Cloud.
  "org.openmcf.provider.hetznercloud.hetznercloudcertificate.v1.UploadedCertificateConfig.private_key",
  "org.openmcf.provider.hetznercloud.hetznerclouddnszone.v1.HetznerCloudDnsZoneSpec.PrimaryNameserver.tsig_key",

  // Kubernetes.
  "org.openmcf.provider.kubernetes.KubernetesSensitiveValue.value",
  "org.openmcf.provider.kubernetes.kubernetescertmanager.v1.CloudflareProvider.api_token",
  "org.openmcf.provider.kubernetes.kubernetesexternaldns.v1.KubernetesExternalDnsCloudflareConfig.api_token",
  "org.openmcf.provider.kubernetes.kubernetesgharunnerscaleset.v1.KubernetesGhaRunnerScaleSetGitHubApp.private_key_base64",
  "org.openmcf.provider.kubernetes.kubernetesgharunnerscaleset.v1.KubernetesGhaRunnerScaleSetPatToken.token",
  "org.openmcf.provider.kubernetes.kubernetesharbor.v1.KubernetesHarborAzureStorage.account_key",
  "org.openmcf.provider.kubernetes.kubernetesharbor.v1.KubernetesHarborExternalPostgresql.password",
  "org.openmcf.provider.kubernetes.kubernetesharbor.v1.KubernetesHarborExternalRedis.password",
  "org.openmcf.provider.kubernetes.kubernetesharbor.v1.KubernetesHarborGcsStorage.key_data",
  "org.openmcf.provider.kubernetes.kubernetesharbor.v1.KubernetesHarborOssStorage.access_key_id",
  "org.openmcf.provider.kubernetes.kubernetesharbor.v1.KubernetesHarborOssStorage.access_key_secret",
  "org.openmcf.provider.kubernetes.kubernetesharbor.v1.KubernetesHarborS3Storage.access_key",
  "org.openmcf.provider.kubernetes.kubernetesharbor.v1.KubernetesHarborS3Storage.secret_key",
  "org.openmcf.provider.kubernetes.kubernetespostgres.v1.KubernetesPostgresR2Config.access_key_id",
  "org.openmcf.provider.kubernetes.kubernetespostgres.v1.KubernetesPostgresR2Config.secret_access_key",
  "org.openmcf.provider.kubernetes.kubernetessecret.v1.KubernetesSecretBasicAuthData.password",
  "org.openmcf.provider.kubernetes.kubernetessecret.v1.KubernetesSecretDockerConfigJsonData.password",
  "org.openmcf.provider.kubernetes.kubernetessecret.v1.KubernetesSecretOpaqueData.data",
  "org.openmcf.provider.kubernetes.kubernetessecret.v1.KubernetesSecretSshAuthData.ssh_private_key",
  "org.openmcf.provider.kubernetes.kubernetessecret.v1.KubernetesSecretTlsData.tls_key",
  "org.openmcf.provider.kubernetes.kuberneteszalandopostgresoperator.v1.KubernetesZalandoPostgresOperatorBackupR2Config.access_key_id",
  "org.openmcf.provider.kubernetes.kuberneteszalandopostgresoperator.v1.KubernetesZalandoPostgresOperatorBackupR2Config.secret_access_key",

  // OCI: a static key of a token may be a symmetric one, and a template may hold parts of its secret.
  "org.openmcf.provider.oci.ociapigateway.v1.OciApiGatewaySpec.StaticKey.key",
  "org.openmcf.provider.oci.ociapplicationloadbalancer.v1.OciApplicationLoadBalancerSpec.Certificate.passphrase",
  "org.openmcf.provider.oci.ociapplicationloadbalancer.v1.OciApplicationLoadBalancerSpec.Certificate.private_key",
  "org.openmcf.provider.oci.ociautonomousdatabase.v1.OciAutonomousDatabaseSpec.admin_password",
  "org.openmcf.provider.oci.ocicontainerinstance.v1.OciContainerInstanceSpec.ImagePullSecret.password",
  "org.openmcf.provider.oci.ocidbsystem.v1.OciDbSystemSpec.Database.admin_password",
  "org.openmcf.provider.oci.ocikmsvault.v1.OciKmsVaultSpec.ExternalKeyManagerMetadata.OAuthMetadata.client_app_secret",
  "org.openmcf.provider.oci.ocimysqldbsystem.v1.OciMysqlDbSystemSpec.admin_password",
  "org.openmcf.provider.oci.ocipostgresqldbsystem.v1.OciPostgresqlDbSystemSpec.PasswordDetails.password",
  "org.openmcf.provider.oci.ocivaultsecret.v1.OciVaultSecretSpec.SecretContent.content",
  "org.openmcf.provider.oci.ocivaultsecret.v1.OciVaultSecretSpec.SecretGenerationContext.secret_template",

  // OpenStack.
  "org.openmcf.provider.openstack.openstackapplicationcredential.v1.OpenStackApplicationCredentialSpec.secret",
  "org.openmcf.provider.openstack.openstackapplicationcredential.v1.OpenStackApplicationCredentialStackOutputs.secret",
  "org.openmcf.provider.openstack.openstackcontainercluster.v1.OpenStackContainerClusterStackOutputs.kubeconfig_client_key",
  "org.openmcf.provider.openstack.openstackcontainercluster.v1.OpenStackContainerClusterStackOutputs.kubeconfig_raw",

  // Scaleway.
  "org.openmcf.provider.scaleway.scalewaykapsulecluster.v1.ScalewayKapsuleClusterStackOutputs.kubeconfig",
  "org.openmcf.provider.scaleway.scalewaymongodbinstance.v1.ScalewayMongodbInstanceSpec.admin_password",
  "org.openmcf.provider.scaleway.scalewaymongodbinstance.v1.ScalewayMongodbUser.password",
  "org.openmcf.provider.scaleway.scalewayrdbinstance.v1.ScalewayRdbInstanceSpec.admin_password",
  "org.openmcf.provider.scaleway.scalewayrdbinstance.v1.ScalewayRdbUser.password",
  "org.openmcf.provider.scaleway.scalewayrediscluster.v1.ScalewayRedisClusterSpec.password",

  // Shared.
  "org.openmcf.shared.gcp.GoogleServiceAccount.key_base64",
]);

/** Texts in which a line or a pair may be a secret: what machines run when they start, and manifests. */
export const documentFields: ReadonlySet<string> = new Set([
  "org.openmcf.provider.alicloud.alicloudecsinstance.v1.AliCloudEcsInstanceSpec.user_data",
  "org.openmcf.provider.alicloud.alicloudkubernetesnodepool.v1.AliCloudKubernetesNodePoolSpec.user_data",
  "org.openmcf.provider.aws.awsec2instance.v1.AwsEc2InstanceSpec.user_data",
  "org.openmcf.provider.azure.azurevirtualmachine.v1.AzureVirtualMachineSpec.custom_data",
  "org.openmcf.provider.civo.civocomputeinstance.v1.CivoComputeInstanceSpec.user_data",
  "org.openmcf.provider.digitalocean.digitaloceandroplet.v1.DigitalOceanDropletSpec.user_data",
  "org.openmcf.provider.gcp.gcpcomputeinstance.v1.GcpComputeInstanceSpec.startup_script",
  "org.openmcf.provider.hetznercloud.hetznercloudserver.v1.HetznerCloudServerSpec.user_data",
  "org.openmcf.provider.kubernetes.kubernetesmanifest.v1.KubernetesManifestSpec.manifest_yaml",
  "org.openmcf.provider.openstack.openstackinstance.v1.OpenStackInstanceSpec.user_data",
  "org.openmcf.provider.scaleway.scalewayinstance.v1.ScalewayInstanceSpec.cloud_init",
]);
