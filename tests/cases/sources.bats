#!/usr/bin/env bats
# Source profiles of chat platforms: payloads of our own, with every kind of
# event and trap that the platforms' references tell of; then real ones.

load sources

OURS=samples/platforms
REAL=../shared/data/platforms

setup() {
	T=$BATS_TEST_TMPDIR
}

# Intercom

@test "intercom: a conversation's first message is its source" {
	CONTACT='email: person.email, name: person.name, plan: slots.Plan' \
	    maps intercom "$OURS/intercom-conversation.jsonl"
	is .id intercom/default/9007199254740993
	is "$TALK" "customer: Price for 40 seats & more? | bot: Hello! | agent!: a big fish | agent: I'll look.
Wait | customer: Thanks"
	is '[.conversation.messages[].id] | join(" ")' '40 7 9 10 11'
	is '.conversation.messages[0] | [.at, .author, .attachments[0]] | join(" ")' \
	    '2026-01-05T10:20:30Z Ana Ruiz https://files.example/a.pdf'
	is '[.at, .conversation.started_at, .source.channel] | join(" ")' \
	    '2026-01-05T10:23:20Z 2026-01-05T10:20:30Z webchat'
	is '[.contact.email, .contact.name, .contact.plan] | join(" ")' \
	    'ana@sol.example Ana Ruiz Pro'
	is '[.person.identifiers[] | .kind + "=" + .value] | join(" ")' \
	    'intercom=67f external_id=70 email=ana@sol.example'
	clean
}

@test "intercom: webhooks of both shapes are folded, contacts stand alone" {
	CONTACT='email: person.email, name: person.name, phone: {from: person.phone, type: phone}' \
	    maps intercom --group "$OURS/intercom-webhooks.jsonl"
	says "in 9 = out 2 + refused 0 + skipped 3 + folded 4"
	is .id "intercom/w1/503
intercom/w1/contact-696"
	is "$TALK" "customer: Hi all | agent!: call her | customer: -
"
	is .source.channel "whatsapp
null"
	is '[.contact.email, .contact.name, .contact.phone] | join(" ")' \
	    "rosa@sol.example Rosa 
tea@sol.example Tea +14155550100"
	is .source.locale "null
pt-BR"
	is '.person.attributes // {} | tojson' '{}
{"tier":2}'
	is '[.conversation.messages[]? | select(.deleted) | .id] | join(" ")' '902
'
	is .at "2026-01-05T10:21:00Z
2026-01-10T04:41:59.251Z"
	clean
}

@test "intercom: tickets, and what the API answers" {
	maps intercom "$OURS/intercom-api.jsonl"
	is .id "intercom/default/611
intercom/default/499"
	is "$TALK" "customer: It broke
customer: Hello there"
	[ "$(jq -r .dead.code "$T/dead")" = source.id ]
}

@test "intercom: the real payloads" {
	[ -d "$REAL/intercom" ] || skip "no ../shared"
	jq -c .body "$REAL/intercom/api-examples-2.14.jsonl" |
	    cat - "$REAL/intercom/webhooks.jsonl" >"$T/in"
	maps intercom "$T/in"
	# Notes, tags, companies, subscriptions and the like are no
	# conversations; two lists of contacts are empty.
	[ "$(jq -r .dead.code "$T/dead" | sort -u)" = source.id ]
	is 'select(.id == "intercom/default/525") | [.conversation.messages[] | .role, .private] | tojson' \
	    '["agent",null,"agent",true]'
	is 'select(.id == "intercom/default/608") | .conversation.messages | map(.text) | join("|")' \
	    'this is the message body'
	is 'select(.id == "intercom/i6wc9ipe/21321941764") | [.conversation.messages[0].text, .conversation.messages[0].role, .person.name, .at] | join("|")' \
	    "Hello everyone!|customer|Rose Poodle from St. John's|2019-03-22T21:29:58Z"
	is 'select(.source.account == "abc123def") | [.person.email, .at] | join(" ")' \
	    'test.person@example.com 2026-01-10T04:41:59.251Z'
	clean
}

# Chatwoot

