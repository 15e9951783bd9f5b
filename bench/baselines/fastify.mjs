// (b2) The best that a Node engineer would do: Fastify, the signature checked by hand, and all callbacks that one turn of
// the event loop brought in one transaction (WAL, synchronous=FULL); they are answered after its commit.
import crypto from "node:crypto";
import formbody from "@fastify/formbody";
import Fastify from "fastify";
import { emptyTwiml, openCalls } from "./calls_table.mjs";

const [port, database, callsFile] = process.argv.slice(2);
const { db, apply } = openCalls(database, callsFile);
const begin = db.prepare("BEGIN IMMEDIATE");
const commit = db.prepare("COMMIT");
let waiting = [];

function commitAll() {
  const group = waiting;
  waiting = [];
  begin.run();
  for (const each of group) apply(each.fields);
  commit.run();
  for (const each of group) each.resolve();
}

function keep(fields) {
  return new Promise((resolve) => {
    if (waiting.push({ fields, resolve }) === 1) setImmediate(commitAll);
  });
}

function isSigned(request) {
  let text = process.env.PUBLIC_URL + request.url.slice("/twilio-status".length);
  for (const name of Object.keys(request.body).sort()) text += name + request.body[name];
  const ours = crypto.createHmac("sha1", process.env.TWILIO_AUTH_TOKEN).update(text).digest("base64");
  const theirs = request.headers["x-twilio-signature"] ?? "";
  return ours.length === theirs.length && crypto.timingSafeEqual(Buffer.from(ours), Buffer.from(theirs));
}

const app = Fastify();
app.register(formbody);
app.post("/twilio-status", async (request, reply) => {
  if (!isSigned(request)) return reply.code(403).send("forbidden");
  await keep(request.body);
  return reply.type("text/xml").send(emptyTwiml);
});
await app.listen({ port: Number(port), host: "127.0.0.1" });
