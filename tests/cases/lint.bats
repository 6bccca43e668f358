# What a configuration may say and nobody can mean: warnings of check.

bats_require_minimum_version 1.5.0

setup() {
	cd "$BATS_TEST_TMPDIR" || return 1
}

@test "check warns of what never happens, never meets and never is made" {
	cat >c.yaml <<-'END'
	map:
	  source:
	    profile: json
	    kind: event.type
	    rules:
	      - on: msg
	        message: {role: customer, text: event.text}
	      - on: msg
	        message: {role: bot, text: event.text}
	      - message: {role: bot, text: event.text}
	      - on: late
	        slot: {name: '"a"', value: event.v}
	  contact:
	    email: slots.email
	    size: {from: slots.size, values: {small: [s, little], large: [l, sl]}, unmapped: reject}
	    staff: {from: slots.n, buckets: ["1-10", "10-50", "51+"]}
	    age: {from: slots.age, type: integer}
	    never: {from: slots.x, when: 'false && slots.y == 1'}
	    given: {from: slots.x, when: 'true'}
	    twitter: slots.twitter
	validate:
	  contact:
	    email: {required: true}
	    phone: {required: true}
	    size: {allow: [small, huge]}
	    age: {type: phone}
	    fax: {}
	  rules:
	    - rule: 'contact.age > "5"'
	    - rule: 'true || contact.age > 5'
	score:
	  threshold: 50
	  rules:
	    - {name: a, points: 10, mentions: [x]}
	    - {name: b, points: 10, mentions: [x]}
	    - {name: c, points: 10, when: 'contact.size == "bigg" || contact.staff in ["1-10", "few"]'}
	    - {name: d, points: 10, when: 'contact.age == "5" || contact.emial != "" || contact.size > 5'}
	    - {name: e, points: 9, when: '1 > 2'}
	crm:
	  profile: hubspot
	  auth: {token: {env: T}}
	  match: {contact: [email, phone]}
	END
	run chatcrm check -q -c c.yaml
	echo "$output"
	[ "$status" -eq 0 ]
	grep '^c.yaml' <<<"$output" | grep -v 'profile hubspot has no field' |
	    sed 's/^c.yaml:\([0-9:]*\): warning: /\1 /' >got
	cat >want <<-'END'
	8:9 the rule in line 6 takes all that this one could
	11:9 the rule in line 10 takes all that this one could
	16:46 the range 10-50 overlaps 1-10, which comes first
	18:34 this is never true: what it is for never happens
	19:34 this is always true; leave it out
	24:5 nothing in map makes contact.phone, so that every record is refused
	25:19 map makes contact.size 'large', which is not allowed here
	25:27 map never makes contact.size 'huge'; it makes small and large
	26:17 map makes contact.age of type integer, which is never a valid phone
	27:5 nothing in map makes contact.fax
	29:28 contact.age is a number and cannot be compared with a text
	30:13 this is always true; leave it out
	32:14 nobody gets the grade 'sales' from 50: all rules together give 49
	35:7 the rule asks for the same as 'a' in line 34
	36:52 contact.size is never 'bigg'; map makes it small and large
	36:79 contact.staff is never 'few'; map makes it 1-10, 10-50 and 51+
	37:51 contact.age is a number and never equals a text
	37:58 nothing in map makes contact.emial; did you mean 'email'?
	37:96 contact.size is a text and cannot be compared with a number
	38:34 this is never true: what it is for never happens
	42:28 nothing in map makes contact.phone, so that nothing is found by it
	END
	diff want got
	[ "$(grep -c 'profile hubspot has no field for contact' \
	    <<<"$output")" -eq 6 ]
	[ "$(chatcrm check --format json -c c.yaml |
	    jq -r '.diagnostics[].code' | sort -u | tr '\n' ' ')" = \
	    "lint.always lint.never lint.same lint.twice lint.type lint.unmapped lint.unsent lint.value " ]
	run chatcrm check --strict -q -c c.yaml
	[ "$status" -eq 78 ]
}

@test "two fields that the CRM keeps in one are told" {
	cat >c.yaml <<-'END'
	map: {contact: {email: slots.a, twitter: slots.b, handle: slots.c}}
	crm:
	  profile: hubspot
	  auth: {token: {env: T}}
	  fields: {contact: {twitter: twitterhandle, handle: twitterhandle}}
	END
	run chatcrm check -q -c c.yaml
	[ "$status" -eq 0 ]
	[[ $output == "c.yaml:1:51: warning: contact.handle and contact.twitter are both written to twitterhandle of the CRM"* ]]
}

