#!/usr/bin/env bats
# How a push run flows: what waits, what is planned, put back, shared, and
# left alone.

bats_require_minimum_version 1.5.0
load push

setup() {
	cd "$BATS_TEST_TMPDIR"
}

teardown() {
	sandbox_stop
}

# in_order: the ids of in and out are the same, line by line.
in_order() {
	diff <(jq -r .id in) <(jq -r .id out)
}

@test "what a CRM that was away kept waiting is done first by the next run" {
	start
	records 60 >in
	push <in >out
	held >want
	sandbox_stop
	rm l.db*
	port=${U##*:}
	rc=0
	sed -i 's/retry:.*/retry: {first: 1ms, attempts: 3}/' c.yaml
	push <in >out || rc=$?
	is 69 $rc
	is "deferred 60" "$(outcomes)"
	in_order
	# Nobody can read it in there.
	is 0 "$(cat l.db l.db-wal 2>grep.err | grep -c 'firm1.example' || :)"
	start --port "$port"
	push </dev/null >out
	is 60 "$(jq -c 'select(.outbox)' out | wc -l)"
	is "created 40 updated 20" "$(outcomes)"
	held | diff want -
	push </dev/null >out
	is "" "$(cat out)"
}

@test "what waits and comes again has one line, with what became of it" {
	start
	records 30 >in
	rc=0
	HUBSPOT_TOKEN=expired push <in >out || rc=$?
	is 77 $rc
	{
		cat in
		one new 2026-03-01T10:00:00Z '"email":"new@x.example"'
	} >in2
	head -10 in2 >in
	tail -1 in2 >>in
	push <in >out
	is "$(jq -r .id in)" "$(jq -r 'select(.outbox | not) | .id' out)"
	is 20 "$(jq -c 'select(.outbox)' out | wc -l)"
	is "created 21 updated 10" "$(outcomes)"
	is "true" "$(jq -rs 'map(select(.outcome == "created") | .objects.contact.id != null) | all' out)"
}

@test "a later telling takes the place of the one that waits" {
	start
	faults '{"fail":1}'
	sed -i 's/retry:.*/retry: {first: 1ms, attempts: 2}/' c.yaml
	one a 2026-03-01T10:00:00Z '"email":"a@x.example","first_name":"Old"' |
	    push >out || :
	is "deferred 1" "$(outcomes)"
	one a 2026-03-02T10:00:00Z '"email":"a@x.example","first_name":"New"' |
	    push >out || :
	one a 2026-03-01T10:00:00Z '"email":"a@x.example","first_name":"Old"' |
	    push >out || :
	faults '{"fail":0}'
	push </dev/null >out
	is "created 1" "$(outcomes)"
	is New "$(contact a@x.example firstname)"
}

@test "told to end in the middle, nothing is lost and nothing done twice" {
	start
	configure '  batch: 5
  connections: 1'
	records 300 >in
	push <in >out
	held >want
	sandbox_stop
	rm l.db* log
	start --slow 20ms
	configure '  batch: 5
  connections: 1'
	chatcrm-push -q -c c.yaml <in >out 2>err &
	pid=$!
	until [ "$(grep -c '"write":true' log)" -ge 5 ]; do sleep 0.02; done
	kill -TERM $pid
	rc=0
	wait $pid || rc=$?
	is 75 $rc
	[ "$(jq -c 'select(.outcome == "deferred")' out | wc -l)" -gt 0 ]
	n=$(wc -l <out)
	faults '{"slow_ms":0}'
	push </dev/null >out
	tail -n +$((n + 1)) in | push >out
	held | diff want -
}

@test "what is not done by the deadline is done by the next run" {
	start
	configure '  batch: 10'
	records 200 >in
	push <in >out
	held >want
	sandbox_stop
	rm l.db*
	start --rate 10/1
	configure '  batch: 10'
	sed -i '/limits:/d' c.yaml
	rc=0
	push --deadline 2s <in >out || rc=$?
	is 75 $rc
	in_order
	[ "$(jq -c 'select(.outcome == "deferred")' out | wc -l)" -gt 20 ]
	kept=$(jq -c 'select(.outcome == "deferred")' out | wc -l)
	push </dev/null >out
	is "$kept" "$(wc -l <out)"
	held | diff want -
	is 0 "$(grep -c '"status":429' log)"
}

@test "a pause of a day is not slept through, nor forgotten" {
	start --retry-after 86400
	records 5 >in
	push <in >out
	faults '[{"fault":"rate","match":{"path":"/contacts"}}]'
	records 9 >in
	rc=0
	push <in >out 2>err || rc=$?
	is 75 $rc
	is "deferred 4 unchanged 5" "$(outcomes)"
	# The next run knows of it without asking.
	n=$(wc -l <log)
	push <in >out || rc=$?
	is 75 $rc
	is "$n" "$(wc -l <log)"
	rm l.db.rates
	push </dev/null >out
	is "created 2 updated 2" "$(outcomes)"
}

@test "a record that fails again and again is given up, with an alert" {
	start
	sed -i 's/retry:.*/retry: {first: 1ms, attempts: 4}/; s/limits:/batch: 1\n  limits:/' c.yaml
	faults '[{"share":1,"fault":"fail","status":503,"match":{"body":"bad@x.example"}}]'
	one bad 2026-03-01T10:00:00Z '"email":"bad@x.example"' >in
	one good 2026-03-01T10:00:00Z '"email":"good@x.example"' >>in
	for i in 1 2 3 4 5; do
		push --hold 1ms --rejects dead <in >out 2>err || :
		[ -s dead ] && break
	done
	is 'refused push.attempts' "$(jq -r 'select(.id == "bad") | "\(.outcome) \(.error.code)"' out)"
	grep -q "alert: record 'bad' is given up after" err
	is bad "$(jq -r .record.id dead)"
	is 1 "$(count contacts)"
	push </dev/null >out
	is "" "$(cat out)"
	# Without a place for dead letters it is kept, but not tried again.
	one bad 2026-03-02T10:00:00Z '"email":"bad@x.example"' >in
	push <in >out || :
	n=$(wc -l <log)
	push </dev/null >out
	is "" "$(cat out)"
	is "$n" "$(wc -l <log)"
	# It may come again, mended.
	faults '[]'
	push <in >out
	is "created 1" "$(outcomes)"
}

@test "--pilot: the five percent are among the ten, by person" {
	start
	records 300 >in
	push --pilot 5% <in >out
	jq -r 'select(.outcome != "skipped") | .id' out >five
	is scope.pilot "$(jq -r 'select(.outcome == "skipped") | .error.code' out | sort -u)"
	rm l.db*
	push --pilot 30 <in >out
	jq -r 'select(.outcome != "skipped") | .id' out >thirty
	is "" "$(grep -vxFf thirty five)"
	n=$(wc -l <thirty)
	[ "$n" -gt 40 ] && [ "$n" -lt 150 ]
	# Who comes back is in both or in neither.
	is "" "$(jq -r '"\(.id | split("/")[2] | tonumber) \(.outcome)"' out |
	    awk '{ p = $1 % 3 == 0 ? $1 - 1 : $1; s = $2 == "skipped"
	        if (p in was && was[p] != s) print p; was[p] = s }')"
	push <in >out
	is 300 "$(jq -c 'select(.outcome != "skipped")' out | wc -l)"
	is 200 "$(count contacts)"
}

