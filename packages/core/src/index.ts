// Whatever is exported here is public.
export type { Backend, CallOptions } from "./backend/backend.ts";
export { invalidArguments } from "./call/arguments.ts";
export type { ChangeEvent } from "./call/change.ts";
export { Failure, type FailureCode, type FailureFacts } from "./call/failure.ts";
export { didYouMean, nearest } from "./call/nearest.ts";
export type { CallResult } from "./call/render.ts";
export type { CallEvent, Caller, Runtime } from "./call/run-tool.ts";
export type { RpcEvent } from "./call/send.ts";
export {
  type Catalogue,
  compose,
  type PluginCatalogue,
  type PromptEntry,
  type ResourceEntry,
  type ToolEntry,
} from "./catalogue/catalogue.ts";
export { checkSelection, type Selection } from "./catalogue/selection.ts";
export {
  type Asking,
  allowGuarded,
  type Confirmed,
  createGuard,
  type Decision,
  describeTarget,
  type Guard,
  type GuardedCall,
  type GuardOptions,
  type Question,
} from "./guard/guard.ts";
export type { Identity } from "./guard/identity.ts";
export type { Plan } from "./guard/plan.ts";
export { hidden } from "./redaction/free-form-secrets.ts";
export { Redaction } from "./redaction/redaction.ts";
export { isSecret } from "./redaction/secrets.ts";
export type { ApiResource } from "./tool/api-resource.ts";
export { type Complete, completeEnv, completeOrg, nameReads, startingWith } from "./tool/complete.ts";
export { type ApplySpec, defineApply, findOrAbsent, type Proposal } from "./tool/define-apply.ts";
export { definePlugin, type Plugin, type PluginCode } from "./tool/define-plugin.ts";
export { definePrompt, type Prompt, type PromptSpec } from "./tool/define-prompt.ts";
export { defineResource, type Resource, type ResourceFacts, type UriVariables } from "./tool/define-resource.ts";
export { defineTool, type ToolSpec } from "./tool/define-tool.ts";
export { defineWorkflow, type WorkflowSpec } from "./tool/define-workflow.ts";
export { type Annotations, annotationsOf, type Effect, type GuardedEffect, isGuarded } from "./tool/effect.ts";
export { diff } from "./tool/merge.ts";
export { coordinates, idOrOrgAndSlug, newSlug, org, paging, slug, text } from "./tool/params.ts";
export { pageOf, summary, wholeResource } from "./tool/project.ts";
export {
  describeSelector,
  idOrSelector,
  platformSelector,
  type Selector,
  type SelectorArguments,
  selector,
  selectorCoordinates,
  selectorOf,
  wholeSelector,
} from "./tool/selector.ts";
export { type TargetSpec, targetOf } from "./tool/target.ts";
export {
  type Args,
  type Change,
  type DeclaredMethod,
  type Follow,
  type LazyMethod,
  loadMethod,
  type Method,
  methodsOf,
  type Prepared,
  type Problem,
  type Progress,
  type ReadResource,
  type Rpc,
  type Rule,
  rpcName,
  type SecretSource,
  type Send,
  type StreamMethod,
  type Target,
  type Tool,
  type ToolContext,
  type ToolFacts,
} from "./tool/tool.ts";
