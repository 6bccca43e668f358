# chatcrm-route as a command, in the pipe, and as far as the CRM.

bats_require_minimum_version 1.5.0

load push

setup() {
	top=$(cd "$BATS_TEST_DIRNAME/../.." && pwd)
	cd "$BATS_TEST_TMPDIR" || return 1
	cat >chatcrm.yaml <<-'END'
	route:
	  - name: complaint
	    when: '"complaint" in tags'
	    owner: support@acme.example
	    stop: true
	    do: [{ticket: {subject: A complaint, priority: high}}]
	  - name: large
	    when: score.total > 60.0 && company.size >= 250
	    max_age: 24h
	    do:
	      - task: {subject: {from: '"Call " + contact.first_name'}, due: 24h}
	      - assign: {among: [ana@acme.example, bo@acme.example]}
	      - set: {lifecycle: {value: opportunity}, company.tier: '"A"'}
	  - name: rest
	    do: [{tag: chat}]
	END
	cat >in <<-'END'
	{"chatcrm":1,"id":"1","at":"2026-03-01T00:00:00Z","contact":{"email":"a@x.example","first_name":"Ana"},"company":{"size":400},"score":{"total":72.5}}
	{"chatcrm":1,"id":"2","tags":["complaint"],"company":{"size":400},"score":{"total":80.0}}
	{"chatcrm":1,"id":"3","withheld":["consent"],"score":{"total":80.0}}
	END
}

teardown() {
	sandbox_stop
}

@test "rules fire in order until one stops, each with its reasons" {
	run --separate-stderr chatcrm-route --select route in
	[ "$status" -eq 0 ]
	[ "${lines[0]}" = '{"rules":[{"rule":"large","why":{"score.total":72.5,"company.size":400}},{"rule":"rest"}]}' ]
	[ "${lines[1]}" = '{"rules":[{"rule":"complaint","owner":"support@acme.example","why":{"tags":["complaint"]}}],"stopped":"complaint"}' ]
	[ "${lines[2]}" = '{"rules":[],"skipped":"consent"}' ]
	[[ "$stderr" == *"in 3 = out 3 + refused 0 + skipped 0 + folded 0"* ]]
}

@test "actions are what push reads, each named by its rule and an id" {
	chatcrm-route -q in >out
	is '["assign large assign","set large set","set large set.company","tag rest tag","task large task"]' \
	    "$(jq -sc '.[0].actions | map("\(.type) \(.workflow) \(.id)") | sort' out)"
	is '{"type":"task","workflow":"large","id":"task","subject":"Call Ana","due":"24h","max_age":"24h"}' \
	    "$(jq -sc '.[0].actions[0]' out)"
	is '{"type":"set","workflow":"large","id":"set.company","object":"company","fields":{"tier":"A"},"max_age":"24h"}' \
	    "$(jq -sc '.[0].actions[3]' out)"
	is '[{"type":"ticket","workflow":"complaint","id":"ticket","subject":"A complaint","priority":"high"}]' \
	    "$(jq -sc '.[1].actions' out)"
	is null "$(jq -sc '.[2].actions' out)"
}

@test "without the section records pass as they are, byte by byte" {
	: >none.yaml
	chatcrm-route -q -c none.yaml in | cmp - in
	printf 'route:\n' >none.yaml
	chatcrm-route -q -c none.yaml in | cmp - in
}

@test "routing again gives the same, and other rules take the place of old ones" {
	chatcrm-route -q in >once
	chatcrm-route -q once | cmp - once
	sed 's/name: large/name: big/' chatcrm.yaml >big.yaml
	chatcrm-route -q -c big.yaml once >again
	chatcrm-route -q -c big.yaml in | cmp - again
	[ "$(grep -c '"large"' again)" -eq 0 ]
}

@test "actions of others stay, before ours" {
	jq -c '.actions = [{type: "task", subject: "theirs", workflow: "x"}]' \
	    in >theirs
	chatcrm-route -q theirs >out
	is '["theirs","Call Ana"]' \
	    "$(jq -sc '.[0].actions[:2] | map(.subject)' out)"
	chatcrm-route -q out | cmp - out
	: >none.yaml
	is '["theirs"]' "$(jq -sc '.[2].actions | map(.subject)' out)"
}

@test "what cannot be evaluated is a finding, and no record is lost" {
	cat >bad.yaml <<-'END'
	route:
	  - {name: bad, when: contact.age > 3, do: [{tag: old}]}
	  - name: half
	    do:
	      - {task: {subject: {from: contact.age + 1}, due: {from: contact.age}, body: stays}}
	      - {tag: {from: contact.age + 1}}
	      - {tag: odd, when: contact.age > 1}
	END
	echo '{"chatcrm":1,"id":"1","contact":{"age":"old"}}' >in
	chatcrm-route -q -c bad.yaml in >out
	is '[{"type":"task","workflow":"half","id":"task","body":"stays"}]' \
	    "$(jq -c .actions out)"
	is '[["route.bad","expr.error","skipped"],["route.half","expr.error","skipped"],["route.half","action.due","dropped"]]' \
	    "$(jq -c '[.findings[] | [.field, .code, .did]]' out)"
	chatcrm-route -q -c bad.yaml out | cmp - out
}

