# chatcrm init: a first configuration, guessed from a sample.

bats_require_minimum_version 1.5.0

setup() {
	SAMPLES=$(cd "$BATS_TEST_DIRNAME/../../samples" && pwd)
	cd "$BATS_TEST_TMPDIR" || return 1
	# An export of a platform that nobody has described.
	cat >chats.jsonl <<-'END'
	{"ticketId":"T-1","openedAt":"2026-02-01T10:00:00Z","visitor":{"fullName":"Ana Torres","mailAddress":"ana@acme.example","phoneNumber":"(415) 555-0123","country":"US","companyName":"Acme Ltd"},"agent":{"name":"Bob Jones","email":"bob@us.example"},"budget":"12,500","thread":[{"who":"visitor","sentAt":"2026-02-01T10:00:01Z","body":"How much is it for forty seats?"},{"who":"robot","sentAt":"2026-02-01T10:00:03Z","body":"It depends."}]}
	{"ticketId":"T-2","openedAt":"2026-02-02T10:00:00Z","visitor":{"fullName":"Li","mailAddress":"li@beta.example","phoneNumber":null,"country":"US","companyName":"Beta"},"agent":{"name":"Bob Jones","email":"bob@us.example"},"budget":800,"thread":[{"who":"visitor","sentAt":"2026-02-02T10:00:01Z","body":"Hello"},{"who":"operator","sentAt":"2026-02-02T10:00:03Z","body":"Hi there."}]}
	END
}

@test "an unknown export becomes contacts without an edit" {
	run -0 chatcrm init --from chats.jsonl
	[[ "$output" == *"source json, 2 lines, e-mail addresses in 2, telephone numbers in 1"* ]]
	run -0 --separate-stderr chatcrm run -q --to validate chats.jsonl
	[ "$(jq -c .contact <<<"${lines[0]}")" = '{"email":"ana@acme.example","phone":"+14155550123","first_name":"Ana","last_name":"Torres","country":"US","lead_source":"chatbot"}' ]
	[ "$(jq -c .contact <<<"${lines[1]}")" = '{"email":"li@beta.example","first_name":"Li","country":"US","lead_source":"chatbot"}' ]
	[ "$(jq -c '[.id, .at, .company.name, .deal.amount]' <<<"${lines[0]}")" = \
	    '["json/default/T-1","2026-02-01T10:00:03Z","Acme Ltd",12500]' ]
	[ "$(jq -r '.conversation.messages[].role' <<<"$output" | xargs)" = \
	    "customer bot customer agent" ]
}

@test "whose address is not the customer's is only listed" {
	chatcrm init -q --from chats.jsonl
	grep -qE '^  #   input.agent.email\s+e-mail, filled in 2 of 2$' chatcrm.yaml
	[ "$(grep -c '^    email:.*agent' chatcrm.yaml)" -eq 0 ]
}

@test "nothing that is there is written over" {
	echo 'map: {}' >chatcrm.yaml
	run -64 chatcrm init --from chats.jsonl
	[ "$(cat chatcrm.yaml)" = 'map: {}' ]
	run -0 chatcrm init --from chats.jsonl --output new.yaml
	[ -s new.yaml ]
}

@test "a platform that is known is recognised" {
	run -0 chatcrm init --from "$SAMPLES/conversations.jsonl"
	grep -q '^  source: rasa$' chatcrm.yaml
	grep -qE '^    email: \[slots.email, facts.email\]' chatcrm.yaml
	run -0 chatcrm init -q --from "$SAMPLES/chatlog.jsonl" -o log.yaml
	grep -q '^  source: chatlog$' log.yaml
	run -0 chatcrm init -q --from "$SAMPLES/events.jsonl" -o events.yaml
	grep -q -- '--group' events.yaml
	run -0 --separate-stderr chatcrm-map -q -c events.yaml --group \
	    "$SAMPLES/events.jsonl"
}

@test "values alone can tell, names alone can not" {
	for i in 1 2 3; do
		echo '{"k'$i'":0,"f1":"p'$i'@one.example","f2":"+1 415 555 010'$i'","email":"no"}'
	done >odd.jsonl
	chatcrm init -q --from odd.jsonl
	grep -qE '^    email: input.f1\b' chatcrm.yaml
	grep -qE '^    phone: input.f2\b' chatcrm.yaml
}

