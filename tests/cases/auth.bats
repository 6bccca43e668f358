#!/usr/bin/env bats
# Credentials: the vault, the grants against a provider nobody here wrote,
# and what must never be seen of them.

bats_require_minimum_version 1.5.0
load sandbox.bash
load auth.bash

setup() {
	export XDG_STATE_HOME=$BATS_TEST_TMPDIR/state
	unset CHATCRM_VAULT_KEY CREDENTIALS_DIRECTORY
	cd "$BATS_TEST_TMPDIR"
}

teardown() {
	provider_stop
	sandbox_stop
	stop_tls
}

# login: as a person does with a browser.
login() {
	auth login >login.out 2>login.err 3>&- &
	local pid=$!
	await grep -q '^http' login.err
	person "$(grep '^http' login.err)" >page
	wait $pid
}

# await_expiry: until the token in the vault is none any more.
await_expiry() {
	await eval 'auth --format json status --offline |
	    jq -e ".state == \"expired\"" >/dev/null'
}

@test "client credentials, in a header and in the form" {
	sandbox_start
	provider_start
	export S=machine-secret
	conf_oauth client_credentials machine "      client: basic
      client_secret: {env: S}"
	run auth --format json test
	is 0 "$status: $output" || [ "$status" -eq 0 ]
	is client_credentials "$(jq -r .grant <<<"$output")"
	is crm.write "$(jq -r '.scopes[]' <<<"$output")"
	is 12345678 "$(jq -r .account <<<"$output")"
	# a second run finds the token in the vault
	auth test
	is 1 "$(grants client_credentials)"
	export S='a+b&c=d/e%f'
	conf_oauth client_credentials poster "      client_secret: {env: S}"
	auth test
	is 2 "$(grants client_credentials)"
	export S=wrong
	run -77 auth refresh
	[[ $output == *invalid_client* ]]
}

@test "a signed token (JWT bearer)" {
	sandbox_start
	provider_start
	conf_oauth jwt_bearer signer "      key: {file: $PWD/sa.pem}
      subject: ops@acme.example"
	chmod 600 sa.pem
	auth test
	grep -q '^signed 170$' events
	chmod 644 sa.pem
	run -77 auth refresh
	[[ $output == *"open to others"* ]]
	openssl genpkey -quiet -algorithm RSA -pkeyopt rsa_keygen_bits:2048 \
	    -out sa.pem
	chmod 600 sa.pem
	run -77 auth refresh
	[[ $output == *"invalid_grant"* ]]
}

@test "authorization code with PKCE, refresh with rotation, revocation" {
	sandbox_start
	provider_start
	conf_oauth authorization_code browser
	run -77 auth test
	[[ $output == *"chatcrm-auth login"* ]]
	login
	is "chatcrm You may close this window." "$(cat page)"
	grep -q 'state:    good' login.out
	auth test
	is "1 0" "$(grants authorization_code) $(grants refresh_token)"
	auth refresh
	auth refresh
	is 2 "$(grants refresh_token)"
	run -0 auth --format json status
	is true "$(jq .renewable <<<"$output")"
	auth revoke
	grep -q '^killed' events
	run -77 auth status --offline
	run -77 auth test
}

@test "the device grant" {
	sandbox_start
	provider_start
	conf_oauth device device
	auth login >login.out 2>login.err 3>&- &
	local pid=$!
	await grep -q '^or open' login.err
	person "$(sed -n 's/^or open //p' login.err)" >page
	wait $pid
	auth test
	is 1 "$(grants urn:ietf:params:oauth:grant-type:device_code)"
	auth refresh
	is 1 "$(grants refresh_token)"
}

@test "one login does not write over another's" {
	provider_start
	conf_oauth authorization_code browser
	login
	conf_oauth device device
	run -78 auth login
	[[ $output == *"of another client"* ]]
	export S=machine-secret
	conf_oauth client_credentials machine "      client: basic
      client_secret: {env: S}"
	run -78 auth refresh
	conf_oauth authorization_code browser
	auth refresh
	# a token from elsewhere needs no vault, not even a folder for one
	conf_auth '    token: {env: S}'
	sed -i '/^vault/d' c.yaml
	run -0 env -u HOME -u XDG_STATE_HOME chatcrm-auth -c c.yaml status \
	    --offline
}