@test "chatwoot: webhooks of a conversation are folded" {
	CONTACT='email: person.email, phone: {from: person.phone, type: phone}, company: person.company' \
	    maps chatwoot --group "$OURS/chatwoot-webhooks.jsonl"
	says "in 10 = out 2 + refused 0 + skipped 2 + folded 6"
	is .id "chatwoot/7/10
chatwoot/7/contact-99"
	is "$TALK" "customer: hi, ana@sol.example here | bot: Get notified by email | agent!: an order, I think | bot: Sales or support? | customer: Sales | system: Conversation was marked resolved by Bo
"
	is '.conversation.messages[4]? | [.payload, .id, .at] | join(" ")' 's 121-answer 2026-01-05T10:21:20Z
  '
	is '.conversation.messages[3]?.buttons | tojson' \
	    '[{"title":"Sales","value":"s"},{"title":"Support","value":"h"}]
null'
	is '[.source.channel, .source.locale, .conversation.started_at, .conversation.slots.email, .conversation.slots.plan] | join(" ")' \
	    "webchat es 2026-01-05T10:20:00Z ana@sol.example gold
    "
	is '[.contact.email, .contact.phone, .contact.company] | join(" ")' \
	    "ana@sol.example +34911234567 Sol
tea@sol.example  "
	is '.person.attributes // {} | tojson' '{"vip":true}
{}'
	is '[.person.identifiers[] | select(.verified) | .kind + "=" + .value] | join(" ")' \
	    'external_id=crm-9
'
	clean
}

@test "chatwoot: what the API answers" {
	CONTACT='name: person.name' maps chatwoot "$OURS/chatwoot-api.jsonl"
	is .id "chatwoot/7/9007199254740993
chatwoot/7/11
chatwoot/7/12
chatwoot/default/contact-77
chatwoot/7/41"
	is "$TALK" "customer: hi | agent: hello | bot: a campaign

customer: x

customer: Hi"
	is .source.channel "null
whatsapp
Channel::Matrix
null
null"
	is .contact.name "Ana
Eva
Udo
Kim
Ana"
	is '.conversation.messages[0]?.attachments // [] | join(" ")' 'https://files.example/a.png


'
	clean
}

@test "chatwoot: the real payloads" {
	[ -d "$REAL/chatwoot" ] || skip "no ../shared"
	maps chatwoot --group "$REAL/chatwoot/webhooks.jsonl"
	says "in 4 = out 1 + refused 0 + skipped 0 + folded 3"
	is "$TALK" "customer: hi | bot: Get notified by email"
	is '[.id, .person.name, .person.email, .conversation.slots.email, .source.channel] | join(" ")' \
	    'chatwoot/1/10 jane jane@acme.inc jane@acme.inc webchat'
	clean
}

# Amazon Lex

@test "lex: V2 logs of a session are folded, slots as they were understood" {
	CONTACT='email: slots.email, when: slots.Date, size: {from: slots.Size, type: integer}' \
	    maps lex --group "$OURS/lex-v2-logs.jsonl"
	says "in 3 = out 1 + refused 0 + skipped 0 + folded 2"
	is "$TALK" 'customer: an appointment tomorrow | bot: How many? | bot: Pick | customer: two | bot: Booked. | customer: qwfp'
	is '[.id, .source.locale, .source.channel, .at] | join(" ")' \
	    'lex/RTH0/4559 en-US facebook 2026-01-05T10:20:50Z'
	is '.conversation.intent_stats | tojson' \
	    '{"MakeAppointment":{"count":2,"confidence":1}}'
	is '.conversation.messages[0].intent | tojson' \
	    '{"name":"MakeAppointment","confidence":0.93}'
	is '.conversation.slots | [.Date, .Tags, .Who, .Size, .profile] | tojson' \
	    '["2026-01-06",["a","B"],{"First":"Ana","Last":null},"2","{\"tier\":2}"]'
	is '[.contact.email, .contact.when, .contact.size] | tojson' \
	    '["ana@sol.example","2026-01-06",2]'
	is '.conversation.messages[2] | [.attachments[0], .buttons[0].value] | join(" ")' \
	    'https://img.example/p.png 2'
	clean
}

@test "lex: V1 logs and events, V2 events, answers of the runtime" {
	CONTACT='phone: {from: person.phone, type: phone}' maps lex "$OURS/lex-events.jsonl"
	says "in 5 = out 4 + refused 1 + skipped 0 + folded 0"
	is .id "lex/Book/u-9-s
lex/Book/u-7
lex/B1/s-2
lex/default/s-3"
	is "$TALK" "customer: a hotel | bot: Where?
customer: a car in Rome
customer: yes
customer: - | bot: Hi"
	is '.conversation.messages[0].intent | tojson' '{"name":"BookHotel"}
{"name":"BookCar","confidence":0.81}
{"name":"Pay","confidence":0.7}
{"name":"Hello","confidence":0.5}'
	is '.conversation.slots // {} | tojson' '{"PhoneNumber":"+14155550100","Nights":"3"}
{"City":"Rome"}
{}
{}'
	is '.contact.phone // ""' '+14155550100


'
	clean
}

