# chatcrm check --crm: the configuration against the CRM's own fields.

load sandbox.bash

setup() {
	cd "$BATS_TEST_TMPDIR" || return 1
	export TOKEN=t
}

teardown() {
	sandbox_stop
}

# configured FIELDS: c.yaml, with more lines under map.contact.
configured() {
	cat >c.yaml <<-END
	map:
	  contact:
	    email: slots.email
	    phone: slots.phone
	    $1
	crm:
	  profile: hubspot
	  url: ${U:-http://127.0.0.1:1}
	  auth: {token: {env: TOKEN}}
	  fields: {contact: {stage: lifecyclestage, made: createdate, nix: nixda, frist: firstnme, age: hs_object_id, text: jobtitle}}
	END
}

checked() {	# ARG...: its complaints, "LINE:COL LEVEL CODE WORDS"
	chatcrm check --format json -c c.yaml "$@" >out 2>err || :
	jq -r '.diagnostics[] | "\(.line):\(.column) \(.level) \(.code) \(.message)"' out
}

@test "--crm asks the CRM which fields it has" {
	sandbox_start
	configured 'last_name: slots.last'
	checked --crm >got
	cat got
	[ ! -e chatcrm.db ]
	is 4 "$(grep -c ' error lint.missing .*chatcrm-push --setup$' got)"
	chatcrm-push --setup -c c.yaml >/dev/null
	is "" "$(checked --crm)"
	run chatcrm check --crm -c c.yaml
	[ "$status" -eq 0 ]
	[[ $output == *"hubspot contact: email is unique there"* ]]
	[[ $output == *"hubspot contact: phone is not marked as unique there"* ]]
}

@test "what the CRM would refuse is told where it is mapped" {
	sandbox_start
	configured 'stage: {from: slots.s, values: {subscriber: [s], leed: [l], xyz: []}}
	    made: {from: slots.c, type: date}
	    nix: slots.n
	    frist: slots.f
	    age: {from: slots.a, type: boolean}
	    text: {from: slots.t, type: integer}'
	sed -i 's/^\t*//' c.yaml
	chatcrm-push --setup -c c.yaml >/dev/null
	chatcrm-push --properties -c c.yaml >fields.jsonl
	sandbox_stop
	checked --crm=fields.jsonl >got
	diff - got <<-'END'
	5:5 error lint.value lifecyclestage of the CRM does not take 'leed'; did you mean 'lead'?
	5:5 error lint.value lifecyclestage of the CRM does not take 'xyz'; it takes subscriber, lead, marketingqualifiedlead, salesqualifiedlead, opportunity, customer, evangelist and other
	6:5 error lint.read_only createdate of the CRM, which made is written to, is read-only
	7:5 error lint.missing the CRM has no field nixda of a contact; make it there, or leave nix out
	8:5 error lint.missing the CRM has no field firstnme of a contact; did you mean 'firstname'?
	9:5 error lint.read_only hs_object_id of the CRM, which age is written to, is read-only
	9:5 error lint.type map makes contact.age true or false, and hs_object_id of the CRM is of type number
	END
}

@test "what the CRM requires of every record and nothing writes is told" {
	configured 'last_name: slots.last'
	cat >fields.jsonl <<-'END'
	{"type":"contact","properties":[{"name":"email"},{"name":"phone"},{"name":"lastname","required":true},{"name":"chatcrm_score"},{"name":"chatcrm_grade"},{"name":"chatcrm_tags"},{"name":"chatcrm_last_chat"},{"name":"chatcrm_id","required":true},{"name":"region","required":true}]}

	{"type":"spaceship","properties":[]}
	END
	is "7:12 warning lint.required the CRM wants region of every contact, and nothing writes it" \
	    "$(checked --crm=fields.jsonl)"
}

@test "--crm without a CRM, or with what is no list of fields, is told" {
	echo 'map: {}' >c.yaml
	run chatcrm check --crm -c c.yaml
	[ "$status" -eq 64 ]
	configured 'last_name: slots.last'
	run chatcrm check --crm=none -c c.yaml
	[ "$status" -eq 74 ]
	for text in x '[]' '{"type":"contact"}' '{"type":1,"properties":[]}'; do
		echo "$text" >fields.jsonl
		run chatcrm check --crm=fields.jsonl -c c.yaml
		[ "$status" -eq 65 ]
		[[ $output == *"no list of a CRM's fields"* ]]
	done
	U=http://127.0.0.1:1 configured 'last_name: slots.last'
	sed -i 's/^  profile: hubspot/&\n  retry: {attempts: 1}/' c.yaml
	run chatcrm check --crm -c c.yaml
	[ "$status" -eq 69 ]
	[[ $output == *"chatcrm-push: "*"chatcrm check: the CRM did not tell"* ]]
	sed -i 's/email: slots.email/email: slots.email +/' c.yaml
	run chatcrm check --crm -c c.yaml
	[ "$status" -eq 78 ]
	[[ $output != *chatcrm-push* ]]
}

@test "--crm tells how many custom fields there is room for" {
	sandbox_start --property-limit 3
	configured 'last_name: slots.last'
	sed -i '/fields:/d' c.yaml
	is "7:12 warning lint.quota the CRM has room for 3 more custom fields of a contact, and 5 are to be made: chatcrm_id, chatcrm_score, chatcrm_grade, chatcrm_tags and chatcrm_last_chat" \
	    "$(checked --crm | grep quota)"
	run chatcrm check --crm -c c.yaml
	[[ $output == *"hubspot contact: custom fields: 0 of 3, room for 3 more"* ]]
	run chatcrm-push --setup -c c.yaml
	[ "$status" -ne 0 ]
	[[ $output == *"limit of custom properties"* ]]
	chatcrm-push --properties -c c.yaml >fields.jsonl
	is '{"custom":3,"limit":3,"left":0}' \
	    "$(jq -c 'select(.type == "contact").quota' fields.jsonl)"
	is 3 "$(jq -r 'select(.type == "contact").properties[] |
	    select(.custom).name' fields.jsonl | wc -l)"
	sandbox_stop
	is "7:12 warning lint.quota the CRM has room for 0 more custom fields of a contact, and 2 are to be made: chatcrm_tags and chatcrm_last_chat" \
	    "$(checked --crm=fields.jsonl | grep 'of a contact, and')"
}

@test "a quota that all types share binds each of them" {
	configured 'last_name: slots.last'
	sed -i '/fields:/d' c.yaml
	cat >fields.jsonl <<-'END'
	{"type":"contact","quota":{"custom":2,"limit":9,"left":1},"properties":[{"name":"email"},{"name":"phone"},{"name":"lastname"},{"name":"chatcrm_score"},{"name":"chatcrm_grade"},{"name":"chatcrm_tags"},{"name":"chatcrm_last_chat"}]}
	END
	is "" "$(checked --crm=fields.jsonl)"
	sed -i 's/"left":1/"left":0/' fields.jsonl
	is "7:12 warning lint.quota the CRM has room for 0 more custom fields of a contact, and 1 is to be made: chatcrm_id" \
	    "$(checked --crm=fields.jsonl)"
	sed -i 's/"left":0/"left":-4,"documented":7/' fields.jsonl
	is "" "$(checked --crm=fields.jsonl)"
}

@test "what a CRM does not tell of its quota is documented, or said to be unknown" {
	local crm
	while read -r crm path room; do
		sandbox_start --persona "$crm"
		configured 'last_name: slots.last'
		sed -i "/fields:/d; s/hubspot/$crm/; s|^  url: .*|&$path|" c.yaml
		chatcrm-push --setup -c c.yaml >/dev/null
		run chatcrm-push --properties -c c.yaml
		jq -es 'any(.type == "contact" and .quota.custom >= 4)' <<<"$output"
		run chatcrm check --crm -c c.yaml
		echo "$output"
		[[ $output == *"$crm contact: custom fields: "*"$room"* ]]
		sandbox_stop
	done <<-'END'
	salesforce / of 500, room for 495 more (the edition's figure
	zoho / room for more not known (Zoho does not tell
	pipedrive / room for more not known (Pipedrive does not tell
	dynamics /api/data/v9.2 room for more not known (Dataverse does not tell
	espocrm /api/v1 room for more not known (EspoCRM has no limit
	END
}
