#!/usr/bin/env bats
# Who is who: what chatcrm-push takes for the same person, and what it asks
# people about.

bats_require_minimum_version 1.5.0
load push

setup() {
	cd "$BATS_TEST_TMPDIR"
	start
}

teardown() {
	sandbox_stop
}

# there PROPERTIES: a contact that people made in the CRM; prints its id.
there() {
	call POST /crm/v3/objects/contacts "{\"properties\":{$1}}"
	j .id
}

# of ID PROPERTY: of the contact with that id.
of() {
	curl -sS "$U/_sandbox/state" | jq -r --arg id "$1" \
	    ".contacts[] | select(.id == \$id) | .properties.$2 // \"-\""
}

# ids [FILE]: the contacts that the result lines name.
ids() {
	jq -r '.objects.contact.id // "-"' "${1-out}" | xargs
}

# switchboard: two contacts with one telephone number; $A and $B.
switchboard() {
	A=$(there '"email":"a@x.example","phone":"+14155550100","firstname":"A"')
	B=$(there '"email":"b@x.example","phone":"+14155550100","firstname":"B"')
	one c 2026-03-01T10:00:02Z '"phone":"+14155550100","first_name":"C","job_title":"Boss"' >in
	push --quarantine q <in >out
	is "quarantined 1" "$(outcomes)"
}

# decide ANSWER: as a person would, in an editor.
decide() {
	jq -c --argjson d "$1" '.decision = $d' q >answered
}

@test "a quarantined record shows its keys and whom it may be" {
	switchboard
	is 600 "$(stat -c %a q)"
	is "c identity.ambiguous null" "$(jq -r '"\(.quarantine.id) \(.quarantine.code) \(.decision)"' q)"
	is "phone +14155550100 false" "$(jq -r '.quarantine.keys[] | "\(.kind) \(.value) \(.verified)"' q)"
	is "$A phone a@x.example
$B phone b@x.example" "$(jq -r '.quarantine.candidates[] | "\(.id) \(.same[]) \(.contact.email)"' q | sort)"
	is Boss "$(jq -r .record.contact.job_title q)"
	# From the ledger alone as well.
	push --quarantine q2 <in >out
	is "$A $B" "$(jq -r '.quarantine.candidates[].id' q2 | sort | xargs)"
}

@test "an answer is obeyed, and remembered" {
	switchboard
	decide "\"$B\""
	push --decisions answered >out
	is "updated $B" "$(outcomes | cut -d' ' -f1) $(ids)"
	is "- Boss" "$(of "$A" jobtitle) $(of "$B" jobtitle)"
	# The same keys in another conversation.
	one d 2026-03-02T10:00:00Z '"phone":"+14155550100","city":"Bonn"' | push >out
	is "updated 1" "$(outcomes)"
	is "- Bonn" "$(of "$A" city) $(of "$B" city)"
	# One more key is another question.
	one e 2026-03-03T10:00:00Z '"phone":"+14155550100","email":"e@x.example"' | push >out
	is "created 1" "$(outcomes)"
}

@test "an answer may be given as a number, and taken back by a later one" {
	switchboard
	decide "$A"
	push --decisions answered >out
	is "$A" "$(ids)"
	decide "\"$B\""
	push --decisions answered >out
	one d 2026-03-02T10:00:00Z '"phone":"+14155550100","city":"Bonn"' | push >out
	is "$B" "$(ids)"
}

@test "new makes somebody new, once" {
	switchboard
	decide '"new"'
	push --decisions answered >out
	is "created 1" "$(outcomes)"
	is 3 "$(count contacts)"
	c=$(ids)
	one d 2026-03-02T10:00:00Z '"phone":"+14155550100","city":"Bonn"' | push >out
	is "updated $c" "$(outcomes | cut -d' ' -f1) $(ids)"
	push --decisions answered >out
	is "unchanged 1" "$(outcomes)"
	is 3 "$(count contacts)"
}

