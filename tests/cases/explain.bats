# chatcrm-map --explain: why a field holds what it holds.

bats_require_minimum_version 1.5.0

setup() {
	cd "$BATS_TEST_TMPDIR" || return 1
	cat >c.yaml <<-'YAML'
	map:
	  source: {profile: json, id: input.id}
	  contact:
	    email: [input.work.mail, input.mail]
	    country: {from: input.land, default: US}
	    first_name: {from: 'input.name.split(" ")[0]', when: has(input.name)}
	    age: {from: input.age, type: integer}
	    visits: {from: input.visits, type: integer, on_invalid: reject}
	    lead_source: {value: chatbot}
	    ratio: input.a / input.b
	    note: input.note
	YAML
	export CHATCRM_CONFIG=c.yaml
}

# why LINE FIELD JQ: of one line.
why() {
	chatcrm-map -q --explain "$2" <<<"$1" | jq -c ".fields[0] | $3"
}

@test "one object a record tells of every field, in order" {
	run -0 --separate-stderr chatcrm-map --explain <<-'END'
	{"id":"1","mail":"a@b.example"}
	{"id":"2"}
	END
	[ "${#lines[@]}" -eq 2 ]
	[ "$(jq -c '[.id, .source.line, [.fields[].field][0,7], (.fields | length)]' \
	    <<<"${lines[1]}")" = \
	    '["json/default/2",2,"contact.email","contact.note",8]' ]
}

@test "expressions are tried until one gives a value, with path and bytes" {
	[ "$(why '{"id":"1","mail":"a@b.example"}' contact.email .)" = \
	    '{"field":"contact.email","from":[{"expr":"input.work.mail","absent":"input has no work"},{"expr":"input.mail","value":"a@b.example","source":{"path":"input.mail","bytes":"\"a@b.example\""}}],"value":"a@b.example"}' ]
}

@test "an empty field says why" {
	[ "$(why '{"id":"1"}' contact.email .why)" = '"no value"' ]
	[ "$(why '{"id":"1","mail":null}' contact.email '.from[1].absent')" = \
	    '"null"' ]
	[ "$(why '{"id":"1","mail":""}' contact.email '.from[1].absent')" = \
	    '"empty text"' ]
	[ "$(why '{"id":"1"}' contact.country '[.value, .why]')" = \
	    '["US","default"]' ]
	[ "$(why '{"id":"1"}' contact.first_name '[.why, .when[0].value, .from]')" = \
	    '["condition false",false,null]' ]
	[ "$(why '{"id":"1","age":"old"}' contact.age '[.why, .type, .findings, .from[0].value]')" = \
	    '["dropped","integer",[{"code":"type.integer","did":"dropped"}],"old"]' ]
	[ "$(why '{"id":"1","a":1,"b":0}' contact.ratio '[.why, (.from[0] | has("error")), .findings[0].code]')" = \
	    '["no value",true,"expr.error"]' ]
}

@test "an expression is told part by part" {
	[ "$(why '{"id":"1","name":"Ana B"}' contact.first_name \
	    '[.from[0].steps[] | [.expr, .value]]')" = \
	    '[["input.name","Ana B"],["input.name.split(\" \")",["Ana","B"]]]' ]
}

@test "who would be refused is explained, not refused" {
	run -0 --separate-stderr chatcrm-map -q --explain <<<'{"id":"1","visits":"x"}'
	[ "$(jq -c '[.refused.code, .fields[-1].field, .fields[-1].why]' <<<"$output")" = \
	    '["type.integer","contact.visits","refused"]' ]
}

@test "secrets are not told" {
	run -0 --separate-stderr chatcrm-map --explain <<<'{"id":"1","note":"4111 1111 1111 1111","mail":"4111111111111111"}'
	[[ "$output" != *4111* ]]
	[[ "$output" == *"[card]"* ]]
	sed -i "s/^map:/map:\n  redact: {patterns: {order: 'ORD-[0-9]+'}}/" c.yaml
	run -0 --separate-stderr chatcrm-map --explain <<<'{"id":"1","note":"about ORD-77"}'
	[[ "$output" != *ORD-77* ]]
}

@test "a field may follow, or stand behind =; a slip is told" {
	line='{"id":"1","age":7}'
	run -0 --separate-stderr chatcrm-map --explain=contact.age <<<"$line"
	[ "$(jq -c '[.fields[].value]' <<<"$output")" = '[7]' ]
	echo "$line" >in.jsonl
	run -0 --separate-stderr chatcrm-map --explain contact.age in.jsonl
	[ "$(jq -c '[.fields[].value]' <<<"$output")" = '[7]' ]
	run -0 --separate-stderr chatcrm-map --explain in.jsonl
	[ "$(jq '.fields | length' <<<"$output")" -eq 8 ]
	run -64 chatcrm-map --explain contact.agee in.jsonl
	[[ "$output" == *"did you mean 'contact.age'"* ]]
	run -64 chatcrm-map --explain agee in.jsonl
	[[ "$output" == *"did you mean 'contact.age'? there are contact."*" more" ]]
	run -64 chatcrm-map --explain nosuch in.jsonl
	[[ "$output" == *"no field 'nosuch' is mapped"*"there are contact."* ]]
	run -74 chatcrm-map --explain ./nosuch
	run -64 chatcrm-map --explain --select id in.jsonl
}

