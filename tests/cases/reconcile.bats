#!/usr/bin/env bats
# chatcrm-reconcile: what the CRM has beside what the ledger says.

bats_require_minimum_version 1.5.0
load push

setup() {
	cd "$BATS_TEST_TMPDIR"
	start
	records 60 >in
	push <in >out
}

teardown() {
	sandbox_stop
}

reconcile() {
	chatcrm-reconcile -q -c c.yaml "$@"
}

# id TYPE N: the id of the N-th object that the sandbox holds.
id() {
	curl -sS "$U/_sandbox/state" | jq -r ".$1[$2].id"
}

@test "what was pushed is there" {
	run -0 reconcile
	is "" "$output"
}

@test "missing, drifted, duplicate: one line each, and exit 1" {
	call DELETE "/crm/v3/objects/contacts/$(id contacts 3)"
	call DELETE "/crm/v3/objects/notes/$(id notes 5)"
	call PATCH "/crm/v3/objects/contacts/$(id contacts 7)" \
	    '{"properties":{"chatcrm_grade":"tepid"}}'
	call POST /crm/v3/objects/companies \
	    '{"properties":{"name":"Twin","domain":"firm1.example"}}'
	run -1 reconcile
	is "drifted:contact:grade
duplicate:company:
missing:contact:
missing:note:" "$(jq -r '"\(.discrepancy):\(.object):\(.field // "")"' <<<"$output" | sort)"
	is tepid "$(jq -r 'select(.field) | .theirs' <<<"$output")"
}

@test "--fix writes what push needs to mend it" {
	held >want
	call DELETE "/crm/v3/objects/contacts/$(id contacts 3)"
	call DELETE "/crm/v3/objects/companies/$(id companies 2)"
	call PATCH "/crm/v3/objects/contacts/$(id contacts 7)" \
	    '{"properties":{"chatcrm_grade":"tepid"}}'
	run -1 reconcile --fix
	push <<<"$output" >out
	run -0 reconcile
	is "$(jq -r '.[0] | select(.firstname)' want | jq -sc sort)" \
	    "$(held | jq -r '.[0] | select(.firstname)' | jq -sc sort)"
	is "$(jq -r '.[0] | select(.domain)' want | jq -sc sort)" \
	    "$(held | jq -r '.[0] | select(.domain)' | jq -sc sort)"
}

@test "a lost note is written again when its conversation is pushed again" {
	held >want
	call DELETE "/crm/v3/objects/notes/$(id notes 5)"
	run -1 reconcile --fix
	push <in >out
	held | diff want -
	run -0 reconcile
}

@test "what the CRM refused to make is not unfinished" {
	records 1 61 | jq -c '.contact.email = "not @n address" |
	    .contact.phone = null' >bad
	push <bad >out
	is "refused 1" "$(outcomes)"
	run -0 reconcile
	is "" "$output"
	push <bad >out
	is "refused 1" "$(outcomes)"
}

# merge KEEP DROP: as the CRM's people would, by places in the sandbox.
merge() {
	KEEP=$(id contacts $1) DROP=$(id contacts $2)
	call POST /crm/v3/objects/contacts/merge \
	    "{\"primaryObjectId\":\"$KEEP\",\"objectIdToMerge\":\"$DROP\"}"
}

# fix: what reconcile writes to mend is pushed.
fix() {
	reconcile --fix >fix || :
	push <fix >out
}

@test "a contact that was merged into another is told with its new id" {
	merge 3 8
	run -1 reconcile
	is "moved $DROP $KEEP" "$(jq -r '"\(.discrepancy) \(.id) \(.to)"' <<<"$output")"
}

@test "after a merge ledger and CRM come to rest" {
	merge 3 8
	merge 8 12
	merge 3 8
	fix
	is "" "$(outcomes)"
	run -0 reconcile
	is "" "$output"
	# Also when the merged ones are drifted or gone beside it.
	merge 5 20
	call PATCH "/crm/v3/objects/contacts/$KEEP" \
	    '{"properties":{"chatcrm_grade":"tepid","firstname":"By hand"}}'
	call DELETE "/crm/v3/objects/contacts/$(id contacts 6)"
	fix
	is "By hand" "$(curl -sS "$U/_sandbox/state" | jq -r --arg id "$KEEP" \
	    '.contacts[] | select(.id == $id) | .properties.firstname')"
	is "" "$(jq -c 'select(.person.identifiers | length == 0)' fix)"
	run -0 reconcile
	is "" "$output"
}

