#!/usr/bin/env bats
# chatcrm-map over our own samples, and over real exports where they are.

load golden

RASA=../shared/data/rasa
SGD=../shared/data/sgd-train.jsonl.gz

setup() {
	export CHATCRM_CONFIG=samples/chatcrm.yaml
	T=$BATS_TEST_TMPDIR
}

# says LINE: the closing line on standard error.
says() {
	[ "$(tail -n 1 "$T/err")" = "$1" ] || { cat "$T/err"; false; }
}

@test "a bot's conversations become records, the anonymous are skipped" {
	golden map-conversations.jsonl chatcrm-map samples/conversations.jsonl
	says "chatcrm-map: in 25 = out 19 + refused 0 + skipped 6 + folded 0"
}

@test "a broker's events are folded by conversation" {
	golden map-events.jsonl chatcrm-map --group samples/events.jsonl
	says "chatcrm-map: in 26 = out 2 + refused 0 + skipped 1 + folded 23"
}

@test "a model's transcripts, in each of their forms" {
	cat >"$T/c.yaml" <<-'END'
	map:
	  source: chatlog
	  region: US
	  contact: {email: [slots.email, facts.email], phone: facts.phone}
	END
	golden map-chatlog.jsonl chatcrm-map -c "$T/c.yaml" samples/chatlog.jsonl
}

@test "any number of threads writes the same bytes" {
	for _ in 1 2 3 4 5 6 7 8; do
		cat samples/conversations.jsonl
	done >"$T/in"
	chatcrm-map -q -j 1 <"$T/in" >"$T/one"
	chatcrm-map -q -j 4 <"$T/in" >"$T/four"
	cmp "$T/one" "$T/four"
}

@test "no secret of the samples leaves map" {
	chatcrm-map -q samples/conversations.jsonl >"$T/out"
	! grep -E '4111 1111|Winter2026|078-05-1121' "$T/out"
	for kind in card password ssn; do
		grep -q "\"code\":\"redacted.$kind\"" "$T/out"
	done
}

@test "a line that cannot be read is refused alone, within a group too" {
	{ sed -n 1,3p samples/events.jsonl; echo '{"event":'; echo '{"event":"user"}'
	  sed -n 4,6p samples/events.jsonl; } >"$T/in"
	run chatcrm-map --group --rejects "$T/dead" "$T/in"
	echo "$output"
	[ "$status" -eq 0 ]
	[[ ${lines[-1]} == *" refused 2 "* ]]
	[ "$(wc -l <"$T/dead")" -eq 2 ]
	grep -q '"code":"source.id"' "$T/dead"
}

@test "groups come before the closing stub of their input" {
	end='{"chatcrm":1,"end":{"stage":"x","in":2,"out":2,"refused":0,"skipped":0,"folded":0}}'
	{ cat samples/events.jsonl; echo "$end"; } >"$T/in"
	chatcrm-map --group --expect-end "$T/in" >"$T/out"
	[ "$(tail -n 1 "$T/out" | jq -r .end.stage)" = map ]
	{ echo "$end"; cat samples/events.jsonl; } >"$T/in"
	run chatcrm-map -q --group --expect-end "$T/in"
	[ "$status" -eq 74 ]
}

@test "what --strict refuses is refused alone, within a group too" {
	{ sed -n 1,6p samples/events.jsonl
	  echo '{"sender_id":"e-1","event":"user","event":"user"}'; } >"$T/in"
	chatcrm-map --group --strict "$T/in" >"$T/out" 2>"$T/err"
	[[ $(tail -n 1 "$T/err") == *" refused 1 "* ]]
	chatcrm-map --group "$T/in" >"$T/out" 2>"$T/err"
	[[ $(tail -n 1 "$T/err") == *" refused 0 "* ]]
}

@test "all mistakes of a mapping come in one run, with their places" {
	cat >"$T/c.yaml" <<-'END'
	map:
	  contact:
	    lead_source: chatbot
	    name: {form: input.name}
	    since: {from: input.since, type: date, zone: Mars/Base}
	END
	run chatcrm-map -c "$T/c.yaml" </dev/null
	echo "$output"
	[ "$status" -eq 78 ]
	[[ $output == *"c.yaml:3:18: error: unknown name chatbot; for the text itself write {value: chatbot}"* ]]
	[[ $output == *"c.yaml:4:12: error: "*"did you mean 'from'"* ]]
	[[ $output == *"unknown time zone 'Mars/Base'"* ]]
}

