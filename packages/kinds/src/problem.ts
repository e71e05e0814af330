/** Something in a manifest that is not right. */
export interface Problem {
  /** Where, by the contract's names: `spec.subnets[0].name`. Empty for the manifest as a whole. */
  readonly path: string;
  /** What is wrong and what would be right, as a sentence. It quotes no value that could be a secret. */
  readonly message: string;
  /** The line in the text that the manifest was read from, from 1, where it is known. */
  readonly line?: number;
  /** The column in that line, from 1. */
  readonly column?: number;
}
