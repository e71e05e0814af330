#!/usr/bin/env node
/** Starts the program on a Node.js that can run it. Loads nothing else before that is certain. */
const needed = [22, 13] as const;
const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);

if (major > needed[0] || (major === needed[0] && minor >= needed[1])) {
  // Compiled code is kept from one start to the next: hosts start this program for every conversation.
  process.getBuiltinModule("node:module").enableCompileCache();
  const { run } = await import("./cli.ts");
  await run(process.argv.slice(2));
} else {
  const { handOver } = await import("./hand-over.ts");
  process.exitCode = await handOver(needed.join("."));
}

// Makes this file a module, which it is not without an import.
export {};
