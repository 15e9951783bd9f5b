# SPDX-License-Identifier: MIT
"""Who is told: an HTTP server with an endpoint for each mood. It checks each message as its receiver would, by Standard
Webhooks' text and Python's own hmac, and writes down what came, in order, and what it answered."""
import base64
import contextlib
import hashlib
import hmac
import http.server
import json
import random
import threading
import time
import typing

# A mood says what a message is answered: a status, 'drop' (it is read, and the connection closed), or 'hang'.
Mood = typing.Callable[[random.Random], typing.Any]

MOODS: dict[str, Mood] = {
    'steady': lambda dice: 204,
    'troubled': lambda dice: dice.choices([200, 500, 429, 302, 'drop'], [75, 10, 5, 3, 7])[0],
    'hanging': lambda dice: 'hang',
    'leaving': lambda dice: 410,
}


class Receiver(contextlib.AbstractContextManager):
    def __init__(self, seed: int):
        self.secrets: dict = {}   # by endpoint
        self.came: dict = {name: [] for name in MOODS}  # by endpoint: (event id, contact id, message id, answer, type)
        self.wrong: list = []     # sentences
        self.released = threading.Event()  # the hanging one becomes steady
        self._dice, self._lock = random.Random(seed), threading.Lock()
        receiver = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self):
                receiver.receive(self)

            def log_message(self, *_):
                pass

        self._server = http.server.ThreadingHTTPServer(('127.0.0.1', 0), Handler)
        self._server.daemon_threads = True
        self.url = f'http://127.0.0.1:{self._server.server_address[1]}'
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={'poll_interval': 0.05})
        self._thread.start()

    def __exit__(self, *_) -> None:
        self.released.set()
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    def receive(self, request: http.server.BaseHTTPRequestHandler) -> None:
        name = request.path.strip('/')
        try:
            body = request.rfile.read(int(request.headers['Content-Length']))
        except OSError:  # the sender was killed
            return
        answer = MOODS[name](self._dice)
        if answer == 'hang':
            self.released.wait()
            answer = 204
        try:
            self.note(name, request.headers, body, answer)
        except (KeyError, TypeError, ValueError) as fault:
            self.wrong.append(f'a message to {name} is unreadable: {fault!r} in {body[:200]!r}')
        if answer == 'drop':
            request.close_connection = True
            return
        with contextlib.suppress(OSError):
            request.send_response(answer)
            if answer == 429:
                request.send_header('Retry-After', '1')
            if answer == 302:
                request.send_header('Location', f'{self.url}/steady')
            request.send_header('Content-Length', '0')
            request.end_headers()

    def note(self, name: str, headers, body: bytes, answer) -> None:
        message, at = headers['webhook-id'], headers['webhook-timestamp']
        key = base64.b64decode(self.secrets[name].removeprefix('whsec_'))
        expected = base64.b64encode(hmac.new(key, f'{message}.{at}.'.encode() + body, hashlib.sha256).digest()).decode()
        if f'v1,{expected}' not in headers['webhook-signature'].split(' '):
            self.wrong.append(f'a message to {name} has a wrong signature')
        if abs(time.time() - int(at)) > 60:
            self.wrong.append(f'a message to {name} has the timestamp {at}')
        event = json.loads(body)
        contact = (event['data'].get('contact') or {}).get('id')
        with self._lock:
            self.came[name].append((event['id'], contact, message, answer, event['type']))
