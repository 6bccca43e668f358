#!/usr/bin/env bats
# Zoho CRM by its profile alone, against a sandbox that plays it.

bats_require_minimum_version 1.5.0
load push
load prism

setup() {
	cd "$BATS_TEST_TMPDIR"
}

teardown() {
	prism_stop
	sandbox_stop
}

# fields: options that define what chatcrm-push --setup would make.
fields() {
	local m
	for m in Contacts Leads Accounts Deals Cases; do
		printf -- '--property %s.chatcrm_id:unique ' $m
	done
	printf -- '--property Tasks.chatcrm_id --property Accounts.chatcrm_domain '
	for m in Contacts Leads; do
		printf -- '--property %s.chatcrm_score:number ' $m
		printf -- '--property %s.chatcrm_grade ' $m
		printf -- '--property %s.chatcrm_last_chat:datetime ' $m
	done
}

# zoho [OPTION...]: the sandbox, and a configuration for it.
zoho() {
	sandbox_start --persona zoho $(fields) "$@"
	settings
}

# settings [YAML-LINES]: c.yaml, more lines for "crm".
settings() {
	{
		printf 'crm:\n  profile: %s\n  url: %s\n' "${PROFILE-zoho}" "$U"
		printf '  auth: {token: {env: ZOHO_TOKEN}}\n'
		printf '  retry: {first: 20ms, attempts: 12}\n%s\n' "${1-}"
		printf 'ledger: sqlite:%s/l.db\n' "$BATS_TEST_TMPDIR"
	} >c.yaml
	export ZOHO_TOKEN=t
}

# z METHOD PATH [BODY]: $status and $body, as call does for HubSpot.
z() {
	status=$(curl -sS -o answer -w '%{http_code}' -X "$1" \
	    -H 'Authorization: Zoho-oauthtoken t' \
	    -H 'Content-Type: application/json' ${3+-d "$3"} "$U/crm/v8$2")
	body=$(cat answer)
}

state() {
	curl -sS "$U/_sandbox/state"
}

