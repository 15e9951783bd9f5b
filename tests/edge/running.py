"""The real binary, started on a free port for one test and ended by its id."""
import contextlib
import os
import pathlib
import signal
import subprocess
import tempfile

ACCOUNT = {
    "TWILIO_ACCOUNT_SID": "AC0123456789abcdef0123456789abcdef",
    "TWILIO_AUTH_TOKEN": "0123456789abcdef0123456789abcdef",
    "TWILIO_API_BASE_URL": "http://127.0.0.1:9",
    "STATUS_CALLBACK_URL": "https://dialer.example.com/twilio-status",
}


class Server:
    def __init__(self, process, port, folder):
        self.process, self.port, self.folder = process, port, folder
        self.address = ("127.0.0.1", port)

    def must_live(self):
        if self.process.poll() is not None:
            raise SystemExit(f"the server ended with {self.process.returncode}")

    def memory_mb(self, key="VmRSS"):
        for line in pathlib.Path(f"/proc/{self.process.pid}/status").read_text().splitlines():
            if line.startswith(key + ":"):
                return int(line.split()[1]) / 1024
        raise SystemExit("the server is gone")


@contextlib.contextmanager
def carillon(binary, prefix=(), **settings):
    """`prefix`: a command that runs it, such as prlimit."""
    with tempfile.TemporaryDirectory(prefix="carillon-edge-") as folder:
        outside = {name: value for name, value in os.environ.items() if name in ("PATH", "HOME", "LANG", "TMPDIR")}
        environment = {**outside, **ACCOUNT, "CARILLON_DB": f"{folder}/edge.db", "PORT": "0", "CARILLON_LOG_LEVEL": "error", **settings}
        with open(f"{folder}/log", "wb") as log:
            process = subprocess.Popen([*prefix, str(pathlib.Path(binary).resolve()), "serve"], env=environment, stdout=subprocess.PIPE, stderr=log)
        try:
            line = process.stdout.readline().decode()
            if "listening on" not in line:
                raise SystemExit("the server did not start: " + pathlib.Path(f"{folder}/log").read_text())
            yield Server(process, int(line.rsplit(":", 1)[1]), pathlib.Path(folder))
        finally:
            process.send_signal(signal.SIGTERM)
            try:
                process.wait(20)
            finally:
                process.kill()
                process.stdout.close()
