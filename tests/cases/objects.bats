# Deals, tickets, tasks and what else a record asks for, each once.
bats_require_minimum_version 1.5.0
load push

setup() {
	start
	cd "$BATS_TEST_TMPDIR"
}

teardown() {
	sandbox_stop
}

state() {	# JQ: of all that the sandbox holds
	curl -sS "$U/_sandbox/state" | jq -r "$1"
}

@test "a deal, a ticket, a task and its owner arrive, tied, and once" {
	owner
	rich 20 >in
	push <in >out
	is 20 "$(jq -r '.objects.deal.did' out | grep -c created)"
	is 10 "$(jq -r '.objects.ticket.did // empty' out | grep -c created)"
	is "created" "$(jq -r '.actions[0].did' out | sort -u)"
	is 20 "$(count deals)"
	is 10 "$(count tickets)"
	is 20 "$(count tasks)"
	is "1200 Deal test/bot/7" "$(state '.deals[].properties |
	    select(.dealname == "Deal test/bot/7") | "\(.amount) \(.dealname)"')"
	is "HIGH 1" "$(state '.tickets[0].properties |
	    "\(.hs_ticket_priority) \(.hs_pipeline_stage)"')"
	is "MEDIUM 2026-03-02 NOT_STARTED $OWNER_ID a &lt; b" "$(state '.tasks[0].properties |
	    "\(.hs_task_priority) \(.hs_timestamp[0:10]) \(.hs_task_status) \(.hubspot_owner_id) \(.hs_task_body)"')"
	is "chat;warm" "$(state '[.contacts[].properties.chatcrm_tags] | unique | .[]')"
	# The same again asks nothing, and a lost ledger finds all by token.
	push <in >again
	is "unchanged" "$(jq -r .outcome again | sort -u)"
	rm -f l.db*
	push <in >again
	is "unchanged" "$(jq -r .outcome again | sort -u)"
	is "20 10 20" "$(count deals) $(count tickets) $(count tasks)"
}

@test "a deal closes on a day or at a time" {
	one a/1 2026-03-01T10:00:00Z '"email":"a@x.example"' \
	    '"deal":{"name":"Day","close_date":"2026-05-02"}' >in
	one b/1 2026-03-01T10:00:00Z '"email":"b@x.example"' \
	    '"deal":{"name":"Time","close_date":"2026-05-02T23:30:00Z"}' >>in
	push <in >out
	is "created" "$(jq -r .objects.deal.did out | sort -u)"
	is "Day 2026-05-02T12:00 Time 2026-05-02T23:30" "$(state '[.deals[].properties |
	    "\(.dealname) \(.closedate[0:16])"] | sort | join(" ")')"
	rm -f l.db*
	push <in >out
	is "unchanged" "$(jq -r .objects.deal.did out | sort -u)"
}

@test "a conversation that grew changes its deal as far as people let it" {
	configure '  write: {fields: {deal.amount: overwrite}}'
	records 1 | jq -c '.deal = {name: "First", amount: 10.0} |
	    .actions = [{type: "task", workflow: "w", subject: "One"}]' | push >out
	records 1 | jq -c '.at = "2026-03-01T11:00:00Z" |
	    .deal = {name: "Second", amount: 20.0} |
	    .actions = [{type: "task", workflow: "w", subject: "Two"}]' | push >out
	is "updated unchanged" "$(jq -r '"\(.objects.deal.did) \(.objects.task.did)"' out)"
	is "First 20" "$(state '.deals[0].properties | "\(.dealname) \(.amount)"')"
	# What an action made is people's own.
	is "One" "$(state '.tasks[].properties.hs_task_subject')"
}

