#!/usr/bin/env bats
# chatcrm-push and the Dynamics 365 profile against the sandbox.

bats_require_minimum_version 1.5.0
load dynamics

setup() {
	cd "$BATS_TEST_TMPDIR"
}

teardown() {
	sandbox_stop
}

@test "five hundred records: once, not twice, and not with a new ledger" {
	dynamics_start
	records 500 >in
	push <in >out
	is "created 334 updated 166" "$(outcomes)"
	is "334 10 500" "$(rows contacts) $(rows accounts) $(rows annotations)"
	dynamics_held >want
	w=$(writes)
	push <in >out
	is "unchanged 500" "$(outcomes)"
	rm l.db*
	push <in >out
	is "unchanged 500" "$(outcomes)"
	is "$w" "$(writes)"
	dynamics_held | diff want -
}

@test "stopped at every step and resumed: the exact same end" {
	records 26 >in
	dynamics_start
	dynamics_configure '  batch: 2
  connections: 2'
	push <in >out
	dynamics_held >want
	sandbox_stop
	for ((n = 1; n < 500; n++)); do
		rm -f l.db*
		dynamics_start
		dynamics_configure '  batch: 2
  connections: 2'
		rc=0
		CHATCRM_STOP_AFTER=$n push <in >out || rc=$?
		push <in >out
		dynamics_held >have
		sandbox_stop
		diff want have || { echo "stopped after $n"; false; }
		[ $rc = 0 ] && break
	done
	echo "steps: $((n - 1))"
	[ $n -gt 60 ]
}

@test "faults: lost answers, errors, lies; nothing twice or lost" {
	records 120 >in
	dynamics_start
	push <in >out
	dynamics_held >want
	sandbox_stop
	for f in "--fail 20" "--reset 20" "--lie 10"; do
		rm -f l.db*
		# shellcheck disable=SC2086
		dynamics_start $f --seed 11
		dynamics_configure '  batch: 10
  verify: all'
		push <in >out
		dynamics_held | diff want - || { echo "$f"; false; }
		sandbox_stop
	done
}