@test "a push follows a merge, and there is nothing left to reconcile" {
	merge 3 8
	n=$(count contacts)
	records 60 | jq -c '.at = "2026-03-02T10:00:00Z" | .contact.job_title = "Boss"' |
	    push >out
	is "updated 60" "$(outcomes)"
	is "$n" "$(count contacts)"
	run -0 reconcile
	is "" "$output"
	push <in >out
	run -0 reconcile
	is "$n" "$(count contacts)"
}

@test "companies that people made one stay one" {
	a=$(id companies 2) b=$(id companies 4)
	call POST /crm/v3/objects/companies/merge \
	    "{\"primaryObjectId\":\"$a\",\"objectIdToMerge\":\"$b\"}"
	n=$(count companies)
	run -1 reconcile
	is "moved company $a" "$(jq -r '"\(.discrepancy) \(.object) \(.to)"' <<<"$output")"
	records 60 | jq -c '.company.city = "Bonn" | .at = "2026-03-02T10:00:00Z"' |
	    push >out
	is "updated 60" "$(outcomes)"
	is "$n" "$(count companies)"
	run -0 reconcile
	is "" "$output"
}

@test "values that people chose and push lets stand are theirs, once told" {
	call PATCH "/crm/v3/objects/contacts/$(id contacts 7)" \
	    '{"properties":{"firstname":"By hand"}}'
	run -1 reconcile
	is "drifted first_name" "$(jq -r '"\(.discrepancy) \(.field)"' <<<"$output")"
	fix
	is "" "$(outcomes)"
	run -0 reconcile
}

@test "deals, tickets and tasks are compared, and people may do with them" {
	owner
	rich 4 | sed 's,test/bot,rich/bot,' | push >out
	run -0 reconcile
	is "" "$output"
	call DELETE "/crm/v3/objects/tasks/$(id tasks 0)"
	call DELETE "/crm/v3/objects/deals/$(id deals 1)"
	call PATCH "/crm/v3/objects/deals/$(id deals 0)" \
	    '{"properties":{"dealname":"By hand"}}'
	run -1 reconcile
	is "drifted deal
missing deal
missing task" "$(jq -r '"\(.discrepancy) \(.object)"' <<<"$output" | sort)"
	fix
	run -0 reconcile
	is "By hand" "$(curl -sS "$U/_sandbox/state" | jq -r .deals[0].properties.dealname)"
}

@test "--since tells the same of what has changed, with fewer requests" {
	local then
	configure '  batch: 4'
	then=$(date -u -d '+1 second' +%Y-%m-%dT%H:%M:%SZ)
	run -0 reconcile --since "$then"
	while [ "$(date -u +%Y-%m-%dT%H:%M:%SZ)" \< "$then" ]; do
		sleep 0.1
	done
	call PATCH "/crm/v3/objects/contacts/$(id contacts 7)" \
	    '{"properties":{"chatcrm_grade":"tepid"}}'
	call POST /crm/v3/objects/companies \
	    '{"properties":{"name":"Twin","domain":"firm1.example"}}'
	: >log
	run -1 reconcile
	local all=$output many=$(wc -l <log)
	: >log
	run -1 reconcile --since "$then"
	is "$(sort <<<"$all")" "$(sort <<<"$output")"
	is 2 "${#lines[@]}"
	echo "$(wc -l <log) of $many requests"
	[ "$(wc -l <log)" -lt $((many / 2)) ]
}

@test "--since sees who was deleted and who was merged, and no sooner" {
	local then
	call DELETE "/crm/v3/objects/contacts/$(id contacts 2)"
	then=$(date -u -d '+1 second' +%Y-%m-%dT%H:%M:%SZ)
	while [ "$(date -u +%Y-%m-%dT%H:%M:%SZ)" \< "$then" ]; do
		sleep 0.1
	done
	run -0 reconcile --since "$then"
	local gone=$(id contacts 3) into=$(id contacts 7) away=$(id contacts 8)
	call DELETE "/crm/v3/objects/contacts/$gone"
	call DELETE "/crm/v3/objects/notes/$(id notes 5)"
	curl -sS -o /dev/null -X POST -d "{\"do\":\"merge\",\"type\":\"contacts\",
	    \"into\":\"$into\",\"from\":\"$away\"}" \
	    "$U/_sandbox/admin"
	run -1 reconcile --since "$then"
	is "missing contact $gone
missing note
moved contact $away" "$(jq -r 'select(.discrepancy != "drifted") |
	    "\(.discrepancy) \(.object) \(if .object == "note" then "" else .id end)"' \
	    <<<"$output" | sed 's/ $//' | sort)"
}