@test "a profile of one's own is found beside the configuration" {
	cat >"$T/bot.yaml" <<-'END'
	platform: ourbot
	id: input.chat
	piece: 'has(input.say)'
	at: event.sent
	rules:
	  - message:
	      role: 'event.from == "visitor" ? customer : bot'
	      text: event.say
	END
	echo 'map: {source: ./bot.yaml}' >"$T/c.yaml"
	cat >"$T/in" <<-'END'
	{"chat":17,"from":"bot","sent":"2026-03-01T10:15:31Z","say":"hello"}
	{"chat":18,"from":"visitor","sent":"2026-03-01T10:15:32Z","say":"oh"}
	{"chat":17,"from":"visitor","sent":"2026-03-01T10:15:30Z","say":"hi"}
	END
	run chatcrm-map -q --group -c "$T/c.yaml" \
	    --select 'conversation.messages.map(m, m.text).join(" ")' "$T/in"
	echo "$output"
	[ "$output" = '"hi hello"
"oh"' ]
}

rasa() {
	[ -d "$RASA" ] || skip "no ../shared"
	cat >"$T/c.yaml" <<-'END'
	map: {source: rasa, account: helpdesk, contact: {email: slots.email}}
	END
	CHATCRM_CONFIG=$T/c.yaml chatcrm-map "$@" >"$T/out" 2>"$T/err"
}

# select EXPR: of each record in $T/out, without quotes.
select_() {
	chatcrm eval "$1" <"$T/out" | tr -d '"'
}

@test "the helpdesk's broker events are three conversations" {
	rasa --group "$RASA/broker-events.jsonl"
	says "chatcrm-map: in 136 = out 3 + refused 0 + skipped 0 + folded 133"
	# Forms ended in reset_slots: the address is still there.
	[ "$(select_ 'contact.?email.orValue("-")')" = "admin@example.com
admin@example.com
-" ]
	[ "$(select_ id)" = "rasa/helpdesk/b516fed2a13b4e958885122ae5985cab
rasa/helpdesk/8587ee74d7ff4e538e1b4cf1d57f445f
rasa/helpdesk/44adbd98489f4650b27e5b0435bc9a60" ]
	[ "$(select_ at)" = "2020-09-09T17:45:09.594717Z
2020-09-09T17:50:44.785636Z
2020-09-09T17:51:57.664391Z" ]
	# 19 messages of customers, less the three that were rewound.
	[ "$(select_ 'conversation.messages.filter(m, m.role == "customer").size()')" = "8
5
3" ]
}

@test "roles of a chat log are known in any case" {
	echo 'map: {source: chatlog}' >"$T/c.yaml"
	echo '{"id":"x","messages":[{"role":"USER","content":"a"},{"role":"Assistant","content":"b"},{"from":"Human","value":"c"}]}' |
	    chatcrm-map -q -c "$T/c.yaml" >"$T/out"
	[ "$(jq -r '[.conversation.messages[] | .role + .text] | join(" ")' "$T/out")" = "customera botb customerc" ]
}

@test "the order of a broker's events makes no difference" {
	rasa --group "$RASA/broker-events.jsonl"
	sort "$T/out" | sed 's/"line":[0-9]*/"line":0/' >"$T/one"
	tac "$RASA/broker-events.jsonl" >"$T/in"
	cat "$RASA/broker-events.jsonl" >>"$T/in"
	rasa --group "$T/in"
	sort "$T/out" | sed 's/"line":[0-9]*/"line":0/' |
	    sed "s|$T/in|$RASA/broker-events.jsonl|" >"$T/two"
	diff "$T/one" "$T/two"
}

@test "every tracker of Rasa and Botfront, old and new" {
	[ -d "$RASA" ] || skip "no ../shared"
	for f in "$RASA"/*.json; do
		tr -d '\n' <"$f"
		echo
	done >"$T/in"
	rasa "$T/in"
	says "chatcrm-map: in 9 = out 9 + refused 0 + skipped 0 + folded 0"
	[ "$(select_ id | sort -u | tr '\n' ' ')" = "rasa/helpdesk/default \
rasa/helpdesk/formbot rasa/helpdesk/moodbot rasa/helpdesk/mysender \
rasa/helpdesk/someone " ]
	# The fixture begins with its last event; it writes a key twice.
	grep mysender "$T/out" | head -n 1 >"$T/mood"
	grep -q '"started_at":"2018-02-05T09:08:46.200036Z"' "$T/mood"
	grep -q '"at":"2018-02-05T09:08:46.211042Z"' "$T/mood"
	grep -q '"json.duplicate_key"' "$T/mood"
	# Old dialogues name a slot's name "key".
	grep '/default"' "$T/out" | grep -q '"slots":{"name":"Peter"}'
	rasa "$RASA"/botfront-conversations-?.jsonl
	says "chatcrm-map: in 14 = out 14 + refused 0 + skipped 0 + folded 0"
	[ "$(select_ conversation.language | sort | uniq -c |
	    awk '{printf "%s %s ", $1, $2}')" = "10 en 4 fr " ]
}

@test "the Schema-Guided Dialogues, all of them" {
	[ -f "$SGD" ] || skip "no ../shared"
	zcat "$SGD" | chatcrm-map -c samples/sgd.yaml --select \
	    'conversation.messages.size() == deal.turns' 2>"$T/err" |
	    sort | uniq -c >"$T/out"
	says "chatcrm-map: in 12174 = out 12174 + refused 0 + skipped 0 + folded 0"
	[ "$(tr -d ' ' <"$T/out")" = 12174true ]
}

@test "an event gives objects of one's own, tags and the mark of high value" {
	cd "$BATS_TEST_TMPDIR"
	cat >on.yaml <<-'END'
	map:
	  source: {profile: json, id: input.id, event: input.ev}
	  objects: {car: {vin: input.vin}}
	  tags: [{value: all}]
	  high_value: input.rich
	  on:
	    won:
	      objects: {car: {vin: {value: NEW}, colour: input.c}, prize: {name: {value: cup}}}
	      tags: [{value: winner}, input.c]
	      high_value: 'size(objects.prize.name) == 3'
	END
	printf '%s\n' '{"id":1,"vin":"a","ev":"lost","rich":true}' \
	    '{"id":2,"vin":"b","ev":"won","rich":false,"c":"red"}' \
	    '{"id":3,"ev":"lost","rich":"x"}' >in
	chatcrm-map -q -c on.yaml in |
	    jq -c '[.objects, .tags, .high_value, .findings[0].code]' >got
	diff - got <<-'END'
	[{"car":{"vin":"a"}},["all"],true,null]
	[{"car":{"vin":"NEW","colour":"red"},"prize":{"name":"cup"}},["all","winner","red"],true,null]
	[null,["all"],null,"expr.error"]
	END
}