@test "names that mean something to OData arrive as they are" {
	dynamics_start
	jq -n -c '["O'"'"'Neil", "'"'"' or 1 eq 1 or firstname eq '"'"'", "a)&$top=0#", "x\",\"jobtitle\":\"boss", "ﷺ𝄞"] | to_entries[]
	    | {chatcrm: 1, id: "h/\(.key)", at: "2026-03-01T10:00:00Z", source: {platform: "test"},
	       contact: {email: "o'"'"'h\(.key)+x@x.example", first_name: .value}}' >in
	push <in >out
	is "created 5" "$(outcomes)"
	rm l.db*
	push <in >out
	is "unchanged 5" "$(outcomes)"
	is "$(jq -s 'map(.contact.first_name) | sort' in)" \
	    "$(curl -sS "$U/_sandbox/state" | jq '[.contacts[].properties.firstname] | sort')"
}

@test "found by a second address, by a number as typed, and not when inactive" {
	dynamics_start
	for body in '{"emailaddress1":"a@x.example","emailaddress2":"b@x.example","lastname":"A"}' \
	    '{"telephone1":"(415) 555-0123","lastname":"B"}' \
	    '{"emailaddress1":"c@x.example","statecode":1,"lastname":"C"}'; do
		TOKEN=t call POST /api/data/v9.2/contacts "$body"
		is 204 "$status"
	done
	one t/1 2026-03-01T10:00:00Z '"email":"B@x.example","city":"Bern"' >in
	one t/2 2026-03-01T10:00:01Z '"phone":"+14155550123","city":"Basel"' >>in
	one t/3 2026-03-01T10:00:02Z '"email":"c@x.example","city":"Chur"' >>in
	push <in >out
	is "created 1 updated 2" "$(outcomes)"
	is "A Bern B Basel C - - Chur" "$(curl -sS "$U/_sandbox/state" |
	    jq -r '[.contacts[].properties | .lastname // "-", .address1_city // "-"] | join(" ")')"
}

@test "a long field is refused alone, by its name; others of its block arrive" {
	dynamics_start
	records 30 >in
	one t/x 2026-03-01T11:00:00Z "\"email\":\"x@x.example\",\"first_name\":\"$(printf 'n%.0s' {1..60})\"" >>in
	push <in >out
	is "created 20 refused 1 updated 10" "$(outcomes)"
	jq -es '.[-1].error | .field == "contact.first_name" and (.message | contains("50"))' out
}

@test "a choice that is none is told with its name" {
	dynamics_start
	dynamics_configure '  fields: {contact: {origin: {to: leadsourcecode}}}'
	one t/1 2026-03-01T10:00:00Z '"email":"a@x.example","origin":8' >in
	one t/2 2026-03-01T10:00:01Z '"email":"b@x.example","origin":77' >>in
	push --max-rejects 100 <in >out
	is "created 1 refused 1" "$(outcomes)"
	jq -es '.[1].error.field == "contact.origin"' out
}

@test "a company is a row of its own, and moves with the person" {
	dynamics_start
	one t/1 2026-03-01T10:00:00Z '"email":"a@x.example"' '"company":{"domain":"x.example"}' >in
	push <in >out
	one t/2 2026-03-01T11:00:00Z '"email":"b@x.example"' '"company":{"name":"X","domain":"X.example"}' >in
	push <in >out
	is "1" "$(rows accounts)"
	is '["https://x.example","x.example"]' "$(curl -sS "$U/_sandbox/state" | jq -c '.accounts[0].properties | [.websiteurl, .name]')"
	is 1 "$(curl -sS "$U/_sandbox/state" | jq '[.contacts[].properties._parentcustomerid_value] | unique | length')"
}

@test "more requests than it takes: none is lost" {
	dynamics_start --rate 10/1s
	records 60 >in
	dynamics_configure '  batch: 4
  connections: 8'
	# What had to wait too long is in the outbox: the next run brings it.
	for ((i = 0; i < 10; i++)); do
		push <in >out && break
	done
	is 60 "$(jq -s 'map(select(.outcome != "deferred")) | length' out)"
	is "40 60" "$(rows contacts) $(rows annotations)"
}

@test "a token that does not do ends the run with 77" {
	dynamics_start
	records 3 >in
	DYNAMICS_TOKEN=expired run -77 --separate-stderr push in
	is 0 "$(rows contacts)"
}

@test "setup shows what is missing, and makes it" {
	sandbox_start --persona dynamics
	dynamics_configure
	run push --setup --dry-run
	is 10 "$(grep -c '^lack' <<<"$output")"
	push --setup >made
	is 10 "$(grep -c '^make' made)"
	push --setup >made
	is 10 "$(grep -c '^have' made)"
	records 3 >in
	push <in >out
	is "created 2 updated 1" "$(outcomes)"
}

# asks: one record that wants one of everything.
asks() {
	one t/1 2026-03-01T10:00:00Z '"email":"a@x.example"' '"company":{"name":"X","domain":"x.example"}' |
	    jq -c '.tags = ["chat"] | .deal = {name: "Chat lead", amount: 100.5, stage: "Proposal", close_date: "2026-04-01"}
	        | .ticket = {subject: "Broken", description: "It is", priority: "high"}
	        | .actions = [{type: "task", workflow: "w", subject: "Call", body: "now", priority: "normal", owner: "ops@sandbox.example"},
	            {type: "list", name: "Chatters"}, {type: "unsubscribe"}]'
}

@test "a deal, a case, a task with its owner, a list: tied, and once" {
	dynamics_start
	asks >in
	push <in >out
	is "1 1 1 1" "$(rows opportunities) $(rows incidents) $(rows tasks) $(rows lists)"
	curl -sS "$U/_sandbox/state" | jq -es '.[0] as $s
	    | ($s.contacts[0].properties.contactid) as $c
	    | $s.opportunities[0].properties.estimatedvalue == 100.5
	      and $s.opportunities[0].properties._parentcontactid_value == $c
	      and $s.incidents[0].properties._customerid_value == $c
	      and $s.incidents[0].properties.prioritycode == 1
	      and $s.tasks[0].properties._regardingobjectid_value == $c
	      and ($s.tasks[0].properties._ownerid_value | endswith("000000000001"))
	      and $s.contacts[0].properties.donotbulkemail
	      and $s.contacts[0].properties.chatcrm_tags == "chat"
	      and ($s.lists[0].associations.contacts | length) == 1'
	w=$(writes)
	push <in >out
	is unchanged "$(jq -r .outcome out)"
	is "$w" "$(writes)"
	rm l.db*
	push <in >out
	is "1 1 1 1" "$(rows opportunities) $(rows incidents) $(rows tasks) $(rows lists)"
}

# qualify: a colleague makes a contact of the first lead.
qualify() {
	call POST /_sandbox/admin '{"do":"convert","type":"leads","id":"'$(
	    curl -sS "$U/_sandbox/state" | jq -r '.leads[0].id')'"}'
	is 200 "$status"
}

@test "new people are leads, and known ones the contacts they are" {
	dynamics_start
	dynamics_configure '  new: lead'
	TOKEN=t call POST /api/data/v9.2/contacts '{"lastname":"Known","emailaddress1":"p1@firm1.example","telephone1":"(415) 555-9999"}'
	local known=$(curl -sS "$U/_sandbox/state" | jq -r '.contacts[0].properties.contactid')
	records 20 >in
	push <in >out
	is "created 13 updated 7" "$(outcomes)"
	is "$known" "$(jq -r 'select(.id == "test/bot/1").objects.contact.id' out)"
	is 19 "$(jq -s 'map(select(.objects.contact.id | startswith("lead/"))) | length' out)"
	is "1 13 20" "$(rows contacts) $(rows leads) $(rows annotations)"
	push <in >out
	is "unchanged 20" "$(outcomes)"
	w=$(writes)
	rm l.db*
	push <in >out
	is "unchanged 20" "$(outcomes)"
	is "$w" "$(writes)"
	# By telephone, as people write it.
	one t 2026-03-02T10:00:00Z '"phone":"+14155559999","job_title":"Clerk"' | push >out
	is "$known" "$(jq -r .objects.contact.id out)"
	chatcrm-reconcile -c c.yaml
}

@test "a lead that was qualified is the contact it became" {
	dynamics_start
	dynamics_configure '  new: lead'
	one a 2026-03-01T10:00:00Z '"email":"a@x.example","last_name":"A"' '"tags":["t"],"actions":[{"type":"list","name":"L"}]' | push >out
	local contact
	qualify
	contact=$(curl -sS "$U/_sandbox/state" | jq -r '.contacts[0].properties.contactid')
	one b 2026-03-02T10:00:00Z '"email":"a@x.example","job_title":"Boss"' '"company":{"name":"Firm","domain":"x.example"}' >in
	push <in >out
	is "updated $contact" "$(jq -r '"\(.outcome) \(.objects.contact.id)"' out)"
	is '["Boss",true]' "$(curl -sS "$U/_sandbox/state" |
	    jq -c '[.contacts[0].properties | .jobtitle, (._parentcustomerid_value != null)]')"
	rm l.db*
	push <in >out
	is "unchanged $contact" "$(jq -r '"\(.outcome) \(.objects.contact.id)"' out)"
	is "1 1" "$(rows contacts) $(rows leads)"
}