@test "what names a conversation and when is asked where it is not known" {
	for i in 1 2 3; do
		echo '{"vorgang":{"nr":"V-'$i'"},"geb":"0'$i'.07.1960","post":"p'$i'@one.example","verlauf":[{"wer":"kunde","text":"Guten Tag, was kostet das?","um":"0'$i'.03.2026 09:00"}]}'
	done >fern.jsonl
	chatcrm init -q --from fern.jsonl
	grep -q '^    #id: input.  # what names the conversation' chatcrm.yaml
	grep -q '^    #at: event.  # when it was said' chatcrm.yaml
	# A day is neither a number nor a telephone's.
	grep -qE '^  #   input.geb +day,' chatcrm.yaml
	chatcrm check
	[ "$(chatcrm init -q --from chats.jsonl -o - | grep -c '#id:')" -eq 0 ]
}

@test "names of columns may hold anything" {
	cat >rows.jsonl <<-'END'
	{"Lead #":1,"E-Mail":"a@b.example","Full \"Name\": '\n# x":"Ana B","a: b":"1","Budget (USD)":5000}
	{"Lead #":2,"E-Mail":"c@d.example","Full \"Name\": '\n# x":"Cy D","a: b":"2","Budget (USD)":100}
	END
	chatcrm init -q --from rows.jsonl
	run -0 --separate-stderr chatcrm-map -q rows.jsonl
	[ "$(jq -c '[.contact.email, .deal.amount]' <<<"${lines[1]}")" = \
	    '["c@d.example",100]' ]
}