@test "--only, --create-only and --update-only leave the rest alone" {
	start
	records 30 >in
	push --only contact <in >out
	is "20 0 0" "$(count contacts) $(count companies) $(count notes)"
	push --only contact,company <in >out
	is "20 10 0" "$(count contacts) $(count companies) $(count notes)"
	push <in >out
	is "20 10 30" "$(count contacts) $(count companies) $(count notes)"
	records 36 | sed 's/hot/cold/' >in
	w=$(writes)
	push --create-only <in >out
	is "created 4 skipped 30 updated 2" "$(outcomes)"
	is 24 "$(count contacts)"
	is 0 "$(jq -c 'select(.outcome == "created" and .error)' out | wc -l)"
	one a 2026-03-03T10:00:00Z '"email":"p1@firm1.example","job_title":"Boss"' >in
	one b 2026-03-03T10:00:00Z '"email":"nobody@x.example"' >>in
	push --update-only <in >out
	is "updated skipped" "$(jq -r .outcome out | xargs)"
	is scope.update_only "$(jq -r '.error.code // empty' out)"
	is 24 "$(count contacts)"
	push --only company <in >out
	is "unchanged skipped" "$(jq -r .outcome out | xargs)"
	run -64 push --only contacts <in
}

@test "a plan says all and does nothing; applied, it does just that" {
	start
	records 40 >in
	run -1 push --plan --exit-code in
	push --plan <in >plan
	push --plan <in | cmp plan -
	is 0 "$(writes)"
	is "27 13 0" "$(tail -1 plan | jq -r '"\(.create) \(.update) \(.unchanged)"')"
	is hot "$(jq -r '.changes[]? | select(.object == "contact") | .fields.chatcrm_grade.to' plan | head -1)"
	n=$(wc -l <log)
	push --apply plan >out
	is "created 27 updated 13" "$(outcomes)"
	is "$(jq -r '.record.id // empty' plan)" "$(jq -r .id out)"
	# The forecast was right within a few requests.
	calls=$(($(wc -l <log) - n)) told=$(tail -1 plan | jq .calls)
	echo "forecast $told, made $calls"
	[ $((calls - told)) -le 4 ] && [ $((told - calls)) -le 4 ]
	run -0 push --plan --exit-code in
	is 40 "$(push --plan <in | jq -c 'select(.plan == "unchanged")' | wc -l)"
}