@test "who takes turns is the same in every conversation, and shares are kept" {
	cat >turns.yaml <<-'END'
	route:
	  - name: turns
	    do:
	      - assign: {among: {a@x.example: 2, b@x.example: 1, c@x.example: 1}}
	END
	sed 's/, c@x.example: 1//' turns.yaml >left.yaml
	awk 'BEGIN { while (i++ < 4000) printf "{\"chatcrm\":1,\"id\":\"%d\"," \
	    "\"contact\":{\"email\":\"p%d@f.example\"}}\n", i, i % 2000 }' >many
	chatcrm-route -q -c turns.yaml --select \
	    '[contact.email, actions[0].owner]' many >out
	is 2000 "$(sort -u out | wc -l)"	# one owner a person
	sort -u out | jq -r '.[1]' | sort | uniq -c | awk '
	    { n[$2] = $1 }
	    END { exit !(n["a@x.example"] > 900 && n["a@x.example"] < 1100 &&
	        n["b@x.example"] > 430 && n["b@x.example"] < 570 &&
	        n["c@x.example"] > 430 && n["c@x.example"] < 570) }'
	# Who leaves leaves his to the others, who keep theirs.
	chatcrm-route -q -c left.yaml --select \
	    '[contact.email, actions[0].owner]' many >less
	paste out less | awk -F'\t' '$1 != $2 && $1 !~ /c@x/ { bad++ }
	    $1 != $2 { moved++ } END { exit bad > 0 || moved == 0 }'
}

@test "any number of threads writes the same" {
	for _ in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16; do cat in; done >many
	chatcrm-route -q many >one
	chatcrm-route -q -j 4 many >four
	cmp one four
}

@test "--summary counts by rule, and what would be too old" {
	run -0 --separate-stderr chatcrm-route --summary --format json \
	    --now 2026-03-03T00:00:00Z in
	is '{"records":3,"routed":2,"without_consent":1}' \
	    "$(jq -c 'del(.rules)' <<<"$output")"
	is '{"rule":"large","tried":1,"fired":1,"stopped":0,"failed":0,"actions":{"task":1,"assign":1,"set":2},"expired":4,"examples":["1"]}' \
	    "$(jq -c '.rules[1]' <<<"$output")"
	is '{"rule":"complaint","tried":2,"fired":1,"stopped":1,"failed":0,"actions":{"ticket":1},"expired":0,"examples":["2"]}' \
	    "$(jq -c '.rules[0]' <<<"$output")"
	run -0 --separate-stderr chatcrm-route --summary \
	    --now 2026-03-01T12:00:00Z in
	[[ "$output" == "3 records, 2 routed by some rule, 1 without consent"* ]]
	[[ "$output" == *"large "*" 1 100.0% "*"task 1, assign 1, set 2"* ]]
	[[ "$output" != *"too old"* ]]
	run -64 chatcrm-route --summary --select id in
}

@test "the manual's configuration works" {
	sed -n '/^route:/,/^\.Ed/{/^\./!p}' "$top/man/chatcrm-route.1" >man.yaml
	chatcrm check --strict -c man.yaml
	is '["enterprise"]' "$(chatcrm-route -q -c man.yaml --select \
	    'route.rules.map(r, r.rule)' in | head -n 1)"
}

@test "the design's example is a configuration" {
	cat >design.yaml <<-'END'
	route:
	  - {name: enterprise, owner: ops@acme.example, when: 'score.total > 60.0 && company.revenue >= 10000000',
	     do: [{task: {subject: "Call within the day"}}, {notify: {sms: "+1…"}}]}
	END
	chatcrm check --strict -c design.yaml
}

@test "chatcrm run routes behind score, as the pipe does" {
	cat >run.yaml <<-'END'
	map: {source: rasa, contact: {email: slots.email}}
	score: {rules: [{name: p, mentions: price, points: 70}]}
	route:
	  - {name: hot, when: score.total > 60.0, do: [{tag: hot}]}
	END
	cat >chat <<-'END'
	{"sender_id":"a","slots":{"email":"a@x.example"},"events":[{"event":"user","text":"price?","timestamp":1772323200}]}
	END
	now='-q -c run.yaml --now 2026-03-01T00:00:00Z'
	chatcrm run $now --to route chat >out
	is '["hot"]' "$(jq -c '[.route.rules[].rule]' out)"
	is null "$(chatcrm run $now --to score chat | jq -c .route)"
	chatcrm-map $now chat | chatcrm-validate $now | chatcrm-score $now |
	    chatcrm-route $now | cmp - out
}

