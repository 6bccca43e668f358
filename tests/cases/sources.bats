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

@test "intercom: lists, tickets, and what the API answers" {
	maps intercom "$OURS/intercom-api.jsonl"
	is .id "intercom/default/1
intercom/default/2
intercom/default/611
intercom/default/499"
	is "$TALK" "customer: Chairs
How many?

customer: It broke
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
	says "in 11 = out 2 + refused 0 + skipped 3 + folded 6"
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

@test "lex: what CloudWatch hands on" {
	maps lex "$OURS/lex-cloudwatch.jsonl"
	is "$TALK" "customer: hello | bot: Hi. | customer: again | bot: Hm.
customer: other | bot: Yes.
customer: from events | bot: Yes.
customer: from insights | bot: Yes."
	is '[.id, .at, .conversation.intent_stats.Hi.confidence, .conversation.slots.N] | join(" ")' \
	    "lex/RTH0/9 2026-01-05T10:20:40Z 0.88 9007199254740993
lex/RTH0/10 2026-01-05T10:20:31Z 0.88 9007199254740993
lex/RTH0/11 2026-01-05T10:20:30.382Z 0.88 9007199254740993
lex/RTH0/12 2026-01-05T10:20:30.382Z 0.88 9007199254740993"
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

# ManyChat

@test "manychat: moments of a person, ids beyond 2^53 to the digit" {
	CONTACT='name: person.name, email: person.email, phone: {from: person.phone, type: phone}, budget: {from: slots.budget, type: number}' \
	    maps manychat --group "$OURS/manychat.jsonl"
	grep -q ' out 3 + refused 1 + skipped 0 ' "$T/err"
	is .id "manychat/234564657/13245647000000017/20260105T092030Z
manychat/234564657/13245647000000017/20260109T092030Z
manychat/234564657/13245647000000018"
	is "$TALK" "customer: hola | customer: mi correo es ana@sol.example
customer: hola otra vez
"
	is '[.contact.name, .contact.email, .contact.phone, .contact.budget] | join(" ")' \
	    "Ana Ruiz   0.9
Ana Ruiz   
Tea tea@sol.example +4915112345678 12"
	is '[.source.locale, .source.channel, .person.timezone] | join(" ")' \
	    "es-ES  UTC+01
es-ES  UTC+01
de whatsapp "
	clean
}

# WhatsApp

@test "whatsapp: one post, several entries, persons and messages" {
	CONTACT='phone: {from: person.phone, type: phone}, name: person.name, source: slots.referral.source_url, email: slots.email' \
	    maps whatsapp "$OURS/whatsapp-posts.jsonl"
	is .id "whatsapp/1029/1122_+4915112345678/20260105T102030Z
whatsapp/1029/1122_+34911234567/20260105T102031Z
whatsapp/1030/3344_+4915112345678/20260105T102030Z"
	is "$TALK" "customer: Hallo | customer: mein Stuhl
customer: Hola
customer: Sent"
	is '[.contact.phone, .contact.name, .contact.source, .contact.email] | join(" ")' \
	    "+4915112345678 Ana Ruiz https://fb.example/ad 
+34911234567 Tea  
+4915112345678 Ana Ruiz  ana@sol.example"
	is '.conversation.messages | [.[0].reply_to, .[1].attachments[0].id] | join(" ")' \
	    "wamid.0 9007199254740993
 
 "
	is '[.person.identifiers[] | .kind + "=" + .value + (if .verified then "!" else "" end)] | join(" ")' \
	    "phone=+4915112345678! whatsapp=+4915112345678! whatsapp_user=DE.134
phone=+34911234567! whatsapp=+34911234567!
phone=+4915112345678! whatsapp=+4915112345678! email=ana@sol.example"
	is .source.channel "whatsapp
whatsapp
whatsapp"
	clean
}

@test "whatsapp: messages of every type, edited, taken back, repeated" {
	maps whatsapp --group "$OURS/whatsapp-types.jsonl"
	is .id "whatsapp/1029/1122_+4915112345/20260105T102001Z
whatsapp/1029/1122_+4915112345/20260107T175333Z"
	is "$TALK" "customer: Yes | customer: Oak
hard | customer: - | customer: Shop
37.5, -122.25 | customer: Bo Berg | customer: 👍 | customer: - | customer: - | customer: fifty | agent: Gladly | system: changed number
customer: days later"
	is '[.conversation.messages[] | .payload // empty] | join(" ")' 'yes l1
'
	is '[.conversation.messages[] | select(.deleted) | .id] | join(" ")' 'w.3
'
	is '[.conversation.messages[] | select(.edited) | .id, .at] | join(" ")' \
	    'w.9 2026-01-05T10:20:09Z
'
	# One message said nothing that the platform would hand on.
	is '[.conversation.messages[].attachments[]? | select(.type == "unsupported") | .errors[0].code] | join(" ")' \
	    '131051
'
	clean
}

@test "whatsapp: the real payloads" {
	[ -d "$REAL/whatsapp" ] || skip "no ../shared"
	jq -c .body "$REAL/whatsapp/webhooks.jsonl" >"$T/in"
	maps whatsapp "$T/in"
	# Every message is told, statuses, calls and notices are skipped.
	[ "$(grep -c . "$T/in")" = 60 ]
	grep -q ' refused 0 ' "$T/err"
	[ "$(jq -c 'select(.entry[].changes[].value | has("messages") or has("message_echoes"))' "$T/in" | wc -l)" = \
	    "$(wc -l <"$T/out")" ]
	is 'select(.conversation.messages[0].text == "Body Text") | .person.name' 'Test Name'
	clean
}

# Messenger and Instagram

@test "messenger: messages, postbacks, echoes, and what is none of them" {
	maps messenger --group "$OURS/messenger.jsonl"
	is .id "messenger/900/7001/20260105T102030Z
messenger/901/8001/20260105T102033Z"
	is "$TALK" "customer: Hi | bot: Hello! | customer: Buy | agent: Bo here
customer: -"
	is '[.source.channel, .conversation.slots.referral.ad_id, .conversation.messages[0].payload] | join(" ")' \
	    "facebook 9 HELLO
instagram  "
	is '.person.identifiers[0] | .kind + "=" + .value' "facebook=7001
instagram=8001"
	clean
}

# Sunshine Conversations

@test "sunshine: webhooks of version 2, several events each" {
	CONTACT='email: person.email, first: person.first_name, last: person.last_name, phone: {from: person.phone, type: phone}, seats: slots.seats' \
	    maps sunshine --group "$OURS/sunshine-v2.jsonl"
	is .id "sunshine/5e4a/c93b
sunshine/5e4a/other
sunshine/5e4a/contact-9000"
	is "$TALK" "customer: hola | bot: Which? | customer: Oak | customer: Seats: 40
Mail: a@sol.example
Wood: Oak | agent: I take over
customer: a table
"
	is '[.contact.email, .contact.first, .contact.last, .contact.phone, .contact.seats] | join(" ")' \
	    "ana@sol.example Ana Ruiz +4915112345678 40
    
eva@sol.example Eva   "
	is '[.source.channel, .source.locale, .conversation.slots.plan, .conversation.slots.wood] | join(" ")' \
	    "whatsapp es-ES gold Oak
webchat   
   "
	is '[.person.identifiers[]? | .kind + "=" + .value + (if .verified then "!" else "" end)] | join(" ")' \
	    "sunshine=7494 external_id=x-1! email=ana@sol.example phone=+4915112345678
sunshine=8000
sunshine=9000 email=eva@sol.example"
	is '.conversation.messages[2]?.payload // ""' 'OAK

'
	clean
}

@test "sunshine: webhooks of version 1, and lists of messages" {
	CONTACT='email: person.email, name: person.name' maps sunshine "$OURS/sunshine-v1.jsonl"
	says "in 5 = out 4 + refused 0 + skipped 1 + folded 0"
	is .id "sunshine/575/105
sunshine/575/105
sunshine/default/c1
sunshine/default/77"
	is "$TALK" "customer: Hi!
customer: Buy
customer: 1.5, -2 | agent: Oak
Ash | system: Bo joined
customer: x"
	is .at "2026-01-05T10:20:30.800Z
2026-01-05T10:20:40.500Z
2026-01-05T10:20:32Z
2026-01-05T10:20:30.500Z"
	is '[.contact.email, .contact.name, .person.attributes.seats, .source.channel] | join(" ")' \
	    "steve@sol.example Steve Jones 3 facebook
   facebook
 Ana  ios
   "
	clean
}

# Twilio

@test "twilio: webhooks of Messaging are told by the pair of addresses" {
	CONTACT='phone: {from: person.phone, type: phone}, name: person.name, city: person.attributes.city' \
	    maps twilio --group "$OURS/twilio-messaging.jsonl"
	is .id "twilio/AC7/whatsapp:+14155238886_whatsapp:+4915112345678/20260105T102030Z
twilio/AC7/whatsapp:+14155238886_whatsapp:+4915112345678/20260109T102040Z
twilio/AC7/+14155550100_+14155559999"
	is "$TALK" "customer: Hallo 你好 | bot: Hi Ana | customer: Yes
customer: days later
customer: stop"
	is '[.contact.phone, .contact.name, .contact.city, .source.channel] | join(" ")' \
	    "+4915112345678 Ana Ruiz  whatsapp
+4915112345678 Ana Ruiz  whatsapp
+14155550100  OAKLAND sms"
	is '.conversation.messages[2]? | [.payload, .reply_to, .attachments[]?] | join(" ")' \
	    "yes-1 SM2 https://files.example/0 https://files.example/1
 
 "
	is '[.person.identifiers[] | .kind + "=" + .value + (if .verified then "!" else "" end)] | join(" ")' \
	    "phone=+4915112345678!
phone=+4915112345678!
phone=+14155550100!"
	clean
}

@test "twilio: Conversations, edited, taken back, and what its API lists" {
	maps twilio --group "$OURS/twilio-conversations.jsonl"
	is .id "twilio/AC7/CH1
twilio/AC7/CH2
twilio/AC7/CH3
twilio/AC7/+14155550100_+14155559999/20260105T102010Z"
	is "$TALK" "customer: hello | bot: welcome | agent: hello! | customer: - | customer: weeks later
customer: hallo | agent: hi
customer: Hola
customer: ping"
	is '[.conversation.slots.campaign, .source.channel, .person.phone] | join(" ")' \
	    "spring sms +14155550100
 whatsapp +4915112345678
 whatsapp +34911234567
 sms +14155550100"
	is '.conversation.messages[2]?.edited // ""' 'true


'
	clean
}

# {role, content} transcripts

@test "chatlog: the forms of OpenAI, Anthropic, Gemini, ShareGPT, ChatGPT" {
	CONTACT='email: slots.email, name: slots.name' \
	    maps chatlog "$OURS/chatlog-forms.jsonl"
	is '.id | sub("/[0-9a-f]{32}$"; "/HASH")' "chatlog/default/resp_1
chatlog/default/resp_2
chatlog/default/a-1
chatlog/default/g-1
chatlog/default/HASH
chatlog/default/b-1
chatlog/default/b-2
chatlog/default/l-1
chatlog/default/s-1
chatlog/default/tree"
	is "$TALK" "customer: Hi | bot: Hello
customer: Look | bot: No.
customer: I am Ana | bot: Hi Ana
customer: hola | bot: buenas
customer: q? | bot: a!
bot: A
customer: batched
customer: logged | bot: answered
customer: h | bot: g
customer: chairs? | bot: Yes."
	is '[.contact.email, .contact.name] | join(" ")' "ana@sol.example 
 
 Ana
 
 
bo@sol.example 
 
 
 
 "
	is 'select(.id | endswith("tree")) | .conversation.messages[0] | .id + " " + .at' \
	    'm1 2026-01-05T10:20:30.250Z'
	is 'select(.id | endswith("resp_2")) | .conversation.messages[0].attachments[0]' \
	    'https://files.example/a.png'
	clean
}

@test "chatlog: arrays, and messages a line each" {
	maps chatlog <<-'E'
	[{"role":"user","content":"one"},{"role":"assistant","content":"two"}]
	E
	is "$TALK" 'customer: one | bot: two'
	maps chatlog --group <<-'E'
	{"session_id":"s-2","role":"assistant","content":"welcome","created_at":"2026-01-05T10:20:31Z"}
	{"session_id":"s-2","role":"user","content":"hi","created_at":"2026-01-05T10:20:30Z"}
	{"session_id":"s-3","role":"user","content":"oh","created_at":"2026-01-05T10:20:30Z"}
	E
	is "$TALK" "customer: hi | bot: welcome
customer: oh"
	clean
}

@test "chatlog: the real transcripts" {
	[ -d "$REAL/openai-chat" ] || skip "no ../shared"
	maps chatlog "$REAL/openai-chat/toy-chat.jsonl"
	says "in 4 = out 4 + refused 0 + skipped 0 + folded 0"
	is '[.conversation.messages[].role] | join(" ")' "customer bot
customer bot customer bot customer bot customer bot
customer bot
bot"
	clean
}

# All of them

@test "webhooks come in any order, and twice" {
	same='del(.source.line, .source.file, .source.event)'
	for f in "$OURS"/*-webhooks.jsonl "$OURS"/*-v2*.jsonl \
	    "$OURS"/twilio-*.jsonl "$OURS"/m*.jsonl; do
		profile=$(profile_of "$f")
		CONTACT='email: person.email, name: person.name' \
		    maps "$profile" --group "$f"
		jq -cS "$same" "$T/out" | sort >"$T/one"
		{ tac "$f"; cat "$f"; } >"$T/in"
		CONTACT='email: person.email, name: person.name' \
		    maps "$profile" --group "$T/in"
		jq -cS "$same" "$T/out" | sort | diff "$T/one" -
	done
}

@test "payloads in one list are as good as a line each" {
	same='del(.source.line, .source.file, .source.event)'
	for f in "$OURS"/*.jsonl; do
		profile=$(profile_of "$f")
		maps "$profile" --group "$f"
		jq -cS "$same" "$T/out" | sort >"$T/one"
		{ echo "["; paste -sd, "$f"; echo "]"; } | tr -d '\n' >"$T/in"
		maps "$profile" "$T/in"
		jq -cS "$same" "$T/out" | sort | diff "$T/one" - ||
		    { echo "$f"; false; }
	done
}

@test "the mapping at the head of each profile is one that works" {
	for f in lib/stage/profiles/*.yaml; do
		sed -n '/^#\tmap:/,/^[^#]\|^#$\|^$/s/^#\t//p' "$f" >"$T/c.yaml"
		[ -s "$T/c.yaml" ] || continue
		chatcrm-map -c "$T/c.yaml" </dev/null 2>"$T/err" ||
		    { echo "$f"; cat "$T/err"; false; }
	done
}

@test "a wrong value anywhere neither ends the run nor loses a line" {
	for f in "$OURS"/*.jsonl; do
		profile=$(profile_of "$f")
		spoil "$f" >"$T/in"
		for group in "" --group; do
			CONTACT='email: person.email, name: person.name' \
			    maps "$profile" $group "$T/in" ||
			    { echo "$f $group"; tail -n 3 "$T/err"; false; }
			# in N = out O + refused R + skipped S + folded F
			tail -n 1 "$T/err" | tr -d =+ | awk '
			    { exit !($3 == $5 + $7 + $9 + $11) }'
		done
	done
}

@test "each platform's payloads are recognised, by one profile" {
	echo 'map: {source: auto}' >"$T/c.yaml"
	for f in "$OURS"/*.jsonl; do
		profile=$(profile_of "$f")
		chatcrm-map -q --max-rejects 100 -c "$T/c.yaml" "$f" >"$T/out" \
		    2>"$T/err" || { echo "$f"; cat "$T/err"; false; }
		[ "$(jq -r .source.platform "$T/out" | sort -u)" = \
		    "$profile" ]
	done
}

@test "each real payload is recognised, by its own profile" {
	[ -d "$REAL" ] || skip "no ../shared"
	echo 'map: {source: auto}' >"$T/c.yaml"
	for p in chatwoot intercom whatsapp; do
		jq -c '.body // .' "$REAL/$p/webhooks.jsonl" |
		    chatcrm-map -q --max-rejects 100 -c "$T/c.yaml" >"$T/out"
		[ "$(jq -r .source.platform "$T/out" | sort -u)" = "$p" ]
	done
	for f in "$REAL"/lex/*.json; do
		chatcrm-map -q -c "$T/c.yaml" "$f" >"$T/out"
		is .source.platform lex
	done
}

@test "what a channel calls somebody does not undo his name; a place is whole" {
	maps sunshine --group <<-'END'
	{"app":{"id":"a"},"webhook":{"id":"w","version":"v2"},"events":[{"id":"1","type":"conversation:message","createdAt":"2026-01-05T10:00:01Z","payload":{"conversation":{"id":"c"},"message":{"id":"m1","received":"2026-01-05T10:00:01Z","author":{"type":"user","userId":"u","displayName":"A","user":{"id":"u","profile":{"givenName":"Ana","surname":"Ruiz"}}},"content":{"type":"text","text":"hola"},"source":{"type":"web"}}}},{"id":"2","type":"conversation:message","createdAt":"2026-01-05T10:00:02Z","payload":{"conversation":{"id":"c"},"message":{"id":"m2","received":"2026-01-05T10:00:02Z","author":{"type":"user","userId":"u","displayName":"A"},"content":{"type":"text","text":"si"},"source":{"type":"web"}}}},{"id":"3","type":"conversation:message","createdAt":"2026-01-05T10:00:03Z","payload":{"conversation":{"id":"c"},"message":{"id":"m3","received":"2026-01-05T10:00:03Z","author":{"type":"business","subtypes":["bot"]},"content":{"type":"carousel","items":[{"title":"Chair","description":"Oak","actions":[{"type":"postback","text":"Buy"}]}]},"source":{"type":"api:conversations"}}}}]}
	END
	is .person.name 'Ana Ruiz'
	is "$TALK" 'customer: hola | customer: si | bot: Chair
Oak'
	is '.conversation.messages[2].buttons[0].text' Buy
	clean
	maps twilio --group <<-'END'
	{"MessageSid":"SM4","AccountSid":"AC1","From":"whatsapp:+4915112345678","To":"whatsapp:+14155238886","Body":"","Latitude":"52.5","Longitude":"13.4","Address":"Main 1","Label":"Office"}
	END
	is "$TALK" 'customer: Office
Main 1
52.5, 13.4'
	clean
	maps lex --group <<-'END'
	{"messageVersion":"2.0","timestamp":"2026-01-05T10:20:40Z","requestId":"6","sessionId":"4","bot":{"id":"R","localeId":"en_US"},"inputTranscript":"nine","sessionState":{"intent":{"name":"F","slots":{}}},"messages":[{"contentType":"SSML","content":"<speak>Sorry &amp; bye</speak>"}]}
	END
	is "$TALK" 'customer: nine | bot: Sorry & bye'
	clean
}