@test "a plan is refused where the CRM has changed since, and there alone" {
	start
	records 20 >in
	push <in >out
	sed 's/"hot"/"warm"/; s|test/bot|test2/bot|; s/03-01T/03-02T/' in >in2
	push --plan <in2 >plan
	is '{"from":"hot","to":"warm"}' "$(jq -c '.changes[]? | select(.object == "contact") | .fields.chatcrm_grade' plan | head -1)"
	id=$(jq -r '.changes[0].id' plan | head -1)
	call PATCH "/crm/v3/objects/contacts/$id" '{"properties":{"chatcrm_grade":"by hand"}}'
	push --apply plan >out
	is "refused 1 updated 19" "$(outcomes)"
	is "plan.changed" "$(jq -r 'select(.outcome == "refused") | .error.code' out)"
	is "by hand" "$(contact p1@firm1.example chatcrm_grade)"
	rc=0
	push --apply in >out || rc=$?
	is "refused 20" "$(outcomes)"
}

@test "a run is put back, but for what was changed since" {
	start
	records 20 >in
	push <in >out
	held | grep -v hs_note_body >want
	sed 's/"hot"/"warm"/; s/"cold"/"icy"/; s|test/bot|test2/bot|' in |
	    jq -c '.at = "2026-03-02T10:00:00Z" | .contact.job_title = "Boss" | del(.conversation)' >in2
	push <in2 >out
	run=$(jq -r .run out | head -1)
	is Boss "$(contact p1@firm1.example jobtitle)"
	call PATCH "/crm/v3/objects/contacts/$(jq -r 'select(.id == "test2/bot/2") | .objects.contact.id' out)" \
	    '{"properties":{"jobtitle":"by hand"}}'
	w=$(writes)
	push --revert "$run" --plan >plan
	is "$w" "$(writes)"
	is '["jobtitle"]' "$(jq -c '.plan.kept // empty' plan)"
	push --revert "$run" >out
	is 14 "$(jq -c 'select(.reverted.did == "updated")' out | wc -l)"
	is "by hand" "$(contact p2@firm2.example jobtitle)"
	held | grep -v hs_note_body | sed 's/"jobtitle":"by hand",//; s/"jobtitle":"",//' |
	    diff want -
	push --revert "$run" >out
	is 0 "$(jq -c 'select(.reverted.did == "updated")' out | wc -l)"
	run -64 push --revert 99
}

