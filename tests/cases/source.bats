#!/usr/bin/env bats
# What a line or a file may hold: lists, several conversations, sessions.

setup() {
	T=$BATS_TEST_TMPDIR
	cd "$T" || return 1
	export CHATCRM_CONFIG=$T/c.yaml
	echo 'map: {source: {platform: t, id: input.id}}' >c.yaml
}

# says TEXT: it stands in the closing line on standard error.
says() {
	[[ $(tail -n 1 "$T/err") == *"$1"* ]] || { cat "$T/err"; false; }
}

# ids OPTION...: of each record its id and the line it is from.
ids() {
	chatcrm-map --select 'id + "@" + string(source.line)' "$@" \
	    2>"$T/err" | tr -d '"' | tr '\n' ' '
}

@test "the items of a list are records of their own, with their lines" {
	printf '[\n {"id":1},\n {"id":2,"x":"]},{\\""}\n,\n {"id":\n3} ]\n{"id":4}\n' >in
	[ "$(ids in)" = "t/default/1@2 t/default/2@3 t/default/3@5 t/default/4@7 " ]
	printf '\xef\xbb\xbf[{"id":1},{"id":2}]\n{"id":3}\n' >in
	[ "$(ids in)" = "t/default/1@1 t/default/2@1 t/default/3@2 " ]
	printf '\xef\xbb\xbf[{"id":1},\n\n{"id":2}]' >in
	[ "$(ids in)" = "t/default/1@1 t/default/2@3 " ]
}

@test "pretty-printed texts are read, whatever their first line" {
	printf '{"id":1, "x": [\n{},\n{}]}\n{"id":\n2}\n' >in
	[ "$(ids in)" = "t/default/1@1 t/default/2@4 " ]
	# A broken line is no reason to take the next ones for its end.
	printf '{"id":1, "x": [\n{"id":2}\n{"id":3}\n' >in
	[ "$(ids in)" = "t/default/2@2 t/default/3@3 " ]
	says "in 3 = out 2 + refused 1"
}

@test "a text over several lines may begin on any line" {
	printf '\n\n{\n"id":1,\n"x":[]}\n{"id":2}\n' >in
	[ "$(ids in)" = "t/default/1@3 t/default/2@6 " ]
	printf '\n[{"id":1},\n{"id":2}]\n' >in
	[ "$(ids in)" = "t/default/1@2 t/default/2@3 " ]
	printf '{"id":1}\n[\n{"id":2},\n{"id":3}\n]\n{"id":4,\n"x":1}\n' >in
	for group in '' --group; do
		[ "$(ids $group in)" = \
		    "t/default/1@1 t/default/2@3 t/default/3@4 t/default/4@6 " ]
	done
	# Files that were joined, each with its mark, some without a last LF.
	mark='\xef\xbb\xbf'
	printf "$mark\n{\n\"id\":1}\n$mark{\"id\":2}\n$mark{\n\"id\":3}{\n\"id\":4}\n" >in
	[ "$(ids in)" = \
	    "t/default/1@2 t/default/2@4 t/default/3@5 t/default/4@6 " ]
	# Broken ones do not take others for their end, before and after.
	printf '{"id":1,\n{"id":2}\n{"id":3,"x":[\n{"id":4}\n{\n"id":5}\n{"id":6,\n{"id":7}\n' >in
	[ "$(ids in)" = "t/default/2@2 t/default/4@4 t/default/5@5 t/default/7@8 " ]
	says "in 7 = out 4 + refused 3"
	# Nor if what follows might go on with it.
	printf '{"id":1,"x":[{\n"id":2},\n{"id":3}\n{"id":4}\n{"id":5}\n' >in
	[ "$(ids in)" = "t/default/3@3 t/default/4@4 t/default/5@5 " ]
	says "in 4 = out 3 + refused 1"
}

@test "a text may lie wherever the input is cut for reading" {
	for pad in 0 1 2 3 4 5 6 7 8 9 10 11 12 13; do
		{
			head -c $((131050 + pad)) /dev/zero | tr '\0' ' '
			printf '\n{"id":0}\n{\n"id":1,\n"x":2\n}\n{"id":3}\n'
		} >in
		[ "$(ids in)" = "t/default/0@2 t/default/1@3 t/default/3@7 " ]
	done
	# Or how it is written.
	{
		for line in '{"id":0}' '{' '"id":1' '}' '{"id":2}'; do
			/bin/echo "$line"
		done
	} | chatcrm-map -q --select id | tr -d '"\n' |
	    grep -qx t/default/0t/default/1t/default/2
}

