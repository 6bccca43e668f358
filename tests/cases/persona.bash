# persona.bash: the sandbox as any CRM that it plays, and what stands in it,
# for bats files.
load push

# persona NAME: the sandbox with our fields, and c.yaml.
persona() {
	local path= limits= auth=token
	PERSONA=$1
	case $1 in
	hubspot) limits='burst: 0, search: 0' ;;
	pipedrive) limits='burst: 0, search: 0, daily: 0' auth=api_key ;;
	dynamics) path=/api/data/v9.2 limits='burst: 0' ;;
	salesforce) limits='daily: 0' ;;
	espocrm) path=/api/v1 ;;
	esac
	sandbox_start --persona "$1"
	{
		printf 'crm:\n  profile: %s\n  url: %s\n' "$1" "$U$path"
		printf '  auth: {%s: {env: CRM_TOKEN}}\n' $auth
		printf '  limits: {%s}\n' "$limits"
		printf '  retry: {first: 20ms, attempts: 12}\n'
		printf 'ledger: sqlite:%s/l.db\n' "$BATS_TEST_TMPDIR"
	} >c.yaml
	export CRM_TOKEN=t
	push --setup >/dev/null
}

# post PATH BODY: a request of our own to the persona; it must succeed.
post() {
	local key=(-H 'Authorization: Bearer t')
	case $PERSONA in
	espocrm) key=(-H 'X-Api-Key: t') ;;
	pipedrive) key=(-H 'x-api-token: t') ;;
	zoho) key=(-H 'Authorization: Zoho-oauthtoken t') ;;
	esac
	curl -sS -f -o answer "${key[@]}" -H 'Content-Type: application/json' \
	    --data-binary "$2" "$U$1"
}

# somebody FIELD VALUE N: a person whom people typed into the CRM; FIELD is
# email or phone, VALUE is JSON.
somebody() {
	case $PERSONA-$1 in
	hubspot-*) post /crm/v3/objects/contacts \
	    "{\"properties\":{\"$1\":$2}}" ;;
	salesforce-email) post /services/data/v62.0/sobjects/Contact \
	    "{\"Email\":$2,\"LastName\":\"Own $3\"}" ;;
	dynamics-email) post /api/data/v9.2/contacts \
	    "{\"emailaddress1\":$2,\"lastname\":\"Own $3\"}" ;;
	espocrm-email) post /api/v1/Contact \
	    "{\"emailAddress\":$2,\"lastName\":\"Own $3\"}" ;;
	zoho-email) post /crm/v8/Contacts \
	    "{\"data\":[{\"Email\":$2,\"Last_Name\":\"Own $3\"}]}" ;;
	pipedrive-email) post /api/v2/persons \
	    "{\"name\":\"Own $3\",\"emails\":[{\"value\":$2,\"primary\":true}]}" ;;
	esac
}

# stands people | firms | texts: what the CRM holds of them, one JSON value a
# line: [address, first name, last name], [domain, name], and a text each.
stands() {
	local chat='sub("(?s)^Chat on[^\n]*\ncustomer: 10:00 (?<t>.*?)\n?$"; .t)'
	local page='sub("(?s)^.*?</strong> 10:00 (?<t>.*?)</p>(<p>chatcrm [^<]*</p>)?$"; .t)
	    | gsub("<br>"; "\n") | gsub("&lt;"; "<") | gsub("&gt;"; ">")
	    | gsub("&quot;"; "\"") | gsub("&#39;"; "\u0027") | gsub("&amp;"; "&")'
	curl -sS "$U/_sandbox/state" | jq -c "$(case $PERSONA-$1 in
	hubspot-people) echo '.contacts[].properties |
	    [.email, .firstname // "", .lastname // ""]' ;;
	hubspot-firms) echo '.companies[].properties | [.domain, .name // ""]' ;;
	hubspot-texts) echo ".notes[].properties.hs_note_body | $page" ;;
	salesforce-people) echo '.Contact[].properties |
	    [.Email, .FirstName // "", .LastName // ""]' ;;
	salesforce-firms) echo '.Account[].properties |
	    [.chatcrm_domain__c, .Name // ""]' ;;
	salesforce-texts) echo ".Task[].properties |
	    select(.Subject == \"Chat\").Description | . + \" \" | $chat" ;;
	dynamics-people) echo '.contacts[].properties |
	    [.emailaddress1, .firstname // "", .lastname // ""]' ;;
	dynamics-firms) echo '.accounts[].properties |
	    [(.websiteurl | ltrimstr("https://")), .name // ""]' ;;
	dynamics-texts) echo ".annotations[].properties.notetext | $chat" ;;
	espocrm-people) echo '.Contact[].properties |
	    [.emailAddress, .firstName // "", .lastName // ""]' ;;
	espocrm-firms) echo '.Account[].properties |
	    [(.website | ltrimstr("https://")), .name // ""]' ;;
	espocrm-texts) echo ".Call[].properties.description | $chat" ;;
	zoho-people) echo '.Contacts[].properties |
	    [.Email, .First_Name // "", .Last_Name // ""]' ;;
	zoho-firms) echo '.Accounts[].properties |
	    [.chatcrm_domain, .Account_Name // ""]' ;;
	zoho-texts) echo ".Notes[].properties.Note_Content | $chat" ;;
	pipedrive-people) echo '.persons[].properties |
	    [.emails[0].value, .name // ""]' ;;
	pipedrive-firms) echo '.organizations[].properties |
	    [(.custom_fields[] | select(type == "string" and
	        endswith(".example"))), .name // ""]' ;;
	pipedrive-texts) echo ".notes[].properties.content | $page" ;;
	esac)"
}