@test "the first push to a production account is a plan" {
	start --account-type STANDARD
	records 5 >in
	chatcrm-push -c c.yaml <in >out 2>err
	grep -q 'push with --production' err
	is 0 "$(writes)"
	is "create" "$(jq -r .plan out | head -1)"
	push --production <in >out
	is "created 4 updated 1" "$(outcomes)"
	records 7 | push >out
	is "created 1 unchanged 5 updated 1" "$(outcomes)"
}

@test "two runs at once on one ledger: each person once, nothing lost" {
	records 240 >all
	start
	push <all >out
	held >want
	sandbox_stop
	rm l.db*
	start --fail 10 --reset 5 --slow 2ms --search-lag 1s --seed 4
	configure '  batch: 10
  connections: 4'
	mkfifo in1
	tail -160 all >in2
	chatcrm-push -q --shared -c c.yaml <in1 >out1 2>err1 3>&- &
	one=$!
	chatcrm-push -q --shared -c c.yaml <in2 >out2 2>err2 3>&- &
	two=$!
	rc=0
	exec 9>in1
	head -160 all >&9
	# They hold the ledger by then, and the first one until its input ends.
	until [ "$(writes)" -gt 0 ]; do sleep 0.05; done
	run -75 push <all 9>&-
	exec 9>&-
	wait $one || rc=$?
	wait $two || rc=$?
	is "160 160" "$(wc -l <out1) $(wc -l <out2)"
	faults '{"fail":0,"reset":0}'
	push </dev/null >out
	push <all >out
	held | diff want -
}

@test "eight runs that begin at once on one new ledger: none fails" {
	local i k pids
	records 60 >all
	start
	push <all >out
	held >want
	for ((k = 0; k < 3; k++)); do
		rm -f l.db*
		sandbox_stop
		start
		pids=()
		for ((i = 0; i < 8; i++)); do
			chatcrm-push -q --shared -c c.yaml <all >out$i \
			    2>err$i 3>&- &
			pids+=($!)
		done
		for ((i = 0; i < 8; i++)); do
			wait "${pids[i]}" || { cat err$i; false; }
			is 60 "$(jq -r .outcome out$i | wc -l)"
		done
		held | diff want -
	done
}

@test "one of two runs is killed, the other finds out what it did" {
	records 240 >all
	start
	push <all >out
	held >want
	sandbox_stop
	for ((k = 0; k < 3; k++)); do
		rm -f l.db* log
		start --slow 2ms
		configure '  batch: 10
  connections: 4'
		chatcrm-push -q --shared -c c.yaml <all >out1 2>err1 3>&- &
		one=$!
		chatcrm-push -q --shared -c c.yaml <all >out2 2>err2 3>&- &
		two=$!
		until [ "$(grep -c '"write":true' log)" -ge $((4 + 5 * k)) ]; do
			sleep 0.01
		done
		kill -KILL $one
		wait $one || :
		wait $two
		push <all >out
		held | diff want -
		sandbox_stop
	done
}

# catches_term PID: does it end in order when it is told to?
catches_term() {
	(((0x$(awk '/^SigCgt/ { print $2 }' "/proc/$1/status") & 0x4000) != 0))
}

