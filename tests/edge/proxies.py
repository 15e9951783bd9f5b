#!/usr/bin/env python3
"""Sends every vector through nginx and through haproxy, and asks after each one, on a connection of another client that
shares the proxy's connections to the server, whether the answers still belong to their requests.

    proxies.py BINARY [nginx] [haproxy]      Debian packages nginx-light and haproxy

A desynchronisation shows as an answer that is not the marked request's own, or as one to /smuggled that nobody asked for.
"""
import contextlib
import pathlib
import socket
import subprocess
import sys
import tempfile
import time

from running import carillon
from vectors import NEXT, Peer, read_vectors, unescaped

SILENCE = 0.1  # seconds; an answer on this machine takes a fiftieth of that

NGINX = """
daemon off; master_process off; pid {folder}/pid; error_log {folder}/error.log;
events {{ worker_connections 256; }}
http {{
  access_log off; client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy; fastcgi_temp_path {folder}/f;
  uwsgi_temp_path {folder}/u; scgi_temp_path {folder}/s; large_client_header_buffers 4 32k; client_max_body_size 1m;
  upstream carillon {{ server 127.0.0.1:{backend}; keepalive 1; }}
  server {{
    listen 127.0.0.1:{port};
    location / {{
      proxy_pass http://carillon; proxy_http_version 1.1; proxy_set_header Connection ""; proxy_set_header Host localhost;
      proxy_request_buffering off; proxy_buffering off;
    }}
  }}
}}
"""
HAPROXY = """
global
  maxconn 256
defaults
  mode http
  timeout connect 5s
  timeout client 3s
  timeout server 5s
  timeout http-request 3s
  option http-keep-alive
frontend edge
  bind 127.0.0.1:{port}
  default_backend carillon
backend carillon
  http-reuse always
  server one 127.0.0.1:{backend} pool-max-conn 1
"""


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


@contextlib.contextmanager
def proxy(name, backend):
    port = free_port()
    with tempfile.TemporaryDirectory(prefix="carillon-proxy-") as folder:
        config = pathlib.Path(folder) / "config"
        config.write_text((NGINX if name == "nginx" else HAPROXY).format(folder=folder, port=port, backend=backend))
        command = ["nginx", "-c", str(config), "-e", f"{folder}/error.log"] if name == "nginx" else ["haproxy", "-db", "-q", "-f", str(config)]
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            for _ in range(100):
                with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
                    break
                time.sleep(0.05)
            else:
                raise SystemExit(f"{name} did not start")
            yield ("127.0.0.1", port)
        finally:
            process.terminate()
            process.wait(10)


def answers_to(vector, address):
    """Whatever comes of it. Half a connection closed would end it for nginx, so that silence has to be the end."""
    with Peer(address) as peer:
        peer.socket.settimeout(SILENCE)
        peer.send(vector.bytes)
        found = []
        with contextlib.suppress(OSError, ValueError, TypeError, IndexError):
            while answer := peer.receive(vector.bytes.startswith(b"HEAD ") and not found):
                found.append(answer)
        return found


def own_answer(address, number):
    """Empty when the marked request got the answer that is its own."""
    path = f"/marker-{number}"
    with Peer(address) as peer:
        peer.send(f"GET {path} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
        answer = peer.receive()
    if answer is None:
        return "no answer to the marked request"
    return "" if answer.status == 404 and path.encode() in answer.body else f"another's answer: {answer.status} {answer.body[:100]!r}"


def through(name, server):
    vectors, failed, passed = read_vectors(), 0, 0
    follow_up = unescaped(NEXT)
    with proxy(name, server.port) as address:
        for number, vector in enumerate(vectors):
            answers = answers_to(vector, address)
            smuggled = sum(b"/smuggled" in (answer.body or b"") for answer in answers)
            asked = vector.bytes.count(follow_up) + vector.bytes.startswith(b"GET /smuggled")
            trouble = own_answer(address, number) or own_answer(address, number)
            if not trouble and smuggled > asked:
                trouble = "the server saw a request that was a body"
            passed += any(answer.status in (200, 403) for answer in answers)
            if trouble:
                failed += 1
                print(f"DESYNCHRONISED by {name}: {vector.section}: {vector.name}: {trouble}")
        server.must_live()
    print(f"{name}: {len(vectors)} vectors, {passed} let through, {failed} desynchronised")
    return failed


def main():
    names = sys.argv[2:] or ["nginx", "haproxy"]
    with carillon(sys.argv[1]) as server:
        sys.exit(sum(through(name, server) for name in names) != 0)


if __name__ == "__main__":
    main()
