#!/usr/bin/env bats
# The sandbox speaks HubSpot's API, with its traps.

load sandbox.bash

C=/crm/v3/objects/contacts

setup() {
	U=
}

teardown() {
	sandbox_stop
}

contact() {	# contact EMAIL [MEMBERS]: create one; its id
	call POST $C "{\"properties\":{\"email\":\"$1\"${2:+,$2}}}"
	is 201 "$status"
	ID=$(j .id)
}

@test "says where it listens and ends cleanly" {
	sandbox_start
	is "listening on $U" "$(cat "$BATS_TEST_TMPDIR/out")"
	sandbox_stop
}

@test "create, read, update, archive" {
	sandbox_start
	contact Ana@Acme.Example '"firstname":"Ana"'
	is ana@acme.example "$(j .properties.email)"
	[[ $ID =~ ^[0-9]+$ ]]
	call GET $C/$ID
	is '200 Ana null' "$status $(j '.properties|"\(.firstname) \(.lastname)"')"
	call GET "$C/ana%40acme.example?idProperty=email&properties=phone,firstname"
	is "200 $ID null Ana" "$status $(j '"\(.id) \(.properties|"\(.phone) \(.firstname)")"')"
	call PATCH $C/$ID '{"properties":{"firstname":"","lastname":"Lee"}}'
	is 200 "$status"
	call GET $C/$ID
	is 'null Lee' "$(j '.properties|"\(.firstname) \(.lastname)"')"
	[ "$(j .updatedAt)" != "$(j .createdAt)" ] || [ "$(j .archived)" = false ]
	call DELETE $C/$ID
	is 204 "$status"
	call GET $C/$ID
	is '404 OBJECT_NOT_FOUND' "$status $(j .category)"
	call GET "$C/$ID?archived=true"
	is '200 true' "$status $(j .archived)"
	# An archived contact's address is free again.
	contact ana@acme.example
}

@test "an address that is taken is a 409 that names its owner" {
	sandbox_start
	contact ana@acme.example
	call POST $C '{"properties":{"email":"ANA@acme.example"}}'
	is "409 CONFLICT Contact already exists. Existing ID: $ID" \
	    "$status $(j '"\(.category) \(.message)"')"
}

@test "a merge keeps both ids, and the other address as a secondary one" {
	sandbox_start
	contact ana@acme.example; a=$ID
	contact ana@home.example '"phone":"1"'; b=$ID
	call POST $C/merge "{\"primaryObjectId\":\"$a\",\"objectIdToMerge\":\"$b\"}"
	is 200 "$status"
	call GET "$C/$b?properties=hs_additional_emails,phone,email"
	is "$a ana@home.example 1 ana@acme.example" \
	    "$(j '"\(.id) \(.properties|"\(.hs_additional_emails) \(.phone) \(.email)")"')"
	call POST $C '{"properties":{"email":"ana@home.example"}}'
	is "409 Contact already exists. Existing ID: $a" "$status $(j .message)"
}

@test "what is not a property, or read only, or no such value is refused" {
	sandbox_start
	for p in 'emial:x:PROPERTY_DOESNT_EXIST' \
	    'hs_analytics_source:x:READ_ONLY_VALUE' \
	    'lifecyclestage:king:INVALID_OPTION' 'email:nobody:INVALID_EMAIL'; do
		IFS=: read -r name value code <<<"$p"
		call POST $C "{\"properties\":{\"lastname\":\"L\",\"$name\":\"$value\"}}"
		is "400 VALIDATION_ERROR $code $name" \
		    "$status $(j '"\(.category) \(.errors[0]|"\(.code) \(.context.propertyName[0])")"')"
		is "$code" "$(j '.message|ltrimstr("Property values were not valid: ")|fromjson[0].error')"
	done
	call POST $C '{"properties":{"phone":"1"}}'
	is '400 REQUIRED_PROPERTY' "$status $(j '.errors[0].code')"
	call POST /crm/v3/objects/notes '{"properties":{"hs_note_body":"x"}}'
	is '400 hs_timestamp' "$status $(j '.errors[0].context.propertyName[0]')"
}

