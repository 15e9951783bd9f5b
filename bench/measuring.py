"""What the figures share: where things are, servers that are started and ended by their number, and how a figure is told."""
import contextlib
import json
import os
import pathlib
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request

ROOT = pathlib.Path(__file__).resolve().parent.parent
BUILD = pathlib.Path(os.environ.get("CARILLON_BENCH_BUILD", ROOT / "build/prove"))
NODE = ROOT / "build/bench-node"  # the baselines with their packages

ACCOUNT = {
    "TWILIO_ACCOUNT_SID": "AC0123456789abcdef0123456789abcdef",
    "TWILIO_AUTH_TOKEN": "0123456789abcdef0123456789abcdef",
    "TWILIO_FROM_NUMBER": "+41446681800",
    "WONDERFUL_TWIML_URL": "https://agent.example/twiml",
}
PUBLIC_URL = "https://dialer.example.com/twilio-status"
SERVER_CORE, LOAD_CORE = "0", "1"


def tell(figure, goal, measured, unit, ratio=None, met=None, note=""):
    """One line of JSON for each figure: report.py makes the page of them."""
    line = {"figure": figure, "goal": goal, "measured": measured, "unit": unit, "ratio": ratio, "met": met, "note": note}
    print(json.dumps(line), flush=True)


def program(name):
    path = BUILD / name
    if not path.exists():
        sys.exit(f"{path} is missing: scripts/bench builds it")
    return str(path)


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


def on_core(core, command):
    return (["taskset", "-c", core] if core else []) + command


def outside():
    """Carillon takes no setting that it does not know."""
    return {name: value for name, value in os.environ.items() if name in ("PATH", "HOME", "LANG", "TMPDIR")}


@contextlib.contextmanager
def folder():
    path = pathlib.Path(tempfile.mkdtemp(prefix="carillon-bench-", dir=os.environ.get("CARILLON_BENCH_FOLDER")))
    try:
        yield path
    finally:
        shutil.rmtree(path, ignore_errors=True)


def answers(port):
    with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
        return True
    return False


@contextlib.contextmanager
def server(command, port, core=None, environment=None, log=None):
    """A server that listens on `port` when the block begins, and is ended by its number after it."""
    with open(log or os.devnull, "wb") as output:
        process = subprocess.Popen(
            on_core(core, command), env={**outside(), **(environment or {})}, stdout=output, stderr=output
        )
    try:
        end = time.monotonic() + 60
        while not answers(port):
            if process.poll() is not None or time.monotonic() > end:
                sys.exit(f"{command[0]} does not listen: {pathlib.Path(log or os.devnull).read_text()[-600:]}")
            time.sleep(0.02)
        yield process
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(30)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


@contextlib.contextmanager
def silent_carrier():
    """Takes connections and never answers: calls that are polled after a start cost next to nothing."""
    listener = socket.create_server(("127.0.0.1", 0), backlog=4096)
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        listener.close()


def carillon(database, port, core=None, log=None, **settings):
    environment = {
        **ACCOUNT,
        "CARILLON_DB": str(database),
        "PORT": str(port),
        "STATUS_CALLBACK_URL": PUBLIC_URL,
        **{name: str(value) for name, value in settings.items()},
    }
    return server([program("carillon"), "serve"], port, core, environment, log)


def memory_mb(process, field="VmRSS"):
    for line in pathlib.Path(f"/proc/{process.pid}/status").read_text().splitlines():
        if line.startswith(field):
            return int(line.split()[1]) / 1024
    return 0.0


def ask(port, path, body=None, headers=None, method=None):
    request = urllib.request.Request(
        f"http://127.0.0.1:{port}{path}", data=body, headers=headers or {}, method=method or ("POST" if body else "GET")
    )
    with urllib.request.urlopen(request, timeout=300) as response:
        return response.read()


def ask_json(port, path, value=None, method=None):
    body = None if value is None else json.dumps(value).encode()
    return json.loads(ask(port, path, body, {"Content-Type": "application/json"}, method))


median = statistics.median