@test "rows of a table in one list, on one line or many" {
	cat >rows.json <<-'END'
	[
	  {"Lead ID": 101, "Full Name": "Ana Torres", "E-Mail": "ana@acme.example", "Mobile": "+1 415 555 0123", "Budget (USD)": "$5,000.5", "Chat Transcript": "I need a quote for forty chairs, please.", "Submitted At": "2026-02-01 10:00:00"},
	  {"Lead ID": 102, "Full Name": "Li Wei", "E-Mail": "li@beta.example", "Mobile": "", "Budget (USD)": "", "Chat Transcript": "Just looking around, thanks.", "Submitted At": "2026-02-02 10:00:00"}
	]
	END
	tr -d '\n' <rows.json >one.json
	for f in rows one; do
		chatcrm init -q --from $f.json -o $f.yaml
		run -0 --separate-stderr chatcrm-map -q -c $f.yaml $f.json
		[ "$(jq -c '[.id, .at, .contact.email, .deal.amount, .conversation.messages[0].role]' <<<"$output")" = \
		    '["json/default/101","2026-02-01T10:00:00Z","ana@acme.example",5000.5,"customer"]
["json/default/102","2026-02-02T10:00:00Z","li@beta.example",null,"customer"]' ]
	done
}

@test "a line for each message becomes pieces of conversations" {
	cat >rows.jsonl <<-'END'
	{"msg_id":"m1","chat_id":"c1","sender":"customer","text":"Hi, price?","sent_at":"2026-02-01T10:00:00Z","customer_email":"ana@acme.example","customer_name":"Ana Torres"}
	{"msg_id":"m2","chat_id":"c1","sender":"bot","text":"Hello","sent_at":"2026-02-01T10:00:02Z","customer_email":"","customer_name":""}
	{"msg_id":"m3","chat_id":"c2","sender":"customer","text":"Hey","sent_at":"2026-02-01T11:00:00Z","customer_email":"li@beta.example","customer_name":"Li"}
	END
	chatcrm init -q --from rows.jsonl
	grep -q -- '--group' chatcrm.yaml
	run -0 --separate-stderr chatcrm-map -q --group rows.jsonl
	[ "$(jq -c '[.id, .at, .contact.email, .contact.last_name, [.conversation.messages[] | .role]]' <<<"$output")" = \
	    '["json/default/c1","2026-02-01T10:00:02Z","ana@acme.example","Torres",["customer","bot"]]
["json/default/c2","2026-02-01T11:00:00Z","li@beta.example",null,["customer"]]' ]
}

@test "a sample without anybody in it still gives a configuration" {
	echo '{"a":1,"b":[2]}' >odd.jsonl
	chatcrm init -q --from odd.jsonl
	chatcrm check -q
	run -0 --separate-stderr chatcrm-map -q odd.jsonl
	[ "${#lines[@]}" -eq 1 ]	# a new user sees a record
	echo '{"sender_id":"x","events":[],"slots":{"work_email":null,"email_ok":null}}' >odd.jsonl
	chatcrm init -q --from odd.jsonl -o rasa.yaml
	grep -qE '^    email: \[slots.work_email, facts.email\]' rasa.yaml
}

@test "values tell where names are of another language" {
	cat >chats.jsonl <<-'END'
	{"Vorgang":"V-881","Beginn":"2026-03-02T08:11:00+01:00","Besucher":{"Anzeigename":"Greta Sommer","Kontakt":"greta@sommer.example","Rückruf":"+49 30 5550 123"},"Verlauf":[{"wer":"besucher","wann":"2026-03-02T08:11:05+01:00","was":"Guten Tag, was kostet das Paket?"},{"wer":"bot","wann":"2026-03-02T08:11:07+01:00","was":"Das kommt darauf an."}]}
	{"Vorgang":"V-882","Beginn":"2026-03-02T09:00:00+01:00","Besucher":{"Anzeigename":"Jonas Berg","Kontakt":"jonas@berg.example","Rückruf":null},"Verlauf":[{"wer":"besucher","wann":"2026-03-02T09:00:05+01:00","was":"Hallo"}]}
	END
	chatcrm init -q --from chats.jsonl
	run -0 --separate-stderr chatcrm-map -q chats.jsonl
	[ "$(jq -c '[.id, .at, .contact.email, .contact.last_name, .contact.phone, .conversation.messages[1].role]' <<<"${lines[0]}")" = \
	    '["json/default/V-881","2026-03-02T07:11:07Z","greta@sommer.example","Sommer","+49 30 5550 123","bot"]' ]
	run -0 --separate-stderr chatcrm check
	[ -z "$stderr" ]	# nothing to warn of
}

# Lines with the budgets $@.
budgets() {
	local b n=0
	for b; do
		echo '{"id":'$((n += 1))',"email":"p'$n'@one.example","budget":"'"$b"'"}'
	done
}

@test "how numbers are written is said where they tell it, else asked" {
	budgets '12,000' >one.jsonl
	budgets '$12,000' '50.000' >both.jsonl
	budgets '$12,000.50' '$7.5' >dot.jsonl
	budgets '12.000,50' '1.200.000' >comma.jsonl
	for f in one both dot comma; do
		chatcrm init -q --from $f.jsonl -o $f.yaml
	done
	grep -qx '  #locale: en-US  # 1 like 1,234: .*' one.yaml
	grep -qx '  #locale: .* values contradict: 1 like 1,234.5, 1 like 1.234,5' both.yaml
	grep -q '^  locale: en-US  # 2 like 1,234.5' dot.yaml
	grep -q '^  locale: de-DE  # 2 like 1.234,5' comma.yaml
	run -0 --separate-stderr chatcrm-map -q -c both.yaml both.jsonl
	[ "$(jq -c .deal.amount <<<"$output" | xargs)" = "12000 null" ]
	# Nor does the country of most people decide.
	jq -c '.country = "US"' both.jsonl >us.jsonl
	chatcrm init -q --from us.jsonl -o us.yaml
	grep -q '^  #region: US .*; set locale as well' us.yaml
	run -0 --separate-stderr chatcrm-map -q -c us.yaml us.jsonl
	[ "$(jq -c .deal.amount <<<"$output" | xargs)" = "12000 null" ]
}

# A conversation whose messages say who speaks by the members $@.
spoken() {
	local m n=0
	printf '{"id":"c1","email":"a@one.example","messages":['
	for m; do
		printf '%s{%s,"text":"How much is it?","at":"2026-02-01T10:00:0%dZ"}' \
		    "${comma-}" "$m" $((n++))
		comma=,
	done
	echo ']}'
	unset comma
}

# said ROLES MEMBER...: what init and map make of who speaks.
said() {
	local want=$1
	shift
	spoken "$@" >said.jsonl
	rm -f said.yaml
	chatcrm init --from said.jsonl -o said.yaml 2>init.err
	run -0 --separate-stderr chatcrm-map -q -c said.yaml said.jsonl
	[ "$(jq -r '.conversation.messages[].role' <<<"$output" | xargs)" = "$want" ]
}

@test "who speaks is told by words, by letters and by booleans" {
	said "bot customer agent" '"authorType":"operator_bot"' \
	    '"authorType":"end_user"' '"authorType":"human_operator"'
	said "system customer agent" '"sender":{"t":"s"}' \
	    '"sender":{"t":"v"}' '"sender":{"t":"a"}'
	said "bot customer" '"isBot":true' '"isBot":false'
	said "agent customer" '"fromOperator":true' '"fromOperator":false'
	said "bot customer" '"from_me":true' '"from_me":false'
	[ "$(grep -c 'who speaks' init.err)" -eq 0 ]
}

@test "who is not known is named, and nobody is the customer unsaid" {
	said "customer bot bot bot" '"who":"visitor"' '"who":"robot"' \
	    '"who":"zorg"' '"who":"Bo Li"'
	grep -q '2 of the values of event.who do not tell who speaks' init.err
	grep -q '# not known, and taken for bot: 2 of the values of event.who: "zorg"$' said.yaml
	[ "$(grep -c "Bo Li" said.yaml)" -eq 0 ]	# may be a person
	said "agent customer customer" '"who":"operator"' '"who":"zig"' \
	    '"who":"zag"'
	grep -q 'taken for customer' init.err
	said "customer customer" '"k":1' '"k":2'
	grep -q 'nothing tells who speaks' init.err
}

@test "who speaks is a choice where codes may tell it" {
	for m in '"author":0 "author":1' '"mine":false "mine":true' \
	    '"who":"XB" "who":"XC"'; do
		set -- $m
		spoken "$1" "$2" "$1" "$2" >coded.jsonl
		rm -f coded.yaml
		chatcrm init --from coded.jsonl -o coded.yaml 2>init.err
		key=${1%%:*}
		grep -q "event.${key//\"/} may tell it" init.err
		# As it stands it is all the customer's; two edits later not.
		sed -i -e '/^          role: customer/d' \
		    -e 's/^          #role: /          role: /' coded.yaml
		run -0 --separate-stderr chatcrm-map -q -c coded.yaml coded.jsonl
		[ "$(jq -r '.conversation.messages[].role' <<<"$output" | xargs)" = \
		    "bot customer bot customer" ]
	done
	# A person's name is no code, and is not copied.
	spoken '"who":"Bo"' '"who":"Li"' '"who":"Bo"' >names.jsonl
	chatcrm init -q --from names.jsonl -o names.yaml
	[ "$(grep -c '"Bo"' names.yaml)" -eq 0 ]
}

@test "a currency tells that money is meant, and whose way it is written" {
	amounts() {
		rm -f m.yaml
		budgets "$@" >m.jsonl
		chatcrm init -q --from m.jsonl -o m.yaml
		run -0 --separate-stderr chatcrm-map -q -c m.yaml m.jsonl
		jq -c .deal.amount <<<"$output" | xargs
	}
	[ "$(amounts 'R$ 12.500,00' 'R$ 8.000')" = "12500 8000" ]
	[ "$(amounts '12.500,00 €' '800,00 €')" = "12500 800" ]
	[ "$(amounts '$1,200' '$950' '$12,500')" = "1200 950 12500" ]
	[ "$(amounts 'USD 1,200.50' '900 USD')" = "1200.5 900" ]
	budgets "R\$ 12.500,00" "R\$ 8.000" >brl.jsonl
	chatcrm init -q --from brl.jsonl -o brl.yaml
	grep -q '^  locale: pt-BR ' brl.yaml
	# Each of them says enough: a locale would only misread some.
	[ "$(amounts '$12,000' '8.500 €' '20 000 грн' 'GHS 3000')" = "12000 8500 20000 3000" ]
	! grep -q '^  locale' m.yaml
}

@test "a conversation does not begin after its first message" {
	for started in 2026-02-01T09:59:59Z 2026-02-01T10:05:00Z; do
		spoken '"who":"visitor"' '"who":"bot"' |
		    jq -c ".time = \"$started\"" >$started.jsonl
		chatcrm init -q --from $started.jsonl -o $started.yaml
	done
	grep -q '^    started_at: input.time$' 2026-02-01T09:59:59Z.yaml
	[ "$(grep -c started_at 2026-02-01T10:05:00Z.yaml)" -eq 0 ]
	grep -q '^  #   input.time ' 2026-02-01T10:05:00Z.yaml
}

@test "markup becomes words, and intents keep their scores" {
	echo '{"id":"c1","email":"a@one.example","messages":[{"who":"visitor","at":"2026-02-01T10:00:00Z","text":"<p>I need <b>100</b> &amp; more</p>","intentName":"buy","intentScore":0.77},{"who":"bot","at":"2026-02-01T10:00:02Z","text":"<p>Sure.</p>"}]}' >html.jsonl
	chatcrm init -q --from html.jsonl
	run -0 --separate-stderr chatcrm-map -q html.jsonl
	[ "$(jq -c '.conversation.messages[0] | [.text, .intent.name, .intent.confidence]' <<<"$output")" = \
	    '["I need 100 & more","buy",0.77]' ]
}

@test "what a platform's profile calls a slot is read as a slot" {
	echo '{"type":"conversation","id":"1","created_at":1719492951,"source":{"body":"<p>Hi</p>","author":{"type":"user","id":"u1","email":"a@one.example"}},"custom_attributes":{"Company size":"40"},"conversation_parts":{"conversation_parts":[]}}' >ic.jsonl
	chatcrm init -q --from ic.jsonl
	grep -q "^    size: {from: 'slots\\[\"Company size\"\\]'" chatcrm.yaml
}

@test "messages that come one by one are to be put together" {
	echo '{"object":"whatsapp_business_account","entry":[{"id":"1","changes":[{"field":"messages","value":{"messaging_product":"whatsapp","metadata":{"phone_number_id":"2"},"contacts":[{"profile":{"name":"Ana"},"wa_id":"16505551234"}],"messages":[{"from":"16505551234","id":"w1","timestamp":"1749416383","type":"text","text":{"body":"Hello"}}]}}]}]}' >wa.jsonl
	chatcrm init -q --from wa.jsonl
	grep -q '^#   chatcrm-map --group ' chatcrm.yaml
	grep -q '^#   chatcrm run .*--group ' chatcrm.yaml
}

@test "no tab is written: some readers of YAML refuse them" {
	for f in chats.jsonl "$SAMPLES/conversations.jsonl"; do
		rm -f chatcrm.yaml
		chatcrm init -q --from "$f" --crm hubspot
		[ "$(grep -c $'\t' chatcrm.yaml)" -eq 0 ]
	done
}

@test "each CRM gets what it wants to know" {
	for crm in hubspot salesforce zoho pipedrive dynamics espocrm tryton; do
		chatcrm init -q --from chats.jsonl --crm $crm -o $crm.yaml
		grep -q '^  environment: sandbox' $crm.yaml
		chatcrm check -q -c $crm.yaml
	done
	run -78 chatcrm init --from chats.jsonl --crm hubspt
	[[ "$output" == *"did you mean 'hubspot'"* ]]
}

@test "a sample without JSON is refused" {
	echo 'name;mail' >table.csv
	run -65 chatcrm init --from table.csv
	[ ! -e chatcrm.yaml ]
	run -64 chatcrm init
	run -74 chatcrm init --from nowhere.jsonl
}

@test "of messages that come one by one, what an agent's line tells is not the customer's" {
	cat >rows.jsonl <<-'END'
	{"chat_ref":"A-17","sender_type":"visitor","sender_name":"Ana Ruiz","sender_email":"ana@sol.example","sent_at":"2026-01-05 10:20:30","body":"How much is a desk?"}
	{"chat_ref":"A-17","sender_type":"agent","sender_name":"Bo Agent","sender_email":"bo@us.example","sent_at":"2026-01-05 10:20:40","body":"99 EUR"}
	{"chat_ref":"A-18","sender_type":"agent","sender_name":"Bo Agent","sender_email":"bo@us.example","sent_at":"2026-01-05 12:20:40","body":"Can I help?"}
	{"chat_ref":"A-18","sender_type":"visitor","sender_name":"Di","sender_email":"","sent_at":"2026-01-05 12:20:50","body":"no thanks, my number is +1 415 555 0100"}
	END
	chatcrm init -q --from rows.jsonl
	run -0 --separate-stderr chatcrm run -q --to validate --group rows.jsonl
	[ "$(jq -c '[.id, .contact.email, .contact.phone, .contact.first_name]' <<<"$output")" = \
	    '["json/default/A-17","ana@sol.example",null,"Ana"]
["json/default/A-18",null,"+14155550100","Di"]' ]
	[ "$(jq -r '.conversation.messages[].role' <<<"$output" | xargs)" = \
	    "customer agent agent customer" ]
}

@test "what lies within the lines of single messages is not lost to a later line" {
	cat >hooks.jsonl <<-'END'
	{"site":"w","event":"message","timestamp":1767608430123,"data":{"session_id":"s1","from":"user","content":"What is the price?","user":{"nickname":"Ana Ruiz"}}}
	{"site":"w","event":"message","timestamp":1767608440123,"data":{"session_id":"s1","from":"operator","content":"Your address?","user":{"nickname":"Bo"}}}
	{"site":"w","event":"set_email","timestamp":1767608460123,"data":{"session_id":"s1","email":"ana@sol.example"}}
	{"site":"w","event":"message","timestamp":1767608470123,"data":{"session_id":"s1","from":"user","content":"There it is.","user":{"nickname":"Ana Ruiz"}}}
	END
	chatcrm init -q --from hooks.jsonl
	run -0 --separate-stderr chatcrm run -q --to validate --group hooks.jsonl
	[ "$(jq -c '[.id, .contact.email, .contact.first_name]' <<<"$output")" = \
	    '["json/default/s1","ana@sol.example","Ana"]' ]
	[ "$(jq -c '[.findings[]? | select(.code == "expr.error")]' <<<"$output")" = '[]' ]
}

@test "a rule of route stands there as a comment, ready to run" {
	chatcrm init -q --from chats.jsonl
	run -0 chatcrm check
	run -0 --separate-stderr chatcrm run -q --to route chats.jsonl
	[ "$(jq -c .actions <<<"${lines[0]}")" = null ]
	sed -i '/^route:/,/^$/s/^  #/  /; s/threshold: .*/threshold: 1/' chatcrm.yaml
	run -0 chatcrm check --strict
	run -0 --separate-stderr chatcrm run -q --to route chats.jsonl
	[ "$(jq -c '.actions[] | [.type, .workflow, .max_age]' \
	    <<<"${lines[0]}")" = '["task","call","24h"]' ]
}

# What init and map make of the sample $1 by jq's $2.
made() {
	rm -f made.yaml
	chatcrm init --from "$1" -o made.yaml 2>made.err
	chatcrm check -q -c made.yaml >check.out 2>&1
	run -0 --separate-stderr chatcrm-map -q -c made.yaml "$1"
	jq -r "$2" <<<"$output"
}

# Chats of an archive: people and the answers of a form stand in lists.
archive() {
	jq -nc 'range(6) as $i | {id: "C\($i)", users: [
	    {id: "ag", type: "agent", name: "Op", email: "op@we.example"},
	    {id: "u\($i)", type: "customer", name: "Ana Berg",
	     email: "ana\($i)@one.example", fields: [{company: "One"},
	     {phone: "+1 415 555 010\($i)"}]}],
	  thread: {events: [
	    {id: "f\($i)", type: "form", at: "2026-03-01T10:00:00Z",
	     author_id: "u\($i)", answers: [
	      {id: "1", label: "Your e-mail:", answer: "x@one.example"},
	      {id: "2", label: "Budget", answer: "$\($i + 1),000"}]},
	    {id: "m\($i)", type: "message", at: "2026-03-01T10:00:0\($i)Z",
	     author_id: "u\($i)", text: "How much is it?"},
	    {id: "n\($i)", type: "message", at: "2026-03-01T10:01:00Z",
	     author_id: "ag", text: "Let me look."}]}}'
}

@test "people and the answers of forms are found in lists" {
	archive >a.jsonl
	run made a.jsonl '[.contact.email, .contact.phone, .contact.first_name,
	    .contact.last_name, .company.name, .deal.amount,
	    (.conversation.messages | map(.role) | join("+"))] | join(" ")'
	[ "${lines[1]}" = "ana1@one.example +1 415 555 0101 Ana Berg One 2000 customer+agent" ]
	[ "${#lines[@]}" -eq 6 ]
	# What people wrote is not copied, but the names of their answers.
	! grep -q 'Ana\|one.example' made.yaml
}

