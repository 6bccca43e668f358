#!/usr/bin/env bats
# Pipedrive by its profile alone, against a sandbox that plays it.

bats_require_minimum_version 1.5.0
load push
load prism

setup() {
	cd "$BATS_TEST_TMPDIR"
}

teardown() {
	sandbox_stop
}

# pipedrive [OPTION...]: the sandbox with our fields, and a configuration in
# which look-ups by token need not wait.
pipedrive() {
	sandbox_start --persona pipedrive
	PROFILE=pipedrive settings
	push --setup >setup.out
	curl -sS -o done -X POST -d "${FAULTS-{\}}" "$U/_sandbox/faults"
	sed "s/lag: 10s/lag: ${LAG-1ms}/; s/lag: 2s/lag: 1ms/" \
	    "$BATS_TEST_DIRNAME/../../lib/crm/profiles/pipedrive.yaml" >p.yaml
	settings "$@"
}

# settings [YAML-LINES]: c.yaml, more lines for "crm".
settings() {
	{
		printf 'crm:\n  profile: %s\n  url: %s\n' "${PROFILE-./p.yaml}" "$U"
		printf '  auth: {api_key: {env: PIPEDRIVE_TOKEN}}\n'
		printf '  limits: {burst: 0, search: 0, daily: %s}\n' "${DAILY-0}"
		printf '  retry: {first: 20ms, attempts: 12}\n%s\n' "${1-}"
		printf 'ledger: sqlite:%s/l.db\n' "$BATS_TEST_TMPDIR"
	} >c.yaml
	export PIPEDRIVE_TOKEN=t
}

# p METHOD PATH [BODY]: $status and $body.
p() {
	status=$(curl -sS -o answer -w '%{http_code}' -X "$1" \
	    -H 'x-api-token: t' -H 'Content-Type: application/json' \
	    ${3+-d "$3"} "$U$2")
	body=$(cat answer)
}

state() {
	curl -sS "$U/_sandbox/state"
}

of() {
	state | jq ".$1 | map(select(.archived | not)) | length"
}

# person EMAIL FILTER: of the one in the sandbox that has this address.
person() {
	state | jq -r --arg e "$1" '.persons[] | select(.archived | not).properties |
	    select(any(.emails[]?; .value == $e)) | '"$2"
}