@test "lex: the real payloads" {
	[ -d "$REAL/lex" ] || skip "no ../shared"
	for f in "$REAL"/lex/*.json; do
		jq -c . <(sed '1s/^\xef\xbb\xbf//' "$f")
	done >"$T/in"
	maps lex "$T/in"
	says "in 4 = out 4 + refused 0 + skipped 0 + folded 0"
	is '[.id, .conversation.messages[0].text, .conversation.messages[0].intent.name] | join(" | ")' \
	    "lex/bot name/User ID specified in the POST request to Amazon Lex. | Text used to process the request | intent-name
lex/CCGFLGVZMD/254688924456220 | Book a car | BookCar
lex/CCGFLGVZMD/254688924456104 | Book a hotel | BookHotel
lex/UFIDGBA6DE/test_session | test_input_transcript | TestAction"
	is '.conversation.slots // {} | tojson' '{"key1":"value1","key2":"value2","slot name1":"value1","slot name2":"value2"}
{}
{}
{"sessionattribute1":"sessionvalue1","sessionattribute2":"sessionvalue2","ActionType":["Action Value"]}'
	clean
}

# Zendesk

@test "zendesk: tickets with their comments, however they come" {
	CONTACT='email: person.email, name: person.name, phone: {from: person.phone, type: phone}, seats: slots.field_360001' \
	    maps zendesk "$OURS/zendesk-tickets.jsonl"
	says "in 3 = out 3 + refused 0 + skipped 0 + folded 0"
	is .id "zendesk/5/9007199254740993
zendesk/default/12
zendesk/default/13"
	is "$TALK" "customer: How many? | agent!: a big one | agent: Forty & more
customer: Do you have oak?
customer: Bright? | agent: Very"
	is '[.contact.email, .contact.name, .contact.phone, .contact.seats, .source.channel, .source.locale] | join(" ")' \
	    "ana@sol.example Ana +14155550100 40 webchat es-ES
tea@sol.example Tea   email 
udo@sol.example Udo   web "
	is '.conversation.messages[0] | [.at, .author, .id, .attachments[0]] | join(" ")' \
	    "2026-01-05T10:20:30Z Ana 1 https://files.example/p.png
2026-01-05T10:20:30Z   
2026-01-05T10:20:30Z Udo 5 "
	clean
}

@test "zendesk: webhooks of ticket events are folded" {
	maps zendesk --group "$OURS/zendesk-webhooks.jsonl"
	says "in 5 = out 1 + refused 0 + skipped 1 + folded 3"
	is "$TALK" 'customer: My order? | agent: Which one? | agent!: angry | customer: It is here'
	is '[.id, .source.channel, .at] | join(" ")' 'zendesk/125/5158 api 2026-01-05T10:23:00Z'
	clean
}

@test "zendesk: chats, online and offline" {
	CONTACT='email: person.email' maps zendesk "$OURS/zendesk-chats.jsonl"
	is "$TALK" "customer: hello | bot: Welcome | agent: Hi Ana | customer: -
customer: call me"
	is '[.id, .contact.email, .conversation.ended_at, .source.channel] | join(" ")' \
	    "zendesk/default/1305.9.Sq ana@sol.example 2026-01-05T10:30:00Z webchat
zendesk/default/1305.9.Sr eva@sol.example 2026-01-05T10:20:30Z webchat"
	clean
}

# All of them

@test "a wrong value anywhere neither ends the run nor loses a line" {
	for f in "$OURS"/*.jsonl; do
		profile=${f##*/}
		profile=${profile%.jsonl}
		spoil "$f" >"$T/in"
		for group in "" --group; do
			CONTACT='email: person.email, name: person.name' \
			    maps "${profile%%-*}" $group "$T/in" ||
			    { echo "$f $group"; tail -n 3 "$T/err"; false; }
			# in N = out O + refused R + skipped S + folded F
			tail -n 1 "$T/err" | tr -d =+ | awk '
			    { exit !($3 == $5 + $7 + $9 + $11) }'
		done
	done
}