@test "a page of an API is read as the chats in it" {
	archive | jq -s '{chats: ., found: 6, next: "x"}' >page.json
	run made page.json '[.id, .contact.email] | join(" ")'
	[ "${lines[5]}" = "json/default/C5 ana5@one.example" ]
	grep -q '^    each: input.chats ' made.yaml
}

@test "times in a form of their own are read by it" {
	local i
	for i in 1 2 3; do
		echo '{"nr":'$i',"who":{"id":7,"email":"a@one.example"},"log":['
		echo '{"when":"1'$i'.03.2026 09:15:00","by":"visitor","bot":false,"text":"How much is it?"},'
		echo '{"when":"1'$i'.03.2026 09:15:01","by":"us","bot":true,"text":"A lot."},'
		echo '{"when":"1'$i'.03.2026 09:15:02","by":"us","bot":false,"text":"Not so much."}]}'
	done | jq -c . >t.jsonl
	run made t.jsonl '[.id, (.conversation.messages[] | .at, .role)] | join(" ")'
	[ "${lines[0]}" = "json/default/1 2026-03-11T09:15:00Z customer 2026-03-11T09:15:01Z bot 2026-03-11T09:15:02Z agent" ]
	grep -q '#zone: Europe/Berlin' made.yaml
	# Which of two it is, no value tells.
	sed 's#1\([123]\).03.2026#0\1/03/2026#g' t.jsonl >u.jsonl
	made u.jsonl .id >/dev/null
	grep -q 'parse: "%d/%m/%Y %H:%M:%S"  # or "%m/%d/%Y %H:%M:%S": no value tells' made.yaml
}