@test "times are read as ms and RFC 3339, and kept as the latter" {
	sandbox_start
	for t in 1772360130250 2026-03-01T11:15:30.25+01:00; do
		call POST /crm/v3/objects/notes "{\"properties\":{\"hs_timestamp\":\"$t\"}}"
		is 2026-03-01T10:15:30.250Z "$(j .properties.hs_timestamp)"
	done
	call POST /crm/v3/objects/notes '{"properties":{"hs_timestamp":"yesterday"}}'
	is '400 INVALID_DATE' "$status $(j '.errors[0].code')"
}

@test "the lifecycle stage only moves forward unless cleared" {
	sandbox_start
	contact ana@acme.example '"lifecyclestage":"lead"'
	for s in customer:customer lead:customer : lead:lead; do
		call PATCH $C/$ID "{\"properties\":{\"lifecyclestage\":\"${s%:*}\"}}"
		is 200 "$status"
		call GET "$C/$ID?properties=lifecyclestage"
		is "${s#*:}" "$(j '.properties.lifecyclestage // ""')"
	done
}

@test "a batch with trace ids fails in part, without them as a whole" {
	sandbox_start
	good='"properties":{"email":"a@x.example"}' bad='"properties":{"nope":"1"}'
	call POST $C/batch/create \
	    "{\"inputs\":[{\"objectWriteTraceId\":\"r1\",$good},{\"objectWriteTraceId\":\"r2\",$bad}]}"
	is '207 COMPLETE 1 1 r1 r2' "$status $(j '"\(.status) \(.numErrors) \(.results|length) \(.results[0].objectWriteTraceId) \(.errors[0].context.objectWriteTraceId[0])"')"
	call POST $C/batch/create "{\"inputs\":[{\"properties\":{\"email\":\"b@x.example\"}},{$bad}]}"
	is 400 "$status"
	call GET /_sandbox/state
	is 1 "$(j '.contacts|length')"
}

@test "batch create with a known address reports it and creates the rest" {
	sandbox_start
	contact a@x.example
	call POST $C/batch/create '{"inputs":[{"objectWriteTraceId":"1","properties":{"email":"a@x.example"}},{"objectWriteTraceId":"2","properties":{"email":"b@x.example"}}]}'
	is "207 CONFLICT Contact already exists. Existing ID: $ID" \
	    "$status $(j '.errors[0]|"\(.category) \(.message)"')"
	is 2 "$(j '.results[0].objectWriteTraceId')"
}

@test "results of a batch are not in the order of its inputs" {
	sandbox_start
	call POST $C/batch/create '{"inputs":[{"properties":{"email":"a@x.example"}},{"properties":{"email":"b@x.example"}}]}'
	is '201 b@x.example a@x.example' "$status $(j '[.results[].properties.email]|join(" ")')"
}

@test "batch read finds by id and unique property and names the missing" {
	sandbox_start
	contact a@x.example '"phone":"7"'
	call POST $C/batch/read "{\"inputs\":[{\"id\":\"$ID\"}],\"properties\":[\"phone\",\"nope\"]}"
	is '200 7 null' "$status $(j '.results[0].properties|"\(.phone) \(.nope)"')"
	call POST $C/batch/read '{"idProperty":"email","inputs":[{"id":"A@x.example"},{"id":"c@x.example"}],"properties":[]}'
	is "207 $ID c@x.example" "$status $(j '"\(.results[0].id) \(.errors[0].context.ids|join(","))"')"
	call POST $C/batch/read '{"idProperty":"phone","inputs":[{"id":"7"}]}'
	is '400 VALIDATION_ERROR' "$status $(j .category)"
}

