# auth.bash: a provider of tokens nobody here wrote, and a configuration.
load prism.bash

# provider_start: npm's oidc-provider on $IDP; "events" says what it did.
provider_start() {
	npm_need oidc-provider@9.13.3 jose
	local d=$BATS_TEST_TMPDIR i port
	port=$(free_port)
	[ -s "$d/sa.pem" ] || {
		openssl genpkey -quiet -algorithm RSA \
		    -pkeyopt rsa_keygen_bits:2048 -out "$d/sa.pem"
		openssl pkey -in "$d/sa.pem" -pubout -out "$d/sa.pub"
	}
	: >"$d/events"
	PORT=$port DIR=$d SA_PEM=$d/sa.pub NPM=$NPM \
	    node "$BATS_TEST_DIRNAME/oidc.mjs" >"$d/idp.log" 2>&1 3>&- &
	IDP_PID=$!
	IDP=http://127.0.0.1:$port
	for ((i = 0; i < 300; i++)); do
		! grep -q '^up' "$d/events" || return 0
		kill -0 $IDP_PID || break
		sleep 0.1
	done
	cat "$d/idp.log" >&2
	return 1
}

provider_stop() {
	[ -n "${IDP_PID:-}" ] || return 0
	kill "$IDP_PID"
	wait "$IDP_PID" || :
	IDP_PID=
}

# conf_auth YAML: c.yaml for a CRM at ${U-nowhere} with that under crm.auth.
conf_auth() {
	local d=$BATS_TEST_TMPDIR
	{
		printf 'crm:\n  profile: hubspot\n  url: %s\n' \
		    "${U-http://127.0.0.1:9}"
		printf '  limits: {burst: 0, search: 0}\n'
		printf '  retry: {first: 20ms, attempts: 4}\n'
		printf '  auth:\n%s\n' "$1"
		printf 'vault: {file: %s/vault}\nledger: sqlite:%s/l.db\n' \
		    "$d" "$d"
	} >"$d/c.yaml"
}

# conf_oauth GRANT CLIENT [LINES]: the same for a client of the provider.
conf_oauth() {
	cat >"$BATS_TEST_TMPDIR/ours.yaml" <<-'YAML'
	name: ours
	errors: [{when: 'status == 401', class: auth}, {when: 'status >= 500', class: unknown}]
	account: {ask: {get: /account-info/v3/details}, id: string(body.portalId)}
	objects:
	  contact:
	    fields: {email: email}
	    find: {email: {get: /x, results: {id: body.id}}}
	    read: {get: "/crm/v3/objects/contacts/{item.id}", results: {id: body.id}}
	    create: {post: /crm/v3/objects/contacts, body: item.fields}
	    update: {patch: "/crm/v3/objects/contacts/{item.id}", body: item.fields}
	YAML
	conf_auth "    oauth:
      grant: $1
      client_id: $2
      name: ours
      token_url: $IDP/token
      authorize_url: $IDP/auth
      device_url: $IDP/device/auth
      revoke_url: $IDP/token/revocation
      scopes: [crm.write]
${3-}"
	sed -i "s|profile: hubspot|profile: $BATS_TEST_TMPDIR/ours.yaml|
	    /limits:/d" "$BATS_TEST_TMPDIR/c.yaml"
}

auth() {
	chatcrm-auth -c "$BATS_TEST_TMPDIR/c.yaml" "$@"
}

# person URL: opens it in a browser, logs in and allows.
person() {
	node "$BATS_TEST_DIRNAME/browser.mjs" "$1"
}

# grants KIND: how many tokens the provider gave that way.
grants() {
	grep -c "^grant $1\$" "$BATS_TEST_TMPDIR/events" || :
}

# await COMMAND...: until it holds, ten seconds at most.
await() {
	local i
	for ((i = 0; i < 500; i++)); do
		! "$@" || return 0
		sleep 0.02
	done
	echo "never came true: $*" >&2
	return 1
}
