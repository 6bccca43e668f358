#!/usr/bin/env bats
# What the operator says of secrets, consent and sensitive topics.

bats_require_minimum_version 1.5.0

setup() {
	cd "$BATS_TEST_TMPDIR"
	unset CHATCRM_CONFIG
}

# talk ID TEXT [MORE]: one conversation, with MORE members.
talk() {
	printf '{"id":"%s",%s"messages":[{"role":"user","content":"%s"},{"role":"assistant","content":"ok"}]}\n' \
	    "$1" "${3:-}" "$2"
}

# conf: the section map on standard input, after what is always there.
conf() {
	{ echo 'map:'; echo '  source: chatlog'; echo '  anonymous: keep'
	  sed 's/^/  /'; } >chatcrm.yaml
}

# texts: what was said, of all records in out.
texts() {
	jq -r '.conversation.messages[]?.text' out
}

codes() {
	jq -r '[.findings[]? | .code + " " + .did] | sort | join(" ")' out
}

SECRETS='4111 1111 1111 1111, my password is Winter2026, GB29 NWBK 6016 1331 9268 19, ana@acme.example, +1 415 555 0123, KD-4711'

@test "each category of secrets may be left, or only told" {
	conf <<-'YAML'
	contact: {email: facts.email}
	YAML
	talk a "$SECRETS" >in
	chatcrm-map -q in >out
	[ "$(texts | head -n 1)" = "[card], my password is [password], [iban], ana@acme.example, +1 415 555 0123, KD-4711" ]
	conf <<-'YAML'
	redact: {cards: false, iban: detect, passwords: true}
	YAML
	chatcrm-map -q in >out
	[ "$(texts | head -n 1)" = "4111 1111 1111 1111, my password is [password], GB29 NWBK 6016 1331 9268 19, ana@acme.example, +1 415 555 0123, KD-4711" ]
	[ "$(codes)" = "detected.email kept detected.iban kept detected.phone kept redacted.password redacted" ]
}