@test "leads: stopped at every step and resumed, the exact same end" {
	records 8 >in
	for ((n = 0; n < 200; n++)); do
		rm -f l.db*
		dynamics_start
		dynamics_configure '  new: lead
  batch: 2
  connections: 2'
		TOKEN=t call POST /api/data/v9.2/contacts '{"contactid":"00000000-0000-0000-0000-0000000000c1","lastname":"Known","emailaddress1":"p1@firm1.example"}'
		rc=0
		[ $n = 0 ] || CHATCRM_STOP_AFTER=$n push <in >out || rc=$?
		push <in >out
		[ $n = 0 ] && dynamics_held >want
		dynamics_held >have
		sandbox_stop
		diff want have || { echo "stopped after $n"; false; }
		[ $n != 0 ] && [ $rc = 0 ] && break
	done
	[ $n -gt 20 ]
}

@test "a conversation that has shrunk leaves no part of it behind" {
	dynamics_start
	talk a 2026-03-01T10:00:00Z 3 70000 | push >out
	is 3 "$(rows annotations)"
	talk a 2026-03-01T11:00:00Z 1 70000 | push >out
	is "updated 1" "$(jq -r .outcome out) $(rows annotations)"
}

@test "a list of naughty strings as names: what was typed is what is there" {
	local list=$BATS_TEST_DIRNAME/../../../shared/data/blns.json
	[ -f "$list" ] || skip "no ../shared"
	dynamics_start
	jq -c --argjson most 50 'to_entries[] | select((.value | gsub("^[\\s\\p{Z}\\p{Cc}]+|[\\s\\p{Z}\\p{Cc}]+$"; "") | length) > 0
	      and (.value | length) <= $most)
	    | {chatcrm: 1, id: "n/\(.key)", at: "2026-03-01T10:00:00Z", source: {platform: "test"},
	       contact: {email: "n\(.key)@x.example", first_name: .value}}' "$list" >in
	[ "$(wc -l <in)" -gt 300 ]
	push <in >out
	is "created $(wc -l <in)" "$(outcomes)"
	diff <(jq -rs 'def t: gsub("^[ \t-\r]+|[ \t-\r]+$"; ""); map([.contact.email, (.contact.first_name | t)]) | sort | .[] | tojson' in) \
	    <(curl -sS "$U/_sandbox/state" | jq '[.contacts[].properties | [.emailaddress1, .firstname]]' | jq -r 'def t: gsub("^[ \t-\r]+|[ \t-\r]+$"; ""); map([.[0], (.[1] | t)]) | sort | .[] | tojson')
}

@test "whom the CRM refused and people made since is that contact" {
	dynamics_start
	one t/1 2026-03-01T10:00:00Z "\"email\":\"a@x.example\",\"first_name\":\"$(printf 'n%.0s' {1..60})\"" >in
	push --max-rejects 100 <in >out
	is "refused 0" "$(jq -r .outcome out) $(rows contacts)"
	TOKEN=t call POST /api/data/v9.2/contacts '{"emailaddress1":"a@x.example","lastname":"A"}'
	one t/2 2026-03-01T11:00:00Z '"email":"a@x.example","city":"Bern"' >in
	push <in >out
	is "updated 1" "$(jq -r .outcome out) $(rows contacts)"
	# A known person is one also when a run is cut off before he is written.
	for ((n = 1; n < 30; n++)); do
		rm -f l.db*
		rc=0
		CHATCRM_STOP_AFTER=$n push <in >out || rc=$?
		push <in >out
		is 1 "$(rows contacts)"
		[ $rc = 0 ] && break
	done
	[ $n -gt 3 ]
}
