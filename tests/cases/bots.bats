#!/usr/bin/env bats
# Source profiles of bot builders: payloads of our own, with the forms and
# traps that the platforms' references tell of; then real ones.

load sources

OURS=samples/bots
REAL=../shared/data/platforms

setup() {
	T=$BATS_TEST_TMPDIR
}

# knows NAME FILE...: auto takes the profile NAME for each file.
knows() {
	local name=$1 f
	shift
	echo 'map: {source: auto}' >"$T/a.yaml"
	for f; do
		chatcrm-map -c "$T/a.yaml" "$f" >"$T/out" 2>"$T/err" ||
		    { echo "$f"; cat "$T/err"; return 1; }
		grep -q "taken for $name, since" "$T/err" ||
		    { echo "$f"; cat "$T/err"; return 1; }
		jq -e --arg p "$name" '.source.platform == $p' "$T/out" \
		    >"$T/which"
	done
}

# Dialogflow ES

@test "dialogflow-es: turns of v2 and v1, folded by session" {
	maps dialogflow-es --group "$OURS/dialogflow-es.jsonl"
	says "in 4 = out 3 + refused 0 + skipped 0 + folded 1"
	is .id "dialogflow-es/shop-4/s-77
dialogflow-es/shop-4/s-78
dialogflow-es/default/old-1"
	is "$TALK" "system: - | bot: Welcome to the shop! | customer: llámame al +34 600 100 200 | bot: Gracias
?
¿Cuándo?
customer: hi
customer: two chairs | bot: Two chairs, then."
	is '[.conversation.intent_stats | to_entries[] | "\(.key) \(.value.confidence)"] | join(" ")' \
	    "Welcome null lead.phone 0.87
lead.email null
Order 0.75"
	is '.conversation.slots | tojson' '{"product":"table","phone-number":"+34 600 100 200","person":{"name":"Luz"}}
{"email":"io@sol.example"}
{"number":2}'
	is '[.at, .source.channel, .source.locale] | join(" ")' \
	    "2026-02-01T10:00:05.500Z telegram es-ES
  en
2018-03-01T09:00:00.125Z facebook en"
	is '[.person.phone, (.person.identifiers[]? | .kind + "=" + .value)] | join(" ")' \
	    "
+14155550177 phone=+14155550177
 facebook=1534"
	is '.conversation.messages[0].payload, .conversation.messages[3].buttons // [] | tojson' \
	    '"SHOP_WELCOME"
["Hoy","Mañana"]
null
[]
null
[]'
	clean
	knows dialogflow-es "$OURS/dialogflow-es.jsonl"
}

