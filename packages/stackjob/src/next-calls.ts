import type { StackJob } from "@planton-mcp/api/infrahub/stackjob/v1/api";
import type { ToolContext } from "@planton-mcp/core";
import { jobFacts } from "@planton-mcp/jobs";
import { kindName } from "./cloud-resource-kind.ts";

interface NextCall {
  readonly tool: string;
  readonly arguments: Readonly<Record<string, unknown>>;
  readonly why: string;
}

const most = 3;

/** Up to three calls that are likely to help with what broke a job, ready to be made, of tools that this server has. */
export function nextCalls(
  job: StackJob,
  lines: readonly { readonly message: string }[],
  { catalogue }: Pick<ToolContext, "catalogue">,
): readonly NextCall[] {
  const { id, cloud_resource_id, org, env } = jobFacts(job);
  const kind = kindName(job.spec?.cloudResource?.spec?.kind);
  const said = lines.map(({ message }) => message).join("\n");
  const calls: (NextCall & { readonly when?: RegExp })[] = [
    {
      when: /access ?denied|unauthori[sz]ed|not authorized|forbidden|permission|credential|expired|invalid.*(key|token)/i,
      tool: "check_stack_job_essentials",
      arguments: { cloud_resource_kind: kind, org, env },
      why: "The cloud refused the job: see which provider connection it used.",
    },
    {
      when: /\block(ed)?\b/i,
      tool: "list_cloud_resource_locks",
      arguments: { id: cloud_resource_id },
      why: "Something holds a lock: see who.",
    },
    {
      when: /time(d )?-?out|throttl|rate exceeded|too many requests|connection (reset|refused)|temporar|try again/i,
      tool: "rerun_stack_job",
      arguments: { id, wait: true },
      why: "Such errors pass: run it again.",
    },
    {
      tool: "get_error_resolution_recommendation",
      arguments: { stack_job_id: id },
      why: "The platform's own advice on this error.",
    },
    {
      tool: "get_cloud_resource",
      arguments: { id: cloud_resource_id },
      why: "Read the manifest, to correct what the error names.",
    },
    { tool: "rerun_stack_job", arguments: { id, wait: true }, why: "Run it again once the cause is mended." },
  ];
  const fitting = calls.filter(({ when, tool }) => (when?.test(said) ?? true) && catalogue.has(tool));
  return fitting
    .filter(({ tool }, index) => fitting.findIndex((other) => other.tool === tool) === index)
    .slice(0, most)
    .map(({ when: _, ...call }) => call);
}
