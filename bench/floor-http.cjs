/** The floor of everything over HTTP: a bare node:http server that answers /0, /1, … with recorded answers. */
const { readFileSync } = require("node:fs");
const { createServer } = require("node:http");

/** @type {readonly { headers: Record<string, string>, body: string }[]} */
const answers = JSON.parse(readFileSync(process.argv[2] ?? "", "utf8"));

createServer((request, response) => {
  request.on("data", () => {});
  request.on("end", () => {
    const answer = answers[Number(request.url?.slice(1))];
    if (answer === undefined) response.writeHead(404).end();
    else response.writeHead(200, answer.headers).end(answer.body);
  });
}).listen(Number(process.argv[3]), "127.0.0.1");
