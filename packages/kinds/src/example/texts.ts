/** Made-up texts, for fields by what they are called. */

const regions: Readonly<Record<string, string>> = {
  ali_cloud: "cn-hangzhou",
  aws: "us-east-1",
  azure: "eastus",
  civo: "lon1",
  gcp: "us-central1",
  hetzner_cloud: "fsn1",
  oci: "us-ashburn-1",
  openstack: "RegionOne",
  scaleway: "fr-par",
};

const zones: Readonly<Record<string, string>> = {
  ali_cloud: "cn-hangzhou-h",
  aws: "us-east-1a",
  gcp: "us-central1-a",
  oci: "Uocm:US-ASHBURN-AD-1",
  scaleway: "fr-par-1",
};

/** The first whose pattern the field's name matches. */
const byName: readonly (readonly [RegExp, string])[] = [
  [/(^|_)image(_uri|_name)?$/, "nginx:1.27"],
  [/cidr|ip_range|subnet_range|address_prefix|address_space/, "10.0.0.0/16"],
  [/(^|_)(ip|ips|ip_address|ip_addresses|private_ip|public_ip|gateway)$/, "10.0.0.10"],
  [/(^|_)arns?$/, "arn:aws:iam::123456789012:role/example"],
  [/email/, "ada@example.com"],
  [/hostnames?$|domains?($|_name)|fqdn|dns_name|host$/, "example.com"],
  [/ur[il]s?$|endpoint|issuer$|callbacks?$|origins$/, "https://example.com"],
  [/project/, "my-project"],
  [/account_id$|account$/, "123456789012"],
  [/compartment/, "ocid1.compartment.oc1..example"],
  [/password|secret_value/, "Change-Me-1234"],
  [/disk_size|storage_size|volume_size|(^|_)size$/, "10Gi"],
  [/memory/, "1Gi"],
  [/cpu/, "100m"],
  [/schedule|cron/, "0 3 * * *"],
  [/ttl|timeout|duration|interval|window/, "30s"],
  [/vpc(_id)?$/, "vpc-0123456789abcdef0"],
  [/subnet(_id)?s?$/, "subnet-0123456789abcdef0"],
  [/security_group(_id)?s?$/, "sg-0123456789abcdef0"],
  [/tag$/, "latest"],
  [/repo(sitory)?$/, "example/app"],
  [/path/, "/"],
  [/protocol/, "TCP"],
  [/public_key/, "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIExample ada@example.com"],
];

/** For patterns that the text by name does not match: most kinds of names and numbers that clouds want. */
const others = [
  "example",
  "my-example",
  "my_example",
  "Example1",
  "EXAMPLE",
  "example.com",
  "example.com.",
  "ada@example.com",
  "https://example.com",
  "/example",
  "10.0.0.0/16",
  "10.0.0.0/24",
  "10.0.0.10",
  "1",
  "1.0",
  "1.30",
  "8.0",
  "10Gi",
  "30s",
  "3600s",
  "03:00",
  "03:00-04:00",
  "sun:03:00-sun:04:00",
  "123456789012",
  "0123456789abcdef0123456789abcdef",
  "01234567-89ab-cdef-0123-456789abcdef",
  "arn:aws:iam::123456789012:role/example",
  "arn:aws:kms:us-east-1:123456789012:key/01234567-89ab-cdef-0123-456789abcdef",
  "my-project",
  "projects/my-project/locations/us-central1/keyRings/example/cryptoKeys/example",
  "projects/my-project/global/networks/example",
  "example@my-project.iam.gserviceaccount.com",
  "serviceAccount:example@my-project.iam.gserviceaccount.com",
  "us-central1",
  "us-central1-a",
  "us-east-1",
  "ocid1.compartment.oc1..example",
  "/subscriptions/01234567-89ab-cdef-0123-456789abcdef/resourceGroups/example",
  "roles/viewer",
  "db.t3.medium",
  "cache.t3.micro",
  "ecs.g7.large",
  "Change-Me-1234",
  "e2-medium",
  "A",
  "0 3 * * *",
  "172.16.0.0/28",
  "2026-01-01",
  "012345-6789AB-CDEF01",
  "7.0.12",
  "PostgreSQL-16",
  "OpenSearch_2.19",
  "nodejs22",
  "alias/example",
  "ami-0123456789abcdef0",
  "dags",
];

/** Texts to try for a field, the most fitting first. */
export function textsFor(name: string, provider: string): readonly string[] {
  const place = /region|location/.test(name)
    ? regions[provider]
    : /zone|availability_domain/.test(name)
      ? zones[provider]
      : undefined;
  const named = byName.find(([pattern]) => pattern.test(name))?.[1];
  return [...new Set([place, named, ...others].filter((text) => text !== undefined))];
}