@test "skip leaves it out, now and later" {
	switchboard
	decide '"skip"'
	push --decisions answered >out
	one d 2026-03-02T10:00:00Z '"phone":"+14155550100"' | push >>out
	is "skipped 2" "$(outcomes)"
	is 2 "$(count contacts)"
}

@test "what was not answered is asked again" {
	switchboard
	push --decisions q --quarantine q2 >out
	is "quarantined 1" "$(outcomes)"
	is 1 "$(jq -s length q2)"
	push <q >out || :
	is "refused record.quarantine" "$(jq -r '"\(.outcome) \(.error.code)"' out)"
	run -64 push --decisions q --quarantine q
}

@test "whom people chose, merged since: the survivor; deleted: asked again" {
	switchboard
	decide "\"$B\""
	push --decisions answered >out
	call POST /crm/v3/objects/contacts/merge "{\"primaryObjectId\":\"$A\",\"objectIdToMerge\":\"$B\"}"
	one d 2026-03-02T10:00:00Z '"phone":"+14155550100","city":"Bonn"' | push >out
	is "$A" "$(ids)"
	call DELETE "/crm/v3/objects/contacts/$A"
	one e 2026-03-02T10:00:00Z '"phone":"+14155550100","city":"Rome"' | push >out
	is "quarantined 1" "$(outcomes)"
}

@test "an answer that names somebody known is held against what was sent of him" {
	# In the CRM nothing is newer than the chats; the ledger knows better.
	sandbox_stop
	start --now 2026-02-01T10:00:00Z
	sed -i 's/^crm:/&\n  trust: all\n  write: {fields: {contact.city: overwrite}}/' c.yaml
	one a 2026-03-02T10:00:00Z '"email":"a@x.example","phone":"+14155550100","city":"Bonn"' | push >out
	A=$(ids)
	one b 2026-03-02T10:00:00Z '"email":"b@x.example","phone":"+14155550100"' | push >out
	one c 2026-03-01T10:00:00Z '"phone":"+14155550100","city":"Rome"' >in
	push --quarantine q <in >out
	decide "\"$A\""
	push --decisions answered >out
	is "stale 1 $A Bonn" "$(outcomes) $(ids) $(of "$A" city)"
}

# The CRM knows the new address under a contact that finds do not show.
@test "an address that is another's is asked about; the rest is written" {
	a=$(there '"phone":"+14155550100","firstname":"A"')
	hide
	{
		one a 2026-03-01T10:00:00Z '"phone":"+14155550100","email":"b@x.example","city":"Bonn"'
		one b 2026-03-01T10:00:01Z '"phone":"+14155550100","job_title":"Boss"'
	} | push --quarantine q >out
	is "quarantined 1 updated 1" "$(outcomes)"
	is "- - Boss" "$(of "$a" email) $(of "$a" city) $(of "$a" jobtitle)"
	is "$a $HIDDEN" "$(jq -r '.quarantine.candidates[].id' q | sort | xargs)"
	# The ledger did not learn the address for the wrong one.
	show
	one c 2026-03-02T10:00:00Z '"email":"b@x.example","website":"x.example"' | push >out
	is "$HIDDEN" "$(ids)"
	# And people may say that it is the one with the telephone.
	decide "\"$a\""
	push --decisions answered >out
	is "updated $a" "$(outcomes | cut -d' ' -f1) $(ids)"
	is "- Bonn" "$(of "$a" email) $(of "$a" city)"
}

# hide, show: a contact with b@x.example that a profile's find does not see.
hide() {
	HIDDEN=$(there '"email":"b@x.example","firstname":"Hidden"')
	sed '/^      email:$/,/^      token:$/s/key: .\[it.properties.email\].*/key: string("none")/;/^ *? \[\] : it.properties.hs_additional/d' \
	    "$BATS_TEST_DIRNAME/../../lib/crm/profiles/hubspot.yaml" >hidden.yaml
	sed -i 's/profile: hubspot/profile: .\/hidden.yaml/' c.yaml
}

show() {
	sed -i '/additional/!s/key: string("none")/key: it.properties.email/' hidden.yaml
}

