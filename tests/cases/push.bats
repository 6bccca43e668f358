#!/usr/bin/env bats
# chatcrm-push against a sandbox over real sockets: each once, whatever
# happens.

bats_require_minimum_version 1.5.0
load push

setup() {
	cd "$BATS_TEST_TMPDIR"
}

teardown() {
	sandbox_stop
}

@test "a thousand records: once, not twice, and not with a new ledger" {
	start
	records 1000 >in
	push <in >out
	is "created 667 updated 333" "$(outcomes)"
	is 667 "$(count contacts)"
	is 10 "$(count companies)"
	is 1000 "$(count notes)"
	held >want
	w=$(writes) n=$(wc -l <log)
	push <in >out
	is "unchanged 1000" "$(outcomes)"
	is "$w" "$(writes)"
	is $((n + 1)) "$(wc -l <log)"	# whose account is this?
	rm l.db*
	push <in >out
	is "$w" "$(writes)"
	held | diff want -
}

@test "results come in the order of the input, one for each line" {
	start
	records 500 >in
	push <in >out
	diff <(jq -r .id in) <(jq -r .id out)
}

@test "a Singer tap's state is told in its place, behind what came before" {
	start
	records 30 >recs
	{
		head -n 20 recs
		echo '{"chatcrm":1,"source":{},"skipped":{"stage":"map","code":"source.state"},"state":{"n":20}}'
		tail -n 10 recs
	} >in
	push <in >out
	is 31 "$(wc -l <out)"
	is '{"n":20}' "$(sed -n 21p out | jq -c .state)"
	is skipped "$(sed -n 21p out | jq -r .outcome)"
	is 1 "$(jq -c '.state // empty' out | wc -l)"
}

# What the CRM confirmed is not believed before it was read back: a run that
# is stopped in between must not have written it down.
@test "stopped at every step among lies: the exact same end" {
	records 14 >before
	sed 's/"yes"/"no"/; s/hot/cold/' before >in
	start
	push <before >out
	push <in >out
	held >want
	sandbox_stop
	for ((n = 1; n < 500; n++)); do
		rm -f l.db*
		start --seed 5
		configure "  batch: 3"
		push <before >out
		faults '{"lie":0.4}'
		rc=0
		CHATCRM_STOP_AFTER=$n push <in >out || rc=$?
		faults '{"lie":0}'
		push <in >out
		held >have
		sandbox_stop
		diff want have || { echo "stopped after $n"; false; }
		[ $rc = 0 ] && break
	done
	echo "steps: $((n - 1))"
	[ $n -gt 12 ]
}

@test "faults: 5xx, resets, lies, lagging search; nothing twice or lost" {
	records 150 >in
	start
	push <in >out
	held >want
	sandbox_stop
	for f in "--fail 25" "--reset 20" "--lie 10" \
	    "--fail 10 --reset 10 --lie 5 --search-lag 5s"; do
		rm -f l.db*
		start $f --seed 7
		configure "  batch: 10
  verify: all"
		push <in >out
		held | diff want - || { echo "$f"; false; }
		sandbox_stop
	done
}

# A sample finds any lie of a whole request, since it has some of each.
@test "faults in requests of any size: a sample of each is enough" {
	records 150 >in
	start
	push <in >out
	held >want
	sandbox_stop
	for batch in 3 7 40 100; do
		rm -f l.db*
		start --lie 15 --fail 5 --seed $batch
		configure "  batch: $batch"
		push <in >out
		held | diff want - || { echo "batch $batch"; false; }
		sandbox_stop
	done
}

@test "a profile that cannot tie companies to contacts leaves them untied" {
	start
	sed '/^    link:/,/^    links:/{/^    links:/!d}' \
	    "$BATS_TEST_DIRNAME/../../lib/crm/profiles/hubspot.yaml" >untied.yaml
	sed -i 's/profile: hubspot/profile: untied.yaml/' c.yaml
	records 1 | push >out
	is "created 1" "$(outcomes)"
	is 1 "$(count companies)"
}

@test "blank lines are nothing, however many" {
	start
	{
		head -c 400000 /dev/zero | tr '\0' '\n'
		one a 2026-03-01T10:00:00Z '"email":"a@x.example"'
	} | push >out
	is "created 1" "$(outcomes)"
}

