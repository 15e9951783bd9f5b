# SPDX-License-Identifier: MIT
"""Who listens: follows GET /v1/events, loses its connection at random points, and comes back with the id of the last
event that it had whole. What it heard must be the log, exactly."""
import http.client
import random
import threading
import time


class Listener:
    def __init__(self, port: int, seed: int, query: str = ''):
        self.heard: list = []       # (id, kind)
        self.connections = 0
        self.complaints: list = []
        self._port, self._query, self._dice, self._last = port, query, random.Random(seed), 0
        self._must_end = threading.Event()
        self._thread = threading.Thread(target=self._listen)
        self._thread.start()

    def end(self) -> None:
        self._must_end.set()
        self._thread.join()

    def _listen(self) -> None:
        while not self._must_end.is_set():
            try:
                self._follow()
            except (OSError, http.client.HTTPException):  # there is no server, or not any more
                time.sleep(0.02)

    def _follow(self) -> None:
        connection = http.client.HTTPConnection('127.0.0.1', self._port, timeout=0.5)
        try:
            connection.request('GET', f'/v1/events{self._query}', headers={'Last-Event-ID': str(self._last)})
            answer = connection.getresponse()
            if answer.status != 200:
                self.complaints.append(f'{answer.status}: {answer.read()[:200]!r}')
                time.sleep(0.1)
                return
            self.connections += 1
            self._read(answer, self._dice.randrange(200, 20_000))
        finally:
            connection.close()

    def _read(self, answer: http.client.HTTPResponse, most: int) -> None:
        """Hangs up after so many bytes, wherever that is."""
        unread = b''
        while most > 0 and not self._must_end.is_set():
            piece = answer.read1(min(most, 4096))
            if not piece:
                return
            most -= len(piece)
            unread += piece
            *blocks, unread = unread.split(b'\n\n')
            for block in blocks:
                self._take(block.decode())

    def _take(self, block: str) -> None:
        fields = dict(line.split(': ', 1) for line in block.split('\n') if not line.startswith(':'))
        if 'id' in fields:
            self._last = int(fields['id'])
        if 'data' in fields:
            self.heard.append((int(fields.get('id', 0)), fields['event']))