# A telephone is the strongest key here, but the CRM's own is the address.
@test "what the CRM calls a duplicate is not believed against a stronger key" {
	configure '  match: {contact: [phone, email]}'
	there '"email":"a@x.example","phone":"+14155550199","firstname":"A"' >id
	hide_all
	one b 2026-03-01T10:00:00Z '"phone":"+14155550100","email":"a@x.example","first_name":"B"' |
	    push --quarantine q >out
	is "quarantined 1" "$(outcomes)"
	is "$(cat id)" "$(jq -r '.quarantine.candidates[].id' q)"
	is "email phone" "$(jq -r '.quarantine.candidates[] | "\(.same[]) \(.other[])"' q)"
	is "A -" "$(of "$(cat id)" firstname) $(of "$(cat id)" chatcrm_id)"
}

# hide_all: finds by e-mail find nobody.
hide_all() {
	hide
}

@test "an address that people gave to another contact is that one's" {
	one a 2026-03-01T10:00:00Z '"email":"old@x.example","first_name":"A"' | push >out
	a=$(ids)
	call PATCH "/crm/v3/objects/contacts/$a" '{"properties":{"email":"new@x.example"}}'
	# Nobody has it: still the same person.
	one b 2026-03-02T10:00:00Z '"email":"old@x.example","city":"Bonn"' | push >out
	is "$a Bonn" "$(ids) $(of "$a" city)"
	b=$(there '"email":"old@x.example","firstname":"B"')
	one c 2026-03-03T10:00:00Z '"email":"old@x.example","job_title":"Boss"' | push >out
	is "$b Boss -" "$(ids) $(of "$b" jobtitle) $(of "$a" jobtitle)"
	one d 2026-03-04T10:00:00Z '"email":"new@x.example","state":"NRW"' | push >out
	is "$a" "$(ids)"
}

@test "a second address is the same person, whatever the other keys" {
	a=$(there '"email":"a@x.example","phone":"+14155550100"')
	b=$(there '"email":"b@x.example"')
	call POST /crm/v3/objects/contacts/merge "{\"primaryObjectId\":\"$a\",\"objectIdToMerge\":\"$b\"}"
	{
		one a 2026-03-01T10:00:00Z '"email":"b@x.example","phone":"+14155550100","city":"Bonn"'
		one b 2026-03-01T10:00:00Z '"email":"a@x.example","job_title":"Boss"'
		one c 2026-03-01T10:00:00Z '"phone":"+14155550100"'
	} | push >out
	is "$a $a $a" "$(ids)"
	is 1 "$(count contacts)"
}

@test "twins chained by different keys are one, in any order" {
	one a 2026-03-01T10:00:00Z '"email":"a@x.example","first_name":"A"' >a
	one b 2026-03-01T10:00:01Z '"phone":"+14155550100","city":"Bonn"' >b
	one c 2026-03-01T10:00:02Z '"email":"a@x.example","phone":"+14155550100"' >c
	for order in "a b c" "a c b" "b a c" "b c a" "c a b" "c b a"; do
		sandbox_stop
		rm -f l.db*
		start
		cat $order | push >out
		is "1 $order" "$(count contacts) $order"
		is "A Bonn" "$(contact a@x.example firstname) $(contact a@x.example city)"
	done
}

@test "a switchboard does not chain two people" {
	{
		one a 2026-03-01T10:00:00Z '"email":"a@x.example","phone":"+14155550101"'
		one b 2026-03-01T10:00:01Z '"phone":"+14155550100","first_name":"B"'
		one c 2026-03-01T10:00:02Z '"email":"a@x.example","phone":"+14155550100"'
	} | push >out
	is 2 "$(count contacts)"
	is - "$(contact a@x.example firstname)"
}

@test "who was deleted is found by his strongest key, never by another's" {
	{
		one a 2026-03-01T10:00:00Z '"email":"a@x.example","phone":"+14155550100"'
	} | push >out
	call DELETE "/crm/v3/objects/contacts/$(ids)"
	# Somebody else has the telephone by now.
	x=$(there '"email":"x@x.example","phone":"+14155550100","firstname":"X"')
	one c 2026-03-02T10:00:00Z '"email":"a@x.example","city":"Rome"' | push >out
	is "Rome -" "$(of "$(ids)" city) $(of "$x" city)"
}