@test "dialogflow-es: real webhooks of both versions" {
	[ -d "$REAL" ] || skip "no ../shared"
	maps dialogflow-es --group "$REAL/dialogflow-es/webhook-v2.jsonl"
	clean
	[ "$(jq -s 'map(.conversation.messages | map(select(.role != "bot"))) | add | length' "$T/out")" -eq 10 ]
	maps dialogflow-es --group "$REAL/dialogflow-es/webhook-v1.jsonl"
	clean
	[ "$(jq -s 'map(.conversation.messages | map(select(.role != "bot"))) | add | length' "$T/out")" -eq 10 ]
	jq -s -e 'all(.at != null)' "$T/out"
	knows dialogflow-es "$REAL"/dialogflow-es/*.jsonl
}

# Dialogflow CX

@test "dialogflow-cx: history, log rows and webhooks" {
	maps dialogflow-cx --group "$OURS/dialogflow-cx.jsonl"
	says "in 4 = out 3 + refused 0 + skipped 0 + folded 1"
	is .id "dialogflow-cx/shop/c-9
dialogflow-cx/shop/c-8
dialogflow-cx/shop/c-7"
	is "$TALK" "system: - | bot: Guten Tag! | customer: 40 Stühle bitte | bot: Gern.
Wohin?
customer: Hallo | bot: Hi | customer: -
customer: rob@sol.example | bot: Got it."
	is '.conversation.slots // {} | tojson' '{"seats":40,"tags":["rot",null]}
{}
{"phone_number":4155550188,"email":"rob@sol.example","seats":12}'
	is '[.conversation.started_at, .at, .source.channel, .source.locale, .person.phone] | join(" ")' \
	    "2026-02-01T10:00:00Z 2026-02-01T10:00:09.500Z web de 
2026-01-05T10:20:30.123456Z 2026-01-05T10:20:39Z  de 
   en +14155550199"
	is '[.conversation.intent_stats // {} | to_entries[] | "\(.key) \(.value.confidence)"] | join(" ")' "angebot 0.91

quote 0.9"
	is '[.conversation.messages[].payload // empty] | join(" ")' "WELCOME
12#
"
	clean
	knows dialogflow-cx "$OURS/dialogflow-cx.jsonl"
}

@test "dialogflow-cx: real webhook bodies keep their parameters" {
	[ -d "$REAL" ] || skip "no ../shared"
	maps dialogflow-cx "$REAL/dialogflow-cx/webhook-requests.jsonl"
	says "in 15 = out 15 + refused 0 + skipped 0 + folded 0"
	[ "$(jq -r '.conversation.slots.phone_number // empty' "$T/out" | tr '\n' ' ')" = "999999 8231234789 5105105100 9999999999 1231231234 " ]
	knows dialogflow-cx "$REAL/dialogflow-cx/webhook-requests.jsonl"
}

# Bot Framework

@test "botframework: a transcript without roles, edited and deleted" {
	maps botframework "$OURS/botframework.transcript"
	is .id "botframework/default/c1|livechat"
	is "$TALK" "bot: **Hello**, what may we do? | customer: necesito precios | customer: - | bot: - | system: who said this?"
	is '[.conversation.messages[] | [.id, .at, .edited, .deleted] | tojson] | join(" ")' \
	    '["a1","2026-01-05T10:20:01Z",null,null] ["a2","2026-01-05T10:20:10.123Z",true,null] ["a3","2026-01-05T10:20:40Z",null,null] ["a4","2026-01-05T10:20:50Z",null,true] ["a5","2026-01-05T10:21:00Z",null,null]'
	is '.conversation.messages[1] | [.intent, .entities] | tojson' \
	    '[{"name":"AskPrice","confidence":0.94},[{"entity":"product","value":"precio","start":9,"end":15}]]'
	is '.conversation.slots | tojson' '{"email":"ana@sol.example","seats":12}'
	is '[.source.channel, .source.locale, .person.name, .person.timezone] | join(" ")' \
	    'msteams es-ES Ana Europe/Madrid'
	is '.conversation.messages[0] | [.format, .buttons[0]] | join(" ")' 'markdown Prices'
	is '[.person.identifiers[] | .kind + "=" + .value] | join(" ")' \
	    'msteams=u1 aad=aad-7'
	clean
	knows botframework "$OURS/botframework.transcript"
	# A list by itself, and activities line by line.
	jq .transcript "$OURS/botframework.transcript" >"$T/list"
	jq -c '.transcript[]' "$OURS/botframework.transcript" >"$T/lines"
	for f in "$OURS/botframework.transcript" "$T/list"; do
		maps botframework "$f"
		jq .conversation "$T/out" >>"$T/all"
	done
	maps botframework --group "$T/lines"
	jq .conversation "$T/out" >>"$T/all"
	[ "$(jq -s 'unique | length' "$T/all")" -eq 1 ]
}

@test "botframework: real transcripts: traces are no messages" {
	[ -d "$REAL" ] || skip "no ../shared"
	for f in "$REAL"/botframework/*; do
		maps botframework "$f"
		says "in 1 = out 1 + refused 0 + skipped 0 + folded 0"
		clean
		# All messages with something in them, and no others.
		jq '[.[] | select(.type == "message") | select((.text // "") != "" or .attachments or .value or .suggestedActions)] | length' "$f" >"$T/want"
		jq '.conversation.messages | length' "$T/out" | diff "$T/want" -
	done
	knows botframework "$REAL"/botframework/*
	maps botframework "$REAL/botframework/HotelReservation.transcript"
	is '[.conversation.messages[] | select(.role == "customer") | .text][0]' \
	    "Bonjour mon nom est l'état"
}

# Botpress

@test "botpress: the cloud's messages and signals, and version 12" {
	maps botpress --group "$OURS/botpress.jsonl"
	says "in 6 = out 3 + refused 0 + skipped 1 + folded 2"
	is .id "botpress/default/talk-1
botpress/shop/7
botpress/default/talk-2"
	is "$TALK" "customer: - | bot: Which?
customer: mail rosa@sol.example
customer: hi | bot: -"
	is '.conversation.slots // {} | tojson' '{}
{"email":"rosa@sol.example"}
{}'
	is '[.person.name, .person.email, (.person.identifiers[] | .kind + "=" + .value)] | join(" ")' \
	    "  botpress=u-01
 rosa@sol.example botpress=u1
Ana  botpress=u2 whatsapp:userId=4915112345678"
	is '[.source.channel, .source.locale] | join(" ")' " 
web en
webchat "
	is '[.conversation.messages[] | .attachments[]?, .buttons[]?] | join(" ")' "A

https://x.example/i.png"
	clean
	knows botpress "$OURS/botpress.jsonl"
}

# Voiceflow

@test "voiceflow: transcripts, older dialogs and both dialog APIs" {
	maps voiceflow "$OURS/voiceflow.jsonl"
	says "in 4 = out 4 + refused 0 + skipped 0 + folded 0"
	is "$TALK" "bot: Your mail? | customer: tea@sol.example
customer: rosa@sol.example | bot: Thanks
bot: Where may we write to? | bot: -
customer: hi | bot: Hello Ana"
	[ "$(jq -r .id "$T/out" | head -n 1)" = voiceflow/p1/u-7 ]
	is '.conversation.slots // {} | tojson' '{"email":"tea@sol.example"}
{"email":"rosa@sol.example"}
{}
{"name":"Ana","n":0}'
	is '[.conversation.started_at, .at] | join(" ")' "2026-01-05T10:20:00Z 2026-01-05T10:30:00Z
2025-01-05T10:20:30Z 2025-01-05T10:20:41Z
2026-02-01T10:00:00.123Z 2026-02-01T10:00:00.123Z
 "
	is '.conversation.intents // [] | tojson' '[]
["tell_mail"]
[]
[]'
	clean
	knows voiceflow "$OURS/voiceflow.jsonl"
	# A list of transcripts, and one printed over many lines.
	jq -c '{transcripts: [.transcript]}' <(head -n 1 "$OURS/voiceflow.jsonl") >"$T/list"
	maps voiceflow "$T/list"
	is "$TALK" "bot: Your mail? | customer: tea@sol.example"
	sed -n 2p "$OURS/voiceflow.jsonl" | jq . >"$T/pretty"
	maps voiceflow "$T/pretty"
	is "$TALK" "customer: rosa@sol.example | bot: Thanks"
}

@test "auto tells all platforms apart" {
	[ -d "$REAL" ] || skip "no ../shared"
	knows rasa ../shared/data/rasa/*
}

@test "payloads with wrong values in every place are no bug" {
	for p in dialogflow-es dialogflow-cx botpress voiceflow; do
		spoil "$OURS/$p.jsonl" >"$T/in"
		maps $p "$T/in" || [ $? -eq 65 ]
		[ "$(wc -l <"$T/in")" -gt 100 ]
		grep -q "^chatcrm-map: in " "$T/err"
	done
	spoil "$OURS/botframework.transcript" >"$T/in"
	maps botframework "$T/in" || [ $? -eq 65 ]
}

# Rich content: what a card says and offers is what was said

@test "cards, carousels, places and chips of bot builders are not lost" {
	maps botpress --group <<-'END'
	{"id":"1","conversationId":"c","userId":"u","createdAt":"2026-01-05T10:00:01Z","direction":"outgoing","type":"carousel","payload":{"items":[{"type":"card","payload":{"title":"Chair","subtitle":"Oak","imageUrl":"https://x.example/c.png","actions":[{"action":"say","label":"Buy","value":"b"}]}},{"title":"Table","actions":[{"label":"Look"}]}]},"tags":{}}
	{"id":"2","conversationId":"c","userId":"u","createdAt":"2026-01-05T10:00:02Z","direction":"incoming","type":"location","payload":{"latitude":52.5,"longitude":13.4},"tags":{}}
	{"id":"3","conversationId":"c","userId":"u","createdAt":"2026-01-05T10:00:03Z","direction":"outgoing","type":"bloc","payload":{"items":[{"type":"text","payload":{"text":"one"}},{"type":"image","payload":{"imageUrl":"https://x.example/i.png"}}]},"tags":{}}
	END
	is "$TALK" 'bot: Chair
Oak
Table | customer: 52.5, 13.4 | bot: one'
	is '[.conversation.messages[] | .attachments, .buttons] | tojson' \
	    '[["https://x.example/c.png"],["Buy","Look"],null,null,["https://x.example/i.png"],null]'
	clean
	maps botframework <<-'END'
	[{"type":"message","id":"a","timestamp":"2026-01-05T10:00:00Z","channelId":"webchat","conversation":{"id":"c"},"from":{"id":"b","role":"bot"},"text":"","attachments":[{"contentType":"application/vnd.microsoft.card.hero","content":{"title":"Prices","text":"See them","buttons":[{"type":"imBack","title":"Chairs"}]}},{"contentType":"application/vnd.microsoft.card.adaptive","content":{"type":"AdaptiveCard","body":[{"type":"TextBlock","text":"Pick"}],"actions":[{"type":"Action.Submit","title":"Go"}]}}]}]
	END
	is "$TALK" 'bot: Prices
See them
Pick'
	is '.conversation.messages[0].buttons | tojson' '["Chairs","Go"]'
	clean
	# What Direct Line answers.
	maps botframework <<-'END'
	{"activities":[{"type":"message","id":"a|1","timestamp":"2026-01-05T10:00:00Z","channelId":"directline","conversation":{"id":"c"},"from":{"id":"dl_u","role":"user"},"text":"hi"},{"type":"message","id":"a|2","timestamp":"2026-01-05T10:00:01Z","channelId":"directline","conversation":{"id":"c"},"from":{"id":"b","role":"bot"},"text":"hello"}],"watermark":"2"}
	END
	is "$TALK" 'customer: hi | bot: hello'
	clean
	maps voiceflow <<-'END'
	{"transcript":{"sessionID":"s","projectID":"p","properties":[{"name":"email","value":"ana@sol.example"}],"logs":[{"type":"trace","createdAt":"2026-01-05T10:00:00Z","data":{"type":"carousel","payload":{"cards":[{"title":"A","description":{"text":"aa"},"imageUrl":"https://x.example/a.png","buttons":[{"name":"Pick A"}]},{"title":"B"}]}}}]}}
	END
	is '.conversation.messages[0] | [.text, .attachments, .buttons] | tojson' \
	    '["A\naa\nB",["https://x.example/a.png"],["Pick A"]]'
	is .person.email ana@sol.example
	clean
}

@test "dialogflow: speech, chips, every message, and who writes by Telegram" {
	maps dialogflow-cx <<-'END'
	{"responseId":"r","queryResult":{"transcript":"call me","languageCode":"de","responseMessages":[{"outputAudioText":{"ssml":"<speak>Gern</speak>"}},{"payload":{"richContent":[[{"type":"chips","options":[{"text":"Ja"},{"text":"Nein"}]}]]}}],"match":{"matchType":"NO_MATCH"}}}
	END
	is "$TALK" 'customer: call me | bot: Gern'
	is '[.source.locale, .conversation.messages[1].buttons] | tojson' \
	    '["de",["Ja","Nein"]]'
	clean
	maps dialogflow-es <<-'END'
	{"responseId":"4","queryResult":{"queryText":"hola","intent":{"displayName":"x"},"languageCode":"es","fulfillmentText":"uno","fulfillmentMessages":[{"text":{"text":["uno"]}},{"text":{"text":["dos"]}},{"text":{"text":["fb"]},"platform":"FACEBOOK"}]},"originalDetectIntentRequest":{"source":"telegram","payload":{"data":{"message":{"from":{"id":99887766,"first_name":"Ana","last_name":"Ruiz"},"date":1515094024,"text":"hola"}}}},"session":"projects/P/agent/sessions/S"}
	END
	is "$TALK" 'customer: hola | bot: uno
dos'
	is '[.at, .person.first_name, .person.identifiers[0].value] | join(" ")' \
	    '2018-01-04T19:27:04Z Ana 99887766'
	clean
}

@test "chatlog: a conversation that is called by a mapping, and a refusal" {
	maps chatlog <<-'END'
	{"id":"resp_1","model":"m","conversation":{"id":"conv_1"},"input":"hello","output":[{"type":"message","role":"assistant","content":[{"type":"output_text","text":"Hi!"}]}]}
	{"id":"c-2","messages":[{"role":"user","content":"do"},{"role":"assistant","content":null,"refusal":"no"}]}
	END
	is .id 'chatlog/default/conv_1
chatlog/default/c-2'
	is "$TALK" 'customer: hello | bot: Hi!
customer: do | bot: no'
	clean
}
