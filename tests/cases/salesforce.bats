#!/usr/bin/env bats
# Salesforce: its persona as jsforce sees it, and pushes through its profile.

load salesforce
load prism

setup() {
	cd "$BATS_TEST_TMPDIR"
}

teardown() {
	sandbox_stop
}

@test "jsforce is at home" {
	npm_need jsforce@3.10.16
	sandbox_start --persona salesforce
	run env NPM="$NPM" node "$BATS_TEST_DIRNAME/salesforce.mjs" "$U"
	echo "$output"
	is 0 "$status"
	is "$(cat <<-'END'
		login true true
		identity integration@sandbox.example
		field true
		create true 18
		missing REQUIRED_FIELD_MISSING Required fields are missing: [LastName]
		update true
		retrieve Ada Lovelace Countess false
		upsert true
		collection false,true,STRING_TOO_LONG
		all or none ALL_OR_NONE_OPERATION_ROLLED_BACK,INVALID_EMAIL_ADDRESS
		query 1 Acme integration@sandbox.example
		find Lr-2,Lr-1
		column INVALID_FIELD
		syntax MALFORMED_QUERY
		many 450 true
		pages 3 450
		describe false true Account email
		global true
		limits true true
		composite 201,201
		bulk 1 REQUIRED_FIELD_MISSING:Required fields are missing: [LastName]:LastName -- 0
		row O"ne, two
		destroy true
		gone NOT_FOUND
		session INVALID_SESSION_ID
	END
	)" "$output"
}

@test "a second push writes nothing, with its ledger or without" {
	start
	records 60 >in
	push <in >out
	is "created 40 updated 20" "$(outcomes)"
	is "40 60" "$(total 'SELECT COUNT() FROM Contact') $(total 'SELECT COUNT() FROM Task')"
	is 34 "$(total 'SELECT COUNT() FROM Contact WHERE Account.chatcrm_domain__c != null')"
	local before=$(held) n=$(writes)
	push <in >out
	is "unchanged 60" "$(outcomes)"
	rm l.db*
	push <in >out
	is "unchanged 60" "$(outcomes)"
	is "$n" "$(writes)"
	is "$before" "$(held)"
}

@test "a transcript that is too long is a task for each part" {
	start
	jq -nc '{chatcrm: 1, id: "t/b/1", at: "2026-03-01T10:00:00Z", source: {platform: "t"},
	    contact: {email: "a@x.example", last_name: "A"},
	    conversation: {messages: [range(900) | {at: "2026-03-01T10:00:00Z", role: "customer",
	        text: ("line \(.) " * 10)}]}}' >in
	push <in >out
	is "created" "$(jq -r .outcome out)"
	n=$(total 'SELECT COUNT() FROM Task')
	[ "$n" -gt 1 ]
	is "Chat 1/$n" "$(soql 'SELECT Subject FROM Task ORDER BY Subject LIMIT 1' | jq -r .Subject)"
	soql 'SELECT Description FROM Task' | jq -se 'map(.Description | length) | max <= 32000'
	push <in >out
	is "unchanged" "$(jq -r .outcome out)"
}

# Ends at each step in turn, with and without requests that are lost.
sweep() {
	local n=0 steps=0 rc
	records 14 >in
	push <in >out
	held >whole
	while :; do
		sandbox_stop
		rm -f l.db*
		start "$@"
		n=$((n + 1))
		rc=0
		CHATCRM_STOP_AFTER=$n push <in >out 2>err || rc=$?
		[ "$rc" -ne 0 ] || break
		steps=$n
		push <in >out
		is "" "$(jq -r .error.code out | grep -v null)"
		cmp <(held) whole || { echo "stopped after $n"; false; }
	done
	echo "$steps steps"
	[ "$steps" -ge "$STEPS" ]
}

# Each start configures anew.
always() {
	eval "$(declare -f configure | sed 's/^configure/plainly/')"
	eval "configure() { plainly '$1'; }"
	start
}

