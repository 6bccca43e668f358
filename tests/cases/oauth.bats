#!/usr/bin/env bats
# The sandbox as an authorization server.

load sandbox.bash

C=/crm/v3/objects/contacts
T=/oauth/v3/token
CB=http://127.0.0.1:9/cb

setup() {
	U=
}

teardown() {
	sandbox_stop
}

# form PATH NAME=VALUE...: $status and $body.
form() {
	local out="$BATS_TEST_TMPDIR/answer" path=$1 data=()
	shift
	for p; do
		data+=(--data-urlencode "$p")
	done
	status=$(curl -sS -o "$out" -w '%{http_code}' "${data[@]}" "$U$path")
	body=$(cat "$out")
}

# consent NAME=VALUE...: $code, as the browser would bring it back.
consent() {
	local data=()
	for p; do
		data+=(--data-urlencode "$p")
	done
	location=$(curl -sS -G -o /dev/null -w '%{redirect_url}' "${data[@]}" \
	    --data-urlencode response_type=code \
	    --data-urlencode "redirect_uri=$CB" "$U/oauth/authorize")
	code=${location#*[?&]code=}
	code=${code%%&*}
}

works() {	# the status that token $1 gets
	TOKEN=$1 call GET $C
	echo "$status $(j '.category // ""')"
}

@test "with --oauth only what it issued is a token" {
	sandbox_start --oauth
	is '401 INVALID_AUTHENTICATION' "$(works t)"
	form $T grant_type=client_credentials client_id=a client_secret=b
	is '200 null bearer 1800 client_credentials 12345678' "$status $(j '"\(.refresh_token) \(.token_type) \(.expires_in) \(.token_use) \(.hub_id)"')"
	is '200 ' "$(works "$(j .access_token)")"
	form $T grant_type=client_credentials client_id=a
	is '401 invalid_client' "$status $(j .error)"
	form $T grant_type=refresh_token client_id=a refresh_token=x
	is '400 invalid_grant' "$status $(j .error)"
	form $T grant_type=magic client_id=a
	is '400 unsupported_grant_type' "$status $(j .error)"
	! grep -q 'sandbox-' "$BATS_TEST_TMPDIR/log"
}

@test "a code with PKCE, once, for its own client and address" {
	sandbox_start --oauth
	# The example of RFC 7636, appendix B.
	v=dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk
	c=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM
	consent client_id=a 'state=s &1' code_challenge=$c code_challenge_method=S256
	[[ $location = "$CB?code="*'&state=s%20%261' ]]
	form $T grant_type=authorization_code client_id=b redirect_uri=$CB "code=$code" code_verifier=$v
	is '400 invalid_grant' "$status $(j .error)"
	form $T grant_type=authorization_code client_id=a redirect_uri=$CB/ "code=$code" code_verifier=$v
	is 400 "$status"
	form $T grant_type=authorization_code client_id=a redirect_uri=$CB "code=$code" code_verifier=${v}x
	is 400 "$status"
	form $T grant_type=authorization_code client_id=a redirect_uri=$CB "code=$code"
	is 400 "$status"
	form $T grant_type=authorization_code client_id=a redirect_uri=$CB "code=$code" code_verifier=$v
	is 200 "$status"
	access=$(j .access_token)
	is '200 ' "$(works "$access")"
	# Shown again, it ends what it gave.
	form $T grant_type=authorization_code client_id=a redirect_uri=$CB "code=$code" code_verifier=$v
	is 400 "$status"
	is '401 INVALID_AUTHENTICATION' "$(works "$access")"
}

@test "codes are sent to this machine alone" {
	sandbox_start
	for uri in https://127.0.0.1/ http://127.0.0.1.evil.example/ \
	    http://127.0.0.1@evil.example/ http://evil.example/ ''; do
		run curl -sS -G -o /dev/null -w '%{http_code} %{redirect_url}' \
		    --data-urlencode "redirect_uri=$uri" -d client_id=a -d response_type=code "$U/oauth/authorize"
		is '400 ' "$output"
	done
	consent client_id=a code_challenge=x code_challenge_method=plain
	[[ $location = "$CB?error=invalid_request" ]]
}

@test "a refresh token is good until it is revoked" {
	sandbox_start --oauth
	consent client_id=a
	form $T grant_type=authorization_code client_id=a redirect_uri=$CB "code=$code"
	refresh=$(j .refresh_token)
	form $T grant_type=refresh_token client_id=a "refresh_token=$refresh"
	is "200 $refresh" "$status $(j .refresh_token)"
	access=$(j .access_token)
	form /oauth/v3/token/introspect "token=$access"
	is 'true access_token' "$(j '"\(.active) \(.token_use)"')"
	call GET /oauth/v1/access-tokens/$access
	is "200 12345678" "$status $(j .hub_id)"
	form /oauth/v3/token/revoke "token=$refresh"
	is 200 "$status"
	is '401 INVALID_AUTHENTICATION' "$(works "$access")"
	form $T grant_type=refresh_token client_id=a "refresh_token=$refresh"
	is '400 invalid_grant' "$status $(j .error)"
	form /oauth/v3/token/introspect "token=$access"
	is false "$(j .active)"
	! grep -q 'sandbox-' "$BATS_TEST_TMPDIR/log"
}

@test "rotated, an old refresh token ends the family" {
	sandbox_start --oauth --oauth-rotate
	consent client_id=a
	form $T grant_type=authorization_code client_id=a redirect_uri=$CB "code=$code"
	first=$(j .refresh_token)
	form $T grant_type=refresh_token client_id=a "refresh_token=$first"
	second=$(j .refresh_token)
	[ "$first" != "$second" ]
	form $T grant_type=refresh_token client_id=a "refresh_token=$second"
	is 200 "$status"
	third=$(j .refresh_token) access=$(j .access_token)
	is '200 ' "$(works "$access")"
	form $T grant_type=refresh_token client_id=a "refresh_token=$first"
	is 400 "$status"
	form $T grant_type=refresh_token client_id=a "refresh_token=$third"
	is 400 "$status"
	is '401 INVALID_AUTHENTICATION' "$(works "$access")"
}

@test "tokens run out, by time or in the middle of things" {
	sandbox_start --oauth --token-life 1h --now 2026-03-01T00:00:00Z
	form $T grant_type=client_credentials client_id=a client_secret=b
	is 3600 "$(j .expires_in)"
	access=$(j .access_token)
	call POST /_sandbox/faults '[{"fault":"expired"}]'
	is '401 EXPIRED_AUTHENTICATION' "$(works "$access")"
	is '401 INVALID_AUTHENTICATION' "$(works x)"
	# The fault is over, but that token stays expired.
	is '401 EXPIRED_AUTHENTICATION' "$(works "$access")"
}

@test "a device waits for the person, and not too eagerly" {
	sandbox_start --oauth
	form /oauth/device client_id=a 'scope=x y'
	is 200 "$status"
	device=$(j .device_code) user=$(j .user_code)
	[[ $user =~ ^[A-Z]{4}-[A-Z]{4}$ ]]
	grant=urn:ietf:params:oauth:grant-type:device_code
	form $T grant_type=$grant client_id=a "device_code=$device"
	is '400 authorization_pending' "$status $(j .error)"
	form $T grant_type=$grant client_id=a "device_code=$device"
	is '400 slow_down' "$status $(j .error)"
	form /_sandbox/device user_code=$user answer=allow
	is 200 "$status"
	form $T grant_type=$grant client_id=b "device_code=$device"
	is '400 invalid_grant' "$status $(j .error)"
	form $T grant_type=$grant client_id=a "device_code=$device"
	is 200 "$status"
	is '200 ' "$(works "$(j .access_token)")"
	form $T grant_type=$grant client_id=a "device_code=$device"
	is '400 invalid_grant' "$status $(j .error)"
	form /oauth/device client_id=a
	form /_sandbox/device user_code="$(j .user_code)" answer=deny
	form $T grant_type=$grant client_id=a "device_code=$(form /oauth/device client_id=a; j .device_code)"
	is '400 authorization_pending' "$status $(j .error)"
	body=$(curl -sS "$U/_sandbox/device?user_code=%22%3E%3Cb%3E")
	[[ $body = *'value="&quot;&gt;&lt;b&gt;"'* ]]
}

@test "a JWT bearer's claims are read" {
	sandbox_start --oauth
	b64() { base64 -w0 | tr '+/' '-_' | tr -d '='; }
	jwt() { printf '%s.%s.%s' "$(printf '{"alg":"RS256"}' | b64)" "$(printf '%s' "$1" | b64)" c2ln; }
	g=urn:ietf:params:oauth:grant-type:jwt-bearer
	form $T grant_type=$g "assertion=$(jwt '{"iss":"me","exp":9999999999}')"
	is 200 "$status"
	is '200 ' "$(works "$(j .access_token)")"
	for bad in "$(jwt '{"iss":"me","exp":1}')" "$(jwt '{"exp":9999999999}')" x. a.b.c ''; do
		form $T grant_type=$g "assertion=$bad"
		is '400 invalid_grant' "$status $(j .error)"
	done
}

@test "a rule may fail the token endpoint, a share does not" {
	sandbox_start --oauth --fail 100
	form $T grant_type=client_credentials client_id=a client_secret=b
	is 200 "$status"
	call POST /_sandbox/faults '[{"fault":"rate"},
	    {"match":{"path":"/oauth/"},"fault":"fail-before","status":503}]'
	form $T grant_type=client_credentials client_id=a client_secret=b
	is 503 "$status"
	form $T grant_type=client_credentials client_id=a client_secret=b
	is 200 "$status"
}

