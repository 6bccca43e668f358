#!/usr/bin/env bats
# What the sandbox does wrong on purpose: by share, by count, by script.

load sandbox.bash

C=/crm/v3/objects/contacts

setup() {
	U=
}

teardown() {
	sandbox_stop
}

# Make a contact with address $1; its id is $ID.
contact() {
	call POST $C "{\"properties\":{\"email\":\"$1\"}}"
	is 201 "$status"
	ID=$(j .id)
}

# batch ADDRESS...: create them in one request.
batch() {
	call POST $C/batch/create "$(printf '%s\n' "$@" | jq -nRc '{inputs:
	    [inputs | {objectWriteTraceId: ., properties: {email: .}}]}')"
}

addresses() {
	call GET /_sandbox/state
	j '[.contacts[].properties.email]|sort|join(" ")'
}

faults() {	# what was played, in order
	jq -sr '[.[].fault|values]|join(" ")' "$BATS_TEST_TMPDIR/log"
}

@test "so many times: each refusal has its words" {
	sandbox_start --fault rate:2 --fault quota --fault expired:1 --fault scope
	call GET $C
	is '429 TEN_SECONDLY_ROLLING' "$status $(j .policyName)"
	call POST $C/search '{}'
	is '429 SECONDLY' "$status $(j .policyName)"
	call GET $C
	is '429 DAILY' "$status $(j .policyName)"
	call GET $C
	is '401 EXPIRED_AUTHENTICATION' "$status $(j .category)"
	call GET $C
	is '403 MISSING_SCOPES' "$status $(j .category)"
	call GET $C
	is 200 "$status"
	is 'rate rate quota expired scope' "$(faults)"
}

@test "before and after the effect, with a status of one's choice" {
	sandbox_start
	call POST /_sandbox/faults '[{"fault":"fail-before","status":503,"retry_after":7},
	    {"fault":"fail-after","status":500},{"fault":"half"}]'
	is 200 "$status"
	call POST $C '{"properties":{"email":"a@x.example"}}'
	is 503 "$status"
	grep -qi '^Retry-After: 7' "$BATS_TEST_TMPDIR/headers"
	call POST $C '{"properties":{"email":"b@x.example"}}'
	is 500 "$status"
	run curl -sS -H 'Authorization: Bearer t' -H 'Content-Type: application/json' -d '{"properties":{"email":"c@x.example"}}' "$U$C"
	is 18 "$status"
	[[ $output = *'{"id":"'* ]]
	run addresses
	is 'b@x.example c@x.example' "$output"
	is 'fail-before fail-after half' "$(faults)"
}

@test "a success that names nothing stores nothing" {
	sandbox_start --fault empty
	batch a@x.example b@x.example
	is '201 COMPLETE 0 null' "$status $(j '"\(.status) \(.results|length) \(.errors)"')"
	run addresses
	is '' "$output"
}

@test "one record of a batch is refused, and only that" {
	sandbox_start
	for f in partial:VALIDATION_ERROR locked:LOCKED duplicate:CONFLICT \
	    picklist:VALIDATION_ERROR; do
		call POST /_sandbox/faults "[{\"match\":{\"body\":\"b@${f%:*}\"},\"fault\":\"${f%:*}\"}]"
		batch a@${f%:*}.example b@${f%:*}.example c@${f%:*}.example
		is "207 2 ${f#*:} b@${f%:*}.example" \
		    "$status $(j '"\(.results|length) \(.errors[0]|"\(.category) \(.context.objectWriteTraceId[0])")"')"
	done
	is INVALID_OPTION "$(j '.errors[0].errors[0].code')"
	is 'partial locked duplicate picklist' "$(faults)"
}

@test "a poisoned record fails every batch until it stands alone" {
	sandbox_start
	call POST /_sandbox/faults '[{"match":{"body":"b@x"},"fault":"poison"}]'
	batch a@x.example b@x.example c@x.example
	is '409 CONFLICT' "$status $(j .category)"
	batch a@x.example b@x.example
	is 409 "$status"
	batch c@x.example a@x.example
	is 201 "$status"
	batch b@x.example
	is 409 "$status"
	run addresses
	is 'a@x.example c@x.example' "$output"
}

@test "a contact is merged away under the write that is meant for it" {
	sandbox_start
	contact a@x.example
	call POST /_sandbox/faults '{"next":{"merged":1}}'
	call PATCH $C/$ID '{"properties":{"city":"Rome"}}'
	is 200 "$status"
	[ "$(j .id)" != "$ID" ]
	NEW=$(j .id)
	call GET "$C/$ID?properties=email,city,hs_additional_emails"
	is "$NEW a@x.example Rome null" "$(j '"\(.id) \(.properties|"\(.email) \(.city) \(.hs_additional_emails)")"')"
}