@test "a rate limit is waited for, not fought" {
	start --rate 20/1
	sed -i '/limits:/d; s/retry:/batch: 10\n  retry:/' c.yaml
	records 200 >in
	push <in >out
	is "created 134 updated 66" "$(outcomes)"
	# Who waits is never refused: not in the first run, which learns of the
	# limit by its first answer, nor in one that follows at once.
	sed 's|test/bot|test2/bot|' in | push >out
	is 0 "$(grep -c '"status":429' log)"
}

@test "same telephone, other address: a switchboard, two people" {
	start
	{
		one a 2026-03-01T10:00:00Z '"email":"a@x.example","phone":"+14155550100"'
		one b 2026-03-01T10:00:01Z '"email":"b@x.example","phone":"+14155550100"'
	} | push >out
	is "created 2" "$(outcomes)"
	# Whose is the number?  Not for us to say.
	one c 2026-03-01T10:00:02Z '"phone":"+14155550100"' |
	    push --rejects dead >out
	is "quarantined 1" "$(outcomes)"
	is "identity.ambiguous 2" "$(jq -r '"\(.error.code) \(.candidates | length)"' out)"
	is "push identity.ambiguous c" "$(jq -r '"\(.dead.stage) \(.dead.code) \(.record.id)"' dead)"
	is 2 "$(count contacts)"
	# The same from the CRM alone.
	rm l.db*
	one c 2026-03-01T10:00:02Z '"phone":"+14155550100"' | push >out
	is "quarantined 1" "$(outcomes)"
}

@test "candidates are named though the same push made them" {
	start
	{
		one a 2026-03-01T10:00:00Z '"email":"a@x.example","phone":"+14155550100"'
		one b 2026-03-01T10:00:01Z '"email":"b@x.example","phone":"+14155550100"'
		one c 2026-03-01T10:00:02Z '"phone":"+14155550100"'
	} | push >out
	is "created 2 quarantined 1" "$(outcomes)"
	is "$(jq -r '.objects.contact.id // empty' out | sort)" \
	    "$(jq -r '.candidates[]?' out | sort)"
}

@test "a number is found however it was typed, and never another country's" {
	start
	for p in '(512) 555-0100' '+52 512 555 0100' '+44 (0)20 7946 0958'; do
		curl -sS -H "Authorization: Bearer any" \
		    -H "Content-Type: application/json" \
		    "$U/crm/v3/objects/contacts" \
		    -d "{\"properties\":{\"firstname\":\"there\",\"phone\":\"$p\"}}" >/dev/null
	done
	{
		one a 2026-03-01T10:00:00Z '"phone":"+15125550100"'
		one b 2026-03-01T10:00:01Z '"phone":"+442079460958"'
		one c 2026-03-01T10:00:02Z '"phone":"+15125550101","first_name":"C"'
	} | push >out
	is "updated updated created" "$(jq -r .outcome out | xargs)"
	is 4 "$(count contacts)"
	# The number as it was typed is the customer's: it stays.
	is "(512) 555-0100" "$(curl -sS "$U/_sandbox/state" |
	    jq -r --arg id "$(jq -r 'select(.id == "a") | .objects.contact.id' out)" \
	        '.contacts[] | select(.id == $id) | .properties.phone')"
}

@test "a telephone first, an address later: one person" {
	start
	one a 2026-03-01T10:00:00Z '"phone":"+14155550100","first_name":"A"' |
	    push >out
	one b 2026-03-01T10:00:01Z '"phone":"+14155550100","email":"a@x.example"' |
	    push >out
	is "updated 1" "$(outcomes)"
	is 1 "$(count contacts)"
	is "+14155550100" "$(contact a@x.example phone)"
}

@test "twins in one batch become one contact, the later event wins" {
	start
	{
		one a 2026-03-02T10:00:00Z '"email":"A@x.example","first_name":"New"'
		one b 2026-03-01T10:00:00Z '"email":"a@x.example","first_name":"Old","job_title":"Boss"'
	} | push >out
	is "created 1 updated 1" "$(outcomes)"
	is 1 "$(count contacts)"
	is "New Boss" "$(contact a@x.example firstname) $(contact a@x.example jobtitle)"
	is "created merged" "$(jq -rs '[.[].objects.contact.did] | join(" ")' out)"
}