@test "two runs at once with one refresh token make one refresh" {
	sandbox_start
	provider_start
	echo 1 >ttl
	conf_oauth authorization_code browser
	login
	await_expiry
	rm ttl
	local i pids=()
	for i in 1 2 3 4; do
		auth test >"out$i" 2>&1 3>&- &
		pids+=($!)
	done
	for i in "${pids[@]}"; do
		wait "$i" || { cat out*; false; }
	done
	is 1 "$(grants refresh_token)"
	! grep killed events
}

@test "a kill in the middle of a refresh does not lose the login" {
	provider_start
	conf_oauth authorization_code browser
	login
	: >hold
	auth refresh >out 2>&1 3>&- &
	local pid=$!
	await grep -q '^grant refresh_token' events
	kill -9 $pid
	wait $pid || :
	rm hold
	# whoever comes next waits for what the dead one's child stores
	flock vault.lock true
	auth refresh
	is 2 "$(grants refresh_token)"
	! grep -E 'killed|invalid_grant' events
}

@test "stopped at each step, a refresh is survived or explained" {
	provider_start
	conf_oauth authorization_code browser
	login
	local n
	for ((n = 1; n < 10; n++)); do
		run env CHATCRM_STOP_AFTER=$n chatcrm-auth -c c.yaml refresh
		[ "$status" -ne 0 ] || break
		run auth refresh
		[ "$status" -eq 0 ] || {
			# only where the answer came and was not yet stored
			is "2 77" "$n $status"
			[[ $output == *"the answer to the refresh of 2"*"was lost; log in again"* ]]
			login
			auth refresh
		}
	done
	is 4 $n
}

@test "a provider that is away does not end a run while the token is good" {
	sandbox_start
	provider_start
	conf_oauth authorization_code browser
	login
	: >busy
	# not yet time to renew: nothing is asked
	auth test
	run -69 auth refresh
	[[ $output == *"status 503"* ]]
	rm busy
	auth refresh
}

@test "a token that ends in mid-run is renewed once, and a push goes on" {
	load push.bash
	records 40 >in.jsonl
	sandbox_start --oauth --token-life 1h \
	    --property contacts.chatcrm_id:unique \
	    --property companies.chatcrm_id:unique \
	    --property notes.chatcrm_id:unique \
	    --property contacts.chatcrm_score:number \
	    --property contacts.chatcrm_grade \
	    --property contacts.chatcrm_tags \
	    --property contacts.chatcrm_lead_source \
	    --property contacts.chatcrm_last_chat:datetime --fault expired:1
	export S=secret
	conf_auth '    oauth: {grant: client_credentials, client_id: app, client_secret: {env: S}}'
	chatcrm-push -q -c c.yaml <in.jsonl >out.jsonl
	is 40 "$(grep -c '"outcome":"created"\|"outcome":"updated"' out.jsonl)"
	is 2 "$(jq -s 'map(select(.path | test("/token$"))) | length' log)"
	# a credential that is never good ends the run with 77, after one more
	faults '[{"fault":"expired","share":1}]'
	records 10 100 >in.jsonl
	run -77 chatcrm-push -q -c c.yaml in.jsonl
}