@test "texts in parts, users who are agents, and what the team alone sees" {
	local i
	for i in 1 2; do
		echo '{"id":'$i',"email":"a'$i'@one.example","messages":[
		{"author":{"type":"contact"},"private":false,"sent":"2026-03-01T10:00:00Z","parts":[{"text":{"content":"How much"}},{"text":{"content":"is it?"}}]},
		{"author":{"type":"user"},"private":true,"sent":"2026-03-01T10:00:01Z","parts":[{"text":{"content":"He is rich."}},{"image":"x"}]}]}'
	done | jq -c . >p.jsonl
	run made p.jsonl '.conversation.messages[] | "\(.role) \(.private // false) \(.text)"'
	[ "${lines[0]}" = "customer false How much is it?" ]
	[[ "${lines[1]}" == "agent true He is rich."* ]]
}

@test "no message unsaid: where a list may hold them, init tells" {
	echo '{"id":1,"email":"a@one.example","things":[{"x":1},{"x":2}]}' >n.jsonl
	made n.jsonl .id >/dev/null
	grep -q 'no messages were found' made.err
}

@test "messages in a text, by keys, and whose names tell who speaks" {
	local i say='[.conversation.messages[] | "\(.role): \(.text)"] | join("; ")'
	for i in 1 2 3; do
		jq -nc --arg i $i '[{author: "Ana B.", msg: "How much is it?", date: "2026-03-0\($i)T10:00:00Z"},
		    {author: (["Jo", "Mo"][($i | tonumber) % 2]), msg: "A lot.", date: "2026-03-0\($i)T10:00:01Z"}] as $m |
		    {id: $i, name: "Ana B.", email: "ana@one.example", talk: ($m | tojson)}'
	done >text.jsonl
	run made text.jsonl "$say"
	[ "${lines[2]}" = "customer: How much is it?; agent: A lot." ]
	jq -c '.messages = ([.talk | fromjson | to_entries[] | {key: "-Mx\(.key)", value: .value}] |
	    from_entries) | del(.talk)' text.jsonl >keys.jsonl
	run made keys.jsonl "$say"
	[ "${lines[2]}" = "customer: How much is it?; agent: A lot." ]
	# Of a single message, too, what its column of JSON holds is found.
	jq -c '(.talk | fromjson)[] as $m | {chat_id: .id, text: $m.msg, sent: $m.date,
	    sender: (if $m.author == "Ana B." then "visitor" else "agent" end),
	    meta: ({mail: .email} | tojson)}' text.jsonl >rows.jsonl
	rm -f rows.yaml
	chatcrm init -q --from rows.jsonl -o rows.yaml
	run -0 --separate-stderr chatcrm-map -q --group -c rows.yaml rows.jsonl
	[ "$(jq -r .contact.email <<<"${lines[2]}")" = ana@one.example ]
}

