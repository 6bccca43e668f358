# chatcrm-map --doc: the mapping as a document.

bats_require_minimum_version 1.5.0

setup() {
	cd "$BATS_TEST_TMPDIR" || return 1
	cat >c.yaml <<-'YAML'
	map:
	  source: rasa
	  anonymous: skip
	  region: US
	  define: {full: slots.name}
	  redact: {email: detect, patterns: {order: 'ORD-[0-9]+'}}
	  consent: {when: slots.consent == true, otherwise: strip}
	  contact:
	    email: [slots.mail, slots.email]
	    phone: {from: slots.phone, type: phone}
	    first_name: {from: 'full.split("|")[0]', when: 'slots.name != "<b>"'}
	    lead_source: {value: chatbot}
	    country: {from: slots.land, default: US}
	  deal:
	    amount: {from: '-slots.cost', type: number, on_invalid: reject}
	    when: {from: slots.when, values: {now: [asap, today], later: []}, unmapped: {other: later}}
	  objects: {visit: {day: {from: slots.day, type: date}}}
	  tags:
	    - {value: no-mail, when: '"unsubscribe" in conversation.intents'}
	YAML
	export CHATCRM_CONFIG=c.yaml
}

# cell FIELD COLUMN: of the CSV.
cell() {
	chatcrm-map --doc csv | python3 -c '
import csv, sys
for row in csv.DictReader(sys.stdin):
    if row["field"] == sys.argv[1]:
        print(row[sys.argv[2]])' "$1" "$2"
}

@test "a row a field: where from, when, what becomes of it" {
	command -v python3 >/dev/null || skip "no python3"
	[ "$(cell contact.email source)" = "slots.mail, else slots.email" ]
	[ "$(cell contact.email privacy)" = "identifies the person; kept" ]
	[ "$(cell contact.phone type)" = "phone, of US without a country code" ]
	[ "$(cell contact.first_name condition)" = 'slots.name != "<b>"' ]
	[ "$(cell contact.first_name transformation)" = computed ]
	[ "$(cell contact.lead_source source)" = 'always "chatbot"' ]
	[ "$(cell contact.country default)" = '"US"' ]
	[ "$(cell deal.amount 'if it does not fit')" = "the record is refused" ]
	[ "$(cell deal.when 'if it does not fit')" = "becomes later" ]
	[ -z "$(cell contact.email 'if it does not fit')" ]
	[[ "$(cell deal.when transformation)" == *"asap becomes now; today becomes now"* ]]
	[ "$(cell objects.visit.day type)" = date ]
	[ "$(cell '(full)' source)" = slots.name ]
	[ "$(cell tags condition)" = '"unsubscribe" in conversation.intents' ]
}

@test "privacy: what is taken out, what is told of, consent" {
	command -v python3 >/dev/null || skip "no python3"
	[[ "$(cell 'taken out everywhere' privacy)" == *card*iban*order* ]]
	[ "$(cell 'told of, not taken out' privacy)" = "email, phone" ]
	[ "$(cell consent privacy)" = "where slots.consent == true; otherwise nothing about the person remains" ]
	[ "$(cell 'who leaves no address or number' privacy)" = skipped ]
}

@test "a spreadsheet computes nothing" {
	run -0 --separate-stderr chatcrm-map --doc csv
	grep -q "^deal.amount,,'-slots.cost," <<<"$output"
}

@test "HTML and Markdown show what is in the mapping, and are not it" {
	run -0 --separate-stderr chatcrm-map --doc html
	grep -qF 'slots.name != &quot;&lt;b&gt;&quot;' <<<"$output"
	[ "$(grep -c '^<tr>' <<<"$output")" -eq 11 ]
	run -0 --separate-stderr chatcrm-map --doc md
	grep -qF 'full.split("\|")\[0\]' <<<"$output"
	for row in $(grep -n '^|' <<<"$output" | cut -d: -f1); do
		[ "$(sed -n "${row}p" <<<"$output" | sed 's/\\|//g' | tr -cd '|' | wc -c)" -eq 10 ]
	done
}

@test "it reads nothing, and a wrong configuration is told" {
	run -64 chatcrm-map --doc md in.jsonl
	run -64 chatcrm-map --doc md --coverage
	echo 'mapp: {}' >>c.yaml
	run -78 chatcrm-map --doc md
}

@test "what route does, and what the CRM calls a field" {
	command -v python3 >/dev/null || skip "no python3"
	cat >>c.yaml <<-'YAML'
	route:
	  - name: =complaint <b>
	    when: '"complaint" in tags'
	    owner: support@acme.example
	    stop: true
	    do:
	      - ticket: {subject: A complaint, priority: high}
	  - name: enterprise
	    max_age: 24h
	    do:
	      - task:
	          subject: {from: '"Call " + contact.first_name'}
	          due: 24h
	          owner: {among: {ana@acme.example: 2, bo@acme.example: 1}}
	      - set: {company.tier: {value: a}}
	      - {tag: [big, new], when: score.total > 70.0, max_age: 2h}
	      - list: {name: Newsletter, remove: true}
	  - {name: noted, when: size(tags) > 3}
	crm:
	  profile: hubspot
	  auth: {token: {env: T}}
	  fields: {contact: {country: chatbot_land}}
	YAML
	[ "$(cell contact.first_name 'in the CRM')" = firstname ]
	[ "$(cell contact.country 'in the CRM')" = chatbot_land ]
	[ -z "$(cell objects.visit.day 'in the CRM')" ]
	diff - <(chatcrm-map -q --doc csv | python3 -c '
import csv, sys
for r in csv.DictReader(sys.stdin, strict=True):
    assert None not in r and None not in r.values()
    if r["field"].startswith("route: "):
        print("|".join([r["field"][7:], r["type"], r["condition"],
            r["source"], r["privacy"], r["default"], r["transformation"]]))') <<-'END'
	=complaint <b>|ticket|"complaint" in tags|subject: A complaint; priority: high|support@acme.example answers for it||no rule behind it is tried
	enterprise|task|always|subject: ("Call " + contact.first_name); due: 24h|in turns: ana@acme.example (2 shares), bo@acme.example|24h after the conversation|the next rule
	enterprise|set of company|always|tier: a||24h after the conversation|the next rule
	enterprise|tag|score.total > 70.0|big, new||2h after the conversation|the next rule
	enterprise|remove list|always|Newsletter||24h after the conversation|the next rule
	noted|told in the record|size(tags) > 3||||the next rule
	END
	run -0 --separate-stderr chatcrm-map -q --doc html
	grep -qF '<td>=complaint &lt;b&gt;</td>' <<<"$output"
	run -0 --separate-stderr chatcrm-map -q --doc md
	grep -q '^## Routing' <<<"$output"
}
