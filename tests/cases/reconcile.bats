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
