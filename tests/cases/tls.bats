#!/usr/bin/env bats
# The way to the CRM: certificates, a proxy, redirects, cleartext.

bats_require_minimum_version 1.5.0
load push

setup() {
	cd "$BATS_TEST_TMPDIR"
	command -v openssl >/dev/null || skip "no openssl"
	command -v python3 >/dev/null || skip "no python3"
}

teardown() {
	[ -z "${SERVER:-}" ] || kill "$SERVER" 2>kill.err || :
	sandbox_stop
}

# serve NAME: run the program on standard input; its port is in the file NAME.
serve() {
	cat >"$1.py"
	python3 "$1.py" >"$1.port" 2>"$1.err" 3>&- &
	SERVER=$!
	until [ -s "$1.port" ]; do
		kill -0 $SERVER || cat "$1.err"
		sleep 0.02
	done
	PORT=$(cat "$1.port")
}

# tls: HTTPS in front of the sandbox, with a certificate of our own.
tls() {
	openssl req -x509 -newkey rsa:2048 -nodes -keyout key.pem \
	    -out cert.pem -days 2 -subj /CN=crm.example \
	    -addext 'subjectAltName=IP:127.0.0.1,DNS:localhost' 2>openssl.err
	UPSTREAM=${U#http://} serve tls <<-'END'
	import os, socket, ssl, threading
	host, port = os.environ["UPSTREAM"].split(":")
	ctx = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
	ctx.load_cert_chain("cert.pem", "key.pem")
	s = socket.create_server(("127.0.0.1", 0))
	print(s.getsockname()[1], flush=True)
	def copy(a, b):
	    try:
	        while True:
	            d = a.recv(65536)
	            if not d: break
	            b.sendall(d)
	    except OSError: pass
	    try: b.shutdown(socket.SHUT_WR)
	    except OSError: pass
	def one(c):
	    try: t = ctx.wrap_socket(c, server_side=True)
	    except (ssl.SSLError, OSError): return
	    u = socket.create_connection((host, int(port)))
	    threading.Thread(target=copy, args=(t, u), daemon=True).start()
	    copy(u, t)
	while True:
	    threading.Thread(target=one, args=(s.accept()[0],), daemon=True).start()
	END
}

@test "a certificate of one's own is believed by configuration alone" {
	start
	tls
	records 5 >in
	sed -i "s|url:.*|url: https://127.0.0.1:$PORT|; s/attempts: 12/attempts: 2/" c.yaml
	rc=0
	push <in >out 2>err || rc=$?
	is 69 $rc
	grep -qi 'tls' err
	is 0 "$(wc -l <log)"
	sed -i "s|profile: hubspot|&\n  ca_file: $PWD/cert.pem|" c.yaml
	push <in >out
	is "created 4 updated 1" "$(outcomes)"
}

@test "a redirect is an answer: no credential goes to another host" {
	start
	serve other <<-'END'
	import http.server
	class H(http.server.BaseHTTPRequestHandler):
	    def do_POST(self):
	        open("stolen", "a").write(str(self.headers))
	        self.send_response(200); self.send_header("Content-Length", "2"); self.end_headers(); self.wfile.write(b"{}")
	    do_GET = do_POST
	s = http.server.HTTPServer(("127.0.0.1", 0), H)
	print(s.server_port, flush=True)
	s.serve_forever()
	END
	other=$SERVER
	OTHER=$PORT serve redirect <<-'END'
	import http.server, os
	class H(http.server.BaseHTTPRequestHandler):
	    def do_POST(self):
	        self.rfile.read(int(self.headers.get("Content-Length") or 0))
	        self.send_response(307)
	        self.send_header("Location", "http://localhost:" + os.environ["OTHER"] + self.path)
	        self.send_header("Content-Length", "0"); self.end_headers()
	    do_GET = do_POST
	s = http.server.HTTPServer(("127.0.0.1", 0), H)
	print(s.server_port, flush=True)
	s.serve_forever()
	END
	sed -i "s|url:.*|url: http://127.0.0.1:$PORT|" c.yaml
	rc=0
	records 3 | push >out 2>err || rc=$?
	kill $other
	is "refused 3" "$(outcomes)"
	[ ! -e stolen ]
}

@test "cleartext beyond this machine is refused before a byte is sent" {
	start
	sed -i "s|url:.*|url: http://crm.example|" c.yaml
	rc=0
	records 3 | push >out 2>err || rc=$?
	is 78 $rc
	grep -q 'use https' err
}

@test "a proxy by configuration sees where to, and no more" {
	start
	serve proxy <<-'END'
	import socket
	s = socket.create_server(("127.0.0.1", 0))
	print(s.getsockname()[1], flush=True)
	while True:
	    c = s.accept()[0]
	    open("asked", "ab").write(c.recv(65536))
	    c.sendall(b"HTTP/1.1 403 no\r\nContent-Length: 0\r\n\r\n"); c.close()
	END
	sed -i "s|url:.*|url: https://crm.example\n  proxy: http://127.0.0.1:$PORT|; s/attempts: 12/attempts: 2/" c.yaml
	rc=0
	records 3 | push >out 2>err || rc=$?
	is 69 $rc
	is "CONNECT crm.example:443 HTTP/1.1" "$(head -1 asked | tr -d '\r')"
	is 0 "$(grep -ci authorization asked)"
}
