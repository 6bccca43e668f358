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
	U=$P
	configure "  batch: 10
  verify: all"
	is 8 "$(push --setup | grep -c ^make)"
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
	cat prism.log
	is 0 "$(violations)"
}