@test "an item that cannot be read is refused alone, with its line" {
	printf '[{"id":1},\n{"id":}\n,{"id":3}]' >in
	[ "$(ids in)" = "t/default/1@1 t/default/3@3 " ]
	grep -q 'in:2:7: ' err
	says "in 3 = out 2 + refused 1"
	# A list that does not end is not a whole one.
	printf '[{"id":1},\n{"id":2}\n' >in
	[ "$(ids in)" = "t/default/1@1 t/default/2@2 " ]
	says "in 3 = out 2 + refused 1"
}

@test "a list of any length costs the memory of an item" {
	echo 'limits: {line: 64K, string: 64K}' >>c.yaml
	{
		printf '['
		seq -f '{"id":%.0f,"x":"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"},' \
		    1 50000 | tr -d '\n'
		printf '{"id":0}]'
	} >in
	[ "$(wc -c <in)" -gt 2000000 ]
	chatcrm-map -q --select id in >out
	[ "$(wc -l <out)" -eq 50001 ]
	[ "$(tail -n 1 out)" = '"t/default/0"' ]
	cat in in | chatcrm-map -q --select id | wc -l | grep -q 100002
	# With an item above the limit between the others.
	{
		printf '[{"id":1},{"id":2,"x":"'
		head -c 3000000 /dev/zero | tr '\0' x
		printf '"},{"id":3}]'
	} >in
	[ "$(ids in)" = "t/default/1@1 t/default/3@1 " ]
	says "in 3 = out 2 + refused 1"
}

@test "a list of records goes through every stage" {
	echo '{"id":1}' | chatcrm-map -q >one
	{ echo '['; cat one; echo ','; cat one; echo ']'; } >in
	chatcrm-validate -q in >out
	cat one one | cmp - out
}

profile() {
	cat >c.yaml <<-'END'
	map:
	  source:
	    platform: t
	    id: input.id
	    each: input.list
	    piece: has(input.p)
	    at: event.t
	    rules: [{message: {role: customer, text: event.p}}]
	END
	printf '    %s\n' "$@" >>c.yaml
}

# words OPTION...: of each record its id and what was said.
words() {
	chatcrm-map --select \
	    'id + "=" + conversation.messages.map(m, m.text).join(",")' \
	    "$@" 2>"$T/err" | tr -d '"' | tr '\n' ' '
}

@test "pieces in a list are folded by their ids" {
	profile
	echo '[{"p":"z","t":1},{"id":1,"p":"a","t":2},{"id":2,"p":"b","t":3},{"p":"c","t":4},{"id":1,"p":"d","t":5}]' >in
	[ "$(words in)" = "t/default/1=z,a,d t/default/2=b,c " ]
	jq . in >pretty
	[ "$(words pretty)" = "t/default/1=z,a,d t/default/2=b,c " ]
	says "in 2 = out 2"
}