@test "a push that is cut off at any step is continued" {
	always '  batch: 1'
	STEPS=40 sweep
}

@test "a bulk push that is cut off at any step is continued" {
	always '  bulk: always'
	STEPS=18 sweep
	grep -q jobs/ingest log
}

@test "a backfill goes through bulk jobs" {
	start
	configure '  bulk: always'
	records 300 >in
	push <in >out
	is "created 200 updated 100" "$(outcomes)"
	is "200 300" "$(total 'SELECT COUNT() FROM Contact') $(total 'SELECT COUNT() FROM Task')"
	is "" "$(jq -r 'select(.method == "PATCH" and (.route | endswith("/composite/sobjects/{}/{}")) and .inputs > 100) | .path' log)"
	local n=$(writes)
	push <in >out
	is "unchanged 300" "$(outcomes)"
	is "$n" "$(writes)"
}

@test "a bulk job refuses rows by name, and rows it left are sent again" {
	start
	configure '  bulk: always'
	call POST /_sandbox/salesforce '{"bulk_rows": 30}'
	{
		records 60 | jq -c 'del(.conversation, .company)'
		one bad 2026-03-01T10:00:00Z '"email":"bad@x.example","last_name":"'"$(printf 'x%.0s' {1..90})"'"'
	} >in
	push <in >out || :
	is "created 40 refused 1 updated 20" "$(outcomes)"
	is "crm.refused contact.last_name" "$(jq -r 'select(.id == "bad").error | "\(.code) \(.field)"' out)"
	is 40 "$(total 'SELECT COUNT() FROM Contact')"
}

@test "a duplicate rule proposes, and our keys decide" {
	start
	call POST /_sandbox/salesforce '{"Contact": "alert"}'
	call POST /services/data/v62.0/sobjects/Contact '{"LastName":"Silva","Email":"ana@x.example"}'
	local id=$(j .id)
	# Found by its address, it is not created; the rule only sees creates.
	one a 2026-03-01T10:00:00Z '"email":"ana@x.example","last_name":"Silva","first_name":"Ana"' |
	    push >out
	is "updated $id" "$(jq -r '"\(.outcome) \(.objects.contact.id)"' out)"
	is Ana "$(soql 'SELECT FirstName FROM Contact' | jq -r .FirstName)"
	# Whom no key of ours finds the rule may only propose.
	call POST /services/data/v62.0/sobjects/Contact '{"LastName":"Wu","Email":"wu@x.example"}'
	id=$(j .id)
	configure '  match: {contact: [phone]}'
	one b 2026-03-01T10:00:00Z '"email":"wu@x.example","phone":"+14155550123","last_name":"Wu"' >in
	push <in >out || :
	is "quarantined $id" "$(jq -r '"\(.outcome) \(.candidates[0])"' out)"
	is 2 "$(total 'SELECT COUNT() FROM Contact')"
	# Who wants doubles gets them.
	configure "$(printf '  match: {contact: [phone]}\n  options: {duplicate_rules: "allowSave=true"}')"
	push <in >out
	is "created" "$(outcomes | cut -d' ' -f1)"
	is 3 "$(total 'SELECT COUNT() FROM Contact')"
}

@test "a row that is locked is written a little later" {
	start
	call POST /_sandbox/faults '[{"match":{"method":"PATCH"},"fault":"locked","times":3}]'
	records 30 >in
	push <in >out
	is "created 20 updated 10" "$(outcomes)"
	is "" "$(jq -r .error.code out | grep -v null)"
	is 20 "$(total 'SELECT COUNT() FROM Contact')"
}

