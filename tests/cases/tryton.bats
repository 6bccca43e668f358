#!/usr/bin/env bats
# chatcrm-push against a real ERP, Tryton, through a profile alone: no field
# of our own, no unique keys, failures with status 200.

bats_require_minimum_version 1.5.0
load push
load tryton

setup_file() {
	tryton_absent && return 0
	DIR=$(mktemp -d "$([ -d /dev/shm ] && echo /dev/shm || echo "$BATS_FILE_TMPDIR")/chatcrm-XXXXXX")
	export DIR
	tryton_start "$DIR"
}

teardown_file() {
	[ -n "${DIR-}" ] || return 0
	tryton_stop "$DIR"
	rm -rf "$DIR"
}

setup() {
	if tryton_absent; then
		skip "no Tryton here: apt-get install tryton-server tryton-modules-party tryton-modules-party-relationship tryton-modules-sale-opportunity"
	fi
	cd "$BATS_TEST_TMPDIR"
	tryton_wipe
	configure_tryton
}

# configure_tryton [YAML-LINES]: c.yaml for it, more lines for "crm".
configure_tryton() {
	{
		printf 'crm:\n  profile: tryton\n  url: %s\n' "$U"
		printf '  auth: {token: {env: TRYTON_SESSION}}\n'
		printf '  retry: {first: 20ms, attempts: 12}\n%s\n' "${1-}"
		printf 'ledger: sqlite:%s/l.db\n' "$BATS_TEST_TMPDIR"
	} >c.yaml
}

# parties: how many there are.
parties() {
	rpc party.party.search_count '[[]]'
}

notes() {
	rpc ir.note.search_count '[[]]'
}

@test "two hundred records: once, not twice, and not with a new ledger" {
	records 200 >in
	push <in >out
	is "created 134 updated 66" "$(outcomes)"
	is 144 "$(parties)"	# ten of them companies
	is 200 "$(notes)"
	tryton_held >want
	push <in >out
	is "unchanged 200" "$(outcomes)"
	rm l.db*
	push <in >out
	is "unchanged 200" "$(outcomes)"
	tryton_held | diff want -
}

@test "stopped at every step and resumed: the exact same end" {
	records 9 >in
	push <in >out
	tryton_held >want
	for ((n = 1; n < 300; n++)); do
		tryton_wipe
		rm -f l.db*
		configure_tryton '  batch: 2
  connections: 2'
		rc=0
		CHATCRM_STOP_AFTER=$n push <in >out || rc=$?
		push <in >out
		tryton_held >have
		diff want have || { echo "stopped after $n"; false; }
		[ $rc = 0 ] && break
	done
	echo "steps: $((n - 1))"
	[ $n -gt 20 ]
}

# A field of one's own that cannot be written: the whole
# transaction fails, the guilty one is found.
@test "a wrong party in a batch is refused alone, with the ERP's words" {
	configure_tryton '  fields: {contact: {rank: distance}}'
	records 20 >in
	one test/bot/x 2026-03-01T11:00:00Z '"email":"x@x.example","rank":5' >>in
	push in >out
	is "created 14 refused 1 updated 6" "$(outcomes)"
	is '[]' "$(rpc party.contact_mechanism.search '[[["value","=","x@x.example"]],0,1,null]')"
	jq -es '.[-1] | .outcome == "refused" and (.error.message | contains("\"Distance\""))' out
}

@test "credentials that do not do end the run with 77" {
	records 3 >in
	TRYTON_SESSION=bm9ib2R5OjE6eA== run -77 --separate-stderr push in
	is 0 "$(parties)"
}