@test "people get lines, without control characters of the input" {
	run -0 --separate-stderr chatcrm-map --explain --format text <<<'{"id":"1","mail":"a\u001b[31m@b"}'
	grep -qx '  contact.country = "US" (default)' <<<"$output"
	grep -q 'from input.land  *input has no land' <<<"$output"
	[[ "$output" != *$'\033'* ]]
}

@test "a field of another event says so" {
	cat >c.yaml <<-'YAML'
	map:
	  source: {profile: json, id: input.id, event: input.event}
	  contact: {email: input.mail}
	  on: {won: {contact: {email: input.winner, prize: {value: cup}}}}
	YAML
	run -0 --separate-stderr chatcrm-map -q --explain <<<'{"id":"1","event":"won","mail":"a@b.example","winner":"c@d.example"}'
	[ "$(jq -c '[.fields[] | [.field, .value, .why]]' <<<"$output")" = \
	    '[["contact.email",null,"the event has its own"],["contact.email","c@d.example",null],["contact.prize","cup",null]]' ]
	[ "$(why '{"id":"1","event":"lost","mail":"a@b.example"}' contact.prize '[.event, .why]')" = \
	    '["won","another event"]' ]
	run -0 --separate-stderr chatcrm-map --doc csv
	grep -q '^contact.prize,.*,event won,' <<<"$output"
}

@test "a value that stands twice is told where its path leads" {
	cat >c.yaml <<-'YAML'
	map:
	  source: {profile: json, id: input.id}
	  contact:
	    first: input.a
	    quoted: input["the b"].c
	    item: input.list[0].v
	    part: input.a + "!"
	YAML
	line='{"id":"1","a":"x","list":[{"v":"x"},{"v":"x"}],"the b":{"c":"x"},"z":"x"}'
	[ "$(why "$line" contact.first '.from[0].source.path')" = '"input.a"' ]
	[ "$(why "$line" contact.quoted '.from[0].source')" = \
	    '{"path":"input[\"the b\"].c","bytes":"\"x\""}' ]
	[ "$(why "$line" contact.item '.from[0].source.path')" = \
	    '"input.list[0].v"' ]
	[ "$(why "$line" contact.part '.from[0].steps[0].source.path')" = \
	    '"input.a"' ]
	printf 'map: {source: rasa, contact: {plan: slots.plan}}\n' >c.yaml
	line='{"sender_id":"1","events":[{"event":"slot","timestamp":1700000000,"name":"plan","value":"pro"},{"event":"user","timestamp":1700000001,"text":"pro"}]}'
	[ "$(why "$line" contact.plan '.from[0].source.path')" = \
	    '"input.events[0].value"' ]
}

@test "tags and the mark of a record are explained like fields" {
	cat >c.yaml <<-'YAML'
	map:
	  source: {profile: json, id: input.id, event: input.event}
	  contact: {email: input.mail}
	  tags: [input.tag, {value: vip, when: input.n > 5}, input.none, input.n]
	  high_value: input.n > 10
	  on: {won: {tags: ['"won"']}}
	YAML
	run -0 --separate-stderr chatcrm-map -q --explain <<<'{"id":"1","tag":"a","n":7}'
	[ "$(jq -c '[.fields[1:][] | [.field, .value, .why]]' <<<"$output")" = \
	    '[["tags","a",null],["tags","vip",null],["tags",null,"no value"],["tags",null,"dropped"],["tags",null,"another event"],["high_value",null,"condition false"]]' ]
	[ "$(jq -c '.fields[2].when[0].steps[0].source' <<<"$output")" = \
	    '{"path":"input.n","bytes":"7"}' ]
	[ "$(why '{"id":"1","n":11}' high_value '[.value, .when[0].value]')" = \
	    '[true,true]' ]
	[ "$(why '{"id":"1","tag":"a"}' tags '.from[0].source.path')" = \
	    '"input.tag"' ]
	run -64 chatcrm-map --explain=tag <<<'{"id":"1"}'
	[[ "$output" == *"did you mean 'tags'"* ]]
}

@test "a tag that stays behind for want of consent says so" {
	cat >c.yaml <<-'YAML'
	map:
	  source: {profile: json, id: input.id}
	  contact: {email: input.mail}
	  tags: [input.tag]
	  consent: {when: input.ok == true, otherwise: strip}
	YAML
	run -0 --separate-stderr chatcrm-map -q --explain <<<'{"id":"1","tag":"a"}'
	[ "$(jq -c '[.fields[1].why, .withheld]' <<<"$output")" = \
	    '["withheld",["consent"]]' ]
}

@test "the text says what becomes of the record, and where a list stands" {
	cat >end.yaml <<-'YAML'
	map:
	  source: rasa
	  contact:
	    tags: {from: slots.l, type: list, join: ";"}
	    plan: {from: slots.p, values: [a, b], unmapped: reject}
	YAML
	echo '{"sender_id":"a","slots":{"l":["u","w"],"p":"zz"}}' >end.jsonl
	run -0 --separate-stderr chatcrm-map -q -c end.yaml --explain \
	    --format text end.jsonl
	[[ "$output" == *'<- input.slots.l ["u","w"]'* ]]
	[[ "$output" == *$'\n  the record is refused: picklist.unmapped: contact.plan '* ]]
}