@test "a run that waits for its turn ends when it is told to, or in time" {
	[ -e /proc/self/status ] || skip "no /proc"
	local rc pid how
	start
	records 3 | push >out
	mkfifo pipe
	for how in signal deadline; do
		chatcrm-push -q --shared -c c.yaml $([ $how = signal ] ||
		    echo --deadline 2s) <pipe >out 2>err 3>&- &
		pid=$!
		exec 7>pipe
		until catches_term $pid; do sleep 0.02; done
		exec 8>>l.db.turn
		flock 8
		records 1 4 >&7
		[ $how = deadline ] || kill -TERM $pid
		rc=0
		wait $pid || rc=$?
		is 75 $rc
		is "" "$(cat out)"
		exec 7>&- 8>&-
	done
	grep -q 'another one had its turn' err
	records 1 4 | push >out
	is "created 1" "$(outcomes)"
}

@test "a run that comes while another has its turn ends in time" {
	start
	records 3 | push >out
	exec 8>>l.db.turn
	flock 8
	records 1 4 >in
	run -75 --separate-stderr push --shared --deadline 200ms in 8>&-
	is "" "$output"
	[[ $stderr == *"another run had its turn"* ]]
	exec 8>&-
	push --shared --deadline 1m in >out
	is "created 1" "$(outcomes)"
}

# --shared looks at the next wave in its turn alone.
@test "waves that are looked up ahead end like those that are not" {
	local width
	records 90 >in
	# Some of them again, by telephone alone, a wave or two later.
	awk 'NR % 4 == 0 { print; sub(/"email":"[^"]*",/, "")
	    sub(/"id":"test/, "\"id\":\"again"); held = $0; next }
	    { print } held != "" && NR % 4 == 2 { print held; held = "" }' \
	    in >in2
	for width in 1 2 5; do
		sandbox_stop
		rm -f l.db*
		start
		configure "  batch: $width
  connections: 1"
		push --shared <in2 >out.apart
		held >want
		sandbox_stop
		rm l.db* log
		start --slow 1ms
		configure "  batch: $width
  connections: 3"
		push <in2 >out
		held | diff want -
		is "$(jq -c '[.id, .outcome]' out.apart)" \
		    "$(jq -c '[.id, .outcome]' out)"
	done
}

@test "what is read ahead is deferred when the run is told to end" {
	start --slow 20ms
	configure '  batch: 2
  connections: 2'
	records 100 >in
	chatcrm-push -q -c c.yaml <in >out 2>err 3>&- &
	pid=$!
	until [ "$(grep -c '"write":true' log)" -ge 3 ]; do sleep 0.02; done
	kill -TERM $pid
	rc=0
	wait $pid || rc=$?
	is 75 $rc
	n=$(wc -l <out)
	is "$(head -n "$n" in | jq -r .id)" "$(jq -r .id out)"
	[ "$(jq -c 'select(.outcome == "deferred")' out | wc -l)" -ge 8 ]
	faults '{"slow_ms":0}'
	push </dev/null >out
	is "$n" "$(count notes)"
}

@test "a user's limit is no burst that the CRM does not take" {
	start --rate 10/1
	configure '  batch: 2'
	sed -i 's/limits: .*/limits: {burst: 100}/' c.yaml
	records 40 | push >out
	is "" "$(jq 'select(.status == 429)' log)"
	[ "$(wc -l <log)" -gt 20 ]
}

@test "answers that need no request need not wait for others" {
	start
	records 20 >in
	push <in >out
	{
		one new 2026-03-01T10:00:00Z '"email":"new@x.example"'
		cat in
	} >in2
	push --results-unordered <in2 >out
	is new "$(tail -1 out | jq -r .id)"
	is 21 "$(wc -l <out)"
}

@test "--follow judges stretches of the input, not the whole" {
	start
	records 2200 | awk 'NR > 1000 && NR <= 1100 { print "{}"; next }
	    { print }' >in
	push <in >out
	run -65 --separate-stderr push --follow <in
	[[ $stderr == *"100 of 1000 records were refused"* ]]
}