@test "the same id twice in a batch, or 101 inputs, fail all of it" {
	sandbox_start
	call POST $C/batch/read '{"idProperty":"email","inputs":[{"id":"a@x.example"},{"id":"A@x.example"}]}'
	is '400 A@x.example' "$status $(j '.context.ids[0]')"
	[[ $(j .message) = 'Duplicate IDs found in batch input:'* ]]
	call POST $C/batch/read "$(jq -nc '{inputs:[range(101)|{id:tostring}]}')"
	is 400 "$status"
	call POST $C/batch/read "$(jq -nc '{inputs:[range(100)|{id:tostring}]}')"
	is 207 "$status"
}

@test "upsert by a unique property creates once and then updates" {
	sandbox_start --property contacts.chatcrm_id:unique
	for new in true false; do
		call POST $C/batch/upsert '{"inputs":[{"id":"p-1","idProperty":"chatcrm_id","objectWriteTraceId":"r","properties":{"email":"a@x.example"}}]}'
		is "200 $new p-1" "$status $(j '.results[0]|"\(.new) \(.properties.chatcrm_id // "p-1")"')"
	done
	contact b@x.example
	call PATCH $C/$ID '{"properties":{"chatcrm_id":"p-1"}}'
	is '400 CONFLICTING_UNIQUE_VALUE' "$status $(j '.errors[0].code')"
	call POST $C/batch/upsert '{"inputs":[{"id":"1","idProperty":"firstname","properties":{}}]}'
	is 400 "$status"
}

@test "batch update and archive" {
	sandbox_start
	contact a@x.example; a=$ID
	contact b@x.example; b=$ID
	call POST $C/batch/update "{\"inputs\":[{\"id\":\"$a\",\"objectWriteTraceId\":\"r1\",\"properties\":{\"city\":\"Rome\"}},{\"id\":\"999\",\"objectWriteTraceId\":\"r2\",\"properties\":{\"city\":\"Rome\"}}]}"
	is '207 r1 OBJECT_NOT_FOUND r2' "$status $(j '"\(.results[0].objectWriteTraceId) \(.errors[0]|"\(.category) \(.context.objectWriteTraceId[0])")"')"
	call POST $C/batch/archive "{\"inputs\":[{\"id\":\"$b\"}]}"
	is 204 "$status"
	call GET /_sandbox/state
	is 'Rome false;null true' "$(j '[.contacts[]|"\(.properties.city) \(.archived // false)"]|join(";")')"
}

@test "search: operators, order, pages" {
	sandbox_start --property contacts.points:number
	for i in 1 2 3 10; do
		contact c$i@x.example "\"points\":\"$i\",\"city\":\"Rome $i\",\"phone\":\"+391$i\""
	done
	found() {	# found FILTER WANT
		call POST $C/search "{\"filterGroups\":[{\"filters\":[$1]}],\"sorts\":[{\"propertyName\":\"points\",\"direction\":\"DESCENDING\"}],\"properties\":[\"points\"],\"limit\":200}"
		is "200 $2" "$status $(j '[.results[].properties.points]|join(",")')"
	}
	found '{"propertyName":"points","operator":"GT","value":"2"}' 10,3
	found '{"propertyName":"points","operator":"BETWEEN","value":"2","highValue":"3"}' 3,2
	found '{"propertyName":"email","operator":"EQ","value":"C3@x.example"}' 3
	found '{"propertyName":"email","operator":"IN","values":["c1@x.example","C2@x.example"]}' 1
	found '{"propertyName":"email","operator":"NOT_IN","values":["c1@x.example"]}' 10,3,2
	found '{"propertyName":"phone","operator":"EQ","value":"3911"}' ''
	found '{"propertyName":"city","operator":"CONTAINS_TOKEN","value":"1"}' 1
	found '{"propertyName":"city","operator":"CONTAINS_TOKEN","value":"1*"}' 10,1
	found '{"propertyName":"country","operator":"NOT_HAS_PROPERTY"}' 10,3,2,1
	found '{"propertyName":"points","operator":"NEQ","value":"1"},{"propertyName":"city","operator":"HAS_PROPERTY"}' 10,3,2
	call POST $C/search '{"sorts":["points"],"limit":3,"after":"0"}'
	is '4 3 3' "$(j '"\(.total) \(.results|length) \(.paging.next.after)"')"
	call POST $C/search '{"sorts":["points"],"limit":3,"after":"3"}'
	is '1 null' "$(j '"\(.results|length) \(.paging)"')"
}

@test "search: what is too much or unknown is refused" {
	sandbox_start
	for b in '{"limit":201}' '{"after":"9990","limit":11}' \
	    '{"filterGroups":[{"filters":[{"propertyName":"nope","operator":"EQ","value":"1"}]}]}' \
	    '{"filterGroups":[{"filters":[{"propertyName":"email","operator":"LIKE","value":"1"}]}]}' \
	    "$(jq -nc '{filterGroups:[range(6)|{filters:[{propertyName:"email",operator:"EQ",value:"a"}]}]}')" \
	    "$(jq -nc '{query:("x"*3000)}')"; do
		call POST $C/search "$b"
		is '400 VALIDATION_ERROR' "$status $(j .category)"
	done
}

@test "search is behind, reading is not" {
	sandbox_start --search-lag 1h
	contact a@x.example
	call POST $C/search '{"query":"a"}'
	is 0 "$(j .total)"
	call GET "$C/a@x.example?idProperty=email"
	is 200 "$status"
	call POST /_sandbox/faults '{"search_lag_ms":0}'
	call POST $C/search '{"filterGroups":[{"filters":[{"propertyName":"email","operator":"EQ","value":"a@x.example"}]}]}'
	is 1 "$(j .total)"
}

@test "associations from both ends, single and in batches" {
	sandbox_start
	contact a@x.example; a=$ID
	call POST /crm/v3/objects/companies '{"properties":{"domain":"x.example"}}'
	co=$(j .id)
	call PUT /crm/v4/objects/contacts/$a/associations/default/companies/$co
	is '200 279 280' "$status $(j '[.results[].associationSpec.associationTypeId]|join(" ")')"
	call PUT /crm/v4/objects/contacts/$a/associations/companies/$co '[{"associationCategory":"HUBSPOT_DEFINED","associationTypeId":1}]'
	is 201 "$status"
	call GET /crm/v4/objects/companies/$co/associations/contacts
	is "200 $a 2,280 Primary" "$status $(j '.results[0]|"\(.toObjectId) \([.associationTypes[].typeId]|join(",")) \(.associationTypes[0].label)"')"
	call POST /crm/v3/objects/notes "{\"properties\":{\"hs_timestamp\":\"1\"},\"associations\":[{\"to\":{\"id\":\"$a\"},\"types\":[{\"associationCategory\":\"HUBSPOT_DEFINED\",\"associationTypeId\":202}]}]}"
	is 201 "$status"
	note=$(j .id)
	call POST /crm/v4/associations/contacts/notes/batch/read "{\"inputs\":[{\"id\":\"$a\"},{\"id\":\"7\"}]}"
	is "207 $a $note 7" "$status $(j '"\(.results[0]|"\(.from.id) \(.to[0].toObjectId)") \(.errors[0].context.ids[0])"')"
	call POST /crm/v4/associations/notes/companies/batch/create "{\"inputs\":[{\"from\":{\"id\":\"$note\"},\"to\":{\"id\":\"$co\"},\"types\":[{\"associationCategory\":\"HUBSPOT_DEFINED\",\"associationTypeId\":190}]}]}"
	is 201 "$status"
	call DELETE /crm/v4/objects/companies/$co/associations/contacts/$a
	is 204 "$status"
	call GET /_sandbox/state
	is "{\"contacts\":[\"$a\"],\"companies\":[\"$co\"]}" "$(j '.notes[0].associations|tojson')"
}

@test "an association to nothing, or of no such type, creates nothing" {
	sandbox_start
	for x in '7 202' '7 999'; do
		read -r to type <<<"$x"
		call POST /crm/v3/objects/notes "{\"properties\":{\"hs_timestamp\":\"1\"},\"associations\":[{\"to\":{\"id\":\"$to\"},\"types\":[{\"associationCategory\":\"HUBSPOT_DEFINED\",\"associationTypeId\":$type}]}]}"
		[ "$status" -ge 400 ]
	done
	call GET /_sandbox/state
	is 0 "$(j '.notes|length')"
}

@test "properties are listed, made once, and then used" {
	sandbox_start --db "$BATS_TEST_TMPDIR/db"
	P=/crm/v3/properties/contacts
	def='{"name":"budget","label":"Budget","groupName":"contactinformation","type":"enumeration","fieldType":"checkbox","options":[{"label":"S","value":"s","hidden":false},{"label":"L","value":"l","hidden":false}]}'
	call POST $P "$def"
	is '201 budget enumeration s,l' "$status $(j '"\(.name) \(.type) \([.options[].value]|join(","))"')"
	call POST $P "$def"
	is 409 "$status"
	contact a@x.example '"budget":"s;l"'
	call POST $C '{"properties":{"lastname":"L","budget":"xl"}}'
	is 400 "$status"
	call GET $P
	is 'true false true' "$(j '.results|map({(.name):.})|add|"\(.email.hasUniqueValue) \(.budget.hubspotDefined) \(.createdate.modificationMetadata.readOnlyValue)"')"
	sandbox_stop
	sandbox_start --db "$BATS_TEST_TMPDIR/db"
	call GET "$C/a@x.example?idProperty=email&properties=budget"
	is 's;l' "$(j .properties.budget)"
}

@test "both spellings of paths are understood" {
	sandbox_start
	contact a@x.example
	call GET /crm/objects/2026-09/contacts/$ID
	is 200 "$status"
	call GET /crm/objects/2026-09/contacts/$ID/associations/companies
	is 200 "$status"
	call GET /crm/properties/2026-09/0-1/email
	is '200 email' "$status $(j .name)"
	call GET /crm/associations/v4/contacts/companies/labels
	is '200 279 1' "$status $(j '[.results[].typeId]|join(" ")')"
}

@test "who may not, asks wrongly or for nothing is told so" {
	sandbox_start
	TOKEN='' call GET $C
	is '401 INVALID_AUTHENTICATION' "$status $(j .category)"
	TOKEN=expired call GET $C
	is '401 EXPIRED_AUTHENTICATION' "$status $(j .category)"
	call GET /crm/v3/objects/unicorns
	is 404 "$status"
	call PUT $C '{}'
	is 405 "$status"
	call POST $C '{"properties":'
	is 400 "$status"
	status=$(curl -sS -o /dev/null -w '%{http_code}' -H 'Authorization: Bearer t' -d 'a=b' "$U$C")
	is 415 "$status"
	status=$(curl -sS -o /dev/null -w '%{http_code}' -H 'Host: evil.example' "$U/")
	is 403 "$status"
	head -c 11000000 /dev/zero | tr '\0' ' ' >"$BATS_TEST_TMPDIR/big"
	status=$(curl -sS -o /dev/null -w '%{http_code}' -H 'Authorization: Bearer t' -H 'Content-Type: application/json' -H 'Expect:' --data-binary @"$BATS_TEST_TMPDIR/big" "$U$C")
	is 413 "$status"
}

@test "lists have members, and names once" {
	sandbox_start
	contact a@x.example
	call POST /crm/v3/lists '{"name":"Chat","objectTypeId":"0-1","processingType":"MANUAL"}'
	is '200 Chat 0' "$status $(j '.list|"\(.name) \(.size)"')"
	list=$(j .list.listId)
	call POST /crm/v3/lists '{"name":"chat","objectTypeId":"0-1","processingType":"MANUAL"}'
	is 400 "$status"
	call PUT /crm/v3/lists/$list/memberships/add "[\"$ID\",\"9\",\"$ID\"]"
	is "$ID 9,$ID" "$(j '"\(.recordsIdsAdded|join(",")) \(.recordIdsMissing|join(","))"'),$ID"
	call PUT /crm/v3/lists/$list/memberships/add "[\"$ID\"]"
	is '0 0' "$(j '"\(.recordsIdsAdded|length) \(.recordIdsMissing|length)"')"
	call GET /crm/v3/lists/object-type-id/contacts/name/CHAT
	is "$list 1" "$(j '.list|"\(.listId) \(.size)"')"
	call GET /_sandbox/state
	is "$ID $list" "$(j '"\(.lists[0].associations.contacts[0]) \(.contacts[0].associations.lists[0])"')"
	call GET /crm/v3/objects/lists
	is 404 "$status"
	call POST /crm/v3/lists '{"name":"D","objectTypeId":"0-1","processingType":"DYNAMIC"}'
	call PUT /crm/v3/lists/$(j .list.listId)/memberships/add "[\"$ID\"]"
	is 400 "$status"
}

@test "an address unsubscribes from one kind of mail, or from all" {
	sandbox_start
	contact a@x.example
	W=/communication-preferences/v4/statuses/A%40x.example
	call POST $W '{"subscriptionId":101,"statusState":"UNSUBSCRIBED","channel":"EMAIL"}'
	is '200 UNSUBSCRIBED' "$status $(j .status)"
	call GET "$C/$ID?properties=hs_email_optout,hs_email_optout_101"
	is 'false true' "$(j '.properties|"\(.hs_email_optout) \(.hs_email_optout_101)"')"
	call POST "$W/unsubscribe-all?channel=EMAIL"
	is 'UNSUBSCRIBED,UNSUBSCRIBED' "$(j '[.results[].status]|join(",")')"
	call GET "$C/$ID?properties=hs_email_optout"
	is true "$(j .properties.hs_email_optout)"
	call POST $W '{"subscriptionId":9,"statusState":"UNSUBSCRIBED"}'
	is 400 "$status"
}

@test "account, owners and tokens" {
	sandbox_start --portal 42 --account-type DEVELOPER_TEST
	call GET /account-info/v3/details
	is '42 DEVELOPER_TEST' "$(j '"\(.portalId) \(.accountType)"')"
	call GET '/crm/v3/owners/?email=ops@sandbox.example'
	is 701 "$(j '.results[0].id')"
	body=$(curl -sS "$U/oauth/v1/token" -d grant_type=refresh_token -d client_id=a -d client_secret=b -d refresh_token=r)
	is 'r 1800 bearer' "$(j '"\(.refresh_token) \(.expires_in) \(.token_type)"')"
	! grep -q 'sandbox-' "$BATS_TEST_TMPDIR/log"
}

@test "beyond its rate it answers 429 and tells what is left" {
	sandbox_start --rate 2/3600 --search-rate 1/3600 --retry-after 3
	contact a@x.example
	grep -qi '^X-HubSpot-RateLimit-Remaining: 1' "$BATS_TEST_TMPDIR/headers"
	contact b@x.example
	call GET $C
	is '429 RATE_LIMIT TEN_SECONDLY_ROLLING' "$status $(j '"\(.errorType) \(.policyName)"')"
	grep -qi '^Retry-After: 3' "$BATS_TEST_TMPDIR/headers"
	call POST $C/search '{}'
	is 200 "$status"
	! grep -qi '^X-HubSpot' "$BATS_TEST_TMPDIR/headers"
	call POST $C/search '{}'
	is '429 SECONDLY' "$status $(j .policyName)"
}

@test "a failure may have had its effect, and repeats with its seed" {
	for round in 1 2; do
		sandbox_start --fail 50 --seed 5
		for i in $(seq 30); do
			call POST $C "{\"properties\":{\"email\":\"a$i@x.example\"}}"
			echo "$status" >>"$BATS_TEST_TMPDIR/seen$round"
		done
		sandbox_stop
	done
	cmp "$BATS_TEST_TMPDIR/seen1" "$BATS_TEST_TMPDIR/seen2"
	run jq -s 'map(.fault)|group_by(.)|map(length > 3)|all' "$BATS_TEST_TMPDIR/log"
	is true "$output"
	run jq -sr '[.[].fault|values]|unique|join(" ")' "$BATS_TEST_TMPDIR/log"
	is 'fail-after fail-before' "$output"
}

@test "a reset cuts the connection" {
	sandbox_start --reset 100
	for i in 1 2 3 4 5 6 7 8; do
		run curl -sS -H 'Authorization: Bearer t' "$U$C"
		[ "$status" -ne 0 ]
	done
	call GET /_sandbox/state
	is 200 "$status"
}

@test "a lie answers as if it had stored" {
	sandbox_start --lie 100
	contact a@x.example
	call GET $C/$ID
	is 404 "$status"
	call POST /_sandbox/faults '{"lie":0}'
	is 0 "$(j .lie)"
	was=$ID
	contact a@x.example
	[ "$was" != "$ID" ]
	call POST /_sandbox/faults '{"lie":2}'
	is 400 "$status"
}

@test "slow answers do not hold each other up" {
	sandbox_start --slow 300ms
	local t0=$EPOCHREALTIME pids=()
	for i in 1 2 3 4 5; do
		curl -sS -o /dev/null -H 'Authorization: Bearer t' "$U$C" 3>&- &
		pids+=($!)
	done
	wait "${pids[@]}"
	local ms=$(( (${EPOCHREALTIME/./} - ${t0/./}) / 1000 ))
	[ $ms -ge 300 ] && [ $ms -lt 1400 ]
}

@test "the page shows what it holds, escaped" {
	sandbox_start --property contacts.chatcrm_score:number
	contact a@x.example '"firstname":"<b>Ana</b>","jobtitle":"\" onclick=\"x","chatcrm_score":"72.5"'
	call POST /crm/v3/objects/notes "{\"properties\":{\"hs_timestamp\":\"1\",\"hs_note_body\":\"<p>how <b>much</b></p><script>x</script><b onclick=y>\"},\"associations\":[{\"to\":{\"id\":\"$ID\"},\"types\":[{\"associationCategory\":\"HUBSPOT_DEFINED\",\"associationTypeId\":202}]}]}"
	note=$(j .id)
	call POST /crm/v3/objects/companies '{"properties":{"name":"<i>Acme"}}'
	call POST /crm/v3/objects/deals '{"properties":{"dealname":"D&D"}}'
	call GET '/crm/v3/objects/contacts/<script>'
	call GET /
	is 200 "$status"
	grep -qi "^Content-Security-Policy: default-src 'none'; style-src 'self'; script-src 'self';" "$BATS_TEST_TMPDIR/headers"
	[[ $body = *'&lt;b&gt;Ana&lt;/b&gt;'* && $body = *72.5* && $body = *'how much'* ]]
	[[ $body = *'&lt;i&gt;Acme'* && $body = *'D&amp;D'* ]]
	[[ $body = *'POST /crm/v3/objects/notes'* ]]
	only_ours
	call GET /record/$ID
	[[ $body = *'<p>how <b>much</b></p>&lt;script&gt;x&lt;/script&gt;'* ]]
	[[ $body = *'&quot; onclick=&quot;x'* && $body != *'<b onclick'* ]]
	only_ours
	call GET /record/$note
	[[ $body = *'<p>how <b>much</b></p>'* ]]
	call GET /record/9
	is 404 "$status"
}

# The one script of a page is its own file, and nothing comes from elsewhere.
only_ours() {
	[[ $body != *http*://* ]]
	is '<script src="/_sandbox/page.js" defer>' "$(grep -o '<script[^>]*>' <<<"$body")"
}

@test "the page is told when to read itself again" {
	sandbox_start
	call GET /_sandbox/pulse
	was=$body
	call GET /
	call GET /_sandbox/pulse
	is "$was" "$body"
	contact a@x.example
	call GET /_sandbox/pulse
	[ "$was" != "$body" ]
	was=$body
	call POST /_sandbox/faults '{"fail":0.5}'
	call GET /_sandbox/pulse
	[ "$was" != "$body" ]
	for f in css js; do
		call GET /_sandbox/page.$f
		is 200 "$status"
	done
	[[ $body = "'use strict';"* ]]
}

@test "in a browser the page lives and runs nothing that it holds" {
	command -v chromium >/dev/null || skip "no chromium"
	sandbox_start
	contact a@x.example '"firstname":"<img src=x onerror=document.title=1>","lastname":"</td><script>document.title=2</script>"'
	run timeout 60 chromium --headless=new --no-sandbox --disable-gpu \
	    --user-data-dir="$BATS_TEST_TMPDIR/chromium" \
	    --virtual-time-budget=3000 --dump-dom "$U/"
	[[ $output = *'<body class="on">'* ]]
	[[ $output = *'<title>chatcrm sandbox</title>'* ]]
	[[ $output = *'&lt;img src=x onerror'* && $output != *'<img'* ]]
}

@test "people are listed in pages, the latest change first" {
	sandbox_start
	call POST $C/batch/create "$(jq -nc '{inputs:[range(60)|{objectWriteTraceId:"\(.)",properties:{lastname:"N\(.)x"}}]}')"
	call GET /
	[[ $body = *N59x* && $body != *N3x* ]]
	next=$(grep -o '/?contacts=[0-9-]*' <<<"$body")
	call GET "$next"
	[[ $body = *N3x* && $body != *N59x* && $body != *Older* ]]
}

@test "a body of any shape is answered" {
	sandbox_start
	contact a@x.example
	local p b
	for p in $C $C/search $C/merge $C/batch/read $C/batch/create \
	    $C/batch/upsert $C/batch/update /crm/v3/properties/contacts \
	    /crm/v4/associations/contacts/notes/batch/create; do
		for b in 1 '"x"' '[[]]' '{"inputs":["x",1,null,[]]}' \
		    '{"properties":"email","inputs":[{"id":"'$ID'"}]}' \
		    '{"inputs":[{"id":'$ID',"properties":[1],"to":1,"types":{}}]}' \
		    '{"properties":{"email":["x"],"lastname":{}},"associations":[1,{"to":[],"types":[{}]}]}' \
		    '{"filterGroups":[{"filters":[{"propertyName":"email","operator":"IN","values":[1,{}]}]}],"sorts":[1],"after":1}' \
		    '{"name":1,"options":[1,{}],"type":[]}'; do
			call POST $p "$b"
			[ "$status" -ge 200 ] && [ "$status" -lt 500 ]
		done
	done
	call GET $C/$ID
	is 200 "$status"
}

@test "a persona is known by name, and keeps its database to itself" {
	run timeout 5 chatcrm-sandbox --persona hubsopt
	is 64 "$status"
	[[ $output = *"hubspot, "*" or "* ]]
	sandbox_start --db "$BATS_TEST_TMPDIR/db"
	sandbox_stop
	run timeout 5 chatcrm-sandbox --persona zoho --db "$BATS_TEST_TMPDIR/db"
	is 78 "$status"
	[[ $output = *'another persona'* ]]
}

@test "a port that is taken is not shared" {
	sandbox_start
	run timeout 5 chatcrm-sandbox --port "${U##*:}"
	is 74 "$status"
}
