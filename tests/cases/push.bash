# push.bash: records to push, and what a sandbox holds, for bats files.
load sandbox

# records N [FROM]: N records of as many conversations, made by rule: every
# third person comes back, every seventh has a telephone and no address,
# companies are shared, some transcripts have markup in them.
records() {
	awk -v n="$1" -v from="${2-1}" 'BEGIN {
		for (i = from; i < from + n; i++) {
			p = i % 3 == 0 ? i - 1 : i
			mail = sprintf("p%d@firm%d.example", p, p % 10)
			if (p % 7 == 0)
				who = sprintf("\"phone\":\"+1415555%04d\"", p)
			else
				who = sprintf("\"email\":\"%s\",\"phone\":\"+1415555%04d\"", mail, p)
			printf "{\"chatcrm\":1,\"id\":\"test/bot/%d\",\"at\":\"2026-03-01T10:%02d:%02dZ\",", i, i / 60 % 60, i % 60
			printf "\"source\":{\"platform\":\"test\",\"account\":\"bot\"},"
			printf "\"contact\":{%s,\"first_name\":\"N%d\"},", who, p
			if (p % 7 != 0)
				printf "\"company\":{\"name\":\"Firm %d\",\"domain\":\"firm%d.example\"},", p % 10, p % 10
			printf "\"conversation\":{\"started_at\":\"2026-03-01T10:00:00Z\",\"messages\":["
			printf "{\"at\":\"2026-03-01T10:00:00Z\",\"role\":\"customer\",\"text\":\"<b>%d</b> & more\"},", i
			printf "{\"at\":\"2026-03-01T10:00:01Z\",\"role\":\"bot\",\"text\":\"yes\"}]},"
			printf "\"score\":{\"total\":%d.5,\"grade\":\"%s\"}}\n", p % 90, p % 2 ? "hot" : "cold"
		}
	}'
}

# configure [YAML-LINES]: c.yaml for the sandbox at $U, more lines for "crm".
configure() {
	{
		printf 'crm:\n  profile: hubspot\n  url: %s\n' "$U"
		printf '  auth: {token: {env: HUBSPOT_TOKEN}}\n'
		printf '  limits: {burst: 0, search: 0}\n'
		printf '  retry: {first: 20ms, attempts: 12}\n%s\n' "${1-}"
		printf 'ledger: sqlite:%s/l.db\n' "$BATS_TEST_TMPDIR"
	} >"$BATS_TEST_TMPDIR/c.yaml"
	export HUBSPOT_TOKEN=t
}

push() {
	chatcrm-push -q -c "$BATS_TEST_TMPDIR/c.yaml" "$@"
}

# start [OPTION...]: a sandbox with our properties, and a configuration.
start() {
	sandbox_start --property contacts.chatcrm_id:unique \
	    --property companies.chatcrm_id:unique \
	    --property notes.chatcrm_id:unique \
	    --property deals.chatcrm_id:unique \
	    --property tickets.chatcrm_id:unique \
	    --property tasks.chatcrm_id:unique \
	    --property contacts.chatcrm_score:number \
	    --property contacts.chatcrm_grade \
	    --property contacts.chatcrm_tags \
	    --property contacts.chatcrm_lead_source \
	    --property contacts.chatcrm_last_chat:datetime "$@"
	configure
}

# faults JSON: let things go wrong, or {"fail":0,"reset":0,"lie":0} no more.
faults() {
	curl -sS -o /dev/null -X POST -d "$1" "$U/_sandbox/faults"
}

# held: all that the sandbox holds, one line an object: its properties, and
# with what it is associated, by our tokens instead of ids.
held() {
	curl -sS "$U/_sandbox/state" | jq -cS '
	  [.contacts, .companies, .notes | map(select(.archived | not))] as $all
	  | ($all | add | map({(.id): .properties.chatcrm_id}) | add) as $token
	  | $all[][]
	  | [.properties, ([.associations // {} | .[][] | $token[.] // empty] | sort)]' | sort
}

# writes: how many requests so far wanted to change something.
writes() {
	jq -s 'map(select(.write)) | length' "$BATS_TEST_TMPDIR/log"
}

# outcomes [FILE]: "created 3 updated 1", of the result lines in out.
outcomes() {
	jq -rs '[.[].outcome // empty] | group_by(.) |
	    map("\(.[0]) \(length)") | join(" ")' "${1-out}"
}

# one ID AT CONTACT [MORE]: a record by hand; CONTACT, MORE are JSON members.
one() {
	printf '{"chatcrm":1,"id":"%s","at":"%s","source":{"platform":"test"},"contact":{%s}%s}\n' \
	    "$1" "$2" "$3" "${4:+,$4}"
}

# talk ID AT N [LENGTH]: a conversation of N messages so long that each is a
# note of its own.
talk() {
	one "$1" "$2" '"email":"a@x.example"' | jq -c --argjson n "$3" \
	    --argjson length "${4-40000}" --arg at "$2" '.conversation = {
	    messages: [range($n) | {at: $at, role: "customer", text: ("w" * $length + "\(.)")}]}'
}

# contact EMAIL PROPERTY: of the one the sandbox holds.
contact() {
	curl -sS "$U/_sandbox/state" |
	    jq -r --arg e "$1" ".contacts[] | select(.properties.email == \$e) | .properties.$2 // \"-\""
}

# count TYPE: how many of them it holds.
count() {
	curl -sS "$U/_sandbox/state" |
	    jq ".$1 | map(select(.archived | not)) | length"
}

list() {	# NAME: a new static list of contacts
	curl -sS -o /dev/null -H 'Authorization: Bearer t' \
	    -H 'Content-Type: application/json' -X POST -d \
	    "{\"name\":\"$1\",\"objectTypeId\":\"0-1\",\"processingType\":\"MANUAL\"}" \
	    "$U/crm/v3/lists"
}

# rich N: records with a deal, every second with a ticket, and actions.
rich() {
	records "$1" | jq -c '.deal = {name: "Deal \(.id)", amount: 1200.0} |
	    (if (.id | test("[02468]$")) then .ticket = {subject: "Broken",
	        description: "<b>It</b> fails", priority: "high"} else . end) |
	    .actions = [{type: "task", workflow: "enterprise",
	            subject: "Call \(.id)", body: "a < b", due: "24h",
	            priority: "normal", owner: "ana@owners.example"},
	        {type: "tag", name: ["chat", "warm"]}]' |
	    sed "s/ana@owners.example/$OWNER/"
}

# owner: the address and id of one of the owners, in $OWNER and $OWNER_ID.
owner() {
	OWNER=$(curl -sS -H 'Authorization: Bearer t' "$U/crm/v3/owners" |
	    jq -r '.results[0].email')
	OWNER_ID=$(curl -sS -H 'Authorization: Bearer t' "$U/crm/v3/owners" |
	    jq -r '.results[0].id')
	export OWNER OWNER_ID
}