@test "a merged contact is found under its new id" {
	start
	one a 2026-03-01T10:00:00Z '"email":"a@x.example","last_name":"A"' | push >out
	local old=$(jq -r .objects.contact.id out)
	call POST /services/data/v62.0/sobjects/Contact '{"LastName":"A","Email":"a2@x.example"}'
	local new=$(j .id)
	call POST /_sandbox/admin '{"do":"merge","type":"Contact","into":"'$new'","from":"'$old'"}'
	one a2 2026-03-02T10:00:00Z '"email":"a@x.example","job_title":"Boss"' | push >out
	is "updated $new" "$(jq -r '"\(.outcome) \(.objects.contact.id)"' out)"
	is "Boss" "$(soql 'SELECT Title FROM Contact' | jq -r .Title)"
}

@test "a picklist that refuses a value is reported by its name" {
	start
	call POST /services/data/v62.0/tooling/sobjects/CustomField '{"FullName":"Contact.Size__c","Metadata":{"label":"Size","type":"Picklist","valueSet":{"restricted":true,"valueSetDefinition":{"value":[{"fullName":"1-10"}]}}}}'
	configure '  fields: {contact: {company_size: Size__c}}'
	{
		one a 2026-03-01T10:00:00Z '"email":"a@x.example","company_size":"1-10"'
		one b 2026-03-01T10:00:01Z '"email":"b@x.example","company_size":"huge"'
	} | push >out || :
	is "created refused" "$(jq -r .outcome out | xargs)"
	is "contact.company_size" "$(jq -r 'select(.id == "b").error.field' out)"
	is 1 "$(total 'SELECT COUNT() FROM Contact')"
}

@test "the day's last call defers the rest" {
	start --daily 60
	records 400 >in
	configure '  batch: 20'
	status=0
	push <in >out || status=$?
	is 75 "$status"
	[ "$(outcomes | grep -c deferred)" -eq 1 ]
	jq -e 'select(.outcome == "deferred").error.code | . == "crm.quota"' out >/dev/null
}

@test "names are just names" {
	local list=$BATS_TEST_DIRNAME/../../../shared/data/blns.json
	[ -f "$list" ] || skip "no ../shared"
	start
	configure '  bulk: always'
	jq -c 'to_entries[] | select((.value | gsub("^[\\s\\p{Z}\\p{Cc}]+|[\\s\\p{Z}\\p{Cc}]+$"; "") | length) as $n | $n > 0 and $n <= 80)
	    | {chatcrm: 1, id: "t/b/\(.key)", at: "2026-03-01T10:00:00Z", source: {platform: "t"},
	       contact: {email: "p\(.key)@x.example", last_name: .value}}' "$list" >in
	jq -nc '{chatcrm: 1, id: "t/b/x", at: "2026-03-01T10:00:00Z", source: {platform: "t"},
	    contact: {email: "px@x.example", last_name: "x\",\"LeadSource\":\"Web"}}' >>in
	push <in >out
	is "created $(wc -l <in)" "$(outcomes)"
	is 0 "$(total "SELECT COUNT() FROM Contact WHERE LeadSource != null")"
	soql 'SELECT Email, LastName FROM Contact' | jq -sc 'map({(.Email): .LastName}) | add' >got
	jq -sc --slurpfile got got 'def trimmed: gsub("^[ \t-\r]+|[ \t-\r]+$"; "");
	    map(select((.contact.last_name | trimmed) != $got[0][.contact.email]) |
	    .contact.last_name)' in >wrong
	is "[]" "$(cat wrong)"
	configure '  bulk: never'
	rm l.db*
	push <in >out
	is "unchanged $(wc -l <in)" "$(outcomes)"
}