@test "a time is no id, and AM and PM put the month first" {
	local i
	for i in 1 2 3; do
		echo '{"Created":"03/0'$i'/2026 10:15 AM","Email":"a'$i'@one.example"}'
	done >leads.jsonl
	made leads.jsonl .id >ids
	[ "$(sort -u ids | grep -c '^json/default/.')" -eq 3 ]
	! grep -q '^    id:' made.yaml
	grep -q 'parse: "%m/%d/%Y %I:%M %p"  # or "%d/' made.yaml
}

@test "a name that is written the other way round is turned" {
	local n
	for n in 'Berg, Ana' 'Jo Kim' 'Mo Diaz, PhD'; do
		echo '{"id":"'"$n"'","lang":"de-AT","name":"'"$n"'","email":"a@one.example"}'
	done >turn.jsonl
	run made turn.jsonl '"\(.contact.first_name)|\(.contact.last_name)"'
	[ "${lines[*]}" = "Ana|Berg Jo|Kim Mo|Diaz, PhD" ]
	grep -qx '    language: input.lang' made.yaml
}

@test "texts in parts of single messages, or as a text and a list of texts" {
	local i
	for i in 1 2; do
		jq -nc --arg i $i '(["user", "How much"], ["agent", "A lot."]) as [$who, $say] |
		    {conversation_id: $i, actor: $who, time: "2026-03-01T10:00:0\($i)Z", mail: "a@one.example",
		    message: {parts: [{text: {content: $say}}, {text: {content: "really"}}]}}'
	done >webhook.jsonl
	rm -f webhook.yaml
	chatcrm init -q --from webhook.jsonl -o webhook.yaml
	run -0 --separate-stderr chatcrm-map -q --group -c webhook.yaml webhook.jsonl
	[ "$(jq -r '[.id, (.conversation.messages[] | .role, .text)] | join(" ")' <<<"${lines[1]}")" = \
	    "json/default/2 customer How much really agent A lot. really" ]
	jq -nc '{id: (1, 2), messages: [
	    {from: "user", date: "2026-03-01T10:00:00Z", text: "What is it?"},
	    {from: "bot", date: "2026-03-01T10:00:01Z", text: ["See ", {type: "link", text: "we.example"}, "."]}]}' >mixed.jsonl
	run made mixed.jsonl '[.conversation.messages[].text] | join("; ")'
	[ "${lines[1]}" = "What is it?; See we.example." ]
}

@test "a CRM with one name for a person is no reason to warn" {
	echo '{"id":"1","name":"Ana Berg","email":"a@one.example"}' >one.jsonl
	chatcrm init -q --from one.jsonl --crm tryton -o tryton.yaml
	run -0 chatcrm check -c tryton.yaml
	[[ "$output" != *_name* ]]
}