@test "a field that is read too early, and a default that is no value" {
	cat >c.yaml <<-'END'
	map:
	  source: {profile: json, id: input.id, event: input.event}
	  contact:
	    domain: company.domain
	    full: contact.later
	    later: input.a
	    after: 'contact.later + contact.full'
	    size: {from: input.s, values: {big: [b], small: [s]}, default: b}
	    kind: {from: input.k, values: [x, y], default: y}
	    either: {from: [input.e, contact.last], when: 'has(contact.size)'}
	    last: {value: x}
	  company: {domain: contact.last}
	  on: {won: {contact: {last: contact.later}}}
	END
	run chatcrm check --strict -q -c c.yaml
	[ "$status" -eq 78 ]
	grep '^c.yaml' <<<"$output" |
	    sed 's/^c.yaml:\([0-9:]*\): error: /\1 /' >got
	cat >want <<-'END'
	4:13 company.domain is made after contact.domain, and has no value here; map it first
	5:11 contact.later is made after contact.full, and has no value here; map it first
	8:68 'b' is none of the values of contact.size: big and small
	10:30 contact.last is made after contact.either, and has no value here; map it first
	END
	diff want got
	[ "$(chatcrm check --format json -c c.yaml |
	    jq -r '.diagnostics[].code' | sort -u | tr '\n' ' ')" = \
	    "lint.early lint.value " ]
}

@test "what is meant is not warned of" {
	cat >c.yaml <<-'END'
	map:
	  contact:
	    email: slots.email
	    size: {from: slots.size, values: {small: [s], large: l}, unmapped: keep}
	    kind: {from: slots.k, values: [a, b], unmapped: {other: c}}
	    age: {from: slots.age, type: integer}
	  company: {domain: domain(contact.email)}
	validate:
	  contact:
	    email: {required: true, type: email}
	    kind: {allow: [A, b, c]}
	score:
	  threshold: 20
	  rules:
	    - {name: a, points: 10, when: 'contact.size == "huge"'}
	    - {name: b, points: 10, when: 'contact.age > 5 && contact.kind in ["a", "c"]'}
	    - {name: c, points: 10, when: 'conversation.messages.exists(m, m.text == "x")'}
	    - {name: d, points: 1, when: 'has(company.domain) || tags.exists(t, t == "x")'}
	route:
	  - name: a
	    when: score.total > 20.0 && score.grade == "sales"
	    stop: true
	    do:
	      - task: {subject: id, body: at 9.30 p.m., owner: ana@acme.example, due: 1.5h, kind: {value: contact.email}}
	      - tag: [company, deal.won!]
	  - {name: b, when: score.total > 10.0}
	END
	run chatcrm check --strict -c c.yaml
	echo "$output"
	[ "$status" -eq 0 ]
	[ -z "$output" ]
}

@test "the manual's example is not warned of" {
	sed -n '/^\.Sh EXAMPLES/,/^\.Ed/{/^\./!p}' \
	    "$BATS_TEST_DIRNAME/../../man/chatcrm-config.5" >c.yaml
	grep -q '^map:' c.yaml
	chatcrm check --strict -c c.yaml
}

@test "check --sample tells what never happens in it" {
	cat >c.yaml <<-'END'
	map:
	  source:
	    profile: json
	    id: input.id
	    slots: input.slots
	    events: input.turns
	    rules:
	      - message: {role: customer, text: event}
	  contact:
	    email: slots.email
	    phone: slots.phone
	    size: {from: slots.size, when: 'slots.size > 100'}
	    vip: {from: '"yes"', when: 'slots.size > 10'}
	    plan: {from: slots.plan, default: free}
	score:
	  grades: [{name: hot, from: 15}, {name: warm, from: 5}, {name: cold, from: -5}]
	  rules:
	    - {name: price, points: 5, mentions: [price]}
	    - {name: demo, points: 10, mentions: [demo]}
	    - {name: bad, points: -5, when: 'contact.email == "x@y.example"'}
	route:
	  - {name: hot, when: score.total > 9.0}
	  - {name: price, when: score.total > 4.0}
	END
	cat >in <<-'END'
	{"id": "1", "slots": {"email": "a@b.example", "size": 20}, "turns": ["what price?"]}
	{"id": "2", "slots": {"email": "c@b.example", "size": 5}, "turns": ["hello"]}
	END
	run chatcrm check -q -c c.yaml --sample in
	echo "$output"
	[ "$status" -eq 0 ]
	diff - <(grep -o '^c.yaml:.*' <<<"$output") <<-'END'
	c.yaml:11:5: warning: in 2 records of the sample nothing fills contact.phone
	c.yaml:12:36: warning: in 2 records of the sample this is never true
	c.yaml:16:19: warning: in 2 records of the sample nobody gets this grade
	c.yaml:19:14: warning: in 2 records of the sample this rule never counts
	c.yaml:20:14: warning: in 2 records of the sample this rule never counts
	c.yaml:22:12: warning: in 2 records of the sample this rule never fires
	END
	run chatcrm check -q --strict -c c.yaml --sample in
	[ "$status" -eq 78 ]
	echo '{"x": 1}' >in
	run chatcrm check -q -c c.yaml --sample in
	[ "$status" -eq 0 ]
	[[ $output == *"c.yaml:2:3: warning: no record of the sample passes: "* ]]
	run chatcrm check -q -c c.yaml --sample none
	[ "$status" -eq 74 ]
}

