# chatcrm-map --coverage: how often fields are filled, and what is not mapped.

bats_require_minimum_version 1.5.0

setup() {
	cd "$BATS_TEST_TMPDIR" || return 1
	cat >c.yaml <<-'YAML'
	map:
	  source: {profile: json, id: input.id, events: input.talk, rules: [{message: {role: customer, text: event.text}}]}
	  contact:
	    email: input.mail
	    age: {from: input.age, type: integer}
	    note: input.note
	    never: input.nothing
	YAML
	export CHATCRM_CONFIG=c.yaml
	cat >in <<-'END'
	{"id":"1","mail":"a@b.example","age":"7","land":"US","talk":[{"text":"hello","mood":"good"}]}
	{"id":"2","mail":"cc@d.example","age":"x","note":"4111 1111 1111 1111","shop":{"unit price":3}}
	{"id":"3","mail":"a@b.example","age":12}
	{"id":
	END
}

# of FIELD JQ: what is told of a field of the file in.
of() {
	chatcrm-map -q --coverage --format json in 2>/dev/null |
	    jq -c --arg f "$1" ".fields[] | select(.field == \$f) | $2"
}

@test "each field: filled, dropped, distinct, lengths, examples" {
	[ "$(of contact.email '[.filled, .distinct, .exact, .length]')" = \
	    '[3,2,true,{"min":11,"median":11,"max":12}]' ]
	[ "$(of contact.age '[.filled, .dropped, .examples]')" = '[2,1,[7,12]]' ]
	[ "$(of contact.never '[.filled, .distinct, .length, .examples]')" = \
	    '[0,0,null,[]]' ]
}

@test "examples are redacted as records are" {
	[ "$(of contact.note .examples)" = '["[card]"]' ]
	run chatcrm-map -q --coverage in
	[[ "$output" != *4111* ]]
}

@test "what no expression names is listed, slots and lists too" {
	run -0 --separate-stderr chatcrm-map -q --coverage --format json in
	[ "$(jq -c '[.lines, .records, [.unmapped[] | [.path, .filled, .of]]]' <<<"$output")" = \
	    '[3,3,[["input.land",1,3],["input.talk[].mood",1,3],["input.shop[\"unit price\"]",1,3]]]' ]
	printf 'map: {source: rasa, contact: {email: slots.email}}\n' >c.yaml
	echo '{"sender_id":"a","events":[{"event":"slot","name":"email","value":"a@b.example"},{"event":"slot","name":"size","value":4}]}' >in
	run -0 --separate-stderr chatcrm-map -q --coverage --format json in
	[ "$(jq -c '[.unmapped[].path]' <<<"$output")" = '["slots.size"]' ]
}

@test "with source: auto what the profile names is mapped" {
	printf 'map: {source: auto, contact: {email: slots.email}}\n' >c.yaml
	echo '{"sender_id":"a","events":[{"event":"slot","name":"email","value":"a@b.example"}],"extra":1}' >in
	run -0 --separate-stderr chatcrm-map -q --coverage --format json in
	[ "$(jq -c '[.unmapped[].path]' <<<"$output")" = '["input.extra"]' ]
}

@test "many values are estimated, and marked so" {
	seq 20000 | sed 's/.*/{"id":"&","mail":"p&@b.example"}/' >in
	[ "$(of contact.email .exact)" = false ]
	n=$(of contact.email .distinct)
	[ "$n" -gt 18000 ] && [ "$n" -lt 22000 ]
	run -0 --separate-stderr chatcrm-map -q --coverage -j 4 in
	grep -qE "^contact.email +20000 +100.0% +0 +~$n " <<<"$output"
	head -n 1000 in >few && mv few in
	[ "$(of contact.email '[.distinct, .exact]')" = '[1000,true]' ]
}

@test "one mode at a time" {
	run -64 chatcrm-map --coverage --explain in
	run -64 chatcrm-map --coverage --select id in
}

@test "times that are lost do not go unsaid" {
	cat >c.yaml <<-'YAML'
	map:
	  source: {profile: json, id: input.id, events: input.talk, at: event.ts, rules: [{message: {role: customer, text: event.text}}]}
	  contact: {age: {from: input.age, type: integer}}
	YAML
	cat >in <<-'END'
	{"id":"1","age":"x","talk":[{"text":"a","ts":"soon"},{"text":"b","ts":"late"},{"text":"c","ts":"2026-01-01T00:00:00Z"}]}
	{"id":"2","talk":[{"text":"a","ts":"soon"},{"text":"b"}]}
	END
	run -0 --separate-stderr chatcrm-map -q --coverage --format json in
	[ "$(jq -c '[.messages, .untimed, [.findings[] | [.field, .code, .records]]]' <<<"$output")" = \
	    '[5,4,[["source.at","time.unknown",2],["contact.age","type.integer",1]]]' ]
	run -0 --separate-stderr chatcrm-map -q --coverage in
	grep -qx '4 of 5 messages without a time' <<<"$output"
	grep -qE '^contact.age +type.integer +on 1 of 2 records  "x"$' <<<"$output"
	grep -qE '^source.at +time.unknown +on 2 of 2 records$' <<<"$output"
	run -0 --separate-stderr chatcrm-map in
	[[ "$stderr" == *"2 of 2 records have a time in the source that could not be read (time.unknown)"* ]]
	# It is said where they are lost, and not by each reader again.
	run -0 --separate-stderr chatcrm-validate <<<"$output"
	[[ "$stderr" != *time.unknown* ]]
}
