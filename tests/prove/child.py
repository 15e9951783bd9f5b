# SPDX-License-Identifier: MIT
"""A child process of an attack: started, listened to, killed by its own id (or its group's, when strace stands
between), and never left behind."""
import contextlib
import os
import pathlib
import select
import signal
import subprocess
import time

from attack import Breach


class Child:
    def __init__(self, command: list, environment: dict, log: pathlib.Path):
        self.name, self.log, self.url, self._read = pathlib.Path(command[0]).name, log, '', b''
        with log.open('ab') as stderr:
            self.process = subprocess.Popen([str(word) for word in command], env=environment, cwd=log.parent,
                                            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=stderr,
                                            start_new_session=True)

    def read_line(self, seconds: float) -> str:
        """The next line that it prints; empty when it ended without one."""
        until, descriptor = time.monotonic() + seconds, self.process.stdout.fileno()
        while b'\n' not in self._read:
            if not select.select([descriptor], [], [], max(0.0, until - time.monotonic()))[0]:
                raise Breach(f'{self.name} said nothing for {seconds} s; its log ends: {self.last_words()}')
            chunk = os.read(descriptor, 4096)
            if not chunk:
                return ''
            self._read += chunk
        line, self._read = self._read.split(b'\n', 1)
        return line.decode()

    def wait_until_it_listens(self, seconds: float = 60) -> str:
        """Its URL; empty when it ended instead."""
        if not self.url:
            line = self.read_line(seconds)
            self.url = line.split('listening on ', 1)[1].strip() if 'listening on ' in line else ''
        return self.url

    def is_running(self) -> bool:
        return self.process.poll() is None

    def signal(self, number: int) -> None:
        with contextlib.suppress(ProcessLookupError):
            self.process.send_signal(number)

    def wait(self, seconds: float) -> int:
        try:
            code = self.process.wait(seconds)
        except subprocess.TimeoutExpired:
            raise Breach(f'{self.name} did not end within {seconds} s; its log ends: {self.last_words()}') from None
        self.process.stdout.close()
        return code

    def stop(self, seconds: float = 30) -> int:
        """In order. Returns the exit code."""
        self.signal(signal.SIGTERM)
        return self.wait(seconds)

    def kill(self) -> None:
        """With all that it started; nothing when it has ended already."""
        if self.process.returncode is None:  # until it is waited for, its id is nobody else's
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
        self.process.stdout.close()

    def last_words(self) -> str:
        lines = self.log.read_text(errors='replace').splitlines()[-5:]
        return ' | '.join(lines) or '(it is empty)'