@test "a day's requests that are used up in mid-run leave the rest deferred" {
	start
	sed -i 's/limits: {/&daily: 12, /' c.yaml
	sed -i '/^crm:/a\  batch: 5\n  connections: 4' c.yaml
	records 120 >in
	run -75 --separate-stderr timeout 60 chatcrm-push -c c.yaml \
	    --daily-share 100 <in
	[[ $stderr == *"are used up for the next"* ]]
	[ "$(grep -c '"outcome":"deferred"' <<<"$output")" -gt 0 ]
	[ "${#lines[@]}" -eq 120 ]
	[ "$(wc -l <log)" -le 12 ]
}

@test "what a run made is deleted again, but for people and what was changed" {
	start
	jq -c 'if .id == "test/bot/4" then .deal = {name: "D"} | .actions = [{type: "task", workflow: "w", subject: "Call"}] elif .id == "test/bot/1" then .deal = {name: "E", amount: 10} | .ticket = {subject: "T"} else . end' <(records 12) >in
	push <in >out
	run=$(jq -r .run out | head -1)
	is "8 12 2 1 1" "$(count contacts) $(count notes) $(count deals) $(count tickets) $(count tasks)"
	# Somebody has written into one note and moved one deal on; one person
	# is a customer by now, one has a note of a colleague's, one came back.
	call PATCH "/crm/v3/objects/contacts/$(jq -r 'select(.id == "test/bot/2") | .objects.contact.id' out)" \
	    '{"properties":{"lifecyclestage":"customer"}}'
	call PATCH "/crm/v3/objects/deals/$(jq -r 'select(.id == "test/bot/1") | .objects.deal.ids[0]' out)" \
	    '{"properties":{"amount":"9999"}}'
	call PATCH "/crm/v3/objects/notes/$(jq -r 'select(.id == "test/bot/5") | .objects.note.ids[0]' out)" \
	    '{"properties":{"hs_note_body":"mine"}}'
	call POST /crm/v3/objects/notes '{"properties":{"hs_note_body":"called","hs_timestamp":"2026-03-02T10:00:00Z"},"associations":[{"to":{"id":"'"$(jq -r 'select(.id == "test/bot/8") | .objects.contact.id' out)"'"},"types":[{"associationCategory":"HUBSPOT_DEFINED","associationTypeId":202}]}]}'
	one later 2026-03-05T10:00:00Z '"email":"p4@firm4.example"' | push >/dev/null
	w=$(writes)
	push --revert "$run" --plan >plan
	is "$w" "$(writes)"
	is "1 deal 11 note 1 task 1 ticket" "$(jq -r 'select(.plan.did == "deleted").plan.object' plan | sort | uniq -c | xargs)"
	push --revert "$run" >out2
	is "$(sed 's/"plan"/"reverted"/' plan)" "$(cat out2)"
	is "8 2 1 0 0" "$(count contacts) $(count notes) $(count deals) $(count tickets) $(count tasks)"
	is "called mine" "$(curl -sS "$U/_sandbox/state" | jq -r '[.notes[] | select(.archived | not) | .properties.hs_note_body] | sort | join(" ")')"
	is 'stale ["amount"]' "$(jq -r 'select(.reverted.object == "deal" and .reverted.kept).reverted | "\(.did) \(.kept)"' out2)"
	jq -es 'map(select(.reverted.object == "company")) | length > 0 and all(.error.code == "revert.stays")' out2
	jq -es 'map(select(.reverted.object == "contact")) | length == 8 and all(.reverted.did == "unchanged" and .error.code == "revert.stays" and (.error.message | startswith("people stay: ")))' out2
	# Once more: nothing is left of it.
	push --revert "$run" >out2
	is 0 "$(jq -c 'select(.reverted.did == "deleted")' out2 | wc -l)"
	# The same input does not undo that, unless it is meant to.
	w=$(writes)
	push <in >out
	is "unchanged 12 $w" "$(outcomes) $(writes)"
	push --only contact,company,note,deal,ticket,task <in >out
	is "8 13 2 1 1" "$(count contacts) $(count notes) $(count deals) $(count tickets) $(count tasks)"
}