@test "a verified address does not vouch for an unverified number" {
	v=$(there '"phone":"+14155550100","firstname":"Victim"')
	configure '  write: {default: overwrite}'
	one a 2026-03-01T10:00:00Z '"email":"m@x.example","phone":"+14155550100","first_name":"Mallory"' \
	    '"person":{"identifiers":[{"kind":"email","value":"m@x.example","verified":true}]}' |
	    push >out
	is Victim "$(of "$v" firstname)"
}

# Big List of Naughty Strings: each is somebody's name, and stays just that.
@test "whatever a visitor calls himself arrives as just that" {
	list=$BATS_TEST_DIRNAME/../../../shared/data/blns.json
	[ -e "$list" ] || skip "no ../shared/data/blns.json"
	jq -c '[.[] | select(length > 0)] + ["x\",\"lifecyclestage\":\"customer"]
	  | to_entries[] | {chatcrm: 1, id: "n\(.key)", at: "2026-03-01T10:00:00Z",
	      contact: {email: "n\(.key)@x.example", first_name: .value}}' \
	    "$list" >in
	push <in >out
	is "created $(wc -l <in)" "$(outcomes)"
	curl -sS "$U/_sandbox/state" >state
	diff <(jq -rs 'map([.contact.email, .contact.first_name]) | sort | .[] | tojson' in) \
	    <(jq -r '[.contacts[].properties | [.email, .firstname]] | sort | .[] | tojson' state)
	is 0 "$(jq '[.contacts[].properties | select(.lifecyclestage)] | length' state)"
	push <in >out
	is "unchanged $(wc -l <in)" "$(outcomes)"
}

# Twins in one wave end as they would have in waves of their own.
@test "in a batch: stages reached, words vouched for and newest scores stay" {
	configure '  write: {default: overwrite}'
	v='"person":{"identifiers":[{"kind":"email","value":"a@x.example","verified":true}]}'
	a=$(there '"email":"a@x.example","jobtitle":"Clerk"')
	{
		one a 2026-03-01T10:00:00Z '"email":"a@x.example","job_title":"Boss","lifecycle":"customer"' "$v,\"score\":{\"total\":50.0,\"grade\":\"warm\"}"
		one b 2026-03-01T11:00:00Z '"email":"a@x.example","job_title":"Mallory"' '"score":{"total":80.0,"grade":"hot"}'
		one c 2026-03-01T12:00:00Z '"email":"a@x.example","lifecycle":"lead"' "$v"
	} | push >out
	is "$a $a $a" "$(ids)"
	is "Boss customer hot" "$(of "$a" jobtitle) $(of "$a" lifecyclestage) $(of "$a" chatcrm_grade)"
}

@test "the same name in the same company proposes, and does not decide" {
	n='"first_name":"Ana","last_name":"Ruiz","company":"Acme"'
	one a 2026-03-01T10:00:00Z "\"email\":\"a@x.example\",$n" | push >out
	a=$(ids)
	one b 2026-03-01T10:00:00Z "\"email\":\"b@x.example\",$n" | push >out
	is "created $a" "$(jq -r '"\(.outcome) \(.similar[])"' out)"
	one c 2026-03-01T10:00:00Z "\"email\":\"c@x.example\",${n/Acme/Other}" | push >out
	is null "$(jq -c .similar out)"
	is 3 "$(count contacts)"
}

@test "case is no difference, a plus-tag is" {
	{
		one a 2026-03-01T10:00:00Z '"email":"Ana@X.Example","first_name":"A"'
		one b 2026-03-01T10:00:01Z '"email":"ANA@x.example","city":"Bonn"'
		one c 2026-03-01T10:00:02Z '"email":"ana+shop@x.example","first_name":"C"'
	} | push >out
	is 2 "$(count contacts)"
	a=$(jq -r 'select(.id == "a") | .objects.contact.id' out)
	is "A Bonn" "$(of "$a" firstname) $(of "$a" city)"
}

