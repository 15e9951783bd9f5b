// (a) What the integration guide shows: Express, nothing verified, nothing stored.
// (b) `--keep DATABASE CALLS_FILE`: the signature is checked with Twilio's own library, and each callback is one
//     transaction of better-sqlite3 (WAL, synchronous=FULL) before it is answered.
import express from "express";
import twilio from "twilio";
import { emptyTwiml, openCalls, statusOf } from "./calls_table.mjs";

const [port, option, database, callsFile] = process.argv.slice(2);
const store = option === "--keep" ? openCalls(database, callsFile) : null;
const applyAlone = store && store.db.transaction(store.apply);

const app = express();
app.use(express.urlencoded({ extended: false }));
app.use(express.json());
app.post("/twilio-status", (req, res) => {
  const { CallSid, CallStatus, CallDuration, From, To, Direction } = req.body;
  console.log(`Call ${CallSid}: ${CallStatus}`);
  if (store) {
    const url = process.env.PUBLIC_URL + req.originalUrl.replace("/twilio-status", "");
    const signature = req.get("X-Twilio-Signature") ?? "";
    if (!twilio.validateRequest(process.env.TWILIO_AUTH_TOKEN, signature, url, req.body))
      return res.status(403).send("forbidden");
    applyAlone(req.body);
  } else {
    const metadata = { duration: CallDuration && parseInt(CallDuration, 10), from: From, to: To, direction: Direction };
    void [CallSid, statusOf(CallStatus), metadata];
  }
  res.type("text/xml").send(emptyTwiml);
});
app.listen(Number(port), "127.0.0.1");
