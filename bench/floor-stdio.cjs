/**
 * The floor of everything over stdio: what a bare Node.js process needs to give the same answers. It knows nothing of
 * MCP but where a request's id is, and answers from a file: a line for initialize, a line for tools/list, both with @
 * where the id goes.
 */
const { readFileSync } = require("node:fs");

const [initialize = "", list = ""] = readFileSync(process.argv[2] ?? "", "utf8").split("\n");
/** @type {Readonly<Record<string, readonly string[]>>} */
const answers = { initialize: initialize.split("@id@"), "tools/list": list.split("@id@") };

let rest = "";
process.stdin.setEncoding("utf8");
process.stdin.on("data", (/** @type {string} */ chunk) => {
  const lines = (rest + chunk).split("\n");
  rest = lines.pop() ?? "";
  for (const line of lines) {
    const { id, method } = JSON.parse(line);
    const answer = answers[method];
    if (answer !== undefined) process.stdout.write(`${answer.join(JSON.stringify(id))}\n`);
  }
});
