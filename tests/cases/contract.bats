#!/usr/bin/env bats
# What push sends, and how the sandbox answers it, by HubSpot's published
# API description: Prism stands between them and refuses what it has not.

bats_require_minimum_version 1.5.0
load push
load prism.bash

setup() {
	cd "$BATS_TEST_TMPDIR"
}

teardown() {
	prism_stop
	sandbox_stop
}

# What is no fault: the account's details are in no description we have.
violations() {
	grep -v -e account-info -e 'get / ' prism.log | grep -c -i -e violation -e error || :
}

@test "every request of a push, a setup and a reconcile is HubSpot's" {
	sandbox_start
	prism_start "$U"
	local S=$U
	U=$P
	configure "  batch: 10
  verify: all"
	is 11 "$(push --setup | grep -c ^make)"
	records 40 >in
	push <in >out
	is "created 27 updated 13" "$(outcomes)"
	push <in >out
	is "unchanged 40" "$(outcomes)"
	rm l.db*
	push <in >out
	is 0 "$(grep -c -e created -e refused -e deferred out || :)"
	sed 's/"total":[0-9]*/"total":99/' in | push >out
	is 0 "$(grep -c -e created -e refused -e deferred out || :)"
	run -0 chatcrm-reconcile -q -c c.yaml
	call DELETE "/crm/v3/objects/notes/$(curl -sS "$S/_sandbox/state" |
	    jq -r .notes[0].id)"
	run -1 chatcrm-reconcile -q -c c.yaml --since 2026-01-01T00:00:00Z
	is missing "$(jq -r .discrepancy <<<"$output")"
	cat prism.log
	is 0 "$(violations)"
}

@test "deals, tickets, tasks, owners and lists are HubSpot's as well" {
	sandbox_start
	list Newsletter
	owner
	prism_start "$U"
	U=$P
	configure "  verify: all"
	push --setup >/dev/null
	rich 10 | jq -c '.actions += [{type: "list", name: "Newsletter"},
	    {type: "assign", owner: .actions[0].owner}]' >in
	push <in >out
	is "created created updated created" "$(jq -r '[.actions[].did] |
	    join(" ")' out | head -1)"
	is "" "$(jq -r '.actions[] | select(.error)' out)"
	jq -c '.at = "2026-03-02T10:00:00Z" | .deal.amount = 7.0 |
	    .actions = [{type: "list", name: "Newsletter", remove: true}]' in |
	    push >out
	is "" "$(jq -r '.actions[] | select(.error)' out)"
	cat prism.log
	is 0 "$(violations)"
}
