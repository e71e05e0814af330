import type { Rpc, ToolContext } from "@planton-mcp/core";

/** What a person may fill in, by name, with what the client shows beside the field. */
export const fields = {
  kind: "Cloud resource kind, as AwsVpc",
  org: "Organization id",
  env: "Environment slug",
  stack_job_id: "Stack job id",
  cloud_resource_id: "Cloud resource id, for its last job",
  email: "Their e-mail address",
} as const;

export type Field = keyof typeof fields;

/** What has been filled in. */
export type Filled = Readonly<Partial<Record<Field, string>>>;

/** One step of a guide. In its texts `{org}` stands for what was filled in for `org`, or for `<org>` where nothing was. */
export interface Step {
  /** What to do, as a whole sentence. */
  readonly say: string;
  /** The tool that does it, with the arguments that are known. One whose field is not filled in is asked for as `<org>`. */
  readonly tool?: string;
  readonly with?: Readonly<Record<string, unknown>>;
  /** Whether the guide is offered without the tool: the step is then left out, or is what `without` says. */
  readonly optional?: true;
  readonly without?: string;
  /** Whether the step is taken, by what was filled in. Default: always. */
  readonly when?: (filled: Filled) => boolean;
}

/** A prompt as data. */
export interface Guide {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly required: readonly Field[];
  readonly optional: readonly Field[];
  /** What is to be reached, as a whole sentence. */
  readonly goal: string;
  readonly steps: readonly Step[];
  /** What is looked up when the prompt is asked for, so that nobody has to. Nothing where there is nothing to tell. */
  readonly facts?: {
    readonly reads: readonly Rpc[];
    readonly gather: (filled: Filled, context: ToolContext) => Promise<unknown>;
  };
}
