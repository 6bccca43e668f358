# salesforce.bash: a sandbox that plays Salesforce, and pushes into it.
load push

# start [OPTION...]: an org with our fields, made as a user makes them.
start() {
	sandbox_start --persona salesforce "$@"
	configure
	push --setup >/dev/null
}

# configure [YAML-LINES]: c.yaml for the sandbox at $U, more lines for "crm".
configure() {
	{
		printf 'crm:\n  profile: salesforce\n  url: %s\n' "$U"
		printf '  auth: {token: {env: SF_TOKEN}}\n'
		printf '  limits: {daily: 0}\n'
		printf '  retry: {first: 20ms, attempts: 12}\n%s\n' "${1-}"
		printf 'ledger: sqlite:%s/l.db\n' "$BATS_TEST_TMPDIR"
	} >"$BATS_TEST_TMPDIR/c.yaml"
	export SF_TOKEN=t
}

# soql QUERY: the records of a query, one a line, without their attributes.
soql() {
	curl -sS -G -H "Authorization: Bearer t" --data-urlencode "q=$1" \
	    "$U/services/data/v62.0/query" |
	    jq -c '.records[] | del(.. | .attributes?)'
}

# total QUERY: how many there are.
total() {
	curl -sS -G -H "Authorization: Bearer t" --data-urlencode "q=$1" \
	    "$U/services/data/v62.0/query" | jq .totalSize
}

# held: all that the org holds, one line an object: its fields, references
# by our tokens instead of ids.
held() {
	curl -sS "$U/_sandbox/state" | jq -cS '
	  [.Contact, .Lead, .Account, .Task, .Opportunity, .Case | .[] | select(.archived | not)] as $all
	  | ($all | map({(.id): .properties.chatcrm_id__c}) | add) as $token
	  | $all[].properties | map_values(if type == "string" then $token[.] // . else . end)
	  | del(.OwnerId)' | sort
}
