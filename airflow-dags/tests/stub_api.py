"""An API and a mail server of the test's own, in this process."""

from __future__ import annotations

import json
import socketserver
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class StubApi:
    """Answers what it was given, by method and path; keeps what it was asked."""

    def __init__(self, answers):
        self.answers = answers
        self.asked = []

    def posted(self, path):
        return [body for method, asked, body in self.asked if (method, asked) == ("POST", path)]

    @contextmanager
    def running(self):
        stub = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def _answer(self):
                length = int(self.headers.get("Content-Length", 0))
                body = json.loads(self.rfile.read(length)) if length else None
                stub.asked.append((self.command, self.path, body))
                status, answer = stub.answers.get((self.command, self.path), (404, {"detail": "no such thing"}))
                data = answer if isinstance(answer, bytes) else json.dumps(answer).encode()
                self.close_connection = True
                self.send_response(status)
                if data.endswith(b"#no last chunk"):
                    self.send_header("Transfer-Encoding", "chunked")
                    data = b"%x\r\n%s\r\n" % (len(data), data)
                else:
                    self.send_header("Content-Length", str(len(data) + data.count(b"#one byte is missing")))
                self.end_headers()
                self.wfile.write(data)

            do_GET = do_POST = _answer

            def log_message(self, *_):
                pass

        with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
            threading.Thread(target=server.serve_forever, daemon=True).start()
            yield f"http://127.0.0.1:{server.server_port}"
            server.shutdown()


class StubMail:
    """Takes mail in; keeps recipients and text."""

    def __init__(self):
        self.recipients = []
        self.text = ""

    @contextmanager
    def running(self):
        stub = self

        class Handler(socketserver.StreamRequestHandler):
            def handle(self):
                self.wfile.write(b"220 stub\r\n")
                for line in self.rfile:
                    word = line[:4].upper()
                    if word == b"RCPT":
                        stub.recipients.append(line.decode().split("<")[1].split(">")[0])
                    if word == b"DATA":
                        self.wfile.write(b"354 go on\r\n")
                        while (text := self.rfile.readline()) != b".\r\n":
                            stub.text += text.decode()
                    self.wfile.write(b"221 bye\r\n" if word == b"QUIT" else b"250 ok\r\n")
                    if word == b"QUIT":
                        return

        with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler) as server:
            threading.Thread(target=server.serve_forever, daemon=True).start()
            yield server.server_address[1]
            server.shutdown()
