import { compose, Failure, type Guard } from "@planton-mcp/core";
import {
  defaultDecisions,
  judge,
  type Policy,
  type PolicyRule,
  policyFactsOf,
  type Verdict,
} from "@planton-mcp/core/policy";
import { offerOf } from "@planton-mcp/core/v2";
import { runtimeOf } from "../mcp-server.ts";
import { openBackend } from "../open-backend.ts";
import { readPolicy } from "../open-guard.ts";
import { plugins } from "../plugins.ts";
import type { Settings } from "../settings.ts";
import { table } from "../terminal.ts";
import { UsageError, unknown } from "../usage-error.ts";
import { argumentsIn } from "./call.ts";

/** Prints what a policy says, or what a given call would meet under it, and why. Changes nothing. */
export async function runPolicy(
  settings: Settings,
  [word, tool, text = "{}", ...rest]: readonly string[],
): Promise<void> {
  const policy = settings.policy === undefined ? undefined : await readPolicy(settings.policy);
  if (word === undefined) return console.log(policyText(policy));
  if (word !== "test" || tool === undefined || rest.length > 0) {
    throw new UsageError("policy takes nothing, or: test TOOL [JSON].");
  }
  await testPolicy(settings, policy, tool, argumentsIn(text));
}

function policyText(policy: Policy | undefined): string {
  const rules = (policy?.rules ?? []).map((rule) => [
    `line ${rule.line}`,
    conditionOf(rule),
    rule.decision,
    rule.reason ?? "",
  ]);
  const defaults = Object.entries(defaultDecisions).filter(([effect]) => effect !== "read");
  return table([...rules, ...defaults.map(([effect, decision]) => ["otherwise", `effect ${effect}`, decision])]);
}

function conditionOf({ line: _, decision: __, reason: ___, ...conditions }: PolicyRule): string {
  const parts = Object.entries(conditions).flatMap(([key, values]) =>
    values === undefined ? [] : `${key} ${values.join("|")}`,
  );
  return parts.length === 0 ? "anything" : parts.join(", ");
}

/** Resolves a call as far as a guard would see it, with the caller's own rights, and tells the verdict on it. */
async function testPolicy(settings: Settings, policy: Policy | undefined, tool: string, args: object): Promise<void> {
  const catalogue = compose(plugins);
  const entry = catalogue.tools.find(({ name }) => name === tool);
  if (entry === undefined) {
    throw new UsageError(
      await unknown(
        `tool ${tool}`,
        tool,
        catalogue.tools.map(({ name }) => name),
      ),
    );
  }
  if (entry.effect === "read") return console.log(`${tool} changes nothing: no policy holds it up.`);
  let told: string | undefined;
  const guard: Guard = async (call) => {
    const facts = await policyFactsOf(call, policy);
    told = verdictText(judge(policy, facts), { ...facts });
    throw new Failure({ code: "switched_off", message: "This was a test. Nothing was done." });
  };
  const opened = await openBackend(settings);
  const credential = settings.apiKey ?? opened.sandboxKeys?.owner;
  const offer = offerOf(catalogue, runtimeOf({ backend: opened.backend, settings, credential, guard }));
  const request = { signal: new AbortController().signal, auth: undefined, meta: undefined };
  const result = await offer.callTool(tool, args, request);
  await opened.close();
  if (told !== undefined) return console.log(told);
  // The call did not get as far as the policy: wrong arguments, no such target, a tool that is off.
  console.log(JSON.stringify("structuredContent" in result ? result.structuredContent : {}, undefined, 2));
  process.exitCode = 1;
}

function verdictText({ decision, rule }: Verdict, facts: Readonly<Record<string, unknown>>): string {
  const shown = Object.entries(facts).map(([key, value]) => {
    const text = [value].flat().join(" = ");
    return `${key} ${text === "" ? "not known" : text}`;
  });
  const why =
    rule === undefined
      ? `no rule matches, and that is the default for effect ${facts.effect}`
      : `line ${rule.line} matches: ${conditionOf(rule)}${rule.reason === undefined ? "" : `. ${rule.reason}`}`;
  return `${decision}: ${why}\n  ${shown.join("\n  ")}`;
}