@test "an unverified visitor fills blanks on a contact and changes nothing" {
	start
	call POST /crm/v3/objects/contacts '{"properties":{"email":"a@x.example","firstname":"Ana","lifecyclestage":"customer"}}'
	one a 2026-03-01T10:00:00Z '"email":"a@x.example","first_name":"Mallory","phone":"+14155550100","lifecycle":"subscriber"' \
	    '"score":{"total":50.0,"grade":"hot"}' >in
	configure '  write: {default: overwrite}'
	push <in >out
	is "updated 1" "$(outcomes)"
	is "Ana +14155550100 hot customer" "$(contact a@x.example firstname) $(contact a@x.example phone) $(contact a@x.example chatcrm_grade) $(contact a@x.example lifecyclestage)"
	# A channel that verifies may do more.
	configure '  write: {default: overwrite}
  trust: all'
	rm l.db*
	push <in >out
	is Mallory "$(contact a@x.example firstname)"
	is customer "$(contact a@x.example lifecyclestage)"
}

@test "a backfill does not undo the present" {
	start
	one new 2026-03-02T10:00:00Z '"email":"a@x.example"' \
	    '"score":{"total":80.0,"grade":"hot"}' | push >out
	one old 2026-03-01T10:00:00Z '"email":"a@x.example"' \
	    '"score":{"total":10.0,"grade":"cold"}' >in
	push <in >out
	is "stale 1" "$(outcomes)"
	is "hot 80" "$(contact a@x.example chatcrm_grade) $(contact a@x.example chatcrm_score)"
	rm l.db*
	push <in >out
	is "stale 1" "$(outcomes)"
	is hot "$(contact a@x.example chatcrm_grade)"
}

@test "a score is written when it moves by a point, not before" {
	start
	score() {
		one a 2026-03-01T10:00:00Z '"email":"a@x.example"' \
		    "\"score\":{\"total\":$1,\"grade\":\"hot\"}" | push >out
		outcomes
	}
	is "created 1" "$(score 50.0)"
	is "unchanged 1" "$(score 50.4)"
	is "updated 1" "$(score 52.0)"
}

@test "an address that the CRM knows as another's second one" {
	start
	for m in a b; do
		call POST /crm/v3/objects/contacts "{\"properties\":{\"email\":\"$m@x.example\"}}"
		id[${#id[@]}]=$(j .id)
	done
	call POST /crm/v3/objects/contacts/merge "{\"primaryObjectId\":\"${id[0]}\",\"objectIdToMerge\":\"${id[1]}\"}"
	one c 2026-03-01T10:00:00Z '"email":"b@x.example","first_name":"B"' |
	    push >out
	is "updated 1" "$(outcomes)"
	is 1 "$(count contacts)"
	is B "$(contact a@x.example firstname)"
}

@test "a poisoned batch: the guilty record stands alone" {
	start
	records 60 >in
	one bad 2026-03-01T10:00:00Z '"email":"not @n address"' >>in
	records 60 61 >>in
	rc=0
	push <in >out || rc=$?
	is 0 $rc
	is "created 80 refused 1 updated 40" "$(outcomes)"
	is bad "$(jq -r 'select(.outcome == "refused") | .id' out)"
}

@test "a contact that was deleted in the CRM comes back once" {
	start
	one a 2026-03-01T10:00:00Z '"email":"a@x.example"' | push >out
	call DELETE "/crm/v3/objects/contacts/$(jq -r .objects.contact.id out)"
	one b 2026-03-01T10:00:01Z '"email":"a@x.example"' | push >out
	is 1 "$(count contacts)"
}

@test "a conversation that grew rewrites its note" {
	start
	talk() {
		one a "2026-03-01T10:0$1:00Z" '"email":"a@x.example"' \
		    "\"conversation\":{\"messages\":[{\"role\":\"customer\",\"text\":\"$2\"}]}"
	}
	talk 1 one | push >out
	talk 2 two | push >out
	is "updated 1" "$(outcomes)"
	is 1 "$(count notes)"
	talk 1 one | push >out	# the older telling, once more
	is "stale 1" "$(outcomes)"
	curl -sS "$U/_sandbox/state" | jq -r '.notes[0].properties.hs_note_body' |
	    grep two
}

@test "a note has what was said, and what a button sent" {
	start
	jq -nc '{chatcrm:1,id:"a",at:"2026-03-01T10:00:00Z",contact:{email:"a@x.example"},
	  conversation:{messages:[
	    {role:"system",text:"You are a helpful bot"},
	    {role:"bot",text:"Which plan?"},
	    {role:"customer",payload:"/plan{\"size\":\"big\"}"},
	    {role:"customer",text:"big",payload:"/unsaid"},
	    {role:"agent",private:true,text:"a whale"}]}}' | push >out
	is "<strong>bot</strong> Which plan? <strong>customer</strong> /plan{&quot;size&quot;:&quot;big&quot;} <strong>customer</strong> big" \
	    "$(curl -sS "$U/_sandbox/state" |
	        jq -r '.notes[0].properties.hs_note_body' | sed 's/<p>/\n/g; s/<[/]p>//g' |
	        sed '1,2d' | xargs -d '\n')"
}