@test "who waits for lines is answered for what they were folded into" {
	profile
	cat >in <<-'END'
	{"source":{"lease":["A"]},"x":1,"x":2,"list":[{"id":1,"p":"a","t":1},{"id":2,"p":"b","t":2}]}
	{"source":{"lease":["B"]},"id":1,"p":"c","t":3}
	{"source":{"lease":["A"]},"id":1,"p":"d","t":4}
	END
	chatcrm-map -q --group in | jq -c 'select(has("id")) | [.id,
	    .source.lease, (.findings[0].code // "-")]' >out
	printf '["t/default/%s",%s,"json.duplicate_key"]\n' \
	    1 '["A","B"]' 2 '["A"]' | cmp - out
	# A conversation that goes no further is answered for them all.
	echo '  anonymous: skip' >>c.yaml
	chatcrm-map -q --group in | jq -c 'select(has("end") | not) |
	    [.source.lease, .skipped.code]' >out
	printf '[%s,"person.anonymous"]\n' '["A","B"]' '["A"]' | cmp - out
}

@test "a line may hold several conversations, nested as it likes" {
	profile
	echo '{"list":[[{"id":1,"p":"a","t":1},[{"id":2,"p":"b","t":2}]],{"id":1,"p":"c","t":3}]}' >in
	[ "$(words in)" = "t/default/1=a,c t/default/2=b " ]
	# One of several that is refused has a letter of its own.
	echo '{"list":[{"id":1,"p":"a","t":1},{"no":"id"}]}' >in
	[ "$(words --rejects dead in)" = "t/default/1=a " ]
	says "in 2 = out 1 + refused 1"
	[ "$(jq -c .record dead)" = '{"no":"id"}' ]
	echo '{"list":[]}' >none
	[ -z "$(words none)" ]
	says "in 1 = out 0 + refused 0 + skipped 1"
	# Pieces of several lines come together.
	echo '{"list":[{"id":2,"p":"d","t":5},{"id":1,"p":"b","t":2}]}' >>in
	[ "$(words --group in)" = "t/default/1=a,b t/default/2=d " ]
}

@test "a pause begins a new session, which is a record of its own" {
	profile 'gap: 30m'
	for t in 100 5000 1900 1901 6000; do
		echo "{\"id\":1,\"p\":\"at$t\",\"t\":$t}"
	done >in
	[ "$(words --group in)" = "t/default/1/19700101T000140Z=at100,at1900,at1901 t/default/1/19700101T012320Z=at5000,at6000 " ]
	says "in 6 = out 2 + refused 0 + skipped 0 + folded 4"
	tac in >back
	[ "$(words --group back)" = "$(words --group in)" ]
	chatcrm-map -q --group -j 3 in >three
	chatcrm-map -q --group -j 1 in | cmp - three
	# A longer conversation keeps the names of what was there.
	echo '{"id":1,"p":"x","t":90000}' >>in
	[[ "$(words --group in)" == "t/default/1/19700101T000140Z=at100,at1900,at1901 "* ]]
}

@test "sessions inside an id are parted where that is asked for" {
	cat >in <<-'END'
	{"sender_id":"s","events":[
	{"event":"session_started","timestamp":1},
	{"event":"session_started","timestamp":2},
	{"event":"user","text":"a","timestamp":3},
	{"event":"session_started","timestamp":90},
	{"event":"slot","name":"n","value":1,"timestamp":91},
	{"event":"user","text":"b","timestamp":92},
	{"event":"session_started","timestamp":99}]}
	END
	echo 'map: {source: {profile: rasa, sessions: split}}' >c.yaml
	[ "$(words in)" = "rasa/default/s/19700101T000001Z=a rasa/default/s/19700101T000130Z=b " ]
	chatcrm-map -q in | jq -s -e '.[0].conversation | .slots == null and
	    .started_at == "1970-01-01T00:00:01Z" and
	    .ended_at == "1970-01-01T00:00:03Z"'
	echo 'map: {source: rasa}' >c.yaml
	[ "$(words in)" = "rasa/default/s=a,b " ]
	chatcrm-map -q in | jq -e '.conversation.sessions == 3'
}

# Each session of a long line folds the line anew, so they are not many.
@test "of more sessions than are parted the last one has the rest" {
	echo 'map: {source: {profile: rasa, sessions: split}}' >c.yaml
	jq -nc '{sender_id: "s", events: [range(40) | . * 100 |
	    {event: "session_started", timestamp: .},
	    {event: "user", text: ("w" * 110000), timestamp: (. + 1)}]}' >in
	chatcrm-map -q in >out
	[ "$(wc -l <out)" -lt 40 ]
	[ "$(jq -s 'map(.conversation.messages | length) | add' out)" -eq 40 ]
}

