// The baselines' database: the calls of CALLS_FILE (token, SID and number a line), and what a callback does to them.
import fs from "node:fs";
import Database from "better-sqlite3";

export function openCalls(file, callsFile) {
  const db = new Database(file);
  db.pragma("journal_mode = WAL");
  db.pragma("synchronous = FULL");
  db.exec(`
    CREATE TABLE calls (id INTEGER PRIMARY KEY, call_sid TEXT NOT NULL UNIQUE, phone TEXT NOT NULL, status TEXT,
                        duration INTEGER, metadata TEXT, updated_at INTEGER) STRICT;
    CREATE TABLE callbacks (id INTEGER PRIMARY KEY, call_sid TEXT NOT NULL, status TEXT NOT NULL, fields TEXT NOT NULL,
                            received_at INTEGER NOT NULL) STRICT`);
  const insert = db.prepare("INSERT INTO calls (call_sid, phone) VALUES (?, ?)");
  db.transaction(() => {
    for (const line of fs.readFileSync(callsFile, "utf8").split("\n"))
      if (line) insert.run(line.split(" ")[1], line.split(" ")[2]);
  })();
  const update = db.prepare(
    "UPDATE calls SET status = ?, duration = ?, metadata = ?, updated_at = ? WHERE call_sid = ?");
  const keep = db.prepare("INSERT INTO callbacks (call_sid, status, fields, received_at) VALUES (?, ?, ?, ?)");

  /** One UPDATE and one INSERT, in whatever transaction is open. */
  function apply(fields) {
    const { CallSid, CallStatus, CallDuration, From, To, Direction, ErrorCode, ErrorMessage } = fields;
    const metadata = { duration: CallDuration && parseInt(CallDuration, 10), from: From, to: To, direction: Direction,
                       errorCode: ErrorCode, errorMessage: ErrorMessage };
    const now = Date.now();
    update.run(statusOf(CallStatus), metadata.duration ?? null, JSON.stringify(metadata), now, CallSid);
    keep.run(CallSid, CallStatus, JSON.stringify(fields), now);
  }
  return { db, apply };
}

const statuses = { queued: "pending", initiated: "pending", ringing: "in_progress", "in-progress": "in_progress",
                   answered: "answered", completed: "completed", failed: "failed", busy: "busy",
                   "no-answer": "no_answer", canceled: "failed" };

export const statusOf = (word) => statuses[word] ?? "failed";
export const emptyTwiml = '<?xml version="1.0" encoding="UTF-8"?><Response></Response>';
