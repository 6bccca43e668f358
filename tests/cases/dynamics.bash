# dynamics.bash: the sandbox as Dynamics 365, for bats files.
load push

PROPERTIES=
for p in score:number grade tags leadsource lastchat:datetime; do
	PROPERTIES="$PROPERTIES --property contacts.chatcrm_$p --property leads.chatcrm_$p"
done

# dynamics_start [OPTION...]: a sandbox with our columns, and c.yaml.
dynamics_start() {
	# shellcheck disable=SC2086
	sandbox_start --persona dynamics $PROPERTIES "$@"
	dynamics_configure
}

# dynamics_configure [YAML-LINES]: more lines for "crm".
dynamics_configure() {
	{
		printf 'crm:\n  profile: dynamics\n  url: %s/api/data/v9.2\n' "$U"
		printf '  auth: {token: {env: DYNAMICS_TOKEN}}\n'
		printf '  limits: {burst: 0}\n'
		printf '  retry: {first: 20ms, attempts: 12}\n%s\n' "${1-}"
		printf 'ledger: sqlite:%s/l.db\n' "$BATS_TEST_TMPDIR"
	} >"$BATS_TEST_TMPDIR/c.yaml"
	export DYNAMICS_TOKEN=t
}

# dynamics_held: all that is there.  Ids are made of tokens, so they are the
# same however often a run was cut off.
dynamics_held() {
	curl -sS "$U/_sandbox/state" |
	    jq -cS '.[][] | select(.archived | not) | .properties' | sort
}

# rows SET: how many rows.
rows() {
	count "$1"
}