@test "addresses and numbers are told of, each where it stands, and stay" {
	conf <<-'YAML'
	contact: {email: facts.email, phone: {from: facts.phone}, note: slots.both, first_name: slots.mail}
	deal: {text: 'conversation.messages.map(m, m.text).join(" ")'}
	ticket: {subject: slots.both, via: {from: slots.tel, type: phone, region: DE}}
	YAML
	sed -i 's/source: chatlog/source: {profile: json, id: input.id, slots: input.slots, events: input.messages, kind: event.role, rules: [{on: user, message: {role: customer, author: event.name, text: event.content, entities: event.found}}, {message: {role: bot, text: event.content}}]}/' chatcrm.yaml
	cat >in <<-'JSON'
	{"id":"+4915112345678","slots":{"mail":"ana@acme.example","both":"ana@acme.example or 030 5550 123","tel":"Tel. 030 5550 123"},"messages":[{"role":"user","name":"ana@acme.example","content":"ana@acme.example","found":[{"email":"ana@acme.example"}]},{"role":"assistant","content":"call +1 (415) 555-0123"},{"role":"user","content":"order 4155550123 of 2026-03-01 at 10.20.30.40"}]}
	JSON
	chatcrm-map -q in >out
	[ "$(jq -r '.findings[] | [.code, .field, .severity, .did] | join(" ")' out | sort)" = "detected.email contact.note info kept
detected.email conversation.messages[0].text info kept
detected.email conversation.slots.both info kept
detected.email conversation.slots.mail info kept
detected.email deal.text info kept
detected.email ticket.subject info kept
detected.phone contact.note info kept
detected.phone conversation.messages[1].text info kept
detected.phone conversation.slots.both info kept
detected.phone conversation.slots.tel info kept
detected.phone deal.text info kept
detected.phone ticket.subject info kept" ]
	[ "$(jq -r '.conversation.messages[1].text, .contact.note' out)" = "call +1 (415) 555-0123
ana@acme.example or 030 5550 123" ]
	! jq -c .findings out | grep -E 'ana@|415'
	echo '  redact: {email: false, phone: false}' >>chatcrm.yaml
	chatcrm-map -q in >out
	[ "$(jq -c .findings out)" = null ]
}

@test "a number in two messages is a card, and no telephone" {
	conf </dev/null
	echo '{"id":"a","messages":[{"role":"user","content":"it is 4111 1111"},{"role":"user","content":"1111 1111"}]}' |
	    chatcrm-map -q >out
	[ "$(codes)" = "redacted.card redacted" ]
	# Each is one of itself.
	echo '{"id":"a","messages":[{"role":"user","content":"4111 1111 1111 1111"},{"role":"user","content":"5500 0000 0000 0004"}]}' |
	    chatcrm-map -q >out
	[ "$(texts | tr '
' ' ')" = "[card] [card] " ]
}

@test "addresses and numbers leave what was said, not the fields" {
	conf <<-'YAML'
	region: US
	redact: {email: true, phone: true}
	contact: {email: facts.email, phone: facts.phone, also: {value: x}}
	company: {email: '"ana@acme.example"', phones: '["+1 415 555 0123"]'}
	deal: {said: 'conversation.messages[0].text'}
	YAML
	talk a "$SECRETS" >in
	chatcrm-map -q in >out
	[[ $(texts) == *" [email], [phone], KD-4711"* ]]
	# What is there to be written to or called, not what was said.
	[ "$(jq -c .contact out)" = '{"email":"ana@acme.example","phone":"+14155550123","also":"x"}' ]
	[ "$(jq -c .company out)" = '{"email":"ana@acme.example","phones":["+1 415 555 0123"]}' ]
	[[ $(jq -r .deal.said out) == *" [email], [phone], KD-4711"* ]]
	! jq -c .conversation out | grep -E 'ana@|415'
}

@test "a pattern of one's own is a secret like others, in dead letters too" {
	conf <<-'YAML'
	redact: {patterns: {customer_no: 'KD-\d{4}'}}
	contact: {x: {from: 'int(input.x)', on_invalid: reject}}
	YAML
	talk a "$SECRETS" '"KD-9999":"KD-1234","x":"KD-0001",' >in
	chatcrm-map -q --rejects dead in >out || :
	[ "$(wc -l <dead)" -eq 1 ]
	! grep -E 'KD-[0-9]' dead
	talk a "$SECRETS" >in
	chatcrm-map -q in >out
	[[ $(texts) == *" [customer_no]"* ]]
	[[ $(codes) == *"redacted.customer_no redacted"* ]]
}

@test "a wrong pattern is told at its place" {
	conf <<-'YAML'
	redact:
	  patterns:
	    no: 'K(D'
	YAML
	run chatcrm-map </dev/null
	echo "$output"
	[ "$status" -eq 78 ]
	[[ ${lines[0]} == "chatcrm.yaml:6:"*": error: pattern no: "* ]]
}

@test "without consent a record is refused, skipped or stripped" {
	{ talk a hello '"ok":true,"mail":"ana@acme.example",'
	  talk +4915112345678 "it is bob@acme.example" '"mail":"bob@acme.example",'; } >in
	conf <<-'YAML'
	consent: input.ok == true
	contact: {email: input.mail}
	YAML
	run --separate-stderr chatcrm-map --rejects dead --max-rejects 100 in
	[ "${#lines[@]}" -eq 1 ]
	[ "$(jq -r .dead.code dead)" = consent.missing ]
	conf <<-'YAML'
	consent: {when: input.ok == true, otherwise: skip}
	contact: {email: input.mail}
	YAML
	chatcrm-map in >out 2>err
	[[ $(tail -n 1 err) == *"out 1 + refused 0 + skipped 1 "* ]]
	cat >>chatcrm.yaml <<-'YAML'
	  tags: [{value: bot}, input.mail]
	validate: {contact: {email: {required: true}}}
	YAML
	sed -i 's/skip}/strip}/' chatcrm.yaml
	chatcrm-map -q in | chatcrm-validate -q >out
	[ "$(wc -l <out)" -eq 2 ]
	tail -n 1 out >stripped
	! grep -E 'bob|49151' stripped
	[ "$(jq -c '[.contact, .person, .withheld, .tags, .conversation.message_count]' stripped)" = \
	    '[null,null,["consent"],["bot"],2]' ]
	# The same person's conversation has the same name each time.
	[ "$(chatcrm-map -q in | tail -n 1 | jq .id)" = "$(jq .id stripped)" ]
}

@test "a condition that fails is no consent" {
	conf <<-'YAML'
	consent: {when: input.ok > 3, otherwise: strip}
	YAML
	talk a hello '"ok":"yes",' | chatcrm-map -q >out
	[[ $(codes) == *"consent.missing dropped expr.error"* ]]
}

@test "sensitive topics keep back the words until somebody approves" {
	{ talk a "I was diagnosed with diabetes" '"mail":"a@acme.example",'
	  talk b "we are on STRIKE" '"mail":"b@acme.example",'
	  talk c "fine" '"mail":"c@acme.example",'; } >in
	conf <<-'YAML'
	contact: {email: input.mail}
	sensitive_topics: {health: no_transcript, dispute: {words: [on strike], action: summary_only}}
	YAML
	chatcrm-map -q in >out
	[ "$(jq -c '[.withheld, .conversation.messages == null, .contact.email]' out)" = \
'[["health"],true,"a@acme.example"]
[["dispute"],true,"b@acme.example"]
[null,false,"c@acme.example"]' ]
	! grep -iE 'diabetes|strike' out
	[[ $(codes) == "topic.health dropped"* ]]
	sed -i 's/health: no_transcript/health: {action: hold, approved_by: dpo@acme.example, approved_on: 2026-02-01}/' \
	    chatcrm.yaml
	chatcrm-map -q --now 2026-01-31T23:00:00Z --rejects dead in >out
	[ "$(wc -l <out)" -eq 2 ]
	chatcrm-map -q --now 2026-02-01T00:00:00Z in >out
	grep -q diabetes out
}

@test "a transcript in a field stays behind, too" {
	{ talk a "I was diagnosed with diabetes" '"mail":"a@acme.example","why":"my Diabetes",'
	  talk c "fine" '"mail":"c@acme.example","why":"sale",'; } >in
	for how in no_transcript summary_only; do
		conf <<-YAML
		contact: {email: input.mail, note: input.why, age: {from: 'conversation.messages[0].text', type: integer, on_invalid: drop}}
		ticket: {text: 'conversation.messages.map(m, m.text).join("/")', source: {value: chat}}
		objects: {visit: {said: 'conversation.messages.map(m, m.text)', day: {value: monday}}}
		sensitive_topics: {health: $how}
		YAML
		chatcrm-map -q in >out
		! grep -i diabetes out
		[ "$(jq -c '[.contact, .ticket, .objects]' out)" = \
'[{"email":"a@acme.example"},{"source":"chat"},{"visit":{"day":"monday"}}]
[{"email":"c@acme.example","note":"sale"},{"text":"fine/ok","source":"chat"},{"visit":{"said":["fine","ok"],"day":"monday"}}]' ]
		[[ $(head -n 1 out | jq -r '[.findings[] | .code + " " + .field] | join(" ")') == *"topic.in_field contact.note topic.in_field ticket.text topic.in_field objects.visit.said"* ]]
	done
}

@test "what is held is skipped with a dead letter, and replayed when approved" {
	conf <<-'YAML'
	sensitive_topics: {financial_distress: hold}
	YAML
	talk a "I am bankrupt" >in
	chatcrm-map --rejects dead in >out 2>err
	[ ! -s out ]
	[[ $(tail -n 1 err) == *"out 0 + refused 0 + skipped 1 "* ]]
	[ "$(jq -r .dead.code dead)" = topic.held ]
	# Without a place for letters nothing may disappear.
	chatcrm-map in >out 2>err || :
	[[ $(tail -n 1 err) == *"refused 1 + skipped 0 "* ]]
	conf <<-'YAML'
	sensitive_topics:
	  financial_distress: {action: hold, approved_by: Ana, approved_on: 2026-01-01}
	YAML
	chatcrm-map -q --replay dead >out
	[ "$(texts | head -n 1)" = "I am bankrupt" ]
}

@test "what the bot asks everybody is no topic of theirs" {
	conf <<-'YAML'
	sensitive_topics: {health: hold}
	YAML
	echo '{"id":"a","messages":[{"role":"assistant","content":"Any diabetes?"},{"role":"user","content":"no"}]}' |
	    chatcrm-map -q >out
	[ "$(wc -l <out)" -eq 1 ]
}

@test "mistakes about topics say what to write" {
	conf <<-'YAML'
	sensitive_topics:
	  helth: hold
	  health: {action: hold, approved_by: Ana}
	  own: {words: [x], approved_by: Ana, approved_on: tomorrow}
	  other: hide
	YAML
	run chatcrm-map </dev/null
	echo "$output"
	[ "$status" -eq 78 ]
	[[ $output == *"chatcrm.yaml:5:5: error: "*"did you mean 'health'"* ]]
	[[ $output == *":6:"*"both approved_by and approved_on"* ]]
	[[ $output == *":7:"*"a day such as 2026-03-01"* ]]
	[[ $output == *":8:"*"hold, summary_only, no_transcript"* ]]
}

@test "the input is kept only when asked for, and without secrets" {
	conf <<-'YAML'
	high_value: input.budget > 1000
	YAML
	talk a "4111 1111 1111 1111" '"budget":5000,"pin":{"password":"x"},' >in
	chatcrm-map -q in >out
	[ "$(jq -c '[.raw, .high_value]' out)" = '[null,true]' ]
	echo '  keep_raw: true' >>chatcrm.yaml
	chatcrm-map -q in >out
	[ "$(jq -c '[.raw.budget, .raw.pin.password, .raw.messages[0].content]' out)" = \
	    '[5000,"[password]","[card]"]' ]
	sed -i 's/5000/10/' in
	chatcrm-map -q in >out
	[ "$(jq .high_value out)" = null ]
	# What a neighbour calls a password is one, in slots and in the input.
	echo 'map: {source: rasa, keep_raw: true}' >chatcrm.yaml
	echo '{"sender_id":"a","events":[{"event":"slot","name":"user_password","timestamp":1,"value":"hush"},{"event":"user","timestamp":2,"text":"x","parse_data":{"entities":[{"entity":"password","value":"hush"}]}},{"event":"entities","timestamp":3,"entities":[{"entity":"password","value":"hush!"}]}]}' >in
	chatcrm-map -q in >out
	! grep -q hush out
	[ "$(jq '.raw.events | length' out)" = 3 ]
	[ "$(jq '.conversation.messages[0].entities | length' out)" = 2 ]
}

@test "who left no key can be held, and replayed when one is found" {
	conf <<-'YAML'
	contact: {email: input.mail}
	YAML
	sed -i 's/anonymous: keep/anonymous: hold/' chatcrm.yaml
	talk a hello '"address":"ana@acme.example",' >in
	chatcrm-map --rejects dead in >out 2>err
	[[ $(tail -n 1 err) == *"out 0 + refused 0 + skipped 1 "* ]]
	[ "$(jq -r .dead.code dead)" = person.anonymous ]
	sed -i 's/input.mail/input.address/' chatcrm.yaml
	chatcrm-map -q --replay dead >out
	[ "$(jq -r .contact.email out)" = ana@acme.example ]
}
