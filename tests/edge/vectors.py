"""Reads request_vectors.txt, sends a vector over a socket, and says in which way a server did not do what it claims."""
import dataclasses
import pathlib
import re
import socket

FILE = pathlib.Path(__file__).with_name("request_vectors.txt")
PATIENCE = 10  # seconds; no answer takes this long, so that who waits has found a fault
LINE = re.compile(r"(?P<level>MUST|SHOULD|OURS) (?P<expected>[^|]*(?:\|[^| ][^|]*)*?) \| (?P<name>.*?) \| (?P<bytes>.*)")
NEXT = "GET /smuggled HTTP/1.1\\r\\nHost: localhost\\r\\n\\r\\n"
SHORT = {
    "{GET}": "GET /healthz HTTP/1.1\\r\\nHost: localhost\\r\\n",
    "{POST}": "POST /twilio-status HTTP/1.1\\r\\nHost: localhost\\r\\n",
    "{HEAD}": "HEAD /healthz HTTP/1.1\\r\\nHost: localhost\\r\\n",
    "{10}": "GET /healthz HTTP/1.0\\r\\n",
    "{NEXT}": NEXT,
}
ESCAPES = {b"r": b"\r", b"n": b"\n", b"t": b"\t", b"0": b"\0", b"\\": b"\\"}


@dataclasses.dataclass
class Vector:
    section: str
    level: str
    name: str
    statuses: list  # of sets: what each answer may be
    headers: list   # of names: what each answer must have; "" for none
    stays_open: bool
    half: bool
    bytes: bytes


@dataclasses.dataclass
class Answer:
    status: int
    headers: dict
    body: bytes


def unescaped(text):
    for short, long in SHORT.items():
        text = text.replace(short, long)
    text = re.sub(r"\{([^{}]*?)\*(\d+)\}", lambda found: found[1] * int(found[2]), text)

    def one(found):
        return bytes([int(found[1][1:], 16)]) if found[1][:1] == b"x" else ESCAPES[found[1]]
    return re.sub(rb"\\(x[0-9a-f]{2}|.)", one, text.encode("latin-1"))


def read_vectors(file=FILE):
    vectors, section = [], ""
    for number, line in enumerate(file.read_text().splitlines(), 1):
        if line.startswith("## "):
            section = line[3:]
        if not line or line.startswith("#"):
            continue
        found = LINE.fullmatch(line)
        if not found:
            raise SystemExit(f"{file.name} line {number}: LEVEL EXPECTED | name | bytes")
        words = found["expected"].split()
        answers = [word.partition("+") for word in words if word[0].isdigit()]
        vectors.append(Vector(section, found["level"], found["name"], [set(map(int, each[0].split("|"))) for each in answers],
                              [each[2] for each in answers], "open" in words, "half" in words, unescaped(found["bytes"])))
    return vectors


class Peer:
    """A connection that reads one answer at a time."""

    def __init__(self, address):
        self.socket = socket.create_connection(address, timeout=PATIENCE)
        self.unread = b""

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.socket.close()

    def send(self, data):
        try:
            self.socket.sendall(data)
        except (BrokenPipeError, ConnectionResetError):
            pass  # refused before all was read: the answer says so

    def fill(self):
        try:
            piece = self.socket.recv(65536)
        except ConnectionResetError:
            piece = b""
        self.unread += piece
        return bool(piece)

    def take_until(self, end):
        while end not in self.unread:
            if not self.fill():
                return None
        taken, self.unread = self.unread.split(end, 1)
        return taken

    def take(self, size):
        while len(self.unread) < size:
            if not self.fill():
                return None
        taken, self.unread = self.unread[:size], self.unread[size:]
        return taken

    def receive(self, to_head=False):
        """The next answer; None at the end of the connection."""
        head = self.take_until(b"\r\n\r\n")
        if head is None:
            return None
        first, *lines = head.split(b"\r\n")
        status = int(first.split(b" ")[1])
        headers = {name.strip().lower().decode(): value.strip().decode("latin-1")
                   for name, _, value in (line.partition(b":") for line in lines)}
        if to_head or status < 200 or status in (204, 304):
            return Answer(status, headers, b"")
        return Answer(status, headers, self.body(headers))

    def body(self, headers):
        if "content-length" in headers:
            return self.take(int(headers["content-length"]))
        if headers.get("transfer-encoding", "").lower() == "chunked":
            whole = b""
            while size := int(self.take_until(b"\r\n"), 16):
                whole += self.take(size)
                self.take(2)
            self.take_until(b"\r\n")
            return whole
        while self.fill():
            pass
        whole, self.unread = self.unread, b""
        return whole

    def ends(self):
        return not self.unread and not self.fill()


def complaint(vector, address):
    """What a server at `address` does otherwise than the vector claims; empty when it keeps the claim."""
    with Peer(address) as peer:
        peer.send(vector.bytes)
        if vector.half:
            peer.socket.shutdown(socket.SHUT_WR)
        to_head = vector.bytes.startswith(b"HEAD ")
        try:
            for number, (allowed, header) in enumerate(zip(vector.statuses, vector.headers), 1):
                answer = peer.receive(to_head and number == 1)
                if answer is None:
                    return f"answer {number} is missing"
                if answer.status not in allowed:
                    return f"answer {number} is {answer.status}, not {'|'.join(map(str, sorted(allowed)))}"
                if header and header.lower() not in answer.headers:
                    return f"answer {number} has no {header}"
                if answer.status >= 200 and "date" not in answer.headers:
                    return f"answer {number} has no Date"
            if vector.stays_open:
                peer.send(b"GET /marker HTTP/1.1\r\nHost: localhost\r\n\r\n")
                answer = peer.receive()
                if answer is None:
                    return "the connection ends"
                return "" if answer.status == 404 and b"/marker" in answer.body else f"the next answer is {answer.status} {answer.body[:80]!r}"
            return "" if peer.ends() else f"more comes, or the connection goes on: {peer.unread[:80]!r}"
        except TimeoutError:
            return "it waits"
