# chatcrm test: the tests of a mapping.

bats_require_minimum_version 1.5.0

setup() {
	cd "$BATS_TEST_TMPDIR" || return 1
	cat >c.yaml <<-'YAML'
	map:
	  source: {profile: json, id: input.id}
	  anonymous: skip
	  contact:
	    email: input.mail
	    phone: input.tel
	    country: {from: input.land, default: US}
	  tags: [input.tags]
	validate: {contact: {email: {on_invalid: reject}}}
	score:
	  half_life: 7d
	  rules: [{name: us, when: 'contact.country == "US"', points: 10}]
	YAML
}

# tests: the file c.test.yaml, of standard input.
tests() {
	cat >c.test.yaml
}

@test "part of a record is enough, for every stage" {
	tests <<-'YAML'
	tests:
	  - name: score
	    given: {id: 1, mail: a@b.example, tags: [x, y]}
	    expect: {contact: {email: a@b.example, town: null}, score: {total: 10}}
	  - name: validate
	    given: {id: 1, mail: b}
	    refused: {code: email.syntax, stage: validate, field: contact.email}
	  - {name: map, to: map, given: {id: 1, mail: b}, expect: {score: null}}
	  - name: nobody
	    given: '{"id": 2}'
	    skipped: person.anonymous
	  - name: a record
	    stage: score
	    given: {chatcrm: 1, id: a/b/c, contact: {country: US}}
	    expect: {score: {reasons: [{rule: us}]}}
	  - name: text that looks like a number
	    given: {id: 3, tel: "+14155550123"}
	    expect: {contact: {phone: +14155550123}}
	YAML
	run -0 chatcrm test
	[ "${lines[1]}" = 1..6 ]
	[ "$(grep -c ^ok <<<"$output")" -eq 6 ]
}