@test "a long transcript is split between messages, and markup stays text" {
	start
	jq -nc '{chatcrm:1,id:"a",at:"2026-03-01T10:00:00Z",contact:{email:"a@x.example"},
	  conversation:{messages:[range(40) | {role:"customer",text:("<script>" + "é" * 4990 + "\(.)")}]}}' |
	    push >out
	is "created 7" "$(jq -r '"\(.outcome) \(.objects.note.ids | length)"' out)"
	curl -sS "$U/_sandbox/state" >state
	is 0 "$(jq -r '.notes[].properties.hs_note_body' state | grep -c '<script>')"
	is 40 "$(jq -r '.notes[].properties.hs_note_body' state | grep -o '&lt;script&gt;' | wc -l)"
	[ "$(jq '[.notes[].properties.hs_note_body | length] | max' state)" -le 65536 ]
}

@test "a message too long for a note is cut between characters" {
	start
	jq -nc '{chatcrm:1,id:"a",at:"2026-03-01T10:00:00Z",contact:{email:"a@x.example"},
	  conversation:{messages:[{role:"customer",text:("\u20ac" * 50001)}]}}' |
	    push >out
	curl -sS "$U/_sandbox/state" >state
	jq -r '.notes[].properties.hs_note_body' state >bodies
	is 50001 "$(grep -o $'\u20ac' bodies | wc -l)"
	is 0 "$(grep -c $'\ufffd' bodies)"
}

@test "what is typed arrives as just that" {
	start
	jq -nc '{chatcrm:1,id:"a",at:"2026-03-01T10:00:00Z",
	  contact:{email:"a@x.example",first_name:"x\",\"lifecyclestage\":\"customer"}}' |
	    push >out
	is 'x","lifecyclestage":"customer' "$(contact a@x.example firstname)"
}

@test "a dry run shows its writes and makes none" {
	start
	records 10 >in
	push --dry-run <in >out
	is 0 "$(writes)"
	is "POST $U/crm/v3/objects/contacts/batch/create" \
	    "$(jq -r '"\(.method) \(.url)"' out | head -1)"
	push <in >out
	is "created 7 updated 3" "$(outcomes)"
}

@test "an expired token ends with 77 and answers every line" {
	start
	records 10 >in
	rc=0
	HUBSPOT_TOKEN=expired push <in >out || rc=$?
	is 77 $rc
	is "deferred 10" "$(outcomes)"
	push <in >out
	is "created 7 updated 3" "$(outcomes)"
}

@test "a CRM that is away ends with 69 and loses nothing" {
	start
	sandbox_stop
	records 10 >in
	sed -i 's/retry:.*/retry: {first: 1ms, attempts: 3}/' c.yaml
	rc=0
	push <in >out || rc=$?
	is 69 $rc
	is "deferred 10" "$(outcomes)"
}

@test "one run at a time" {
	start --slow 300ms
	records 10 >in
	push <in >out &
	until [ -e l.db ] && [ "$(wc -l <log)" -ge 1 ]; do sleep 0.02; done
	rc=0
	push <in >second || rc=$?
	is 75 $rc
	wait %push 2>err || wait
	is "created 7 updated 3" "$(outcomes)"
}