# Deleted by people, made anew by us; then the new one is merged away.
@test "deleted, made anew, merged: always one person, never another" {
	x=$(there '"email":"x@x.example","firstname":"X"')
	one a 2026-03-01T10:00:00Z '"email":"a@x.example","first_name":"A"' | push >out
	call DELETE "/crm/v3/objects/contacts/$(ids)"
	one b 2026-03-02T10:00:00Z '"email":"a@x.example","first_name":"A"' | push >out
	b=$(ids)
	call POST /crm/v3/objects/contacts/merge "{\"primaryObjectId\":\"$x\",\"objectIdToMerge\":\"$b\"}"
	one c 2026-03-03T10:00:00Z '"email":"a@x.example","city":"Bonn"' | push >out
	is "$x X Bonn" "$(ids) $(of "$x" firstname) $(of "$x" city)"
	is 1 "$(count contacts)"
	run -0 chatcrm-reconcile -q -c c.yaml
}

@test "the CRM's namesakes propose, and do not decide, where they are asked for" {
	a=$(there '"email":"z@x.example","firstname":"Ana","lastname":"Ruiz","company":"Acme"')
	there '"email":"y@x.example","firstname":"Ana","lastname":"Ruiz","company":"Other"' >/dev/null
	n='"first_name":"ana","last_name":"RUIZ","company":"Acme"'
	configure '  match: {contact: [email, phone], propose: crm}'
	one b 2026-03-01T10:00:00Z "\"email\":\"b@x.example\",$n" | push >out
	is "created $a" "$(jq -r '"\(.outcome) \(.similar | join(" "))"' out)"
	one c 2026-03-01T10:00:00Z "\"email\":\"z@x.example\",$n" | push >out
	is "$a null" "$(ids) $(jq -c .similar out)"
	sed -i 's/profile: hubspot/profile: zoho/' c.yaml
	run -78 push </dev/null
	[[ $output == *"propose"* ]]
}

# The wave after the next is looked up while one is written: a company that
# the CRM makes of itself when it gets a contact is not there by then.
@test "companies that the CRM makes for new contacts are found, not doubled" {
	python3 -c 'import http.server' 2>/dev/null || skip "no python3"
	start
	python3 "$BATS_TEST_DIRNAME/makes-firms.py" proxy "$U" 3>&- &
	local proxy=$! i
	for ((i = 0; i < 500; i++)); do
		[ ! -s proxy ] || break
		sleep 0.02
	done
	sed -i "s|url: .*|url: $(cat proxy)\\n  connections: 1|" c.yaml
	for ((i = 1; i <= 800; i++)); do
		one d/$i 2026-03-01T10:00:00Z "\"email\":\"p@dom$i.example\"" \
		    "\"company\":{\"name\":\"D$i\",\"domain\":\"dom$i.example\"}"
	done | push >out
	kill $proxy
	is "created 800" "$(outcomes)"
	is 800 "$(curl -sS "$U/_sandbox/state" | jq '[.companies[] |
	    select(.archived | not)] | length')"
	is "" "$(curl -sS "$U/_sandbox/state" | jq -r '.companies[] |
	    select(.archived | not).properties.domain' | sort | uniq -d)"
}

# mail ADDRESS...: a record of each, as chatcrm-validate makes it; with FOLD
# addresses get keys.
mail() {
	local i=0 a
	printf 'validate: {contact: {email: {type: email%s}}}\n' \
	    "${FOLD:+, fold: [case, dots, tags]}" >v.yaml
	for a; do
		one "m/$a" "2026-03-01T10:00:0$((i++))Z" "\"email\":\"$a\""
	done | chatcrm-validate -q -c v.yaml
}

