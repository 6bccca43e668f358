#!/usr/bin/env bats
# A CRM that chatcrm has never heard of, by a profile that its manual page was
# enough to write: no compiler, no token but one that is looked up.

bats_require_minimum_version 1.5.0
load push

setup() {
	python3 -c 'import http.server' 2>/dev/null || skip "no python3"
	cd "$BATS_TEST_TMPDIR"
	HERE=$BATS_TEST_DIRNAME
	inhouse_start
}

teardown() {
	[ -z "${INHOUSE-}" ] || kill "$INHOUSE"
}

inhouse_start() {
	rm -f url
	python3 "$HERE/inhouse.py" url 3>&- &
	INHOUSE=$!
	for ((i = 0; i < 200; i++)); do
		[ -s url ] && break
		sleep 0.05
	done
	{
		printf 'crm:\n  profile: %s/inhouse.yaml\n  url: %s\n' "$HERE" "$(cat url)"
		printf '  auth: {token: {env: ZUTRITT}}\n  connections: 3\n'
		printf '  retry: {first: 20ms, attempts: 12}\n'
		printf 'ledger: sqlite:%s/l.db\n' "$BATS_TEST_TMPDIR"
	} >c.yaml
	export ZUTRITT='open sesame'
}

mood() {
	curl -sS -o answer -d "$1" "$(cat url)/mood"
}

# has: how many people, companies, notes and ties, and how many references.
has() {
	curl -sS "$(cat url)/all" | jq -r '[(.people, .firms, .notes, .ties | length),
	    ([.people, .firms, .notes] | add | map(.ref) | unique | length)] | map(tostring) | join(" ")'
}

@test "its profile is sound, and says what it can promise" {
	run -0 chatcrm check --profile "$HERE/inhouse.yaml"
	is 3 "$(grep -c 'looked up by our token' <<<"$output")"
}

@test "once, not twice, and not with a new ledger" {
	records 60 >in
	push <in >out
	is "created 40 updated 20" "$(outcomes)"
	is "40 10 60 34 110" "$(has)"
	push <in >out
	is "unchanged 60" "$(outcomes)"
	rm l.db*
	push <in >out
	is "40 10 60 34 110" "$(has)"
	curl -sS "$(cat url)/all" |
	    jq -es '.[0].people | all(.letzter_chat == "01.03.2026")'
}

@test "answers that get lost, a server that is busy: nothing twice or lost" {
	records 24 >in
	mood '{"drop_after": 7, "busy": 5}'
	for ((i = 0; i < 5; i++)); do
		push <in >out && break
	done
	is "16 10 24 14 50" "$(has)"
}

@test "stopped at every step and resumed: each is there once" {
	records 6 >in
	for ((n = 1; n < 200; n++)); do
		kill "$INHOUSE"
		rm -f l.db*
		inhouse_start
		rc=0
		CHATCRM_STOP_AFTER=$n push <in >out || rc=$?
		push <in >out
		is "4 4 6 4 14" "$(has)"
		[ $rc = 0 ] && break
	done
	echo "steps: $((n - 1))"
	[ $n -gt 12 ]
}

@test "a value it refuses is told by our name, hostile ones arrive as they are" {
	one t/1 2026-03-01T10:00:00Z '"email":"a&mail=x@x.example","first_name":"x\",\"ort\":\"y&nachname=z%00"' >in
	one t/2 2026-03-01T10:00:01Z "\"email\":\"b@x.example\",\"first_name\":\"$(printf 'n%.0s' {1..50})\"" >>in
	push --max-rejects 100 <in >out
	is "created 1 refused 1" "$(outcomes)"
	jq -es '.[1].error.field == "contact.first_name"' out
	is '[["a&mail=x@x.example"],"x\",\"ort\":\"y&nachname=z%00",null,null]' \
	    "$(curl -sS "$(cat url)/all" | jq -c '.people[0] | [.mails, .vorname, .ort, .nachname]')"
}

@test "who is not let in ends the run with 77" {
	records 3 >in
	ZUTRITT=no run -77 --separate-stderr push in
	is "0 0 0 0 0" "$(has)"
}

@test "a list of naughty strings as names: what was typed is what is there" {
	local list=$BATS_TEST_DIRNAME/../../../shared/data/blns.json
	[ -f "$list" ] || skip "no ../shared"
	jq -c --argjson most 40 'to_entries[] | select((.value | gsub("^[\\s\\p{Z}\\p{Cc}]+|[\\s\\p{Z}\\p{Cc}]+$"; "") | length) > 0
	      and (.value | length) <= $most)
	    | {chatcrm: 1, id: "n/\(.key)", at: "2026-03-01T10:00:00Z", source: {platform: "test"},
	       contact: {email: "n\(.key)@x.example", first_name: .value}}' "$list" >in
	[ "$(wc -l <in)" -gt 250 ]
	push <in >out
	is "created $(wc -l <in)" "$(outcomes)"
	diff <(jq -rs 'def t: gsub("^[ \t-\r]+|[ \t-\r]+$"; ""); map([.contact.email, (.contact.first_name | t)]) | sort | .[] | tojson' in) \
	    <(curl -sS "$(cat url)/all" | jq '[.people[] | [.mails[0], .vorname]]' | jq -r 'def t: gsub("^[ \t-\r]+|[ \t-\r]+$"; ""); map([.[0], (.[1] | t)]) | sort | .[] | tojson')
}