@test "Zoho and Pipedrive have paths and words of their own" {
	sandbox_start --oauth --persona zoho
	location=$(curl -sS -o /dev/null -w '%{redirect_url}' "$U/oauth/v2/auth?response_type=code&client_id=a&redirect_uri=$CB&access_type=offline")
	form /oauth/v2/token grant_type=authorization_code client_id=a client_secret=b redirect_uri=$CB "code=${location#*code=}"
	is "200 3600 $U" "$status $(j '"\(.expires_in) \(.api_domain)"')"
	form /oauth/v2/token grant_type=refresh_token client_id=a client_secret=b "refresh_token=$(j .refresh_token)"
	is '200 null' "$status $(j .refresh_token)"
	access=$(j .access_token)
	status=$(curl -sS -o /dev/null -w '%{http_code}' -H "Authorization: Zoho-oauthtoken $access" "$U/crm/v8/org")
	is 200 "$status"
	form /oauth/v2/token grant_type=refresh_token client_id=a client_secret=b refresh_token=x
	is '200 invalid_code' "$status $(j .error)"
	sandbox_stop
	sandbox_start --oauth --oauth-rotate --persona pipedrive
	location=$(curl -sS -o /dev/null -w '%{redirect_url}' "$U/oauth/authorize?client_id=a&redirect_uri=$CB&response_type=code")
	body=$(curl -sS -u a:b "$U/oauth/token" -d grant_type=authorization_code -d redirect_uri=$CB -d "code=${location#*code=}")
	is "3599 $U" "$(j '"\(.expires_in) \(.api_domain)"')"
	refresh=$(j .refresh_token)
	TOKEN=$(j .access_token) call GET /v1/users/me
	is 200 "$status"
	body=$(curl -sS -u a:b "$U/oauth/token" -d grant_type=refresh_token -d "refresh_token=$refresh")
	[ "$(j .refresh_token)" != "$refresh" ]
	body=$(curl -sS -u a:b "$U/oauth/token" -d grant_type=refresh_token -d "refresh_token=$refresh")
	is 'false invalid_grant' "$(j '"\(.success) \(.error)"')"
}

