import { createHash } from "node:crypto";
import { toBinary } from "@bufbuild/protobuf";
import {
  type InfraPipeline,
  InfraPipelineDeploymentEnvironmentSchema,
} from "@planton-mcp/api/infrahub/infrapipeline/v1/api";
import { InfraPipelineSpecSchema } from "@planton-mcp/api/infrahub/infrapipeline/v1/spec";
import type { Target } from "@planton-mcp/core";
import { type Gate, gateWords } from "./gates.ts";
import { environmentsOf } from "./pipeline-state.ts";

/** A pipeline as something to decide about, or a gate of it. Its version moves with all that it has come to. */
export function pipelineTarget({ metadata, spec, status }: InfraPipeline, gate?: Gate): Target {
  const id = metadata?.id ?? "";
  const name = metadata?.name || id;
  const project = spec?.infraProjectSlug || spec?.infraProjectId;
  const whole = project ? `${name} of infra project ${project}` : name;
  const version = createHash("sha256").update(`${status?.progressStatus} ${status?.progressResult}`);
  if (spec !== undefined) version.update(toBinary(InfraPipelineSpecSchema, spec));
  for (const environment of environmentsOf(status)) {
    version.update(toBinary(InfraPipelineDeploymentEnvironmentSchema, environment));
  }
  return {
    kind: "infra_pipeline",
    id,
    name: gate === undefined ? whole : `${gateWords(gate)}, ${whole}`,
    ...(metadata?.org ? { org: metadata.org } : {}),
    ...(gate === undefined ? {} : { env: gate.env }),
    version: version.digest("base64url"),
  };
}
