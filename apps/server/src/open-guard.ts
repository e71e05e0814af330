import { readFileSync } from "node:fs";
import type { Guard } from "@planton-mcp/core";
import type { Policy } from "@planton-mcp/core/policy";
import { plugins } from "./plugins.ts";
import type { Settings } from "./settings.ts";
import { UsageError } from "./usage-error.ts";

/**
 * The guard that the settings ask for. Its code is loaded with the first change; what is wrong with the policy is told
 * at once.
 */
export async function openGuard(settings: Settings): Promise<Guard> {
  const policy = settings.policy === undefined ? undefined : await readPolicy(settings.policy);
  let guard: Promise<Guard> | undefined;
  return async (call) => {
    guard ??= guardOf(settings, policy);
    return (await guard)(call);
  };
}

async function guardOf(settings: Settings, policy: Policy | undefined): Promise<Guard> {
  const { createGuard } = await import("@planton-mcp/core");
  const { confirmationKeys, confirmationMinutes, changesPerMinute, destroysPerHour } = settings;
  return createGuard({
    ...(confirmationKeys === undefined ? {} : { keys: confirmationKeys }),
    lifetimeMs: confirmationMinutes * 60_000,
    policy,
    budgets: { changesPerMinute, destroysPerHour },
  });
}

/** The policy in a file. Throws a `UsageError` that names the line of everything wrong with it. */
export async function readPolicy(path: string): Promise<Policy> {
  const { PolicyError, parsePolicy } = await import("@planton-mcp/core/policy");
  const tools = plugins.flatMap(({ catalogue }) => catalogue.tools.map(({ name }) => name));
  try {
    return parsePolicy(readFileSync(path, "utf8"), tools);
  } catch (error) {
    if (!(error instanceof PolicyError)) throw error;
    const problems = error.problems.map(({ line, message }) => `  ${path}:${line}: ${message}`);
    throw new UsageError(`The policy is not used, because of\n${problems.join("\n")}`);
  }
}