@test "a person who is there is found by address, number as typed, and case" {
	rpc party.party.create '[[{"name":"Ada","contact_mechanisms":[["create",[{"type":"email","value":"Ada_L@Firm.example"},{"type":"email","value":"ada@home.example"}]]]},{"name":"Bob","contact_mechanisms":[["create",[{"type":"mobile","value":"+41 44 668 18 00"}]]]},{"name":"not Ada","contact_mechanisms":[["create",[{"type":"email","value":"adaxl@firm.example"}]]]}]]' >ids
	one t/1 2026-03-01T10:00:00Z '"email":"ada_l@firm.example","city":"Bern"' >in
	one t/2 2026-03-01T10:00:01Z '"email":"ada@home.example","phone":"+14155550123"' >>in
	one t/3 2026-03-01T10:00:02Z '"phone":"+41446681800","first_name":"Robert"' >>in
	push <in >out
	is "$(jq -c '[.[0],.[0],.[1]]' ids)" "$(jq -cs 'map(.objects.contact.id | tonumber)' out)"
	is 3 "$(parties)"
	is '["Bern"]' "$(rpc party.party.read "[$(jq -c '[.[0]]' ids),[\"addresses.city\"]]" | jq -c '.[0]["addresses."] | map(.city)')"
	# A name that is there stays.
	is '["Bob"]' "$(rpc party.party.read "[$(jq -c '[.[1]]' ids),[\"name\"]]" | jq -c 'map(.name)')"
}

@test "names that mean something to a query arrive as they are" {
	jq -n -c '["x\",\"active\":false,\"y\":\"", "%_\\", "Robert'"'"'); DROP TABLE party_party;--", "{\"__class__\": \"Decimal\"}", "ﷺ𝄞\u202e"] | to_entries[]
	    | {chatcrm: 1, id: "h/\(.key)", at: "2026-03-01T10:00:00Z", source: {platform: "test"},
	       contact: {email: "h\(.key)@x.example", first_name: .value}}' >in
	[ ! -r ../shared/data/blns.json ] || :
	push <in >out
	is "created 5" "$(outcomes)"
	is "$(jq -cs 'map(.contact.first_name)' in)" "$(rpc party.party.search_read '[[],0,null,[["id","ASC"]],["name"]]' | jq -c 'map(.name)')"
}

@test "a changed address is written where it was, others stay" {
	one t/1 2026-03-01T10:00:00Z '"email":"a@x.example","website":"https://old.example"' >in
	push <in >out
	configure_tryton '  trust: all
  write: {default: overwrite}'
	one t/2 2026-03-01T11:00:00Z '"email":"a@x.example","website":"https://new.example","city":"Bern"' >in
	push <in >out
	one t/3 2026-03-01T12:00:00Z '"email":"a@x.example","city":"Basel"' >in
	push <in >out
	is '["a@x.example","https://new.example"]' "$(rpc party.contact_mechanism.search_read '[[],0,null,null,["value"]]' | jq -c 'map(.value)')"
	is '["Basel"]' "$(rpc party.address.search_read '[[],0,null,null,["city"]]' | jq -c 'map(.city)')"
}

@test "a person is tied to a company, once the ERP knows how" {
	records 20 >in
	push <in >out
	is '[]' "$(rpc party.relation.all.search '[[],0,null,null]')"
	run push --setup --dry-run
	is 1 "$(grep -c '^lack' <<<"$output")"
	push --setup >made
	rm l.db*
	push <in >out
	n=$(rpc party.relation.all.search_count '[[]]')
	[ "$n" -gt 10 ]
	rm l.db*
	push <in >out
	is "$n" "$(rpc party.relation.all.search_count '[[]]')"
	is '["Firm 2"]' "$(rpc party.relation.all.search_read '[[["from_.contact_mechanisms.value","=","p2@firm2.example"]],0,1,null,["to.name"]]' | jq -c 'map(.["to."].name)')"
	tryton_wipe
	rpc party.relation.type.delete "[$(rpc party.relation.type.search '[[],0,null,null]')]" >gone
}

@test "a party that another took the place of is written under that one" {
	one t/1 2026-03-01T10:00:00Z '"email":"a@x.example"' >in
	push <in >out
	old=$(jq -r .objects.contact.id out)
	new=$(rpc party.party.create '[[{"name":"Ada","contact_mechanisms":[["create",[{"type":"email","value":"ada@x.example"},{"type":"email","value":"a@x.example"}]]]}]]' | jq '.[0]')
	rpc party.party.write "[[$old],{\"active\":false,\"replaced_by\":$new}]" >done
	one t/2 2026-03-01T11:00:00Z '"email":"a@x.example","city":"Bern"' >in
	push <in >out
	is "$new" "$(jq -r .objects.contact.id out)"
	is "[$new]" "$(rpc party.address.search_read '[[["city","=","Bern"]],0,1,null,["party"]]' | jq -c 'map(.party)')"
	is 1 "$(parties)"
}

@test "user and password do as well as a session" {
	{
		printf 'crm:\n  profile: tryton\n  url: %s\n' "$U"
		printf '  auth: {basic: {user: admin, password: {env: TRYTON_PASSWORD}}}\n'
		printf 'ledger: sqlite:%s/l.db\n' "$BATS_TEST_TMPDIR"
	} >c.yaml
	records 3 >in
	TRYTON_PASSWORD=admin-pw-1 push <in >out
	is "created 2 updated 1" "$(outcomes)"
	rm l.db*
	TRYTON_PASSWORD=wrong run -77 --separate-stderr push in
}

@test "blns as names: what was typed is what is there" {
	[ -r "$BATS_TEST_DIRNAME/../../../shared/data/blns.json" ] || skip "no ../shared"
	jq -c 'to_entries[] | select(.value | test("[^\\s\\p{C}\\p{Z}]"))
	    | {chatcrm: 1, id: "b/\(.key)", at: "2026-03-01T10:00:00Z", source: {platform: "test"},
	       contact: {email: "b\(.key)@x.example", first_name: .value}}' \
	    "$BATS_TEST_DIRNAME/../../../shared/data/blns.json" >in
	push <in >out
	is "created $(wc -l <in)" "$(outcomes)"
	jq -s 'map(.contact.first_name) | sort[]' in >want
	rpc party.party.search_read '[[],0,null,null,["name"]]' | jq 'map(.name) | sort[]' >have
	diff want have
}

@test "people are found by addresses with the signs of a pattern in them" {
	for address in '"a_b@x.example"' '"a%b@x.example"' '"\"a\\\\b\"@x.example"'; do
		tryton_wipe
		rm -f l.db*
		rpc party.party.create "[[{\"name\":\"Own\",\"contact_mechanisms\":[[\"create\",[{\"type\":\"email\",\"value\":$address}]]]}]]" >/dev/null
		printf '{"chatcrm":1,"id":"t/b/1","at":"2026-03-01T10:00:00Z","source":{"platform":"t"},"contact":{"email":%s,"first_name":"N"}}\n' \
		    "$address" | push >out
		is 1 "$(parties)"
	done
}

# our_company: one for the user to work for, with an employee.
our_company() {
	local cur co em party
	cur=$(rpc currency.currency.create '[[{"name":"Euro","code":"EUR","symbol":"E","numeric_code":"978","rounding":{"__class__":"Decimal","decimal":"0.01"},"digits":2,"rates":[["create",[{"rate":{"__class__":"Decimal","decimal":"1"}}]]]}]]' | jq '.[0]')
	party=$(rpc party.party.create '[[{"name":"We"},{"name":"Agent","contact_mechanisms":[["create",[{"type":"email","value":"agent@x.example"}]]]}]]')
	co=$(rpc company.company.create "[[{\"party\":$(jq '.[0]' <<<"$party"),\"currency\":$cur}]]" | jq '.[0]')
	em=$(rpc company.employee.create "[[{\"party\":$(jq '.[1]' <<<"$party"),\"company\":$co}]]" | jq '.[0]')
	rpc res.user.write "[[1],{\"companies\":[[\"add\",[$co]]],\"company\":$co,\"employees\":[[\"add\",[$em]]],\"employee\":$em}]" >done
}

# The last test: a company cannot be wiped away.
@test "a deal is an opportunity with its amount, its day and its owner, once" {
	our_company
	records 2 | jq -c '.deal = {name: "Chat lead", amount: 100.5, probability: 40,
	    close_date: "2026-04-01", owner: "agent@x.example"}' >in
	push <in >out
	is "created 2" "$(outcomes)"
	push <in >out
	rm l.db*
	push <in >out
	is "unchanged 2" "$(outcomes)"
	is '[["100.50",4,0.4,"Agent"],["100.50",4,0.4,"Agent"]]' "$(rpc sale.opportunity.search_read '[[],0,null,null,["amount","end_date","conversion_probability","employee.rec_name"]]' |
	    jq -c 'map([.amount.decimal, .end_date.month, .conversion_probability, .["employee."].rec_name])')"
}