@test "stubs are answered, a closing stub is passed on" {
	start
	{
		echo '{"chatcrm":1,"id":"s","source":{"lease":["L1"]},"refused":{"stage":"validate","code":"email.syntax"}}'
		one a 2026-03-01T10:00:00Z '"first_name":"Nobody"'
		echo 'no json'
		echo '{"chatcrm":1,"end":{"stage":"score","in":3,"out":3,"refused":0,"skipped":0,"folded":0}}'
	} | push --expect-end >out
	is "refused skipped refused" "$(jq -rs '[.[].outcome | select(.)] | join(" ")' out)"
	is '["L1"] validate' "$(jq -rc 'select(.id == "s") | "\(.lease) \(.error.stage)"' out)"
	is push "$(tail -1 out | jq -r .end.stage)"
	one b 2026-03-01T10:00:00Z '"email":"b@x.example"' >in
	rc=0
	push --expect-end <in >out || rc=$?
	is 74 $rc
}

@test "--setup makes what is missing, once" {
	sandbox_start
	configure
	is 11 "$(push --setup | grep -c ^make)"
	is 11 "$(push --setup | grep -c ^have)"
	records 5 | push >out
	is "created 4 updated 1" "$(outcomes)"
}

@test "--setup takes what was made for made, though the answer was lost" {
	sandbox_start --reset 40 --seed 5
	configure
	run -0 --separate-stderr push --setup
	is "" "$stderr"
	faults '{"reset":0}'
	is 11 "$(push --setup | grep -c ^have)"
}

@test "told to end, it answers what it read and waits no longer" {
	start --fail 100
	sed -i 's/retry:.*/retry: {first: 100s, attempts: 8}/' c.yaml
	records 10 >in
	# A pipe that stays open: nothing but the signal ends it.
	mkfifo pipe
	chatcrm-push -q -c c.yaml <pipe >out 2>err &
	pid=$!
	exec 9>pipe
	faults '{"fail":0}'
	cat in >&9
	until [ "$(wc -l <out)" -eq 10 ]; do sleep 0.02; done
	faults '{"fail":1}'
	n=$(wc -l <log)
	one late 2026-03-01T10:00:00Z '"email":"late@x.example"' >&9
	until [ "$(wc -l <log)" -gt "$n" ]; do sleep 0.02; done
	kill -TERM $pid
	rc=0
	wait $pid || rc=$?
	exec 9>&-
	is 75 $rc
	is "created 7 deferred 1 updated 3" "$(outcomes)"
}

@test "a token of the wrong kind of account writes nothing" {
	start --account-type STANDARD
	configure '  environment: sandbox'
	rc=0
	records 3 | push >out 2>err || rc=$?
	is 78 $rc
	grep 'crm.environment says sandbox' err
	is 0 "$(writes)"
}

@test "a ledger belongs to one account" {
	start
	records 3 | push >out
	sandbox_stop
	rm log
	start --portal 777
	rc=0
	records 3 | push >out 2>err || rc=$?
	is 78 $rc
	is 0 "$(writes)"
}

@test "what the profile has no place for is told, once" {
	start
	one a 2026-03-01T10:00:00Z '"email":"a@x.example","budget":"5"' >in
	one b 2026-03-01T10:00:00Z '"email":"b@x.example","budget":"6"' >>in
	chatcrm-push -c c.yaml <in >out 2>err
	is 1 "$(grep -c 'contact.budget is not sent' err)"
	configure '  fields: {contact: {budget: fax}}'
	rm l.db*
	chatcrm-push -c c.yaml <in >out 2>err
	is 0 "$(grep -c 'is not sent' err)"
	is 5 "$(contact a@x.example fax)"
}

@test "an object of one's own is told, unless a field takes something of it" {
	start
	one a 2026-03-01T10:00:00Z '"email":"a@x.example"' |
	    jq -c '.objects = {vehicle: {vin: "W1"}}' >in
	chatcrm-push -c c.yaml <in >out 2>err
	is 1 "$(grep -c 'objects.vehicle is not sent' err)"
	is created "$(outcomes | cut -d ' ' -f 1)"
	configure '  fields: {contact: {vin: {to: fax, from: objects.vehicle.vin}}}'
	rm l.db*
	chatcrm-push -c c.yaml <in >out 2>err
	is 0 "$(grep -c 'is not sent' err)"
	is W1 "$(contact a@x.example fax)"
}