@test "a rule waits for its request, and counts" {
	sandbox_start
	call POST /_sandbox/faults '[{"match":{"method":"POST",
	    "route":"/crm/v3/objects/{}/batch/create","path":"contacts","nth":2},
	    "fault":"fail-before","status":502,"times":2}]'
	call GET $C
	is 200 "$status"
	for want in 201 502 502 201; do
		batch x$((++n))@x.example
		is $want "$status"
	done
	call GET /_sandbox/faults
	is '0 3' "$(j '.rules[0]|"\(.times) \(.met)"')"
}

@test "a share of the requests, the same under the same seed" {
	for round in 1 2; do
		sandbox_start --fault partial:30% --fault rate:10% --seed 3
		for i in 1 2 3 4 5 6 7 8 9 10 11 12; do
			batch a$i@x.example b$i@x.example c$i@x.example
			echo "$status $(j '[.results[]?.properties.email]|sort|join(",")')" >>"$BATS_TEST_TMPDIR/seen$round"
		done
		sandbox_stop
	done
	cmp "$BATS_TEST_TMPDIR/seen1" "$BATS_TEST_TMPDIR/seen2"
	grep -q '^207 ' "$BATS_TEST_TMPDIR/seen1"
	grep -q '^201 ' "$BATS_TEST_TMPDIR/seen1"
}

@test "a script from a file, with an administrator in it" {
	cat >"$BATS_TEST_TMPDIR/script" <<-'END'
	[{"match": {"method": "PATCH"},
	  "admin": {"do": "create", "type": "contacts",
	            "properties": {"email": "ops@x.example"}}},
	 {"match": {"method": "PATCH", "nth": 2}, "fault": "rate"}]
	END
	sandbox_start --script "$BATS_TEST_TMPDIR/script"
	contact a@x.example
	call PATCH $C/$ID '{"properties":{"city":"Rome"}}'
	is 200 "$status"
	call PATCH $C/$ID '{"properties":{"city":"Oslo"}}'
	is 429 "$status"
	run addresses
	is 'a@x.example ops@x.example' "$output"
}

@test "an administrator creates, corrects, merges and deletes" {
	sandbox_start
	A=/_sandbox/admin
	contact a@x.example; a=$ID
	contact b@x.example; b=$ID
	call POST $A "{\"do\":\"set\",\"type\":\"contacts\",\"id\":\"$a\",\"properties\":{\"email\":\"c@x.example\",\"hs_analytics_source\":\"PAID\"}}"
	is 200 "$status"
	call GET "$C/c@x.example?idProperty=email&properties=hs_analytics_source"
	is "$a PAID" "$(j '"\(.id) \(.properties.hs_analytics_source)"')"
	call POST $A "{\"do\":\"merge\",\"type\":\"contacts\",\"into\":\"$a\",\"from\":\"$b\"}"
	is 200 "$status"
	call GET $C/$b
	is "$a" "$(j .id)"
	call POST $A "[{\"do\":\"delete\",\"type\":\"contacts\",\"id\":\"$a\"},{\"do\":\"create\",\"type\":\"contacts\"}]"
	is 200 "$status"
	call GET $C/$a
	is 404 "$status"
	for bad in '{"do":"fly","type":"contacts"}' '{"do":"set","type":"x"}' \
	    '{"do":"delete","type":"contacts","id":"9"}' '{"do":"convert","type":"contacts","id":"103"}' '[1]' '3'; do
		call POST $A "$bad"
		is 400 "$status"
	done
}

@test "the day's requests come to an end, and are told in headers" {
	sandbox_start --daily 2 --rate 100/10
	call GET $C
	grep -qi '^X-HubSpot-RateLimit-Daily-Remaining: 1' "$BATS_TEST_TMPDIR/headers"
	call GET $C
	call GET $C
	is '429 DAILY' "$status $(j .policyName)"
}

@test "a slow answer by rule" {
	sandbox_start
	call POST /_sandbox/faults '[{"fault":"slow","ms":300}]'
	local t0=$EPOCHREALTIME
	call GET $C
	is 200 "$status"
	[ $(( (${EPOCHREALTIME/./} - ${t0/./}) / 1000 )) -ge 300 ]
}

@test "what is no fault is refused, with what is wrong" {
	for bad in fly rate:x rate:-1 rate:101% rate:1.5; do
		run timeout 5 chatcrm-sandbox --fault "$bad"
		is 64 "$status"
		[[ $output = *"'$bad' is no fault"* ]]
	done
	echo '[{"fault":"fly"}]' >"$BATS_TEST_TMPDIR/script"
	run timeout 5 chatcrm-sandbox --script "$BATS_TEST_TMPDIR/script"
	is 78 "$status"
	[[ $output = *"rule 1: 'fault'"* ]]
	sandbox_start
	for bad in '[{"fault":"fly"}]' '[{"match":{"verb":"GET"},"fault":"rate"}]' \
	    '[{}]' '[1]' '[{"fault":"rate","times":-1}]' '{"rate":2}' \
	    '{"rules":1}' '{"next":{"rate":"x"}}' '[{"fault":"fail","status":200}]'; do
		call POST /_sandbox/faults "$bad"
		is 400 "$status"
	done
	call GET /_sandbox/faults
	is '0' "$(j '.rules|length')"
}