@test "deals, cases, tasks, campaigns and opting out arrive, and once" {
	start
	export OWNER=ops@sandbox.example
	call POST /services/data/v62.0/sobjects/Campaign '{"Name":"News"}'
	rich 12 | jq -c '.actions += [{type: "list", name: "News"}, {type: "unsubscribe"},
	    {type: "assign", owner: "sales@sandbox.example"}]' >in
	push <in >out
	is "12 6 24 8" "$(total 'SELECT COUNT() FROM Opportunity') $(total 'SELECT COUNT() FROM Case') $(
	    total 'SELECT COUNT() FROM Task') $(total 'SELECT COUNT() FROM CampaignMember')"
	is '{"Name":"Deal test/bot/2","StageName":"Prospecting","Amount":1200,"Account":{"Name":"Firm 2"}}' \
	    "$(soql "SELECT Name, StageName, Amount, Account.Name FROM Opportunity WHERE Name = 'Deal test/bot/2'")"
	is '{"Priority":"High","Origin":"Chat","Contact":{"Email":"p2@firm2.example"}}' \
	    "$(soql "SELECT Priority, Origin, Contact.Email FROM Case ORDER BY Id LIMIT 1")"
	is '{"ActivityDate":"2026-03-02","Status":"Not Started","Owner":{"Email":"ops@sandbox.example"}}' \
	    "$(soql "SELECT ActivityDate, Status, Owner.Email FROM Task WHERE Subject = 'Call test/bot/2'")"
	is '{"HasOptedOutOfEmail":true,"chatcrm_tags__c":"chat;warm","Owner":{"Email":"sales@sandbox.example"}}' \
	    "$(soql "SELECT HasOptedOutOfEmail, chatcrm_tags__c, Owner.Email FROM Contact LIMIT 1")"
	push <in >out
	is "unchanged 12" "$(outcomes)"
	rm l.db*
	push <in >out
	is "12 6 24 8" "$(total 'SELECT COUNT() FROM Opportunity') $(total 'SELECT COUNT() FROM Case') $(
	    total 'SELECT COUNT() FROM Task') $(total 'SELECT COUNT() FROM CampaignMember')"
}

@test "new people are leads, and known ones the contacts they are" {
	start
	configure '  new: lead'
	call POST /services/data/v62.0/sobjects/Contact '{"LastName":"Known","Email":"p1@firm1.example","Phone":"(415) 555-9999"}'
	local known=$(j .id) lead
	records 20 >in
	push <in >out
	is "created 13 updated 7" "$(outcomes)"
	is "$known" "$(jq -r 'select(.id == "test/bot/1").objects.contact.id' out)"
	is "1 13 20" "$(total 'SELECT COUNT() FROM Contact') $(total 'SELECT COUNT() FROM Lead') $(total 'SELECT COUNT() FROM Task')"
	is '{"LastName":"[not provided]","Company":"Firm 2"}' \
	    "$(soql "SELECT LastName, Company FROM Lead WHERE Email = 'p2@firm2.example'")"
	push <in >out
	is "unchanged 20" "$(outcomes)"
	rm l.db*
	push <in >out
	is "unchanged 20" "$(outcomes)"
	# By telephone, as people write it.
	one t 2026-03-02T10:00:00Z '"phone":"+14155559999","job_title":"Clerk"' | push >out
	is "$known" "$(jq -r .objects.contact.id out)"
}

@test "a lead that was converted is the contact it became" {
	start
	configure '  new: lead'
	one a 2026-03-01T10:00:00Z '"email":"a@x.example","last_name":"A"' | push >out
	local lead=$(jq -r .objects.contact.id out) contact
	call POST /_sandbox/admin '{"do":"convert","type":"Lead","id":"'$lead'"}'
	contact=$(j '.results[0].contactId')
	one b 2026-03-02T10:00:00Z '"email":"a@x.example","job_title":"Boss","address":"Way 1","company":"Firm"' >in
	push <in >out
	is "updated $contact" "$(jq -r '"\(.outcome) \(.objects.contact.id)"' out)"
	is '{"Title":"Boss","MailingStreet":"Way 1"}' "$(soql 'SELECT Title, MailingStreet FROM Contact')"
	rm l.db*
	push <in >out
	is "unchanged $contact" "$(jq -r '"\(.outcome) \(.objects.contact.id)"' out)"
	is "1 1" "$(total 'SELECT COUNT() FROM Contact') $(total 'SELECT COUNT() FROM Lead')"
	# In the middle of a run: the update finds it converted.
	one c 2026-03-01T10:00:00Z '"email":"c@x.example","last_name":"C"' | push >out
	lead=$(jq -r .objects.contact.id out)
	call POST /_sandbox/faults '[{"match":{"method":"PATCH"},"fault":"converted","times":1}]'
	one d 2026-03-02T10:00:00Z '"email":"c@x.example","job_title":"Boss"' >in
	push <in >out || push <in >out
	is '{"Title":"Boss"}' "$(soql "SELECT Title FROM Contact WHERE Email = 'c@x.example'")"
	is "2 2" "$(total 'SELECT COUNT() FROM Contact') $(total 'SELECT COUNT() FROM Lead')"
}