@test "assign, set and tag change fields; what people undo stays undone" {
	owner
	records 1 | jq -c --arg o "$OWNER" '.actions = [{type: "assign", owner: $o},
	    {type: "set", fields: {job_title: "Boss"}},
	    {type: "tag", name: "a"}]' >in
	push <in >out
	is "created created created" "$(jq -r '[.actions[].did] | join(" ")' out)"
	is "$OWNER_ID Boss a" "$(state '.contacts[0].properties |
	    "\(.hubspot_owner_id) \(.jobtitle) \(.chatcrm_tags)"')"
	id=$(state '.contacts[0].id')
	curl -sS -o /dev/null -H 'Authorization: Bearer t' -X PATCH \
	    -H 'Content-Type: application/json' \
	    -d '{"properties":{"jobtitle":"Clerk","chatcrm_tags":"a;vip"}}' \
	    "$U/crm/v3/objects/contacts/$id"
	jq -c '.at = "2026-03-01T12:00:00Z" | .actions[2].name = "b"' in | push >out
	is "Clerk a;vip;b" "$(state '.contacts[0].properties |
	    "\(.jobtitle) \(.chatcrm_tags)"')"
	jq -c '.at = "2026-03-01T13:00:00Z" | .actions[2] =
	    {type: "tag", name: ["a", "b"], remove: true}' in | push >out
	is "vip" "$(state '.contacts[0].properties.chatcrm_tags')"
}

@test "lists take and lose people once, and unsubscribing is sent" {
	list Newsletter
	records 3 | jq -c '.actions = [{type: "list", name: "Newsletter"},
	    {type: "unsubscribe"}]' >in
	push <in >out
	is "updated" "$(jq -r '.actions[].did' out | sort -u)"
	members() {
		curl -sS -H 'Authorization: Bearer t' \
		    "$U/crm/v3/lists/object-type-id/0-1/name/Newsletter" |
		    jq -r .list.size
	}
	is 2 "$(members)"
	push <in >out
	is "unchanged" "$(jq -r .outcome out | sort -u)"
	jq -c '.at = "2026-03-01T12:00:00Z" |
	    .actions = [{type: "list", name: "Newsletter", remove: true}]' in |
	    push >out
	is 0 "$(members)"
	records 1 9 | jq -c '.actions = [{type: "list", name: "Nobody"}]' |
	    push >out || :
	is "refused list.unknown" "$(jq -r '"\(.actions[0].did) \(.error.code)"' out)"
	is 3 "$(count contacts)"
}

# sought CACHE FIRST: how often was a list looked for, by two records of one run?
sought() {
	sed -i "s/^crm:/&\n  cache: $1/" c.yaml
	records 2 $2 | jq -c '.actions = [{type: "list", name: "Newsletter"}]' >in
	mkfifo pipe
	chatcrm-push -q -c c.yaml --trace trace <pipe >out 3>&- &
	exec 9>pipe
	head -1 in >&9
	until grep -q outcome out; do sleep 0.02; kill -0 $!; done
	tail -1 in >&9
	exec 9>&-
	wait $!
	grep -c '/lists/.*/name/' trace
	rm trace pipe
	sed -i '/^  cache:/d' c.yaml
}

@test "a list is looked for again once what is known of it is old" {
	list Newsletter
	is 1 "$(sought 10m 1)"
	is 2 "$(sought 0s 5)"
}

@test "what cannot be sent is told, and nothing of it is silent" {
	records 1 | jq -c '.actions = [{type: "notify", sms: "+1"},
	    {type: "task", subject: "late", max_age: "1h"},
	    {type: "dance"}, {type: "assign", owner: "nobody@x.example"}] |
	    .contact.owner = "nobody@x.example"' >in
	push --now 2026-03-02T00:00:00Z <in >out 2>err || :
	is "unsent expired unsent refused" "$(jq -r '[.actions[].did] | join(" ")' out)"
	is "refused owner.unknown" "$(jq -r '"\(.outcome) \(.error.code)"' out)"
	is "the CRM knows no owner n***@x.example, or several" \
	    "$(jq -r .error.message out)"
	is 0 "$(count tasks)"
	records 1 4 | jq -c '.actions = [{type: "assign", workflow: "vip",
	    owner: "nobody@x.example"}]' | push >out || :
	is "workflow 'vip': the CRM knows no owner n***@x.example, or several" \
	    "$(jq -r .error.message out)"
	records 2 5 | jq -c '.contact.owner = "nobody@x.example"' |
	    chatcrm-push -c c.yaml >out 2>err
	is "contact.owner contact.owner" "$(jq -r '.unsent[0] // empty' out | xargs)"
	is 1 "$(grep -c "contact.owner n\*\*\*@x.example is not sent" err)"
	records 1 6 | jq -c '.actions = [{type: "task", subject: "x"}]' >in
	push --no-actions <in >out
	is "skipped 0" "$(jq -r '.actions[0].did' out) $(count tasks)"
	push <in >out
	is "created 1" "$(jq -r '.actions[0].did' out) $(count tasks)"
}