@test "two contacts that people merged in the CRM stay one" {
	start
	one a 2026-03-01T10:00:00Z '"email":"a@x.example"' >in
	one b 2026-03-01T10:00:00Z '"email":"b@x.example"' >>in
	push <in >out
	id=($(jq -r .objects.contact.id out))
	call POST /crm/v3/objects/contacts/merge "{\"primaryObjectId\":\"${id[0]}\",\"objectIdToMerge\":\"${id[1]}\"}"
	{
		one c 2026-03-02T10:00:00Z '"email":"b@x.example","first_name":"B"'
		one d 2026-03-03T10:00:00Z '"email":"a@x.example","last_name":"A"'
	} | push >out
	is "updated 2" "$(outcomes)"
	is 1 "$(count contacts)"
	is "B A" "$(contact a@x.example firstname) $(contact a@x.example lastname)"
}

@test "an address changed by people, and a new ledger: found by our token" {
	start
	one a 2026-03-01T10:00:00Z '"email":"a@x.example","first_name":"A"' >in
	push <in >out
	call PATCH "/crm/v3/objects/contacts/$(jq -r .objects.contact.id out)" \
	    '{"properties":{"email":"new@x.example"}}'
	rm l.db*
	push <in >out
	is "unchanged 1" "$(outcomes)"
	is 1 "$(count contacts)"
	is A "$(contact new@x.example firstname)"
}

@test "a note outlives its contact: it is not written twice" {
	start
	one a 2026-03-01T10:00:00Z '"email":"a@x.example"' \
	    '"conversation":{"messages":[{"role":"customer","text":"hi"}]}' >in
	push <in >out
	call DELETE "/crm/v3/objects/contacts/$(jq -r .objects.contact.id out)"
	rm l.db*
	push <in >out
	is "created 1" "$(outcomes)"
	is "1 1" "$(count contacts) $(count notes)"
	is '["a#1"]' "$(held | jq -c 'select(.[0].email) | .[1]')"
}

@test "a platform that tells no times: a new ledger writes nothing" {
	start
	jq -nc '{chatcrm:1,id:"a",contact:{email:"a@x.example"},
	  conversation:{messages:[{role:"customer",text:"hi"}]}}' >in
	push <in >out
	is "created 1" "$(outcomes)"
	w=$(writes)
	rm l.db*
	push --now 2027-01-01T00:00:00Z <in >out
	is "unchanged 1" "$(outcomes)"
	is "$w" "$(writes)"
}

@test "a telephone number that people typed is the same number" {
	start
	call POST /crm/v3/objects/contacts '{"properties":{"firstname":"Ana","phone":"(415) 555-0100"}}'
	call POST /crm/v3/objects/contacts '{"properties":{"firstname":"Other","phone":"+44 415 555 0100"}}'
	one a 2026-03-01T10:00:00Z '"phone":"+14155550100","first_name":"A","email":"a@x.example"' |
	    push >out
	is "updated 1" "$(outcomes)"
	is "Ana (415) 555-0100" "$(contact a@x.example firstname) $(contact a@x.example phone)"
	is 2 "$(count contacts)"
}

@test "a conversation that has shrunk leaves no part of it behind" {
	start
	talk a 2026-03-01T10:00:00Z 4 | push >out
	is 4 "$(count notes)"
	talk a 2026-03-01T11:00:00Z 2 >in
	push --plan <in >plan
	is "2 update 2 delete" "$(jq -r '.changes // [] | map(select(.object == "note").do) | group_by(.)[] | "\(length) \(.[0])"' plan | sort -r | paste -sd' ')"
	push --apply plan >out
	is "updated 1 2" "$(outcomes) $(count notes)"
	w=$(writes)
	push <in >out
	is "unchanged $w" "$(jq -r .outcome out) $(writes)"
	# It grows again, and is cut off anywhere while it shrinks once more.
	talk a 2026-03-01T12:00:00Z 3 | push >out
	is 3 "$(count notes)"
	talk a 2026-03-01T13:00:00Z 1 >in
	for ((n = 1; n < 60; n++)); do
		rc=0
		CHATCRM_STOP_AFTER=$n push <in >out || rc=$?
		[ $rc = 0 ] && break
		push <in >out
		is 1 "$(count notes)"
		talk a 2026-03-01T1$((3 + n % 6)):$((10 + n)):00Z 3 | push >out
		talk a 2026-03-01T1$((3 + n % 6)):$((10 + n)):30Z 1 >in
	done
	[ $n -gt 3 ]
	is 1 "$(count notes)"
}

# bodies: the first words of each note, in the order they were made in.
bodies() {
	curl -sS "$U/_sandbox/state" | jq -r '[.notes | sort_by(.id | tonumber)[] | select(.archived | not) | .properties.hs_note_body | if startswith("<") then "chat" elif startswith("This part") then "over" else . end] | join(" ")'
}