@test "the vault: modes, keys from four places, and a change of keys" {
	conf_auth '    token: {vault: crm}'
	printf 'hunter2\n' | auth put crm
	is "600 600" "$(stat -c %a vault) $(stat -c %a vault.key)"
	! grep -q hunter2 vault
	local key other
	key=$(cat vault.key)
	other=$(head -c 32 /dev/urandom | od -An -tx1 | tr -d ' \n')
	auth rotate --key
	[ "$key" != "$(cat vault.key)" ]
	run auth list
	[[ $output == "crm "*secret* ]]
	# the environment, a credential of a service, and a named file
	key=$(cat vault.key)
	mv vault.key elsewhere
	run -78 auth list
	[[ $output == *"vault.key: No such file"* ]]
	CHATCRM_VAULT_KEY=$key auth list
	run -78 env CHATCRM_VAULT_KEY="$other" chatcrm-auth -c c.yaml list
	[[ $output == *"under another key"* ]]
	mkdir credentials
	(umask 077 && echo "$key" >credentials/chatcrm.vault.key)
	CREDENTIALS_DIRECTORY=$PWD/credentials auth list
	auth --key-file elsewhere list
	CHATCRM_VAULT_KEY=$other auth --key-file elsewhere rotate --key \
	    --new-key-file third
	auth --key-file third list
	run -78 auth --key-file elsewhere list
	# what others could read or write is not used
	chmod 644 third
	run -78 auth --key-file third list
	chmod 600 third
	chmod 640 vault
	run -78 auth --key-file third list
	[[ $output == *"chmod 600"* ]]
	chmod 600 vault
	printf x | dd of=vault bs=1 seek=60 conv=notrunc 2>/dev/null
	run -74 auth --key-file third list
	[[ $output == *"does not open"* ]]
}

@test "a change of keys that is cut off at any step loses nothing" {
	conf_auth '    token: {vault: crm}'
	echo hunter2 | auth put crm
	local n
	for ((n = 1; n < 20; n++)); do
		run env CHATCRM_STOP_AFTER=$n chatcrm-auth -c c.yaml rotate --key
		[ "$status" -ne 0 ] || break
		run -0 auth list
		[[ $output == "crm "* ]]
		echo hunter3 | auth put crm
	done
	[ $n -gt 1 ]
}

@test "a new secret takes the old one's place once the CRM takes it" {
	sandbox_start
	conf_auth '    token: {vault: crm}'
	echo old-one | auth put crm
	faults '[{"fault":"expired"}]'
	run -77 auth rotate <<<new-one
	[[ $output == *"the old one stays"* ]]
	run auth list
	is 1 "${#lines[@]}"
	faults '[]'
	auth rotate <<<new-two
	run auth list
	is 1 "${#lines[@]}"
	grep -q . log
	# that in the environment cannot be replaced
	conf_auth '    token: {env: S}'
	S=x run -64 auth rotate <<<y
}

faults() {
	curl -sS -o /dev/null -X POST -d "$1" "$U/_sandbox/faults"
}

@test "no secret is seen by others: arguments, environment, trace, messages" {
	sandbox_start
	export S='tok/en+se=cret'
	cat >helper <<-'SH'
	#!/bin/sh
	tr '\0' '\n' <"/proc/$PPID/cmdline" >seen
	tr '\0' '\n' <"/proc/self/environ" >>seen
	cat "/proc/$PPID/limits" >>limits
	echo from-helper
	SH
	chmod +x helper
	conf_auth "    oauth: {grant: client_credentials, client_id: app, client_secret: {env: S}, params: {audience: {env: S}}}"
	run -78 auth test
	conf_auth "    oauth: {grant: client_credentials, client_id: {command: [./helper]}, client_secret: {env: S}}"
	auth --trace trace test
	[ -s seen ]
	! grep -F "$S" seen
	! grep -F CHATCRM_VAULT_KEY seen
	grep -q 'Max core file size  *0  *0' limits
	is 600 "$(stat -c %a trace)"
	! grep -F -e "$S" -e tok%2Fen%2B trace
	grep -q '"Authorization":"~' trace
	grep -q '"client_secret":"~' trace
	grep -q '"access_token":"~' trace
	printf 'a\nb' >bad
	chmod 600 bad
	conf_auth "    token: {file: $PWD/bad}"
	run -77 auth test
	[[ $output == *"line break"* ]]
}

@test "a trace shows what was said and nobody whom it was about" {
	load push.bash
	start --fault picklist:1 --fault rate:1
	records 12 >in.jsonl
	push --trace trace in.jsonl >out.jsonl || :
	[ "$(wc -l <trace)" -gt 5 ]
	jq -es 'all(.[]; .method and .url and (.status | type == "number"))' trace
	! grep -E 'firm[0-9]|p[0-9]+@|4155550|Bearer t"|"N[0-9]|more' trace
	grep -q '"idProperty":"email"' trace
	grep -q '"policyName":"TEN_SECONDLY_ROLLING"' trace
}