@test "tasks of one workflow are as many as there are actions" {
	records 1 | jq -c '.actions = [
	    {type: "task", workflow: "w", subject: "First"},
	    {type: "ticket", workflow: "w", subject: "Between"},
	    {type: "task", workflow: "w", subject: "Second"},
	    {type: "task", workflow: "v", subject: "Third"}]' >in
	push <in >out
	is "created created created created" "$(jq -r '[.actions[].did] | join(" ")' out)"
	is 3 "$(count tasks)"
	# Counted among their own, so that one of another kind changes nothing.
	jq -c '.at = "2026-03-01T12:00:00Z" | del(.actions[1])' in | push >out
	is "unchanged unchanged unchanged" "$(jq -r '[.actions[].did] | join(" ")' out)"
	is 3 "$(count tasks)"
}

@test "two actions of one name: what is not made is told" {
	records 1 | jq -c '.actions = [
	    {type: "task", workflow: "w", id: "t", subject: "First"},
	    {type: "task", workflow: "w", id: "t", subject: "First"},
	    {type: "ticket", workflow: "w", id: "t", subject: "Other type"},
	    {type: "task", workflow: "v", id: "t", subject: "Other rule"},
	    {type: "task", workflow: "w", id: "t", subject: "Lost"}]' >in
	for want in created unchanged; do
		push <in >out
		is "$want refused action.id" "$(jq -r '"\(.actions[0].did) \(.actions[4].did) \(.actions[4].error.code)"' out)"
		is "refused action.id actions" "$(jq -r '"\(.outcome) \(.error.code) \(.error.field)"' out)"
		is "2 1" "$(count tasks) $(count tickets)"
	done
	jq -c '.actions[4].id = "u"' in | push >out
	is "created 3" "$(jq -r '.actions[4].did' out) $(count tasks)"
}

@test "an option that the CRM does not have is told by its name" {
	records 1 | jq -c '.ticket = {subject: "s", priority: "soon"}' |
	    push >out || :
	is "refused crm.option ticket.priority" \
	    "$(jq -r '"\(.outcome) \(.error.code) \(.error.field)"' out)"
	[[ $(jq -r .error.message out) == *"no option 'SOON'"* ]]
}

@test "a plan has all of it, and is done as it stands" {
	owner
	list Newsletter
	rich 2 | jq -c '.actions += [{type: "list", name: "Newsletter"}]' >in
	push -n <in >dry
	is 1 "$(jq -r .url dry | grep -c /tasks/batch/create)"
	is 1 "$(jq -r .url dry | grep -c /memberships/add)"
	push --plan <in >plan
	is "action company contact deal note task ticket" \
	    "$(jq -r '.changes[]?.object' plan | sort -u | xargs)"
	is "0 0" "$(count contacts) $(count tasks)"
	push --apply plan >out
	is "created" "$(jq -r .outcome out | sort -u)"
	is "" "$(jq -r '.actions[] | select(.error)' out)"
	is "2 1 2" "$(count deals) $(count tickets) $(count tasks)"
	push <in >out
	is "unchanged" "$(jq -r .outcome out | sort -u)"
}

