# chatcrm run: the whole way in one command, into the sandbox.

bats_require_minimum_version 1.5.0
load push

setup() {
	cd "$BATS_TEST_TMPDIR" || return 1
	export CHATCRM_CONFIG=$BATS_TEST_TMPDIR/c.yaml
}

teardown() {
	sandbox_stop
}

# conversations: three people, one of whom has no address that is one.
conversations() {
	cat >>c.yaml <<-'YAML'
	map:
	  source: {profile: json, id: input.id}
	  contact: {email: input.mail}
	validate: {contact: {email: {required: true, on_invalid: reject}}}
	YAML
	printf '{"id":"%s","mail":"%s"}\n' 1 a@one.example 2 nobody \
	    3 c@three.example >in
}

# What the sandbox holds, but for tokens, which are new in each ledger.
arrived() {
	held | jq -cS '.[0] | del(.chatcrm_id)' | sort
}

@test "chatcrm run does what the pipe of the five commands does" {
	start
	conversations
	chatcrm run -q --rejects dead in >out
	[ "$(jq -rs 'map(.outcome // "end") | join(" ")' out)" = \
	    "created created end" ]
	arrived >fused
	[ "$(grep -c @ fused)" -eq 2 ]
	sandbox_stop
	rm -f l.db*
	start
	conversations
	chatcrm-map -q in | chatcrm-validate -q | chatcrm-score -q |
	    chatcrm-route -q | chatcrm-push -q >out
	arrived | cmp - fused
}

@test "what was refused on the way is replayed from where it was" {
	start
	conversations
	chatcrm run -q --rejects dead in >out
	[ "$(jq -r .dead.stage dead)" = validate ]
	jq -c '.record.contact.email = "b@two.example"' dead >mended
	chatcrm run -q --replay mended >out
	[ "$(jq -r 'select(.outcome).id' out)" = json/default/2 ]
	# A letter of push goes straight to it.
	jq -c '.dead.stage = "push"' mended >letter
	chatcrm run -q --replay letter >out
	[ "$(jq -r 'select(.outcome).outcome' out)" = unchanged ]
}

@test "the status is push's, else that of the stages before it" {
	start
	conversations
	run chatcrm run -q --max-rejects 0 in
	[ "$status" -eq 65 ]
	run env -u HUBSPOT_TOKEN chatcrm run -q in
	[ "$status" -eq 77 ]
	run --separate-stderr chatcrm run -q --select id in
	[ "$status" -eq 64 ]
	echo 'score: {rulez: 1}' >>c.yaml
	run chatcrm run -q in
	[ "$status" -eq 78 ]
}

@test "--dry-run sends nothing and shows what it would send" {
	start
	conversations
	before=$(writes)
	chatcrm run -q --dry-run in >out
	[ -s out ]
	[ "$(writes)" = "$before" ]
}