@test "of a conversation that has shrunk, what somebody wrote into stays" {
	start
	talk a 2026-03-01T10:00:00Z 3 | push >out
	id=$(jq -r '.objects.note.ids[2]' out)
	call PATCH "/crm/v3/objects/notes/$id" '{"properties":{"hs_note_body":"mine"}}'
	talk a 2026-03-01T11:00:00Z 1 >in
	push --plan <in >plan
	is 1 "$(jq '.changes // [] | map(select(.do == "delete")) | length' <(head -1 plan))"
	push --apply plan >out
	is "chat mine" "$(bodies)"
	is '["'"$id"'"]' "$(jq -c .objects.note.stale out)"
	w=$(writes)
	push <in >out
	is "unchanged $w" "$(jq -r .outcome out) $(writes)"
	# People deleted one themselves, and wrote into the other.
	talk b 2026-03-01T10:00:00Z 3 | push >out
	call DELETE "/crm/v3/objects/notes/$(jq -r '.objects.note.ids[1]' out)"
	call PATCH "/crm/v3/objects/notes/$(jq -r '.objects.note.ids[2]' out)" '{"properties":{"hs_note_body":"ours"}}'
	talk b 2026-03-01T11:00:00Z 1 | push >out
	is "chat mine chat ours" "$(bodies)"
}

@test "where notes cannot be deleted, those that are over say so" {
	start
	awk '/^    delete:/ { over = 1; next } /^(  )?(  )?[^ ]/ { over = 0 } !over' \
	    "$BATS_TEST_DIRNAME/../../lib/crm/profiles/hubspot.yaml" >ours.yaml
	! grep -q 'delete:' ours.yaml
	sed -i 's|profile: hubspot|profile: ./ours.yaml|' c.yaml
	talk a 2026-03-01T10:00:00Z 3 | push >out
	talk a 2026-03-01T11:00:00Z 1 >in
	push <in >out
	is "updated 1 3" "$(outcomes) $(count notes)"
	is 2 "$(curl -sS "$U/_sandbox/state" | jq '[.notes[].properties.hs_note_body | select(contains("no longer in it"))] | length')"
	w=$(writes)
	push <in >out
	is "unchanged $w" "$(jq -r .outcome out) $(writes)"
	talk a 2026-03-01T12:00:00Z 3 | push >out
	is 0 "$(curl -sS "$U/_sandbox/state" | jq '[.notes[].properties.hs_note_body | select(contains("no longer in it"))] | length')"
	# What somebody wrote into one of them is not written over.
	call PATCH "/crm/v3/objects/notes/$(jq -r '.objects.note.ids[2]' out)" '{"properties":{"hs_note_body":"mine"}}'
	talk a 2026-03-01T13:00:00Z 1 | push >out
	is "chat over mine" "$(bodies)"
}

@test "what people have changed since the chat is not written over" {
	start
	configure '  trust: all
  write: {fields: {contact.city: overwrite, contact.job_title: overwrite}}'
	one a 2026-03-01T10:00:00Z '"email":"a@x.example","city":"Bern","job_title":"Clerk"' | push >out
	one b 2026-03-01T11:00:00Z '"email":"a@x.example","city":"Basel"' | push >out
	is "Basel" "$(contact a@x.example city)"
	call PATCH "/crm/v3/objects/contacts/$(jq -r .objects.contact.id out)" '{"properties":{"city":"Chur"}}'
	# A backfill: it took place before, so the correction stays.
	one c 2026-03-01T12:00:00Z '"email":"a@x.example","city":"Davos"' | push >out
	is "updated Chur" "$(jq -r .outcome out) $(contact a@x.example city)"
	# Another field of the same contact was not touched since.
	one d 2026-03-01T13:00:00Z '"email":"a@x.example","city":"Davos","job_title":"Boss"' | push >out
	is "updated Chur Boss" "$(jq -r .outcome out) $(contact a@x.example city) $(contact a@x.example jobtitle)"
	# A chat that came after it is newer.
	one e 2099-03-01T13:00:00Z '"email":"a@x.example","city":"Davos"' | push >out
	is "updated Davos" "$(jq -r .outcome out) $(contact a@x.example city)"
}