@test "a score's rule that reads the score, and consent of everybody, are told" {
	cat >c.yaml <<-'END'
	map: {contact: {email: slots.email}, consent: 'true'}
	score:
	  rules:
	    - {name: a, points: 60, when: 'score.total > 5'}
	END
	run chatcrm check -q -c c.yaml
	echo "$output"
	[ "$status" -eq 0 ]
	[[ $output == *"c.yaml:1:47: warning: this is always true"* ]]
	[[ $output == *"c.yaml:4:36: warning: there is no score while"* ]]
}

@test "rules of route that are never tried, and actions that nobody does" {
	cat >c.yaml <<-'END'
	map: {contact: {email: slots.email, size: {from: slots.n, type: integer}}}
	score: {rules: [{name: a, mentions: a, points: 50}]}
	route:
	  - {name: a, when: score.total > 60.0}
	  - {name: b, when: score.grade == "hot", stop: true}
	  - {name: c, when: score.grade == "hot"}
	  - {name: d, when: contact.emial == "x" || contact.size == "y"}
	  - {name: e, stop: true}
	  - name: f
	    do:
	      - task: {subject: contact.email, body: {from: contact.none}}
	      - set: {colour: '"red"', lifecycle: {value: lead}}
	      - {unsubscribe: true}
	      - tag: [contact.email + "x"]
	END
	run chatcrm check -q -c c.yaml
	[ "$status" -eq 0 ]
	diff - <(grep -o '^c.yaml:.*' <<<"$output") <<-'END'
	c.yaml:4:35: warning: no total reaches 60: all rules of score together give 50
	c.yaml:5:36: warning: no grade is called 'hot'; there are sales and nurture
	c.yaml:6:5: warning: the rule in line 5 stops before all that this one is for
	c.yaml:6:36: warning: no grade is called 'hot'; there are sales and nurture
	c.yaml:7:21: warning: nothing in map makes contact.emial; did you mean 'email'?
	c.yaml:7:61: warning: contact.size is a number and never equals a text
	c.yaml:9:5: warning: the rule in line 8 stops before all that this one is for
	c.yaml:11:25: warning: this is sent as it stands; to compute it write {from: ...}, else {value: ...}
	c.yaml:11:53: warning: nothing in map makes contact.none
	c.yaml:14:15: warning: this is sent as it stands; to compute it write {from: ...}, else {value: ...}
	END
	cat >>c.yaml <<-'END'
	crm: {profile: tryton, url: "http://crm.example", auth: {token: {env: T}}}
	END
	run chatcrm check -q -c c.yaml
	[ "$status" -eq 0 ]
	for want in '11:9: warning: profile tryton does not say how a task' \
	    '12:15: warning: profile tryton has no field for contact.colour' \
	    '12:32: warning: profile tryton has no field for contact.lifecycle' \
	    '13:10: warning: profile tryton does not say how somebody' \
	    '14:9: warning: profile tryton does not say how a tag'; do
		grep -qF "c.yaml:$want" <<<"$output" || {
			echo "$want"
			false
		}
	done
}