@test "the CRM tells its fields, and what changed since a time" {
	run -0 "$B/tests/crm-pull" c.yaml task
	[[ $output == *"hs_task_priority enumeration LOW,MEDIUM,HIGH "* ]]
	[[ $output == *"chatcrm_id string  "*unique* ]]
	[[ $output == *"hs_object_id number  read-only"* ]]
	records 450 | push >out
	is "$(count contacts)" \
	    "$("$B/tests/crm-pull" c.yaml contact 2020-01-01T00:00:00Z | sort -u | wc -l)"
	is "$(count companies)" \
	    "$("$B/tests/crm-pull" c.yaml company 2020-01-01T00:00:00Z | sort -u | wc -l)"
	is 0 "$("$B/tests/crm-pull" c.yaml contact 2999-01-01T00:00:00Z | wc -l)"
	run -1 "$B/tests/crm-pull" c.yaml lead
	[[ $output == *"does not say which fields a lead has"* ]]
}

@test "answers that are lost or lie make nothing twice" {
	sandbox_stop
	start --seed 7 --reset 10 --fail 5 --lie 3
	list Newsletter
	owner
	configure "  batch: 7
  connections: 4
  verify: all"
	rich 60 | jq -c '.actions += [{type: "list", name: "Newsletter"}]' >in
	for ((i = 0; i < 10; i++)); do
		push <in >out 2>/dev/null && ! grep -q deferred out && break
	done
	is "" "$(jq -c 'select(.outcome == "deferred" or .outcome == "refused")' out)"
	is "60 30 60" "$(count deals) $(count tickets) $(count tasks)"
	is 60 "$(state '[.tasks[].properties.hs_task_subject] | unique | length')"
}

@test "stopped anywhere, all is there once" {
	owner
	list Newsletter
	rich 6 | jq -c '.actions += [{type: "list", name: "Newsletter"}]' >in
	n=0
	while :; do
		n=$((n + 1))
		CHATCRM_STOP_AFTER=$n push <in >out 2>/dev/null && break
		[ "$n" -lt 400 ] || break
		push <in >out 2>/dev/null
		# Each stop is seen once: the next begins anew.
		if [ $((n % 5)) -eq 0 ]; then
			is "6 3 6" "$(count deals) $(count tickets) $(count tasks)"
		fi
		is "" "$(jq -r 'select(.outcome == "refused" or .outcome == "deferred")' out)"
		sandbox_stop
		start
		list Newsletter
		rm -f l.db*
	done
	[ "$n" -gt 20 ]
}

@test "a lie about any type of object is found by reading back, and only so" {
	local t
	owner
	rich 2 >in
	for t in contacts companies deals tickets tasks notes; do
		call POST /_sandbox/faults '[{"match":{"path":"/crm/v3/objects/'$t'/batch/create"},"fault":"lie","times":1}]'
		rm -f l.db*
		configure '  verify: all'
		push <in >out
		is "2 2 2 1 2 2" "$(count contacts) $(count companies) $(count deals) $(count tickets) $(count tasks) $(count notes)"
		is "created" "$(jq -r .outcome out | sort -u)"
		sandbox_stop
		start
		owner
		rich 2 >in
	done
	# Nobody who does not look finds out.
	call POST /_sandbox/faults '[{"match":{"path":"/crm/v3/objects/deals/batch/create"},"fault":"lie","times":1}]'
	configure '  verify: none'
	push <in >out
	is 0 "$(count deals)"
}

# asked: how often the CRM was asked for owners by a push of IN.
asked() {
	local n
	n=$(grep -c '"path":"/crm/v3/owners' log)
	push --max-rejects 100 <in >out
	echo $(($(grep -c '"path":"/crm/v3/owners' log) - n))
}

@test "an owner is asked for once, and again when the CRM refused something" {
	owner
	configure '  batch: 1
  connections: 1'
	records 9 | jq -c '.contact.owner = env.OWNER | del(.company)' >in
	is 1 "$(asked)"
	records 9 20 | jq -c '.contact.owner = env.OWNER | del(.company)' >in
	faults '[{"match":{"method":"POST","path":"/crm/v3/objects/contacts/batch/create"},"fault":"picklist","times":1}]'
	is 2 "$(asked)"
	# the first person, whose two records are one wave's
	is "refused 2" "$(outcomes | grep -o 'refused [0-9]*')"
}
