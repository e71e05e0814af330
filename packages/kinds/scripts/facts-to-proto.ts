/** Writes proto/ from a folder of contract facts: `facts-to-proto.ts FACTS_DIR`. */
import { factsToProto } from "../../api/scripts/write-proto.ts";
import { isOwn, kinds, writeOthers } from "./proto-package.ts";

factsToProto(kinds, { roots: ["org.openmcf"], isOwn, prepare: writeOthers });