# held: all that is there, without ids and codes.
held() {
	state | jq -cS '[.persons, .organizations, .notes | map(select(.archived | not))] as $all
	  | ($all | add | map({(.id): (.properties | .name // .content)}) | add) as $name
	  | $all[][] | [(.properties | del(.org_id, .person_id) |
	      .custom_fields |= ([.[]?] | map(tostring) | sort)),
	      ([.associations // {} | .[][] | $name[.] // empty] | sort)]' | sort
}

@test "a second sync writes nothing, with the old ledger or a new one" {
	pipedrive
	records 30 >in
	push <in >out
	is "created 20 updated 10" "$(outcomes)"
	is "20 10 30" "$(of persons) $(of organizations) $(of notes)"
	is "N1" "$(person p1@firm1.example .name)"
	held >want
	w=$(writes)
	push <in >out
	is "unchanged 30" "$(outcomes)"
	is "$w" "$(writes)"
	rm l.db*
	push <in >out
	is "$w" "$(writes)"
	held | diff want -
}

@test "stopped at every step and resumed: once each" {
	records 9 >in
	pipedrive
	push <in >out
	held >want
	sandbox_stop
	for ((n = 1; n < 200; n++)); do
		rm -f l.db*
		pipedrive '  connections: 2'
		rc=0
		CHATCRM_STOP_AFTER=$n push <in >out || rc=$?
		push <in >out
		held >have
		sandbox_stop
		diff want have || { echo "stopped after $n"; false; }
		[ $rc = 0 ] && break
	done
	echo "steps: $((n - 1))"
	[ $n -gt 20 ]
}

# What is promised, and no more: within the lag that the profile states,
# lost answers make no second person; beyond it they may.
@test "lost answers, and an index as far behind as the profile says" {
	records 9 >in
	pipedrive
	push <in >out
	held >want
	sandbox_stop
	rm -f l.db*
	FAULTS='{"search_lag_ms":300,"next":{"fail-after":3,"reset-after":2}}' LAG=600ms pipedrive
	push <in >out
	held | diff want -
	sandbox_stop
	rm -f l.db*
	FAULTS='{"search_lag_ms":60000,"rules":[{"match":{"method":"POST","path":"/persons"},"fault":"fail-after"}]}' pipedrive
	one a 2026-03-01T10:00:00Z '"email":"a@x.example"' | push >out
	is 2 "$(of persons)"
	chatcrm check -c c.yaml | grep -q 'contact: looked up by our token'
}

@test "addresses and numbers are added to, nothing of a person is lost" {
	pipedrive '  trust: all
  write: {fields: {contact.email: overwrite, contact.phone: overwrite}}'
	p POST /api/v2/persons '{"name":"Ana","emails":[{"value":"old@x.example","primary":true,"label":"home"},{"value":"ana@x.example","primary":false,"label":"work"}],"phones":[{"value":"(030) 1","primary":true,"label":"home"}]}'
	one a 2026-03-01T10:00:00Z '"email":"ana@x.example","phone":"+14155550100"' |
	    push >out
	is "updated 1" "$(outcomes)"
	is 1 "$(of persons)"
	is '[["ana@x.example",true],["old@x.example",false]]' "$(person ana@x.example \
	    '[.emails[] | [.value, .primary]]' | jq -c .)"
	is '["+14155550100","(030) 1"]' "$(person ana@x.example '[.phones[].value]' | jq -c .)"
	is Ana "$(person ana@x.example .name)"
}

@test "what a search does not show is read before anything is written" {
	pipedrive
	p POST /api/v2/organizations '{"name":"Theirs"}'
	o=$(j .data.id)
	p POST /api/v2/persons "{\"name\":\"Ana\",\"org_id\":$o,\"emails\":[{\"value\":\"a@acme.example\",\"primary\":true}],\"phones\":[{\"value\":\"4155550100\"}]}"
	{
		one a 2026-03-01T10:00:00Z '"email":"a@acme.example","phone":"+14155550199","first_name":"X"' '"company":{"name":"Acme","domain":"acme.example"}'
		one b 2026-03-01T10:00:01Z '"email":"b@x.example","phone":"+14155550100","first_name":"B"'
	} | push >out
	is "created 1 updated 1" "$(outcomes)"
	is "Ana $o 4155550100" "$(person a@acme.example '"\(.name) \(.org_id) \(.phones[0].value)"')"
	is B "$(person b@x.example .name)"
}

@test "a number is found as it was typed, and is nobody else's" {
	pipedrive
	p POST /api/v2/persons '{"name":"Tel","phones":[{"value":"4155550100"}]}'
	p POST /api/v2/persons '{"name":"Other","phones":[{"value":"+494155550100"}]}'
	one p 2026-03-01T10:00:01Z '"phone":"+14155550100","email":"t@x.example"' | push >out
	is "updated 1" "$(outcomes)"
	is Tel "$(person t@x.example .name)"
}

@test "what people typed stays what it is" {
	pipedrive
	n=0
	while IFS= read -r name; do
		n=$((n + 1))
		jq -cn --arg n "$name" --arg i $n '{chatcrm: 1, id: "t/\($i)<p>chatcrm ", at: "2026-03-01T10:00:00Z",
		    source: {platform: "test"}, contact: {email: "o\u0027b+\($i)@x.example", first_name: $n},
		    company: {name: $n, domain: "d\($i).example"},
		    conversation: {messages: [{role: "customer", text: "<p>chatcrm \($n)</p>"}]}}'
	done >in <<-'END'
		x","lifecyclestage":"customer
		x&fields=name&term=
		o'brien') or ('
		../../users/me?x=
		{item.id}
	END
	push <in >out
	is "created 5" "$(outcomes)"
	diff <(jq -r .contact.first_name in | sort) <(state | jq -r '.persons[].properties.name' | sort)
	w=$(writes)
	rm l.db*
	push <in >out
	is "$w" "$(writes)"
	is "5 5 5" "$(of persons) $(of organizations) $(of notes)"
}

@test "naughty strings arrive as just that" {
	blns=$BATS_TEST_DIRNAME/../../../shared/data/blns.json
	[ -f "$blns" ] || skip "no ../shared"
	pipedrive
	jq -c '[.[] | select(test("\\S")) | select(length < 250) | select(contains("@") or startswith("+") | not)] | to_entries[] | {chatcrm: 1,
	    id: "t/\(.key)", at: "2026-03-01T10:00:00Z", source: {platform: "test"},
	    contact: {email: "n\(.key)@x.example", first_name: .value}}' "$blns" | head -200 >in
	push <in >out
	is "created $(wc -l <in)" "$(outcomes)"
	diff <(jq -c .contact.first_name in | sort) \
	    <(state | jq -c '.persons[].properties.name' | sort)
}

@test "a person who was merged or deleted is found again by his keys" {
	pipedrive
	one a 2026-03-01T10:00:00Z '"email":"a@x.example"' | push >out
	a=$(jq -r .objects.contact.id out)
	p POST /api/v2/persons '{"name":"Same"}'
	b=$(j .data.id)
	p PUT "/v1/persons/$a/merge" "{\"merge_with_id\":$b}"
	is 200 "$status"
	p GET "/api/v2/persons/$a"
	is 404 "$status"
	one b 2026-03-02T10:00:00Z '"email":"a@x.example","phone":"+14155550100"' | push >out
	is "updated $b" "$(jq -r '"\(.outcome) \(.objects.contact.id)"' out)"
	p DELETE "/api/v2/persons/$b"
	p PATCH "/api/v2/persons/$b" '{"name":"x"}'
	is 410 "$status"
	one c 2026-03-03T10:00:00Z '"email":"a@x.example","first_name":"A"' | push >out
	is "created 1" "$(outcomes)"
	is 1 "$(of persons)"
}

@test "tags become labels where the account has them, and stay readable" {
	pipedrive
	p POST /api/v2/personFields/label_ids/options '[{"label":"chatbot"},{"label":"vip"}]'
	one a 2026-03-01T10:00:00Z '"email":"a@x.example"' '"tags":["chatbot","unheard of"]' | push >out
	is "created 1" "$(outcomes)"
	is '[1] chatbot;unheard of' "$(person a@x.example '"\(.label_ids) \([.custom_fields[]?] | map(strings | select(contains(";")))[0])"')"
	# Those that are there already stay.
	one b 2026-03-01T11:00:00Z '"email":"a@x.example"' '"tags":["vip"]' | push >out
	is '[1,2]' "$(person a@x.example '"\(.label_ids)"')"
}

# in_two CACHE: a run that gets a label while it waits for its second record.
in_two() {
	pipedrive "  cache: $1"
	mkfifo in
	push in >out 3>&- &
	exec 9>in
	one a 2026-03-01T10:00:00Z '"email":"a@x.example"' >&9
	answered 1
	p POST /api/v2/personFields/label_ids/options '[{"label":"vip"}]'
	one b 2026-03-01T10:00:00Z '"email":"b@x.example"' '"tags":["vip"]' >&9
	answered 2
	exec 9>&-
	wait $!
	person b@x.example '"\(.label_ids)"'
}

# answered N: wait for so many results.
answered() {
	local i
	for ((i = 0; i < 500; i++)); do
		[ "$(grep -c outcome out)" -lt "$1" ] || return 0
		sleep 0.02
	done
	return 1
}

@test "what the account was asked is asked again once it is old" {
	is '[1]' "$(in_two 0s)"
	sandbox_stop
	rm -f in l.db*
	is '[]' "$(in_two 10m)"
}

@test "what is refused is told with the field's name" {
	pipedrive '  fields: {contact: {size: {to: custom_fields.Team size}}}'
	p POST /api/v2/personFields '{"field_name":"Team size","field_type":"double"}'
	one a 2026-03-01T10:00:00Z '"email":"a@x.example","size":"many"' | push >out || :
	is "refused contact.size" "$(jq -r '"\(.outcome) \(.error.field)"' out)"
	one b 2026-03-01T10:00:00Z '"email":"b@x.example","size":7' | push >out
	is "created 1" "$(outcomes)"
	is 7 "$(person b@x.example '.custom_fields[] | numbers')"
}

@test "429 is waited out; no token is 77; the day's end defers" {
	FAULTS='{"next":{"rate":2}}' pipedrive
	one a 2026-03-01T10:00:00Z '"email":"a@x.example"' >in
	push <in >out
	is "created 1" "$(outcomes)"
	rm -f l.db*
	PIPEDRIVE_TOKEN=expired run -77 push <in
	is 1 "$(of persons)"
	curl -sS -o done -X POST -d '{"next":{"quota":50}}' "$U/_sandbox/faults"
	run -75 --separate-stderr push <in
	echo "$output" >out
	is "deferred 1" "$(outcomes)"
}

@test "Pipedrive's own client is at home" {
	npm_need pipedrive@33.7.0
	pipedrive
	cat >client.mjs <<-'END'
		import { createRequire } from 'module';
		const require = createRequire(process.env.NPM + '/x.js');
		const { Configuration, PersonsApi, OrganizationsApi, DealsApi, ActivitiesApi, ItemSearchApi, PersonFieldsApi } = require('pipedrive/v2');
		const v1 = require('pipedrive/v1');
		const conf = new Configuration({ apiKey: 't', basePath: process.argv[2] + '/api/v2' });
		const old = new v1.Configuration({ apiKey: 't', basePath: process.argv[2] + '/api/v1' });
		const persons = new PersonsApi(conf), say = (...a) => console.log(...a);
		const person = await persons.addPerson({ AddPersonRequest: { name: 'Ada', emails: [{ value: 'ada@example.org', primary: true, label: 'work' }] } });
		say('add', person.success, person.data.name);
		const id = person.data.id;
		const found = await persons.searchPersons({ term: 'ADA@example.org', fields: 'email', exact_match: true });
		say('search', found.data.items.length, found.data.items[0].item.emails[0]);
		say('update', (await persons.updatePerson({ id, UpdatePersonRequest: { name: 'Ada King' } })).data.name);
		say('get', (await persons.getPerson({ id })).data.name);
		say('list', (await persons.getPersons({ limit: 1 })).data.length);
		const org = await new OrganizationsApi(conf).addOrganization({ AddOrganizationRequest: { name: 'Acme' } });
		say('tie', (await persons.updatePerson({ id, UpdatePersonRequest: { org_id: org.data.id } })).data.org_id === org.data.id);
		const fields = (await new PersonFieldsApi(conf).getPersonFields({})).data;
		const code = fields.find(f => f.field_name === 'chatcrm id').field_code;
		say('code', /^[0-9a-f]{40}$/.test(code));
		await persons.updatePerson({ id, UpdatePersonRequest: { custom_fields: { [code]: 'T-1' } } });
		say('field', (await new ItemSearchApi(conf).searchItemByField({ term: 'T-1', entity_type: 'person', field: code, match: 'exact' })).data[0].id === id);
		say('deal', (await new DealsApi(conf).addDeal({ AddDealRequest: { title: 'D', person_id: id } })).data.person_id === id);
		say('activity', (await new ActivitiesApi(conf).addActivity({ AddActivityRequest: { subject: 'Call', type: 'task', participants: [{ person_id: id, primary: true }] } })).data.person_id === id);
		const note = await new v1.NotesApi(old).addNote({ AddNoteRequest: { content: '<p>x</p>', person_id: id } });
		say('note', note.data.content);
		say('notes', (await new v1.NotesApi(old).getNotes({ person_id: id })).data.length);
		say('me', (await new v1.UsersApi(old).getCurrentUser()).data.company_domain);
		say('lead', (await new v1.LeadsApi(old).addLead({ AddLeadRequest: { title: 'L', person_id: id } })).data.id.length);
		try { await persons.getPerson({ id: 999 }); } catch (e) { say('missing', e.success, e.error); }
		try { await persons.addPerson({ AddPersonRequest: {} }); } catch (e) { say('bad', e.success, e.error); }
		await persons.deletePerson({ id });
		try { await persons.getPerson({ id }); } catch (e) { say('deleted', e.error); }
	END
	run env NPM="$NPM" node client.mjs "$U"
	echo "$output"
	is 0 "$status"
	is "$(cat <<-'END'
		add true Ada
		search 1 ada@example.org
		update Ada King
		get Ada King
		list 1
		tie true
		code true
		field true
		deal true
		activity true
		note <p>x</p>
		notes 1
		me acme-sandbox
		lead 36
		missing false person not found
		bad false Parameter 'name' is required
		deleted person not found
	END
	)" "$output"
}

@test "a conversation that has shrunk leaves no part of it behind" {
	pipedrive
	talk a 2026-03-01T10:00:00Z 3 40000 | push >out
	is 3 "$(of notes)"
	talk a 2026-03-01T11:00:00Z 1 40000 | push >out
	is "updated 1" "$(jq -r .outcome out) $(of notes)"
}

# A queue that waits for tomorrow ends the run; what a request costs counts.
@test "tokens of the day that are used up leave the rest deferred" {
	DAILY=200 pipedrive
	n=$(wc -l <log)
	records 30 >in
	run -75 --separate-stderr timeout 60 chatcrm-push -c c.yaml \
	    --daily-share 100 <in
	[[ $stderr == *"are used up for the next"* ]]
	[ "${#lines[@]}" -eq 30 ]
	[ "$(grep -c '"outcome":"deferred"' <<<"$output")" -gt 0 ]
	# The cheapest of them takes two.
	[ $(($(wc -l <log) - n)) -le 100 ]
	[ $(($(wc -l <log) - n)) -gt 5 ]
}