@test "chatcrm test and diff go as far as route" {
	cat >chatcrm.test.yaml <<-'END'
	tests:
	  - name: who complains has a ticket and nothing else
	    stage: route
	    given: {chatcrm: 1, id: a, tags: [complaint]}
	    expect:
	      route: {stopped: complaint}
	      actions: [{type: ticket, workflow: complaint}]
	  - name: all others a tag
	    stage: score
	    given: {chatcrm: 1, id: b}
	    expect: {score: {total: 0}, actions: [{type: tag, name: chat}]}
	END
	run -0 chatcrm test chatcrm.test.yaml
	sed -i 's/name: chat}/name: chats}/' chatcrm.test.yaml
	run -1 chatcrm test chatcrm.test.yaml
	[[ "$output" == *'actions[0].name'* ]]
	printf 'route: [{name: a, do: [{tag: x}]}]\n' >old.yaml
	printf 'route: [{name: a, do: [{tag: y}]}]\n' >new.yaml
	echo '{"sender_id":"a","slots":{"email":"a@x.example"},"events":[]}' \
	    >chat
	run -1 --separate-stderr chatcrm diff --format json old.yaml new.yaml chat
	is '["actions"]' "$(jq -c '[.fields[].field]' <<<"$output")"
}

@test "one mistake in an action hides no other" {
	cat >wrong.yaml <<-'END'
	route:
	  - name: a
	    do:
	      - {task: {subjct: x, due: soon}, when: scoore.total > 5, max_age: x}
	      - {tagg: x}
	      - {tag: x, id: t}
	      - {tag: y, id: t}
	END
	run -78 chatcrm check -c wrong.yaml
	for at in 4:17 4:33 4:46 4:73 5:10 7:9; do
		[[ "$output" == *"wrong.yaml:$at: error"* ]]
	done
	is 6 "$(grep -c error: <<<"$output")"
}

@test "a record that fails twice in a rule has failed once" {
	cat >twice.yaml <<-'END'
	route:
	  - {name: a, do: [{task: {subject: {from: contact.first_name + 1}, due: {from: contact.first_name}}}]}
	END
	run -0 --separate-stderr chatcrm-route --summary --format json \
	    -c twice.yaml in
	is 3,1 "$(jq -r '"\(.records),\(.rules[0].failed)"' <<<"$output")"
}

@test "tasks of before they had ids are not made again" {
	start
	one a/1 2026-03-01T10:00:00Z '"email":"a@x.example"' \
	    '"actions":[{"type":"task","workflow":"w","subject":"A"},{"type":"task","workflow":"w","subject":"B"}]' |
	    push >out
	is 2 "$(count tasks)"
	ids=$(jq -c '[.actions[].id]' out)
	cat >>c.yaml <<-'END'
	route: [{name: w, do: [{task: {subject: A}}, {task: {subject: B}}, {task: {subject: C}}]}]
	END
	for hour in 11 12; do
		one a/1 2026-03-01T$hour:00:00Z '"email":"a@x.example"' |
		    chatcrm-route -q -c c.yaml | push >out
		is 3 "$(count tasks)"
		is "$ids" "$(jq -c '[.actions[:2][].id]' out)"
	done
}

@test "what rules ask for reaches the CRM once, however often it is sent" {
	start
	owner
	list News
	cat >>c.yaml <<-END
	route:
	  - name: enterprise
	    when: score.total > 60.0
	    do:
	      - task:
	          subject: {from: '"Call " + contact.first_name'}
	          due: 24h
	          priority: high
	          owner: {among: [$OWNER]}
	      - task: {subject: Look them up}
	      - ticket: {subject: Large one, priority: high}
	      - list: News
	      - assign: $OWNER
	      - tag: [vip]
	      - notify: {sms: "+1"}
	END
	sed -i 's/^\(  retry: .*\)/\1\n  fields: {contact: {owner: {to: hubspot_owner_id, owner: true}}}/' c.yaml
	one a/1 2026-03-01T10:00:00Z '"email":"a@x.example","first_name":"Ana"' \
	    '"score":{"total":72.5,"grade":"hot"}' >in
	chatcrm-route -q -c c.yaml in | push >out 2>err
	is "task created, task created, ticket created, list updated, assign created, tag created, notify unsent" \
	    "$(jq -r '[.actions[] | "\(.type) \(.did)"] | join(", ")' out)"
	is 2 "$(count tasks)"
	is 1 "$(count tickets)"
	is "$OWNER_ID" "$(contact a@x.example hubspot_owner_id)"
	is vip "$(contact a@x.example chatcrm_tags)"
	is "Call Ana" "$(curl -sS "$U/_sandbox/state" | jq -r '[.tasks[].properties |
	    select(.hs_task_priority == "HIGH")][0].hs_task_subject')"
	[[ $(cat err) != *"task.id is not sent"* ]]
	before=$(writes)
	chatcrm-route -q -c c.yaml in | push >out
	is unchanged "$(jq -r .outcome out)"
	is "$before" "$(writes)"
	# The conversation goes on, and a task comes before the others: neither
	# of them is made again.
	awk '{ print } /^    do:/ { print "      - task: {subject: First}\n        id: first" }' \
	    c.yaml >more.yaml
	one a/1 2026-03-01T11:00:00Z '"email":"a@x.example","first_name":"Ana"' \
	    '"score":{"total":75.5,"grade":"hot"}' |
	    chatcrm-route -q -c more.yaml >in
	mv more.yaml c.yaml
	push <in >out
	is 3 "$(count tasks)"
	is 1 "$(count tickets)"
}
