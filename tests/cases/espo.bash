# espo.bash: the sandbox as EspoCRM, for bats files.
load push

PROPERTIES=
for e in Contact Lead Account Call Opportunity Case Task; do
	PROPERTIES="$PROPERTIES --property $e.cChatcrmId"
done
for e in Contact Lead; do
	for p in Score:number Grade Tags LeadSource LastChat:datetime; do
		PROPERTIES="$PROPERTIES --property $e.cChatcrm$p"
	done
done

# espo_start [OPTION...]: a sandbox with our fields, and c.yaml.
espo_start() {
	# shellcheck disable=SC2086
	sandbox_start --persona espocrm $PROPERTIES "$@"
	espo_configure
}

# espo_configure [YAML-LINES]: more lines for "crm".
espo_configure() {
	{
		printf 'crm:\n  profile: espocrm\n  url: %s/api/v1\n' "$U"
		printf '  auth: {token: {env: ESPO_KEY}}\n'
		printf '  retry: {first: 20ms, attempts: 12}\n%s\n' "${1-}"
		printf 'ledger: sqlite:%s/l.db\n' "$BATS_TEST_TMPDIR"
	} >"$BATS_TEST_TMPDIR/c.yaml"
	export ESPO_KEY=k
}

# espo METHOD PATH [BODY]: a request of our own; $status and $body.
espo() {
	local out="$BATS_TEST_TMPDIR/answer" data=()
	[ $# -lt 3 ] || data=(-H 'Content-Type: application/json' -d "$3")
	status=$(curl -sS -o "$out" -w '%{http_code}' -X "$1" \
	    -H 'X-Api-Key: k' "${data[@]}" "$U/api/v1$2") || true
	body=$(cat "$out")
}

# espo_held: all that is there, one line a record, our tokens instead of ids.
espo_held() {
	curl -sS "$U/_sandbox/state" | jq -cS '
	  ([.[][] | {(.id): (.properties.cChatcrmId // "?")}] | add) as $token
	  | .[][] | select(.archived | not) | .properties
	  | walk(if type == "string" and $token[.] then $token[.] else . end)
	  | with_entries(if .value | type == "array" then .value |= sort else . end)' | sort
}
