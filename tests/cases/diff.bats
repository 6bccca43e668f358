# chatcrm diff: two configurations over the same input.

bats_require_minimum_version 1.5.0

setup() {
	cd "$BATS_TEST_TMPDIR" || return 1
	cat >old.yaml <<-'YAML'
	map:
	  source: {profile: json, id: input.id}
	  contact: {email: input.mail, country: {from: input.land, default: US}}
	YAML
	sed 's/default: US/default: DE/' old.yaml >new.yaml
	cat >in <<-'END'
	{"id":"1","mail":"a@one.example"}
	{"id":"2","mail":"b@two.example","land":"FR"}
	{"id":"3","mail":"c@three.example"}
	END
}

# json [OPTION...]: the difference over the file in.
json() {
	run -"${want:-1}" --separate-stderr chatcrm diff -q --format json "$@" \
	    old.yaml new.yaml in
}

@test "a configuration does not differ from itself" {
	run -0 --separate-stderr chatcrm diff old.yaml old.yaml in
	[ "${lines[0]}" = "3 records: 3 the same, 0 differ" ]
	[ "${lines[1]}" = "before: 3 passed, 0 refused, 0 skipped" ]
}

@test "what changed is counted by field, then shown" {
	run -1 --separate-stderr chatcrm diff old.yaml new.yaml <in
	[ "${lines[0]}" = "3 records: 1 the same, 2 differ" ]
	[ "$(grep -c contact.country <<<"$output")" -eq 2 ]
	grep -qx ' *0 *0 *2  contact.country' <<<"$output"
	grep -qx '    -:3: json/default/3' <<<"$output"
	grep -qx '        - "US"' <<<"$output"
	grep -qx '        + "DE"' <<<"$output"
}

@test "added and removed are told from changed" {
	sed 's/country: .*/town: input.land}/; s/, country.*/, town: input.land}/' \
	    old.yaml >new.yaml
	json
	[ "$(jq -c '[.fields[] | [.field, .added, .removed, .changed]]' \
	    <<<"$output")" = \
	    '[["contact.country",0,3,0],["contact.town",1,0,0]]' ]
}

@test "examples are as many as were asked for, the counts are whole" {
	json --examples 1
	[ "$(jq -c '.fields[0] | [.changed, .examples]' <<<"$output")" = \
	    '[2,[{"id":"json/default/1","file":"in","line":1,"old":"US","new":"DE"}]]' ]
	json --examples 0
	[ "$(jq -c '.fields[0] | [.changed, .examples]' <<<"$output")" = \
	    '[2,[]]' ]
}

@test "who is refused by one alone is another outcome, not another field" {
	cp old.yaml new.yaml
	echo 'validate: {contact: {country: {allow: [US], on_invalid: reject}}}' \
	    >>new.yaml
	json
	[ "$(jq -c '[.before, .after, .fields]' <<<"$output")" = \
	    '[{"passed":3,"refused":0,"skipped":0},{"passed":2,"refused":1,"skipped":0},[]]' ]
	[ "$(jq -c '.outcomes[0] | [.from, .records, .examples[0].line]' \
	    <<<"$output")" = '["passed",1,2]' ]
	[[ "$(jq -r '.outcomes[0].to' <<<"$output")" == "refused ("*")" ]]
	want=0 json --to map
}

@test "scores are compared at the same time of day" {
	for f in old new; do
		cat >>$f.yaml <<-'YAML'
		score: {half_life: 7d, rules: [{name: a, when: 'true', points: 10}]}
		YAML
	done
	sed -i 's/points: 10/points: 12/' new.yaml
	sed -i 's/default: DE/default: US/' new.yaml
	json
	[ "$(jq -c '[.fields[].field] | sort' <<<"$output")" = \
	    '["score.reasons","score.total"]' ]
}

@test "what was redacted is redacted in examples" {
	sed -i 's/country: .*/note: input.note}/; s/, country.*/, note: input.note}/' \
	    new.yaml
	echo '{"id":"4","mail":"d@four.example","note":"4111 1111 1111 1111"}' >in
	json
	[[ "$output" != *4111* ]]
	[ "$(jq -r '.fields[] | select(.field == "contact.note") |
	    .examples[0].new' <<<"$output")" = '[card]' ]
}

@test "-c stands below both; mistakes of both are told in one run" {
	sed '/source/d' old.yaml >o.yaml
	sed '/source/d' new.yaml >n.yaml
	printf 'map:\n  source: {profile: json, id: input.id}\n' >base.yaml
	run -1 --separate-stderr chatcrm diff -c base.yaml o.yaml n.yaml in
	sed -i 's/contact:/contakt:/' old.yaml
	sed -i 's/contact:/kontact:/' new.yaml
	run -78 chatcrm diff old.yaml new.yaml in
	[[ "$output" == *"old.yaml:3:3: error"*"new.yaml:3:3: error"* ]]
	run -64 chatcrm diff old.yaml
}

@test "pieces are folded with --group" {
	printf 'map: {source: rasa, contact: {email: slots.email}}\n' >old.yaml
	printf 'map: {source: rasa, contact: {phone: slots.email}}\n' >new.yaml
	for i in 1 2; do
		echo '{"sender_id":"s","event":"slot","name":"email","value":"a@one.example","timestamp":'$i'}'
	done >in
	json --group
	[ "$(jq .records <<<"$output")" -eq 1 ]
}

@test "objects of one's own are compared field by field" {
	echo '  objects: {visit: {day: input.id, land: input.land}}' >>old.yaml
	sed 's/US}/DE}/; s/day: input.id/day: input.mail/' old.yaml >new.yaml
	json
	[ "$(jq -c '[.fields[].field]' <<<"$output")" = \
	    '["objects.visit.day","contact.country"]' ]
}

@test "source: auto is decided as in a run" {
	printf 'map: {source: auto, contact: {email: slots.email}}\n' >old.yaml
	printf 'map: {source: rasa, contact: {email: slots.email}}\n' >new.yaml
	echo '{"sender_id":"s","events":[],"slots":{"email":"a@b.example"}}' >in
	want=0 json
	[ "$(jq -c '[.before.passed, .after.passed]' <<<"$output")" = '[1,1]' ]
	cp new.yaml x.yaml
	mv old.yaml new.yaml
	mv x.yaml old.yaml
	want=0 json
	[ "$(jq -c '[.before.passed, .after.passed]' <<<"$output")" = '[1,1]' ]
}

@test "a list is taken apart, and what a line gives compared one by one" {
	jq -cs . in >list
	mv list in
	json
	[ "$(jq -c '[.records, .different]' <<<"$output")" = '[3,2]' ]
	jq . in >pretty
	mv pretty in
	json
	[ "$(jq -c '[.records, .different]' <<<"$output")" = '[3,2]' ]
}