@test "source: auto takes the profile that recognises the input, and says so" {
	echo 'map: {source: auto}' >c.yaml
	echo '{"sender_id":"s","event":"user","timestamp":1,"text":"a"}' >in
	[ "$(words in)" = "rasa/default/s=a " ]
	grep -q 'the input is taken for rasa, since has(doc.event)' err
	[ "$(words --group in)" = "rasa/default/s=a " ]
	# The first line that is known decides, a list by its items.
	{ echo '{"hello":1}'; cat in; } >later
	[ "$(words later)" = "rasa/default/s=a " ]
	says "in 2 = out 1 + refused 1"
	jq -s . in >list
	[ "$(words list)" = "rasa/default/s=a " ]
	chatcrm-map -q -j 4 in | cmp - <(chatcrm-map -q -j 1 in)
	# Dead letters are known by what they hold.
	echo 'map: {source: rasa, contact: {n: {from: input.text, type: integer, on_invalid: reject}}}' >r.yaml
	chatcrm-map -q -c r.yaml --max-rejects 100 --rejects dead in || :
	[ "$(words --replay dead)" = "rasa/default/s=a " ]
	: >none
	chatcrm-map -q none
}

@test "source: auto refuses to guess" {
	echo 'map: {source: auto}' >c.yaml
	echo '{"hello":1}' >in
	run chatcrm-map in
	[ "$status" -eq 78 ]
	[[ $output == *"no profile recognises the input"*"--sources"* ]]
	chatcrm-map --sources | grep -q '^rasa  *Rasa trackers'
}

@test "a webhook's event chooses fields and objects" {
	cat >c.yaml <<-'END'
	map:
	  source: {platform: t, id: input.id, piece: has(input.p), event: input.name}
	  contact: {email: input.mail, stage: {value: new}, seen: {value: true}}
	  on:
	    user_qualified:
	      contact: {stage: {value: qualified}}
	      deal: {name: '"for " + contact.email', amount: input.worth}
	    ticket_created:
	      ticket: {subject: input.about, stage: contact.stage}
	END
	cat >in <<-'END'
	{"id":1,"name":"user_qualified","mail":"a@x.example","worth":10}
	{"id":2,"name":"ticket_created","mail":"b@x.example","about":"help"}
	{"id":3,"mail":"c@x.example","worth":1,"about":"no"}
	END
	chatcrm-map -q in | jq -c '[.source.event,.contact,.deal,.ticket]' >out
	diff - out <<-'END'
	["user_qualified",{"email":"a@x.example","seen":true,"stage":"qualified"},{"name":"for a@x.example","amount":10},null]
	["ticket_created",{"email":"b@x.example","stage":"new","seen":true},null,{"subject":"help","stage":"new"}]
	[null,{"email":"c@x.example","stage":"new","seen":true},null,null]
	END
	# Of a group all events count.
	sed 's/"id":./"id":1,"p":1/' in | chatcrm-map -q --group |
	    jq -e '.contact.stage == "qualified" and .source.event ==
	    "ticket_created" and (.ticket | has("stage"))'
	# Mistakes are told at their place; events need a name.
	printf 'map: {source: rasa, on: {a: {contact: {n: slots.n}, dael: {}}}}\n' >b.yaml
	run chatcrm-map -c b.yaml in
	[ "$status" -eq 78 ]
	[[ $output == *"b.yaml:1:"*"did you mean 'deal'"* ]]
	[[ $output == *"b.yaml:1:25: error: the source does not tell an event's name"* ]]
}

@test "a list of several lines that is one conversation is one with --group too" {
	echo '{"map":{"source":"voiceflow"}}' >c.yaml
	jq . <<-'END' >in
	[{"format":"launch","type":"launch","startTime":"2025-01-05T10:20:30Z"},
	 {"format":"request","type":"text","startTime":"2025-01-05T10:20:40Z","payload":{"type":"text","payload":"hello"}},
	 {"format":"trace","type":"text","startTime":"2025-01-05T10:20:50Z","payload":{"type":"text","payload":{"message":"Hi"}}}]
	END
	chatcrm-map -q in >whole
	[ "$(jq -c '[.conversation.messages[].text]' whole)" = '["hello","Hi"]' ]
	chatcrm-map -q --group in | cmp - whole
}

