# makes-firms.py URL-FILE CRM: a sandbox of HubSpot behind a proxy that does
# what HubSpot's setting "create companies from contacts" does: for the
# domain of each new contact's address it makes a company.
import http.client
import json
import os
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlparse

crm = urlparse(sys.argv[2])
seen, lock = set(), threading.Lock()


def ask(method, path, body, headers):
    c = http.client.HTTPConnection(crm.hostname, crm.port)
    c.request(method, path, body, headers)
    answer = c.getresponse()
    return answer, answer.read()


def make_firm(domain):
    if domain in seen:
        return
    seen.add(domain)
    ask("POST", "/crm/v3/objects/companies",
        json.dumps({"properties": {"domain": domain}}),
        {"Authorization": "Bearer t", "Content-Type": "application/json"})


class Proxy(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *args):
        pass

    def pass_on(self):
        n = int(self.headers.get("Content-Length") or 0)
        body = self.rfile.read(n) if n else None
        answer, data = ask(self.command, self.path, body, {
            k: v for k, v in self.headers.items()
            if k.lower() not in ("host", "connection")})
        if "/contacts/batch/" in self.path and answer.status < 300 and \
                self.path.endswith(("create", "upsert")):
            with lock:
                for item in json.loads(body)["inputs"]:
                    email = item["properties"].get("email", "@")
                    make_firm(email.split("@")[1])
        self.send_response(answer.status)
        for k, v in answer.getheaders():
            if k.lower() not in ("content-length", "transfer-encoding",
                                 "connection"):
                self.send_header(k, v)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = pass_on


server = ThreadingHTTPServer(("127.0.0.1", 0), Proxy)
with open(sys.argv[1] + ".new", "w") as f:
    f.write("http://127.0.0.1:%d\n" % server.server_port)
os.rename(sys.argv[1] + ".new", sys.argv[1])
server.serve_forever()