@test "the answer to a request for a token says where the org is" {
	sandbox_start --persona salesforce --oauth
	{
		printf 'crm:\n  profile: salesforce\n'
		printf '  options: {login: "%s"}\n' "$U"
		printf '  auth: {oauth: {grant: client_credentials, client_id: c, client_secret: {env: S}}}\n'
		printf '  limits: {daily: 0}\n  retry: {first: 20ms}\n'
		printf 'vault: {file: v, key: {env: K}}\n'
		printf 'ledger: sqlite:%s/l.db\n' "$BATS_TEST_TMPDIR"
	} >c.yaml
	export S=s K=$(printf 'a%.0s' {1..64})
	push --setup >/dev/null
	# No answer says how long a token is good; in the middle it no longer is.
	call POST /_sandbox/faults '[{"match":{"method":"PATCH"},"fault":"expired","times":1}]'
	records 6 >in
	push <in >out
	is "created 4 updated 2" "$(outcomes)"
	is 2 "$(jq -s 'map(select(.route == "/services/oauth2/token")) | length' log)"
}

@test "a conversation that has shrunk leaves no part of it behind" {
	start
	talk a 2026-03-01T10:00:00Z 3 20000 | push >out
	is 3 "$(total 'SELECT COUNT() FROM Task')"
	talk a 2026-03-01T11:00:00Z 1 20000 | push >out
	is 1 "$(total 'SELECT COUNT() FROM Task')"
}

@test "what people have changed since the chat is not written over" {
	start
	configure '  trust: all
  write: {fields: {contact.city: overwrite}}'
	one a 2026-03-01T10:00:00Z '"email":"a@x.example","last_name":"A","city":"Bern"' | push >out
	one b 2026-03-01T11:00:00Z '"email":"a@x.example","city":"Basel"' | push >out
	is '{"MailingCity":"Basel"}' "$(soql 'SELECT MailingCity FROM Contact')"
	call PATCH "/services/data/v62.0/sobjects/Contact/$(jq -r .objects.contact.id out)" '{"MailingCity":"Chur"}'
	one c 2026-03-01T12:00:00Z '"email":"a@x.example","city":"Davos"' | push >out
	is 'updated {"MailingCity":"Chur"}' "$(jq -r .outcome out) $(soql 'SELECT MailingCity FROM Contact')"
	one d 2099-03-01T12:00:00Z '"email":"a@x.example","city":"Davos"' | push >out
	is 'updated {"MailingCity":"Davos"}' "$(jq -r .outcome out) $(soql 'SELECT MailingCity FROM Contact')"
}

@test "what we changed ourselves is not taken for people's change" {
	start
	configure '  trust: all
  write: {fields: {contact.city: overwrite}}'
	call POST /services/data/v62.0/sobjects/Contact '{"LastName":"A","Email":"a@x.example","MailingCity":"Bern"}'
	one a 2026-03-01T10:00:00Z '"email":"a@x.example","first_name":"Ann"' | push >out
	is updated "$(jq -r .outcome out)"
	# The contact was changed after this chat, but by us, elsewhere in it.
	one b 2026-03-01T11:00:00Z '"email":"a@x.example","city":"Basel"' | push >out
	is 'updated {"MailingCity":"Basel"}' "$(jq -r .outcome out) $(soql 'SELECT MailingCity FROM Contact')"
}