# held: all that is there, without ids.
held() {
	state | jq -cS '[.Contacts, .Accounts, .Notes | map(select(.archived | not))] as $all
	  | ($all | add | map({(.id): (.properties.chatcrm_id // .properties.Note_Title)}) | add) as $token
	  | $all[][] | [.properties | del(.Account_Name | select(startswith("554"))?, .Parent_Id), ([.associations // {} | .[][] | $token[.] // empty] | sort)]' | sort
}

of() {
	state | jq ".$1 | map(select(.archived | not)) | length"
}

# person EMAIL FIELD: of the contact in the sandbox.
person() {
	state | jq -r --arg e "$1" ".Contacts[] | select(.properties.Email == \$e) | .properties.$2 // \"-\""
}

@test "a second sync writes nothing, with the old ledger or a new one" {
	zoho
	records 60 >in
	push <in >out
	is "created 40 updated 20" "$(outcomes)"
	is "40 10 60" "$(of Contacts) $(of Accounts) $(of Notes)"
	is "N1 (unknown)" "$(person p1@firm1.example First_Name) $(person p1@firm1.example Last_Name)"
	held >want
	w=$(writes)
	push <in >out
	is "unchanged 60" "$(outcomes)"
	is "$w" "$(writes)"
	rm l.db*
	push <in >out
	is "$w" "$(writes)"
	held | diff want -
}

@test "stopped at every step and resumed: once each" {
	zoho
	settings '  batch: 3
  connections: 2'
	records 12 >in
	push <in >out
	held >want
	sandbox_stop
	for ((n = 1; n < 200; n++)); do
		rm -f l.db*
		zoho
		settings '  batch: 3
  connections: 2'
		rc=0
		CHATCRM_STOP_AFTER=$n push <in >out || rc=$?
		push <in >out
		held >have
		sandbox_stop
		diff want have || { echo "stopped after $n"; false; }
		[ $rc = 0 ] && break
	done
	echo "steps: $((n - 1))"
	[ $n -gt 20 ]
}

@test "5xx, resets and an index that is behind: once each" {
	records 60 >in
	zoho
	push <in >out
	held >want
	sandbox_stop
	for f in "--fail 25" "--reset 20 --search-lag 30s"; do
		rm -f l.db*
		zoho $f --seed 7
		sed 's/lag: .*}/lag: 10ms}/' "$BATS_TEST_DIRNAME/../../lib/crm/profiles/zoho.yaml" >z.yaml
		PROFILE=./z.yaml settings "  batch: 10"
		push <in >out
		held | diff want - || { echo "$f"; false; }
		sandbox_stop
	done
}

@test "what people typed stays what it is: quotes, brackets, commands" {
	zoho
	cat >names <<-'END'
		x","lifecyclestage":"customer
		o'brien') or (Email like '%
		a\
		\' or Email is not null) limit 2000 --
		Robert'); drop table Contacts;--
		((Email:equals:a)or(Email:starts_with:b))
	END
	n=0
	while IFS= read -r name; do
		n=$((n + 1))
		jq -cn --arg n "$name" --arg i $n '{chatcrm: 1, id: "t/\($i)", at: "2026-03-01T10:00:00Z",
		    source: {platform: "test"}, contact: {email: "o\u0027b\($i)@x.example", last_name: $n},
		    company: {name: $n, domain: "d\($i).example"}}'
	done <names >in
	push <in >out
	is "created 6" "$(outcomes)"
	diff <(sort names) <(state | jq -r '.Contacts[].properties.Last_Name' | sort)
	diff <(sort names) <(state | jq -r '.Accounts[].properties.Account_Name' | sort)
	rm l.db*
	push <in >out
	is "unchanged 6" "$(outcomes)"
	is 6 "$(of Contacts)"
	is "" "$(state | jq -r '.Contacts[].properties | select(.lifecyclestage) | .Email')"
}

@test "naughty strings arrive as just that" {
	blns=$BATS_TEST_DIRNAME/../../../shared/data/blns.json
	[ -f "$blns" ] || skip "no ../shared"
	zoho
	jq -c '[.[] | select(test("\\S")) | select(length < 250)] | to_entries[] | {chatcrm: 1,
	    id: "t/\(.key)", at: "2026-03-01T10:00:00Z", source: {platform: "test"},
	    contact: {email: "n\(.key)@x.example", last_name: .value}}' "$blns" >in
	push <in >out
	is "created $(wc -l <in)" "$(outcomes)"
	diff <(jq -c '.contact.last_name' in | sort) \
	    <(state | jq -c '.Contacts[].properties.Last_Name' | sort)
}

@test "people's own records are found: addresses, numbers, websites" {
	zoho
	z POST /Accounts '{"data":[{"Account_Name":"Acme","Website":"https://www.acme.example"}]}'
	a=$(j '.data[0].details.id')
	z POST /Contacts '{"data":[{"Last_Name":"Two","Email":"two@x.example","Secondary_Email":"second@x.example"},{"Last_Name":"Tel","Phone":"4155550100"}]}'
	{
		one s 2026-03-01T10:00:00Z '"email":"second@x.example","job_title":"Boss"' '"company":{"name":"ACME Inc","domain":"acme.example"}'
		one p 2026-03-01T10:00:01Z '"phone":"+14155550100","job_title":"Chief"'
	} | push >out
	is "updated 2" "$(outcomes)"
	is "2 1" "$(of Contacts) $(of Accounts)"
	is "Boss $a" "$(person two@x.example Title) $(person two@x.example Account_Name)"
}

@test "a contact that people gave to another account stays there" {
	zoho
	z POST /Accounts '{"data":[{"Account_Name":"Theirs"}]}'
	a=$(j '.data[0].details.id')
	z POST /Contacts "{\"data\":[{\"Last_Name\":\"A\",\"Email\":\"a@acme.example\",\"Account_Name\":{\"id\":\"$a\"}}]}"
	one a 2026-03-01T10:00:00Z '"email":"a@acme.example"' '"company":{"name":"Acme","domain":"acme.example"}' |
	    push >out
	is "$a" "$(person a@acme.example Account_Name)"
	is 2 "$(of Accounts)"
}

@test "a row that is refused hurts no other, and a pick list is named" {
	zoho
	{
		one a 2026-03-01T10:00:00Z '"email":"a@x.example","lead_source":"Partner"'
		one b 2026-03-01T10:00:01Z '"email":"b@x.example","lead_source":"Moon"'
		one c 2026-03-01T10:00:02Z '"email":"c@x.example"'
	} >in
	run -0 push --max-rejects 50% <in
	echo "$output" >out
	is "created 2 refused 1" "$(outcomes)"
	is contact.lead_source "$(jq -r 'select(.id == "b") | .error.field' out)"
	jq -r 'select(.id == "b") | .error.message' out | grep -q Moon
}

@test "a unique field of the account: its owner is updated" {
	sandbox_start --persona zoho $(fields) --property Contacts.Customer_No:unique
	settings '  fields: {contact: {customer: {to: Customer_No}}}'
	one a 2026-03-01T10:00:00Z '"email":"a@x.example","customer":"7"' | push >out
	one b 2026-03-01T10:00:01Z '"email":"b@x.example","customer":"7"' | push >out || :
	jq -c '[.outcome, .error.code]' out
	is 1 "$(of Contacts)"
}

@test "a locked record is tried again" {
	zoho --fault locked:1
	one a 2026-03-01T10:00:00Z '"email":"a@x.example"' | push >out
	is "created 1" "$(outcomes)"
	is 1 "$(of Contacts)"
}

@test "429 is waited out; no token is 77; the day's end defers" {
	zoho --fault rate:2
	one a 2026-03-01T10:00:00Z '"email":"a@x.example"' >in
	push <in >out
	is "created 1" "$(outcomes)"
	sandbox_stop
	rm -f l.db*
	zoho
	ZOHO_TOKEN=expired run -77 push <in
	is 0 "$(of Contacts)"
	sandbox_stop
	rm -f l.db*
	zoho --daily 2
	run -75 --separate-stderr push <in
	echo "$output" >out
	is "deferred 1" "$(outcomes)"
}

@test "setup makes the fields, and then has nothing to do" {
	sandbox_start --persona zoho
	settings
	is 13 "$(push --setup | grep -c ^make)"
	is 13 "$(push --setup | grep -c ^have)"
	records 3 | push >out
	is "created 2 updated 1" "$(outcomes)"
}

# prism_zoho UPSTREAM: Prism with Zoho's own description of its API.
prism_zoho() {
	local specs=$BATS_TEST_DIRNAME/../../../shared/specs/zoho f
	[ -d "$specs" ] || skip "no ../shared"
	npm_need @stoplight/prism-cli@5.14.2
	for f in "$specs"/*.json; do
		f=${f##*/}
		jq -c --arg n "${f%.json}" '{name: $n, doc: .}' "$specs/$f"
	done | jq -s -f "$BATS_TEST_DIRNAME/zoho-spec.jq" >spec.json
	prism_proxy "$1"
}

@test "Zoho's own description finds no fault with request or answer" {
	sandbox_start --persona zoho
	prism_zoho "$U"
	local direct=$U
	U=$P
	settings
	U=$direct
	is 13 "$(push --setup | grep -c ^make)"
	records 20 >in
	{
		cat in
		one x 2026-03-01T10:00:00Z '"email":"x@x.example","lead_source":"Moon"' '"tags":["a"]'
	} | push >out || :
	is "created 14 refused 1 updated 6" "$(outcomes)"
	sed 's/"yes"/"no"/; s/hot/cold/' in | push >out
	is "updated 20" "$(outcomes)"
	rm l.db*
	push <in >out || :
	! grep -v 'get / ' prism.log | grep -i violations
	# The check itself must be able to fail.
	U=$P z POST /coql '{"query":"select id from Contacts"}'
	is 422 "$status"
}

@test "new people are leads, and known ones the contacts they are" {
	zoho
	settings '  new: lead'
	z POST /Contacts '{"data":[{"Last_Name":"Known","Email":"p1@firm1.example","Phone":"+14155559999"}]}'
	local known=$(jq -r '.data[0].details.id' answer)
	records 20 >in
	push <in >out
	is "created 13 updated 7" "$(outcomes)"
	is "$known" "$(jq -r 'select(.id == "test/bot/1").objects.contact.id' out)"
	is 19 "$(jq -s 'map(select(.objects.contact.id | startswith("lead/"))) | length' out)"
	is "1 13 20" "$(of Contacts) $(of Leads) $(of Notes)"
	push <in >out
	is "unchanged 20" "$(outcomes)"
	w=$(writes)
	rm l.db*
	push <in >out
	is "unchanged 20" "$(outcomes)"
	is "$w" "$(writes)"
	one t 2026-03-02T10:00:00Z '"phone":"+14155559999","job_title":"Clerk","city":"Bern"' | push >out
	is "$known Clerk Bern" "$(jq -r .objects.contact.id out) $(person p1@firm1.example Title) $(person p1@firm1.example Mailing_City)"
	chatcrm-reconcile -c c.yaml
}

@test "a lead that was converted is the contact it became" {
	zoho
	settings '  new: lead'
	one a 2026-03-01T10:00:00Z '"email":"a@x.example","last_name":"A"' '"tags":["t"]' | push >out
	local lead=$(jq -r .objects.contact.id out) contact
	z POST "/Leads/${lead#lead/}/actions/convert" '{"data":[{}]}'
	contact=$(jq -r '.data[0].details.Contacts.details.id // .data[0].details.Contacts.id' answer)
	one b 2026-03-02T10:00:00Z '"email":"a@x.example","job_title":"Boss"' '"company":{"name":"Firm","domain":"x.example"}' >in
	push <in >out
	is "updated $contact" "$(jq -r '"\(.outcome) \(.objects.contact.id)"' out)"
	is Boss "$(person a@x.example Title)"
	rm l.db*
	push <in >out
	is "unchanged $contact" "$(jq -r '"\(.outcome) \(.objects.contact.id)"' out)"
	is "1 1 1" "$(of Contacts) $(of Leads) $(of Accounts)"
}

@test "a conversation that has shrunk leaves no part of it behind" {
	zoho
	talk a 2026-03-01T10:00:00Z 3 20000 | push >out
	is 3 "$(of Notes)"
	talk a 2026-03-01T11:00:00Z 1 20000 | push >out
	is "updated 1" "$(jq -r .outcome out) $(of Notes)"
}

@test "what people have changed since the chat is not written over" {
	local id s='  trust: all
  write: {fields: {contact.city: overwrite}}'
	zoho --db z.db --now 2026-03-02T10:00:00Z
	settings "$s"
	z POST /Contacts '{"data":[{"Last_Name":"A","Email":"a@x.example","Mailing_City":"Bern"}]}'
	one a 2026-03-01T10:00:00Z '"email":"a@x.example","city":"Basel"' | push >out
	is Basel "$(person a@x.example Mailing_City)"
	id=$(jq -r .objects.contact.id out)
	sandbox_stop		# times have whole seconds there
	zoho --db z.db --now 2026-03-02T11:00:00Z
	settings "$s"
	z PUT /Contacts "{\"data\":[{\"id\":\"$id\",\"Mailing_City\":\"Chur\"}]}"
	one b 2026-03-01T11:00:00Z '"email":"a@x.example","city":"Davos"' | push >out
	is Chur "$(person a@x.example Mailing_City)"
	one c 2026-03-03T11:00:00Z '"email":"a@x.example","city":"Davos"' | push >out
	is Davos "$(person a@x.example Mailing_City)"
}

@test "tags are added to those that are there, and an action takes one away" {
	zoho
	z POST /Contacts '{"data":[{"Last_Name":"A","Email":"a@x.example","Tag":[{"name":"mine"}]}]}'
	one a 2026-03-01T10:00:00Z '"email":"a@x.example"' '"tags":["chat","hot"]' | push >out
	is "updated chat,hot,mine" "$(jq -r .outcome out) $(person a@x.example 'Tag | sort | join(",")')"
	one b 2026-03-01T11:00:00Z '"email":"a@x.example"' '"tags":["hot"]' >in
	push <in >out
	is "chat,hot,mine" "$(person a@x.example 'Tag | sort | join(",")')"
	one c 2026-03-01T12:00:00Z '"email":"a@x.example"' '"actions":[{"type":"tag","name":"hot","remove":true}]' | push >out
	is "chat,mine" "$(person a@x.example 'Tag | sort | join(",")')"
	# Nobody has tags of his own: those of a new contact are the record's.
	one d 2026-03-01T10:00:00Z '"email":"d@x.example"' '"tags":["chat"]' | push >out
	is "created chat" "$(jq -r .outcome out) $(person d@x.example 'Tag | join(",")')"
}

@test "credits are counted by the records of a request, and foretold so" {
	zoho
	records 60 >in
	push --only contact <in >out
	n=$(wc -l <log)
	sandbox_stop
	rm l.db*
	zoho
	# As many credits as there were requests are not enough.
	sed -i "/^crm:/a\\  limits: {credits: $n}" c.yaml
	push --plan --only contact <in >plan
	[ "$(jq 'select(.plan == "total").seconds' plan | cut -d. -f1)" -ge 86400 ]
	rm -f l.db*
	run -75 --separate-stderr timeout 60 chatcrm-push -c c.yaml \
	    --daily-share 100 --only contact <in
	[[ $stderr == *"are used up for the next"* ]]
	[ "$(grep -c '"outcome":"deferred"' <<<"$output")" -gt 0 ]
}

@test "reconcile --since sees who was deleted" {
	local then id
	zoho
	settings
	records 6 | push >out
	then=$(date -u -d '+1 second' +%Y-%m-%dT%H:%M:%SZ)
	while [ "$(date -u +%Y-%m-%dT%H:%M:%SZ)" \< "$then" ]; do
		sleep 0.1
	done
	chatcrm-reconcile -q -c c.yaml --since "$then"
	id=$(jq -rs '.[0].objects.contact.id' out)
	z DELETE "/Contacts/$id"
	run chatcrm-reconcile -q -c c.yaml --since "$then"
	is 1 "$status"
	is "missing $id" "$(jq -r 'select(.object == "contact") | "\(.discrepancy) \(.id)"' <<<"$output")"
}
