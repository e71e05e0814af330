import { readFileSync } from "node:fs";
import { type Answers, answerOpening, type Opening } from "../front.ts";
import { refuseWrongSettings } from "../open-backend.ts";
import type { Settings } from "../settings.ts";

/**
 * Serves the client at the other end of standard input and output, until it closes them. The opening that every client
 * begins with is answered before the code for anything else is loaded.
 */
export async function runStdio(settings: Settings): Promise<void> {
  refuseWrongSettings(settings);
  const quit = () => process.exit();
  process.once("SIGINT", quit).once("SIGTERM", quit);
  const opening = await openingOf(answersFor(settings));
  if (opening === undefined) return;
  const { serveStdioClient } = await import("./serve-stdio.ts");
  await serveStdioClient(settings, opening);
  // From here on there is something to be ended first.
  process.off("SIGINT", quit).off("SIGTERM", quit);
}

async function openingOf(answers: Answers | undefined): Promise<Opening | undefined> {
  if (answers === undefined) return { seen: Buffer.alloc(0), answered: [] };
  return answerOpening(answers, process.stdin, process.stdout);
}

/** The recorded answers, where they are what these settings would give. */
function answersFor(settings: Settings): Answers | undefined {
  if (!isPlain(settings) || process.stdin.isTTY) return undefined;
  try {
    return JSON.parse(readFileSync(new URL("answers.json", import.meta.url), "utf8"));
  } catch {
    return undefined;
  }
}

/** Whether everything is listed, and nothing has to be looked at before a client is answered since it may be wrong. */
function isPlain(settings: Settings): boolean {
  const { readOnly, plugins, tools, excludeTools, reveal, surface, data, faults, policy, auditLog } = settings;
  const isWhole = !readOnly && surface === "full" && plugins === undefined && tools === undefined;
  const isOpen = excludeTools.length + reveal.length === 0;
  const isUnread = data === undefined && faults.length === 0 && policy === undefined;
  return isWhole && isOpen && isUnread && (auditLog === "stderr" || auditLog === "off");
}