@test "to unsubscribe somebody is our own change of a contact, too" {
	python3 -c 'import sqlite3' 2>/dev/null || skip "no python3"
	start
	configure '  trust: all
  write: {fields: {contact.city: overwrite}}'
	call POST /services/data/v62.0/sobjects/Contact '{"LastName":"A","Email":"a@x.example","MailingCity":"Bern"}'
	one a 2026-03-01T10:00:00Z '"email":"a@x.example","first_name":"Ann"' | push >out
	# That was longer ago than clocks may differ by; then nothing but this.
	python3 -c 'import sqlite3
with sqlite3.connect("l.db") as db:
	assert db.execute("UPDATE object SET wrote = wrote - 60000").rowcount'
	one u 2026-03-01T09:00:00Z '"email":"a@x.example"' '"actions":[{"type":"unsubscribe"}]' | push >out
	is true "$(soql 'SELECT HasOptedOutOfEmail FROM Contact' | jq .HasOptedOutOfEmail)"
	one b 2026-03-01T11:00:00Z '"email":"a@x.example","city":"Basel"' | push >out
	is 'updated {"MailingCity":"Basel"}' "$(jq -r .outcome out) $(soql 'SELECT MailingCity FROM Contact')"
}

@test "what a run changed that was cut off is not taken for people's change" {
	local n rc=1
	one a 2026-03-01T10:00:00Z '"email":"a@x.example","first_name":"Ann"' >first
	one b 2026-03-01T11:00:00Z '"email":"a@x.example","city":"Basel"' >second
	for ((n = 1; rc != 0 && n < 30; n++)); do
		start
		configure '  trust: all
  write: {fields: {contact.city: overwrite}}'
		rm -f l.db*
		call POST /services/data/v62.0/sobjects/Contact '{"LastName":"A","Email":"a@x.example","MailingCity":"Bern"}'
		rc=0
		CHATCRM_STOP_AFTER=$n push first >out || rc=$?
		push second >out
		is "$n {\"MailingCity\":\"Basel\"}" "$n $(soql 'SELECT MailingCity FROM Contact')"
		sandbox_stop
	done
	[ "$n" -gt 6 ]
}

@test "what people changed after our last change of a contact stays" {
	# The org's time is long after all that we did.
	start --now 2098-03-02T10:00:00Z
	configure '  trust: all
  write: {fields: {contact.city: overwrite}}'
	call POST /services/data/v62.0/sobjects/Contact '{"LastName":"A","Email":"a@x.example"}'
	local id=$(j .id)
	one a 2026-03-01T10:00:00Z '"email":"a@x.example","first_name":"Ann"' | push >out
	call PATCH "/services/data/v62.0/sobjects/Contact/$id" '{"MailingCity":"Chur"}'
	one b 2026-03-01T11:00:00Z '"email":"a@x.example","city":"Basel"' | push >out
	is '{"MailingCity":"Chur"}' "$(soql 'SELECT MailingCity FROM Contact')"
}

@test "the org's namesakes propose, and do not decide, where they are asked for" {
	start
	configure '  match: {contact: [email, phone], propose: crm}'
	call POST /services/data/v62.0/sobjects/Account '{"Name":"Acme"}'
	call POST /services/data/v62.0/sobjects/Contact '{"FirstName":"Ana","LastName":"O'"'"'Ruiz","Email":"z@x.example","AccountId":"'"$(j .id)"'"}'
	local known=$(j .id)
	one a 2026-03-01T10:00:00Z '"email":"a@x.example","first_name":"ana","last_name":"o'"'"'ruiz"' '"company":{"name":"Acme"}' | push >out
	is "created $known" "$(jq -r '"\(.outcome) \(.similar | join(" "))"' out)"
}