@test "a Singer tap's records are read, its state goes to the end of the pipe" {
	cat >in <<-'END'
	{"type":"SCHEMA","stream":"talks","schema":{"properties":{}},"key_properties":["id"]}
	{"type":"RECORD","stream":"talks","record":{"id":7,"name":"Ana","updated_at":"2026-03-01T10:00:00Z"},"time_extracted":"2026-03-02T00:00:00Z"}
	{"type":"STATE","value":{"bookmarks":{"talks":1}}}
	{"type":"RECORD","stream":"talks","record":{"id":8,"name":"Bo"}}
	{"type":"STATE","value":{"bookmarks":{"talks":2}}}
	END
	echo 'map: {source: auto, contact: {name: input.name}}' >c.yaml
	chatcrm-map in >out 2>err
	grep -q 'taken for singer' err
	says "in 5 = out 2 + refused 0 + skipped 3"
	jq -c 'select(.end | not) | [.id, .contact.name, .state, .skipped.code]' out | diff - <(cat <<-'END'
	["singer/default/talks-7","Ana",null,null]
	[null,null,{"bookmarks":{"talks":1}},"source.state"]
	["singer/default/talks-8","Bo",null,null]
	[null,null,{"bookmarks":{"talks":2}},"source.state"]
	END
	)
	# Later stages pass it on, in its place; one process writes the same.
	echo '{map: {source: singer, contact: {name: input.name}}}' >c.yaml
	chatcrm-map -q in | chatcrm-validate -q | chatcrm-score -q >pipe
	[ "$(jq -r '.state.bookmarks.talks // .id // "end"' pipe | tr '\n' ' ')" = \
	    "singer/default/talks-7 1 singer/default/talks-8 2 end " ]
	chatcrm run -q --to score in | grep -v '"end"' | cmp - <(grep -v '"end"' pipe)
	# Streams count each for itself, and choose what is made of them; the
	# records of a batch are elsewhere: that is no silence.
	cat >in <<-'END'
	{"type":"RECORD","stream":"talks","record":{"id":7,"name":"Ana"}}
	{"type":"RECORD","stream":"users","record":{"id":7,"name":"Bo"}}
	{"type":"BATCH","stream":"users","encoding":{"format":"jsonl"},"manifest":["file:///x"]}
	END
	cat >c.yaml <<-'END'
	map: {source: singer, on: {users: {contact: {name: input.name}}}}
	END
	chatcrm-map --rejects dead in >out 2>err
	jq -c 'select(.end | not) | [.id, .source.event, .contact.name]' out | diff - <(cat <<-'END'
	["singer/default/talks-7","talks",null]
	["singer/default/users-7","users","Bo"]
	END
	)
	[ "$(jq -r .dead.code dead)" = source.batch ]
	# Laid over another platform's profile.
	cat >c.yaml <<-'END'
	map: {source: {profile: rasa, singer: true}}
	END
	jq -c '{type: "RECORD", stream: "e", record: .}' <<-'END' >in
	{"sender_id":"s","event":"user","timestamp":1,"text":"a"}
	{"sender_id":"s","event":"bot","timestamp":2,"text":"b"}
	END
	[ "$(words --group in)" = "rasa/default/s=a,b " ]
}

@test "the source tells how its times are written, and on whose clock" {
	cat >c.yaml <<-'END'
	map:
	  source:
	    platform: own
	    id: input.nr
	    events: input.zeilen
	    times: {parse: ["%d.%m.%Y %H:%M", "%d/%m/%y"], zone: Europe/Berlin}
	    at: event.am
	    rules:
	      - message: {role: customer, text: event.t}
	END
	cat >in <<-'END'
	{"nr":1,"zeilen":[{"t":"summer","am":"31.03.2026 09:15"},{"t":"winter","am":"31.01.2026 09:15"},{"t":"day","am":"01/02/26"},{"t":"iso","am":"2026-07-01T10:00"},{"t":"zone","am":"2026-07-01T10:00Z"},{"t":"number","am":1788220800},{"t":"none","am":"gestern"}]}
	END
	chatcrm-map -q in >out
	jq -c '(.conversation.messages[] | [.text, .at]), .findings[].code' out |
	    diff - <(cat <<-'END'
	["winter","2026-01-31T08:15:00Z"]
	["day","2026-01-31T23:00:00Z"]
	["summer","2026-03-31T07:15:00Z"]
	["iso","2026-07-01T08:00:00Z"]
	["zone","2026-07-01T10:00:00Z"]
	["number","2026-09-01T00:00:00Z"]
	["none",null]
	"time.unknown"
	END
	)
}
