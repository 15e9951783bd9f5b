# SPDX-License-Identifier: MIT
"""The real binary as server and as fake Twilio, and an agent's web server; each on a free port, ended by its own id."""
import contextlib
import http.server
import os
import pathlib
import signal
import subprocess
import tempfile
import threading

ACCOUNT = 'AC0123456789abcdef0123456789abcdef'
TOKEN = '0123456789abcdef0123456789abcdef'
TWIML = b'<?xml version="1.0" encoding="UTF-8"?><Response><Hangup/></Response>'


class Agent(http.server.BaseHTTPRequestHandler):
    """Answers with TwiML whatever it is asked, and takes webhooks."""

    def do_POST(self):
        self.rfile.read(int(self.headers.get('Content-Length', 0)))
        self.send_response(200)
        self.send_header('Content-Type', 'text/xml')
        self.send_header('Content-Length', str(len(TWIML)))
        self.end_headers()
        self.wfile.write(TWIML)

    def log_message(self, *_):
        pass


@contextlib.contextmanager
def agent():
    server = http.server.ThreadingHTTPServer(('127.0.0.1', 0), Agent)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f'http://127.0.0.1:{server.server_port}'
    finally:
        server.shutdown()
        server.server_close()


@contextlib.contextmanager
def carillon(binary, *arguments, **settings):
    """Yields where it listens and its folder."""
    with tempfile.TemporaryDirectory(prefix='carillon-openapi-') as folder:
        outside = {name: value for name, value in os.environ.items() if name in ('PATH', 'HOME', 'LANG', 'TMPDIR')}
        environment = {**outside, 'TWILIO_ACCOUNT_SID': ACCOUNT, 'TWILIO_AUTH_TOKEN': TOKEN, 'PORT': '0',
                       'CARILLON_DB': f'{folder}/openapi.db', 'CARILLON_LOG_LEVEL': 'error', **settings}
        with open(f'{folder}/log', 'wb') as log:
            process = subprocess.Popen([str(binary), *arguments], cwd=folder, env=environment, stdout=subprocess.PIPE, stderr=log)
        try:
            line = process.stdout.readline().decode()
            if 'listening on ' not in line:
                raise SystemExit(f'{arguments[0]} did not start: ' + pathlib.Path(f'{folder}/log').read_text())
            yield line.split('listening on ', 1)[1].strip(), pathlib.Path(folder)
        finally:
            process.send_signal(signal.SIGTERM)
            try:
                process.wait(20)
            finally:
                process.kill()
                process.stdout.close()


@contextlib.contextmanager
def product(binary, **settings):
    """Server, fake Twilio and agent: everybody is busy at once, but numbers that end in 0200 talk until they are hung up."""
    fake_flags = ('--busy', '1', '--answer', '0', '--no-answer', '0', '--failed', '0', '--voicemail', '0', '--speed-up', '30',
                  '--talk-seconds-min', '3000', '--talk-seconds-max', '3600', '--calls-per-second', '1000')
    with agent() as agent_at, carillon(binary, 'fake-twilio', *fake_flags) as (twilio, _):
        told = {'TWILIO_API_BASE_URL': twilio, 'TWILIO_FROM_NUMBER': '+15551234567', 'CARILLON_CALLS_PER_SECOND': '500',
                'WONDERFUL_TWIML_URL': agent_at + '/twiml?name={{name|there}}', 'CARILLON_ALLOW_PRIVATE_HOOKS': 'true',
                'CARILLON_MAX_UPLOAD_BYTES': '65536'}
        with carillon(binary, 'serve', **told, **settings) as (origin, folder):
            yield origin, folder, agent_at
