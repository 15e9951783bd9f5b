#!/usr/bin/env python3
"""What Twilio's own helper library for Node signs is accepted, and its tampered twin is refused and leaves nothing behind.

    twilio_helper.py BINARY NODE_FOLDER

NODE_FOLDER holds node_modules with `twilio`.
"""
import http.client
import json
import os
import pathlib
import shutil
import sqlite3
import subprocess
import sys

from running import ACCOUNT, carillon

PATH = "/twilio-status?call=0123456789abcdef0123456789abcdef"
PARAMS = {"CallSid": "CA" + "1" * 32, "CallStatus": "completed", "CallDuration": "45", "To": "+15559876543", "From": "+15551234567",
          "SequenceNumber": "3", "Timestamp": "Sun, 22 Nov 2026 10:00:00 +0000", "CallerName": "Zoë & Söhne: 100 %"}


def signed(folder, requests):
    script = folder / "twilio_helper.mjs"
    shutil.copy(pathlib.Path(__file__).with_suffix(".mjs"), script)
    lines = "".join(json.dumps(each) + "\n" for each in requests)
    answer = subprocess.run(["node", str(script)], input=lines, text=True, check=True, stdout=subprocess.PIPE, cwd=folder,
                            env={**os.environ, "TWILIO_AUTH_TOKEN": ACCOUNT["TWILIO_AUTH_TOKEN"]}, timeout=60)
    return [json.loads(line) for line in answer.stdout.splitlines()]


def post(server, path, body, signature):
    connection = http.client.HTTPConnection(*server.address, timeout=10)
    connection.request("POST", path, body, {"Content-Type": "application/x-www-form-urlencoded", "X-Twilio-Signature": signature})
    status = connection.getresponse().status
    connection.close()
    return status


def kept(server):
    with sqlite3.connect(f"file:{server.folder}/edge.db?mode=ro", uri=True) as db:
        return db.execute("SELECT count(*) FROM callbacks").fetchone()[0]


def main():
    binary, folder = sys.argv[1], pathlib.Path(sys.argv[2]).resolve()
    origin = ACCOUNT["STATUS_CALLBACK_URL"].rsplit("/", 1)[0]
    signature, body = signed(folder, [{"url": origin + PATH, "params": PARAMS}])[0].values()
    tampered = {
        "a parameter changed": (PATH, body.replace("CallDuration=45", "CallDuration=46"), signature),
        "a parameter added": (PATH, body + "&AnsweredBy=human", signature),
        "a parameter left out": (PATH, body.replace("CallDuration=45&", ""), signature),
        "another call": (PATH[:-1] + "0", body, signature),
        "a byte of the signature": (PATH, body, ("A" if signature[0] != "A" else "B") + signature[1:]),
        "no signature": (PATH, body, ""),
    }
    failed = False
    with carillon(binary) as server:
        for name, request in tampered.items():
            status = post(server, *request)
            print(f"the helper's request, {name}: {status}")
            failed |= status != 403
        failed |= kept(server) != 0
        status = post(server, PATH, body, signature)
        print(f"the helper's request as it was signed: {status}, {kept(server)} callback kept")
        failed |= status != 200 or kept(server) != 1
    sys.exit(failed)


if __name__ == "__main__":
    main()
