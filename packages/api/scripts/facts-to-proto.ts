/** Writes proto/ from a folder of contract facts: `facts-to-proto.ts FACTS_DIR`. */
import { api, writeValidateProto } from "./buf.ts";
import { factsToProto } from "./write-proto.ts";

const roots = [
  "ai.planton.audit",
  "ai.planton.cloudops",
  "ai.planton.configmanager",
  "ai.planton.connect",
  "ai.planton.graph",
  "ai.planton.iam",
  "ai.planton.infrahub",
  "ai.planton.resourcemanager",
  "ai.planton.search",
  "ai.planton.servicehub",
];

factsToProto(api, { roots, prepare: () => writeValidateProto(api) });
