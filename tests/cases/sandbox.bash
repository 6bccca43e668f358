# sandbox.bash: start and stop a sandbox in a bats file; $U is its URL.

# sandbox_start [OPTION...]: it listens when this returns.
sandbox_start() {
	rm -f "$BATS_TEST_TMPDIR/url"
	# Descriptor 3 is bats' own: a child that held it would block the end.
	chatcrm-sandbox --ready "$BATS_TEST_TMPDIR/url" \
	    --log "$BATS_TEST_TMPDIR/log" "$@" >"$BATS_TEST_TMPDIR/out" \
	    2>&1 3>&- &
	SANDBOX=$!
	local i
	for ((i = 0; i < 200; i++)); do
		[ -s "$BATS_TEST_TMPDIR/url" ] && break
		kill -0 $SANDBOX || break
		sleep 0.02
	done
	U=$(cat "$BATS_TEST_TMPDIR/url")
}

# sandbox_stop: it must end well.
sandbox_stop() {
	[ -n "${SANDBOX:-}" ] || return 0
	kill -TERM "$SANDBOX"
	wait "$SANDBOX"
	SANDBOX=
}

# call METHOD PATH [BODY]: $status is the HTTP status, $body the answer.
call() {
	local out="$BATS_TEST_TMPDIR/answer" data=()
	[ $# -lt 3 ] || data=(-H 'Content-Type: application/json' -d "$3")
	status=$(curl -sS -o "$out" -D "$BATS_TEST_TMPDIR/headers" \
	    -w '%{http_code}' -X "$1" -H "Authorization: Bearer ${TOKEN-t}" \
	    "${data[@]}" "$U$2") || true
	body=$(cat "$out")
}

# j FILTER: a value of the last answer.
j() {
	jq -r "$1" <<<"$body"
}

# is WANT GOT: say both when they differ.
is() {
	[ "$1" = "$2" ] && return 0
	printf 'want: %s\n got: %s\n' "$1" "$2" >&2
	return 1
}