@test "objects of one's own and what events add are looked at as well" {
	cat >c.yaml <<-'END'
	map:
	  source: {profile: json, id: input.id, event: input.ev}
	  contact: {email: input.mail}
	  objects:
	    car:
	      late: objects.car.size
	      size: {from: input.size, values: {small: [s], large: [l]}, unmapped: reject}
	  on:
	    sold:
	      company: {name: deal.name}
	      deal: {name: input.deal}
	      contact: {kind: {from: input.kind, buckets: ["1-5", "5-9"]}}
	validate:
	  objects:
	    car: {size: {allow: [small, huge]}, vin: {required: true}}
	score:
	  rules:
	    - {name: a, points: 1, when: 'objects.car.size == "smal"'}
	    - {name: b, points: 1, when: 'contact.kind == "1-5" && company.name != ""'}
	END
	run -0 chatcrm check -q -c c.yaml
	diff - <(grep warning <<<"$output") <<-'END'
	c.yaml:6:13: warning: objects.car.size is made after objects.car.late, and has no value here; map it first
	c.yaml:10:23: warning: deal.name is made after company.name, and has no value here; map it first
	c.yaml:12:59: warning: the range 5-9 overlaps 1-5, which comes first
	c.yaml:15:25: warning: map makes objects.car.size 'large', which is not allowed here
	c.yaml:15:33: warning: map never makes objects.car.size 'huge'; it makes small and large
	c.yaml:15:41: warning: nothing in map makes objects.car.vin, so that every record is refused
	c.yaml:18:55: warning: objects.car.size is never 'smal'; map makes it small and large
	END
}

@test "check --sample looks at objects and events, and puts lines together" {
	cat >c.yaml <<-'END'
	map:
	  source: {profile: json, id: input.id, event: input.ev, slots: '{"n": input.?n}'}
	  contact: {email: input.mail}
	  objects:
	    car: {vin: input.vin, colour: input.colour}
	  on:
	    sold: {deal: {name: input.deal}}
	    lost: {deal: {reason: input.reason}}
	END
	printf '%s\n' '{"id":1,"mail":"a@b.example","ev":"sold","deal":"d"}' \
	    '{"id":1,"mail":"a@b.example","vin":"v"}' >in
	run -0 chatcrm check -q -c c.yaml --sample in
	diff - <(grep warning <<<"$output") <<-'END'
	c.yaml:5:27: warning: in 2 records of the sample nothing fills objects.car.colour
	c.yaml:8:19: warning: in 2 records of the sample nothing fills deal.reason
	END
	events=$BATS_TEST_DIRNAME/../../samples/events.jsonl
	echo 'map: {source: rasa, contact: {email: slots.nix}}' >rasa.yaml
	n=$(chatcrm-map -q --group -c rasa.yaml "$events" | wc -l)
	[ "$n" -lt "$(wc -l <"$events")" ]
	run -0 chatcrm check -q --group -c rasa.yaml --sample "$events"
	[[ $output == *"in $n records of the sample nothing fills contact.email"* ]]
}

@test "ranges that overlap, or leave numbers out, also where they have names" {
	cat >c.yaml <<-'END'
	map:
	  contact:
	    a: {from: slots.a, type: bucket, buckets: {small: 1-10, mid: 5-50, large: 60+}}
	    b: {from: slots.b, type: bucket, buckets: [51+, 1-10, 11-50]}
	    c: {from: slots.c, type: bucket, buckets: [<10, 20-30, 10-15]}
	END
	run -0 chatcrm check -q -c c.yaml
	sed -n 's/^c.yaml:\([0-9:]*\): warning: /\1 /p' <<<"$output" >got
	diff - got <<-'END'
	3:66 the range 5-50 overlaps 1-10, which comes first
	3:79 no range holds numbers from 51 up to 60
	5:53 no range holds numbers from 16 up to 20
	END
}

@test "members that no record has are told where they stand" {
	cat >c.yaml <<-'END'
	map: {source: rasa, contact: {a: slots.a}}
	validate:
	  contact:
	    a: {rule: 'conversation.mesages.size() > 0 && "é" != source.platfrm'}
	score:
	  rules: [{name: a, points: 5, when: 'person.emal == "x" && history.any == 1'}]
	route:
	  - name: a
	    when: |
	      score.reasons.exists(r, r.rule == "a") &&
	        score.totl > 5.0 && conversation.slots.any == 1
	    do: [{tag: x}]
	END
	run -0 chatcrm check -q -c c.yaml
	sed -n 's/^c.yaml:\([0-9:]*\): warning: /\1 /p' <<<"$output" >got
	diff - got <<-'END'
	4:29 no record has conversation.mesages; did you mean 'messages'?
	4:65 no record has source.platfrm; did you mean 'platform'?
	6:46 no record has person.emal; did you mean 'email'?
	11:15 no record has score.totl; did you mean 'total'?
	END
}
