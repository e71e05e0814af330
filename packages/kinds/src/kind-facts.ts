/** What is known of a kind without loading its descriptor. */
export interface KindFacts {
  /** The kind as manifests write it: `AwsVpc`. */
  readonly kind: string;
  /** The name of its provider: `aws`, `digital_ocean`. */
  readonly provider: string;
  /** What `api_version` of its manifests is: `aws.openmcf.org/v1`. */
  readonly apiVersion: string;
  /** What the ids of its resources begin with: `awsvpc`. Two kinds may share one. */
  readonly idPrefix: string;
  /** Whether other resources are placed in it, as in a cluster. */
  readonly isContainer: boolean;
  /** Whether it runs what a service of the service hub builds. */
  readonly isService: boolean;
  /** Its number in the contract's enum CloudResourceKind. */
  readonly number: number;
  /** The full name of its message. */
  readonly typeName: string;
}

/** A provider of cloud resources. */
export interface Provider {
  /** Its name in arguments, which is its name in the contract: `aws`, `digital_ocean`. */
  readonly name: string;
  /** Its name for people: `DigitalOcean`. */
  readonly displayName: string;
  /** What `api_version` of its kinds begins with: `digital-ocean.openmcf.org`. */
  readonly group: string;
  /** Its number in the contract's enum CloudResourceProvider. */
  readonly number: number;
}
