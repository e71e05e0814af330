// Whatever is exported here is public.
export { collectLog, type Log, type LogLine, type LogSpec } from "./collect-log.ts";
export { type Diagnostics, decisiveDiagnostics } from "./diagnostics.ts";
export { type EventLine, eventLines } from "./event-lines.ts";
export { followStackJob } from "./follow-stack-job.ts";
export { type Ending, type Following, followUntil, messageOf } from "./follow-until.ts";
export { failedOperation, gateOf, hasEnded, jobFacts, outcomeOf, resultName, statusName } from "./job-words.ts";
export { diagnose, peekStackJob, stackJobEvents } from "./peek-stack-job.ts";
export { cutMiddle, plainText } from "./printed-text.ts";
export { reportOf, type StackJobReport } from "./report.ts";
export { plannedChanges } from "./resource-changes.ts";
export { readStackJob, stackJobReads } from "./stack-job-reads.ts";
export { answerStarted, lastStackJob, startedJobReads, startStackJob } from "./started-job.ts";
export { createTrace } from "./trace.ts";
export { waiting, waitSeconds } from "./waiting.ts";