@test "two pushers on one ledger, one refresh token: one refresh, no twins" {
	load push.bash
	start
	provider_start
	echo 1 >ttl
	conf_auth "    oauth:
      grant: authorization_code
      client_id: browser
      token_url: $IDP/token
      authorize_url: $IDP/auth
      scopes: [crm.write]"
	login
	records 60 >all.jsonl
	await_expiry
	rm ttl
	push --shared all.jsonl >one.out 2>one.err 3>&- &
	local one=$!
	push --shared all.jsonl >two.out 2>two.err 3>&- &
	local two=$!
	wait $one || { cat one.err; false; }
	wait $two || { cat two.err; false; }
	is 1 "$(grants refresh_token)"
	! grep -E 'killed|error' events
	is 60 "$(outcomes one.out | tr ' ' '\n' | awk '/^[0-9]/ { n += $1 } END { print n }')"
	# everybody and every company stands there once
	is "" "$(curl -sS "$U/_sandbox/state" | jq -r '.contacts[].properties |
	    (.email // .phone)' | sort | uniq -d)"
	is "" "$(curl -sS "$U/_sandbox/state" | jq -r '.companies[].properties.domain' | sort | uniq -d)"
}

@test "certificates are checked, also on this machine" {
	mkdir -p account-info/v3
	echo '{"portalId":1,"accountType":"SANDBOX"}' >account-info/v3/details
	openssl req -x509 -newkey rsa:2048 -nodes -days 1 -subj /CN=us \
	    -addext subjectAltName=IP:127.0.0.1 -keyout tls.key \
	    -out tls.crt 2>/dev/null
	openssl req -x509 -newkey rsa:2048 -nodes -days 1 -subj /CN=us \
	    -addext subjectAltName=DNS:other.example -keyout other.key \
	    -out other.crt 2>/dev/null
	export T=hunter2
	serve_tls tls
	conf_auth '    token: {env: T}'
	run -69 auth test
	[[ $output == *"certificate"* ]]
	sed -i "s|^  profile|  ca_file: $PWD/tls.crt\n  profile|" c.yaml
	auth test
	stop_tls
	# right issuer, but of another host
	serve_tls other
	conf_auth '    token: {env: T}'
	sed -i "s|^  profile|  ca_file: $PWD/other.crt\n  profile|" c.yaml
	run -69 auth test
	stop_tls
	# and nothing goes to another machine in the clear
	U=http://crm.example conf_auth '    token: {env: T}'
	run -78 auth test
	[[ $output == *"use https"* ]]
}

# serve_tls NAME: files of this folder over TLS, with NAME's certificate.
serve_tls() {
	local i port
	for ((i = 0; i < 20; i++)); do
		port=$((20000 + RANDOM % 10000))
		openssl s_server -WWW -accept "127.0.0.1:$port" -key $1.key \
		    -cert $1.crt >s_server.out 2>&1 3>&- &
		TLS=$!
		await grep -q 'ACCEPT\|rror' s_server.out
		! grep -q ACCEPT s_server.out || break
	done
	U=https://127.0.0.1:$port
}

stop_tls() {
	[ -n "${TLS:-}" ] || return 0
	kill "$TLS"
	wait "$TLS" || :
	TLS=
}

@test "check finds mistakes of crm.auth, all at once" {
	cat >c.yaml <<-'YAML'
	crm:
	  profile: hubspot
	  auth:
	    token: {env: T}
	    oauth:
	      grant: device
	      client_id: {enf: X}
	      client_secret: hunter2
	      token_url: http://login.example/token
	      redirect_url: https://elsewhere.example/
	      name: two words
	      params: [a]
	vault: {key: {env: K, file: F}, fiel: x}
	YAML
	run -78 chatcrm check -c c.yaml
	local what
	for what in "one of token, api_key, basic and oauth" "'enf'" \
	    "client_secret: a secret does not belong" "did you mean 'file'" \
	    "in one place"; do
		[[ $output == *"$what"* ]] || { echo "$output; no: $what"; false; }
	done
	[[ $output != *hunter2* ]]
	cat >c.yaml <<-'YAML'
	crm:
	  profile: hubspot
	  auth:
	    oauth:
	      grant: device
	      client_id: x
	      token_url: http://login.example/token
	      redirect_url: https://elsewhere.example/
	      name: two words
	      params: [a]
	YAML
	run -78 chatcrm check -c c.yaml
	for what in "knows no grant device" "needs device_url" \
	    "token_url must begin with https" "redirect_url must be on this" \
	    "c.yaml:9:13: error: crm.auth.oauth.name" \
	    "params must be a mapping"; do
		[[ $output == *"$what"* ]] || { echo "$output; no: $what"; false; }
	done
	# the pure stages say the same, as far as they can without the profile
	run -78 chatcrm-map -c c.yaml /dev/null
	[[ $output == *"token_url must begin with https"* ]]
}

@test "a hostile provider gets nothing and breaks nothing" {
	command -v node >/dev/null || skip "no node"
	cat >evil.cjs <<-'JS'
	const http = require('http'), fs = require('fs');
	const says = {
	  '/huge': (a) => { a.writeHead(200); a.end(Buffer.alloc(4 << 20, 32)); },
	  '/deep': (a) => a.end('{"access_token":' + '['.repeat(5e5)),
	  '/away': (a) => { a.writeHead(307, { Location: '/stolen' }); a.end(); },
	  '/crlf': (a) => a.end('{"access_token":"a\\r\\nX-Evil: 1"}'),
	  '/html': (a) => a.end('<html>"access_token"</html>'),
	  '/none': (a) => a.destroy(),
	  '/echo': (a, body) => { a.writeHead(400);
	    a.end(JSON.stringify({ error: 'invalid_client',
	      error_description: '\u001b[2J' + body })); },
	};
	const s = http.createServer((q, a) => {
	  let body = '';
	  q.on('data', (d) => body += d).on('end', () => {
	    fs.appendFileSync('asked', q.url + '\n');
	    (says[q.url] || ((r) => r.end('{}')))(a, body);
	  });
	}).listen(0, '127.0.0.1', () => fs.writeFileSync('port', '' + s.address().port));
	JS
	node evil.cjs 3>&- &
	IDP_PID=$!
	await test -s port
	export S=hunter2-secret
	local way
	for way in huge deep away crlf html none; do
		IDP=http://127.0.0.1:$(cat port) conf_oauth client_credentials app \
		    "      client_secret: {env: S}"
		sed -i "s|/token\$|/$way|" c.yaml
		run auth refresh
		echo "$way $status: $output"
		[ "$status" -eq 69 ] || [ "$status" -eq 77 ]
		[ "$(wc -l <<<"$output")" -eq 1 ]
	done
	! grep stolen asked
	# words of a refusal are shown, but not what we sent
	sed -i "s|/none|/echo|" c.yaml
	run -77 auth refresh
	[[ $output == *invalid_client* ]]
	[[ $output != *$'\e'* ]]
	[[ $output != *hunter2* ]]
	[ ! -e vault ]
}

@test "a code that the provider's own page has shown becomes a login" {
	sandbox_start --oauth --persona zoho
	cat >c.yaml <<-YAML
	crm:
	  profile: zoho
	  options: {login: "$U"}
	  auth: {oauth: {grant: refresh_token, client_id: a, client_secret: {env: S}, redirect_url: "http://127.0.0.1:9/cb"}}
	vault: {file: v, key: {env: K}}
	YAML
	export S=b K=$(printf 'a%.0s' {1..64})
	local location code
	location=$(curl -sS -o /dev/null -w '%{redirect_url}' "$U/oauth/v2/auth?response_type=code&client_id=a&redirect_uri=http://127.0.0.1:9/cb&access_type=offline")
	code=${location#*code=}
	run -77 chatcrm-auth -c c.yaml login --code <<<"wrong"
	[[ $output != *wrong* ]]
	chatcrm-auth -c c.yaml login --code <<<"$code" >out
	grep -q '^kind: *oauth' out
	! grep -q "$code" out
	chatcrm-auth -c c.yaml test
	chatcrm-auth -c c.yaml refresh
	# It is good once.
	run -77 chatcrm-auth -c c.yaml login --code <<<"$code"
}