@test "what a provider ignores in an address makes one person, if it is asked for" {
	FOLD=1 mail jane.doe+chat@gmail.com janedoe@gmail.com >in
	is janedoe@gmail.com "$(jq -r '.keys.contact.email // empty' in)"
	push <in >out
	is 1 "$(count contacts)"
	# The CRM is sent addresses as they were written.
	FOLD=1 mail j.ane.doe@gmail.com >in
	push <in >out
	is "unchanged 1" "$(outcomes)"
	is 1 "$(count contacts)"
	is "" "$(curl -sS "$U/_sandbox/state" | jq -r '.contacts[].properties.email |
	    select(IN("jane.doe+chat@gmail.com", "janedoe@gmail.com") | not)')"
}

@test "one after the other, in either order, with or without a ledger" {
	FOLD=1 mail janedoe@gmail.com | push >out
	FOLD=1 mail jane.doe+chat@gmail.com | push >out
	FOLD=1 mail jane.doe+chat@gmail.com JaneDoe+x@gmail.com | push >out
	is 1 "$(count contacts)"
	is janedoe@gmail.com "$(curl -sS "$U/_sandbox/state" |
	    jq -r '.contacts[].properties.email')"
	rm l.db*
	FOLD=1 mail jane.doe+chat@gmail.com >in
	push <in >out
	is 1 "$(count contacts)"
}

@test "without a rule of the provider two addresses are two people" {
	mail jane.doe+chat@gmail.com janedoe@gmail.com >in
	is "" "$(jq -r '.keys // empty' in)"
	push <in >out
	is "created 2" "$(outcomes)"
	# Where the provider is not known to ignore anything, neither.
	FOLD=1 mail jane.doe+chat@firm.example janedoe@firm.example >in
	push <in >out
	is "created 2" "$(outcomes)"
	is 4 "$(count contacts)"
}

@test "people whom the CRM has by the form are found by it, without the ledger" {
	local a b
	a=$(there '"email":"janedoe@gmail.com"')
	b=$(there '"email":"joe.doe+chat@gmail.com"')
	there '"email":"joedoe@gmail.com"'
	there '"email":"x@x.example","phone":"+14155550100"'
	FOLD=1 mail jane.doe+chat@gmail.com joe.doe+chat@gmail.com \
	    jack.doe@gmail.com |
	    jq -c '.contact.phone = "+14155550100"' >in
	push <in >out
	# Who has the address itself goes first; a number makes nobody another.
	is "$a $b 105" "$(ids)"
	is "updated updated created" "$(jq -r '.outcome // empty' out | xargs)"
	is 5 "$(count contacts)"
	is "janedoe@gmail.com" "$(of "$a" email)"
	# So it is once more, with or without the ledger.
	push <in >out
	rm l.db*
	push <in >>out
	is "unchanged 6" "$(outcomes)"
}

# looks TRACE: how many requests looked for contacts?
looks() {
	grep -c '/contacts/\(search\|batch/read\)' "$1"
}

@test "the form is not asked for where somebody is found without" {
	there '"email":"jane.doe@gmail.com"'
	FOLD=1 mail jane.doe@gmail.com >in
	push --verify none --trace t.jsonl <in >out
	is 1 "$(looks t.jsonl)"
	FOLD=1 mail john.doe@gmail.com >in
	push --verify none --trace u.jsonl <in >out
	is 3 "$(looks u.jsonl)"		# the address, our token, the form
}

@test "of a deleted contact the one with the form of its address takes the place" {
	local b
	FOLD=1 mail jane.doe+chat@gmail.com >in
	push <in >out
	call DELETE "/crm/v3/objects/contacts/$(ids)"
	b=$(there '"email":"janedoe@gmail.com"')
	jq -c '.at = "2026-03-02T10:00:00Z"' in | push >out
	is "$b" "$(ids)"
}

@test "whoever has the address itself in the CRM is not the one who has its form" {
	FOLD=1 mail jane.doe+chat@gmail.com | push >out
	B=$(there '"email":"janedoe@gmail.com"')
	FOLD=1 mail janedoe@gmail.com | push >out
	is "$B" "$(ids)"
	FOLD=1 mail jane.doe+chat@gmail.com | jq -c '.at = "2026-03-02T10:00:00Z"' | push >out
	[ "$(ids)" != "$B" ]
	is 2 "$(count contacts)"
}