@test "setup makes the fields, and lets our user see them" {
	sandbox_start --persona salesforce
	configure
	run push --setup --dry-run
	is 18 "$(grep -c '^lack' <<<"$output")"
	is 0 "$(total 'SELECT COUNT() FROM PermissionSet')"
	push --setup >made
	is 18 "$(grep -c '^make' made)"
	is "15 1" "$(total "SELECT COUNT() FROM FieldPermissions WHERE Parent.Name = 'chatcrm' AND PermissionsEdit = true") $(
	    total 'SELECT COUNT() FROM PermissionSetAssignment')"
	call GET /services/oauth2/userinfo
	is '{"AssigneeId":"'"$(j .user_id)"'"}' "$(soql 'SELECT AssigneeId FROM PermissionSetAssignment')"
	w=$(writes)
	push --setup >made
	is "18 $w" "$(grep -c '^have' made) $(writes)"
}

@test "queries for children and for groups are answered as jsforce asks them" {
	start
	call POST /services/data/v62.0/sobjects/Account '{"Name":"Acme"}'
	local acme=$(j .id)
	call POST /services/data/v62.0/sobjects/Account '{"Name":"Empty"}'
	for n in 1 2 3; do
		call POST /services/data/v62.0/sobjects/Contact '{"LastName":"L'$n'","AccountId":"'"$acme"'","LeadSource":"'"$([ $n = 1 ] && echo Web || echo Other)"'"}'
	done
	call GET "/services/data/v62.0/query?q=SELECT+Name,(SELECT+LastName,Account.Name+FROM+Contacts+WHERE+LastName!='L2'+ORDER+BY+LastName+DESC)+FROM+Account+ORDER+BY+Name"
	is '["Acme",[["L3","Acme"],["L1","Acme"]],2,true]["Empty",null,null,null]' \
	    "$(j '.records[] | [.Name, ((.Contacts.records // null) | if . then map([.LastName, .Account.Name]) else . end), .Contacts.totalSize, .Contacts.done] | tojson' | paste -sd '')"
	call GET "/services/data/v62.0/query?q=SELECT+LeadSource,COUNT(Id)+n,COUNT(Name)+FROM+Contact+GROUP+BY+LeadSource+ORDER+BY+LeadSource"
	is '["AggregateResult","Other",2,2] ["AggregateResult","Web",1,1]' \
	    "$(j '.records[] | [.attributes.type, .LeadSource, .n, .expr0] | tojson' | paste -sd' ')"
	call GET "/services/data/v62.0/query?q=SELECT+Email,COUNT(Id)+FROM+Contact+GROUP+BY+LeadSource"
	is "400 MALFORMED_QUERY" "$status $(j '.[0].errorCode')"
	call GET "/services/data/v62.0/query?q=SELECT+Id,(SELECT+Id+FROM+Nothings)+FROM+Account"
	is "400 INVALID_TYPE" "$status $(j '.[0].errorCode')"
	call GET "/services/data/v62.0/query?q=SELECT+Id,(SELECT+Nope+FROM+Contacts)+FROM+Account"
	is "400 INVALID_FIELD" "$status $(j '.[0].errorCode')"
	call GET /services/data/v62.0/sobjects/Account/describe
	is Contact "$(j '.childRelationships[] | select(.relationshipName == "Contacts").childSObject')"
}

@test "reconcile --since sees who was deleted" {
	local then id
	start
	records 6 | push >out
	then=$(date -u -d '+1 second' +%Y-%m-%dT%H:%M:%SZ)
	while [ "$(date -u +%Y-%m-%dT%H:%M:%SZ)" \< "$then" ]; do
		sleep 0.1
	done
	chatcrm-reconcile -q -c c.yaml --since "$then"
	id=$(jq -rs '.[0].objects.contact.id' out)
	call DELETE "/services/data/v62.0/sobjects/Contact/$id"
	run chatcrm-reconcile -q -c c.yaml --since "$then"
	is 1 "$status"
	is "missing $id" "$(jq -r 'select(.object == "contact") | "\(.discrepancy) \(.id)"' <<<"$output")"
}