@test "tokens outlive the program in its database" {
	sandbox_start --oauth --db "$BATS_TEST_TMPDIR/db"
	form $T grant_type=client_credentials client_id=a client_secret=b
	access=$(j .access_token)
	sandbox_stop
	sandbox_start --oauth --db "$BATS_TEST_TMPDIR/db"
	is '200 ' "$(works "$access")"
	form $T grant_type=client_credentials client_id=a client_secret=b
	[ "$(j .access_token)" != "$access" ]
}

@test "with a secret of its own, only a client that shows it gets a token" {
	echo 'tea & cake' >"$BATS_TEST_TMPDIR/secret"
	sandbox_start --oauth --client-secret "$BATS_TEST_TMPDIR/secret"
	form $T grant_type=client_credentials client_id=a client_secret=tea
	is '401 invalid_client' "$status $(j .error)"
	form $T grant_type=client_credentials client_id=a 'client_secret=tea & cake'
	is 200 "$status"
	# RFC 6749, 2.3.1: id and secret are encoded like a form's values.
	status=$(curl -sS -o "$BATS_TEST_TMPDIR/answer" -w '%{http_code}' \
	    -u 'a:tea+%26+cake' -d grant_type=client_credentials "$U$T")
	is 200 "$status"
	consent client_id=a
	form $T grant_type=authorization_code client_id=a redirect_uri=$CB "code=$code"
	is '401 invalid_client' "$status $(j .error)"
	# It is not used up by that.
	form $T grant_type=authorization_code client_id=a redirect_uri=$CB "code=$code" 'client_secret=tea & cake'
	is 200 "$status"
	! grep -q -e 'tea' "$BATS_TEST_TMPDIR/log"
}

# assertion KEY ALG: $jwt, signed by KEY.
assertion() {
	local parts
	url64() { openssl base64 -A | tr '+/' '-_' | tr -d '='; }
	parts=$(printf '{"alg":"%s"}' "$2" | url64).$(
	    printf '{"iss":"app","sub":"ana","aud":"x","exp":4102444800}' | url64)
	jwt=$parts.$(printf %s "$parts" | openssl dgst -sha256 -sign "$1" | url64)
}

@test "with a public key, only what its owner signed is an assertion" {
	command -v openssl >/dev/null || skip "no openssl"
	local k d=$BATS_TEST_TMPDIR
	for k in ours theirs; do
		openssl genpkey -quiet -algorithm RSA \
		    -pkeyopt rsa_keygen_bits:2048 -out "$d/$k.pem"
	done
	openssl pkey -in "$d/ours.pem" -pubout -out "$d/ours.pub"
	sandbox_start --persona salesforce --oauth --client-key "$d/ours.pub"
	set -- /services/oauth2/token grant_type=urn:ietf:params:oauth:grant-type:jwt-bearer
	assertion "$d/theirs.pem" RS256
	form "$@" "assertion=$jwt"
	is '400 invalid_grant' "$status $(j .error)"
	assertion "$d/ours.pem" none
	form "$@" "assertion=$jwt"
	is '400 invalid_grant' "$status $(j .error)"
	assertion "$d/ours.pem" RS256
	form "$@" "assertion=${jwt%?????}"
	is '400 invalid_grant' "$status $(j .error)"
	form "$@" "assertion=$jwt"
	is 200 "$status"
	run chatcrm-sandbox --client-key "$d/ours.pem"
	is 78 "$status"
	run chatcrm-sandbox --client-secret "$d/none"
	is 74 "$status"
}