@test "what differs is told with its place, expected and got" {
	tests <<-'YAML'
	tests:
	  - name: wrong
	    given: {id: 1, mail: a@b.example, tags: [x]}
	    expect:
	      contact: {country: DE}
	      tags: [x, y]
	  - {name: dead, given: {id: 1, mail: b}, expect: {}}
	  - {name: alive, given: {id: 1, mail: b@c.example}, refused: email.syntax}
	YAML
	run -1 chatcrm test c.test.yaml
	[ "$(grep -c '^not ok' <<<"$output")" -eq 3 ]
	[[ "$output" == *'# c.test.yaml:5:26: contact.country
#     expected: "DE"
#     got:      "US"
# c.test.yaml:6:13: tags
#     expected: ["x","y"]
#     got:      ["x"]'* ]]
	[[ "$output" == *'got:      refused (email.syntax: '* ]]
	[[ "$output" == *'expected: refused
#     got:      a record'* ]]
}

@test "lines are told one by one, broken ones and pretty ones too" {
	printf '{\n  "id": 9,\n  "mail": "i@j.example"\n}\n' >pretty.json
	tests <<-'YAML'
	tests:
	  - name: lines
	    given: |
	      {"id": 1, "mail": "a@b.example"}
	      {"id":
	      {"id": 2}
	    expect:
	      - contact: {email: a@b.example}
	      - refused: {stage: map}
	      - skipped: {code: person.anonymous}
	  - {name: too few, given: '{"id": 2}', expect: [{}, {}]}
	  - {name: file, file: pretty.json, expect: {contact: {email: i@j.example}}}
	YAML
	run -1 chatcrm test
	[[ "$output" == *"ok 1 - lines"*"not ok 2 - too few"*"ok 3 - file"* ]]
	[[ "$output" == *"expected: 2 results"*"got:      1 results"* ]]
}

@test "lists and source: auto are read as in a run" {
	printf 'map: {source: auto, contact: {email: slots.email}}\n' >c.yaml
	jq -n '[{sender_id: "a", events: [], slots: {email: "a@b.example"}},
	    {sender_id: "b", events: [], slots: {email: "c@d.example"}}]' >two.json
	tests <<-'YAML'
	tests:
	  - {name: file, file: two.json, expect: [{contact: {email: a@b.example}}, {contact: {email: c@d.example}}]}
	  - name: one line
	    given: '[{"sender_id":"a","events":[],"slots":{"email":"a@b.example"}},{"sender_id":"b","events":[]}]'
	    expect: [{contact: {email: a@b.example}}, {contact: null}]
	YAML
	run -0 chatcrm test
}

@test "pieces are folded where a test says so" {
	printf 'map: {source: rasa, contact: {email: slots.email}}\n' >c.yaml
	tests <<-'YAML'
	group: true
	tests:
	  - name: two events
	    given:
	      - {sender_id: s, event: slot, name: email, value: a@b.example, timestamp: 1}
	      - {sender_id: s, event: user, text: hello, timestamp: 2}
	    expect: {contact: {email: a@b.example}, conversation: {messages: [{text: hello}]}}
	YAML
	run -0 chatcrm test
}

@test "the clock stands where the test says" {
	sed -i 's/  tags:.*/  ticket: {day: string(now)}/' c.yaml
	tests <<-'YAML'
	now: 2026-03-01T00:00:00Z
	tests:
	  - {given: {id: 1, mail: a@b.example}, expect: {ticket: {day: 2026-03-01T00:00:00Z}}}
	  - {given: {id: 1, mail: a@b.example}, now: 2026-04-01T00:00:00Z, expect: {ticket: {day: 2026-04-01T00:00:00Z}}}
	YAML
	run -0 chatcrm test
	run -1 chatcrm test --now 2026-05-01T00:00:00Z
	[ "$(grep -c '^not ok' <<<"$output")" -eq 2 ]
}

@test "--update writes what came out, and nothing else" {
	tests <<-'YAML'
	# Our customers.
	tests:
	  - name: kept		# as it is
	    given: {id: 1, mail: a@b.example}
	    expect: {contact: {country: "US"}}
	  - name: one value
	    given: {id: 1, mail: a@b.example, land: FR}
	    expect:
	      # people read this
	      contact:
	        country: DE	# not the default
	        email: 'a@b.example'
	  - name: another end
	    given: {id: 1, mail: b}
	    expect: {contact: {email: b}}

	  - name: nothing yet
	    given: {id: 1, mail: a@b.example, tags: ["y: z"]}
	  - {name: one line, given: {id: 1}}
	  # the end
	YAML
	cp c.test.yaml before
	run -0 chatcrm test --update
	cat >want <<-'END'
	11c11
	<         country: DE	# not the default
	---
	>         country: FR	# not the default
	15c15,16
	<     expect: {contact: {email: b}}
	---
	>     refused:
	>       code: email.syntax
	19c20,28
	<   - {name: one line, given: {id: 1}}
	---
	>     expect:
	>       contact:
	>         email: a@b.example
	>         country: US
	>       tags: ["y: z"]
	>       score:
	>         total: 10.0
	>         grade: nurture
	>   - {name: one line, given: {id: 1}, skipped: {code: person.anonymous}}
	END
	diff before c.test.yaml >changed || :
	diff want changed
	run -0 chatcrm test
	cp c.test.yaml before
	run -0 chatcrm test --update
	cmp before c.test.yaml
}

@test "JUnit's XML is well formed, whatever a value is" {
	command -v xmllint >/dev/null || skip "no xmllint"
	tests <<-'YAML'
	tests:
	  - {name: 'a < "b" & c', given: {id: 1, mail: a@b.example, land: "<\e]]>"}, expect: {contact: {country: "&"}}}
	  - {name: fine, given: {id: 1, mail: a@b.example}, expect: {}}
	YAML
	run -1 --separate-stderr chatcrm test --format junit
	xmllint --noout - <<<"$output"
	[[ "$output" == *'tests="2" failures="1"'* ]]
}

@test "a slip in the name of a part is warned of" {
	tests <<-'YAML'
	tests:
	  - {given: {id: 1, mail: a@b.example}, expect: {contakt: null, tags: null}}
	YAML
	run -0 chatcrm test
	[[ "$output" == *"c.test.yaml:2:50: warning"*"did you mean 'contact'"* ]]
}

@test "folders are searched, a mistake is located" {
	mkdir -p sub/deep
	tests <<<'tests: [{given: {id: 1, mail: a@b.example}, expect: {}}]'
	cp c.yaml c.test.yaml sub/deep
	run -0 chatcrm test .
	[ "${lines[1]}" = 1..2 ]
	[ "${lines[4]}" = "# sub/deep/c.test.yaml" ]
	printf 'tests:\n  - {gven: 1, expect: {}, refused: x}\n' >c.test.yaml
	printf 'now: noon\ntests: []\n' >sub/deep/c.test.yaml
	run -78 chatcrm test
	[[ "$output" == *"c.test.yaml:2:6: error: unknown key 'gven'"*"did you mean 'given'"* ]]
	[[ "$output" == *"sub/deep/c.test.yaml:1:6: error"* ]]
	rm -r sub c.test.yaml
	run -64 chatcrm test
	printf 'tests: []\n' >x.test.yaml
	run -78 chatcrm test
	[[ "$output" == *"x.test.yaml:1:1: error"*"config: FILE"* ]]
}
