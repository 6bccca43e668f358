#!/usr/bin/env bats
# Nobody merged with somebody else, no note lost: what chatcrm-push must not
# believe, from the ledger, the CRM or a record.

bats_require_minimum_version 1.5.0
load push

setup() {
	cd "$BATS_TEST_TMPDIR"
	start
}

teardown() {
	sandbox_stop
}

# talk MINUTE TEXT: a telling of the conversation "talk".
talk() {
	one talk "2026-03-01T10:0$1:00Z" '"email":"a@x.example"' \
	    "\"conversation\":{\"messages\":[{\"role\":\"customer\",\"text\":\"$2\"}]}"
}

# later: something newer about the same person, so that "talk" changes notes
# alone.
later() {
	one later 2026-03-01T12:00:00Z '"email":"a@x.example"' | push >out
}

note() {
	curl -sS "$U/_sandbox/state" | jq -r \
	    '.notes[] | select(.archived | not) | .properties.hs_note_body' |
	    grep -o 'one\|two'
}

@test "a note that the CRM only said it made is made by the next run" {
	later
	faults '{"lie":1}'
	talk 1 one | push >out || :
	is "deferred 1" "$(outcomes)"
	faults '{"lie":0}'
	talk 1 one | push >out
	is "updated 1" "$(outcomes)"
	is one "$(note)"
}

@test "a note that the CRM only said it changed is changed by the next run" {
	later
	talk 1 one | push >out
	faults '{"lie":1}'
	talk 2 two | push >out || :
	is "deferred 1" "$(outcomes)"
	faults '{"lie":0}'
	talk 2 two | push >out
	is "updated 1" "$(outcomes)"
	is two "$(note)"
}

@test "a note that somebody deleted comes back when its conversation grew" {
	talk 1 one | push >out
	call DELETE "/crm/v3/objects/notes/$(jq -r .objects.note.ids[0] out)"
	talk 2 two | push >out
	is "updated 1" "$(outcomes)"
	is two "$(note)"
}

# The ledger knows D by telephone; people gave it an address in the CRM.
@test "an address given to a contact by people speaks for the contact" {
	one d 2026-03-01T10:00:00Z '"phone":"+14155550100","first_name":"D"' |
	    push >out
	d=$(jq -r .objects.contact.id out)
	call PATCH "/crm/v3/objects/contacts/$d" '{"properties":{"email":"d@x.example"}}'
	one e 2026-03-02T10:00:00Z '"phone":"+14155550100","email":"e@x.example","first_name":"E"' |
	    push >out
	is "created 1" "$(outcomes)"
	is 2 "$(count contacts)"
	is "D E" "$(contact d@x.example firstname) $(contact e@x.example firstname)"
}

# The ledger knows D by telephone; the CRM alone knows E by address.
@test "a stronger key in the CRM goes before a weaker one in the ledger" {
	one d 2026-03-01T10:00:00Z '"phone":"+14155550100","first_name":"D"' |
	    push >out
	call POST /crm/v3/objects/contacts '{"properties":{"email":"e@x.example","firstname":"E"}}'
	e=$(j .id)
	one e 2026-03-02T10:00:00Z '"phone":"+14155550100","email":"e@x.example","job_title":"Boss"' |
	    push >out
	is "updated $e" "$(jq -r '"\(.outcome) \(.objects.contact.id)"' out)"
	is "E Boss" "$(contact e@x.example firstname) $(contact e@x.example jobtitle)"
	is 2 "$(count contacts)"
}

@test "what is no address and no number makes nobody the same person" {
	{
		one a 2026-03-01T10:00:00Z '"email":"a@x.example","phone":"+"'
		one b 2026-03-01T10:00:01Z '"phone":"+ none","first_name":"B"'
		one c 2026-03-01T10:00:02Z '"phone":"0000","first_name":"C"'
		one d 2026-03-01T10:00:03Z '"phone":"0000","first_name":"D"'
		one e 2026-03-01T10:00:04Z '"email":"none","first_name":"E"'
	} | push >out
	is "created 1 skipped 4" "$(outcomes)"
	is - "$(contact a@x.example firstname)"
}
