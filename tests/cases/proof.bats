#!/usr/bin/env bats
# The proof: chatcrm-push ends at any point, is started again, and the CRM
# has exactly what it would have had, as far as its profile promises.
#
# PROOF=all tries every step of every test and KILLS=200 that many kills;
# SEED=n repeats a run.

bats_require_minimum_version 1.5.0
load push

setup() {
	cd "$BATS_TEST_TMPDIR"
}

teardown() {
	sandbox_stop
}

# story N: records with contacts, companies, notes and tasks; one of them
# has a transcript that takes three notes.
story() {
	records "$1" | jq -c 'if .id == "test/bot/4" then
	    .conversation.messages += [range(3) | {role: "customer",
	        text: ("long \(.) " + "x" * 50000)}] else . end
	    | .actions = [{type: "task", workflow: "w",
	        subject: "Call \(.id)", due: "24h"}]'
}

# crm [OPTION...]: a new one, and no ledger.
crm() {
	sandbox_stop
	rm -f l.db*
	start --property tasks.chatcrm_id:unique "$@"
}

# everything: like held, of all types of objects.
everything() {
	curl -sS "$U/_sandbox/state" | jq -cS '
	  [to_entries[] | select(.value | type == "array") |
	      .value |= map(select(type == "object" and has("properties")
	          and (.archived | not))) | select(.value | length > 0)] as $all
	  | ($all | map(.value[] | {(.id): (.properties.chatcrm_id //
	      .properties.email // .properties.domain)}) | add) as $token
	  | $all[] | .key as $type | .value[]
	  | [$type, .properties, ([.associations // {} | .[][] |
	      $token[.] // empty] | sort)]' | sort
}

# same WHAT: is it all there, and once?
same() {
	everything >have
	diff want have || { echo "$1, SEED=${seed-}"; false; }
}

# each_step STRIDE CONF: stop at each step (or each so many), resume.
each_step() {
	local n rc=0 stride=$1
	[ "${PROOF-}" != all ] || stride=1
	for ((n = 1; n < 2000; n += stride)); do
		crm
		configure "$2"
		rc=0
		CHATCRM_STOP_AFTER=$n push <in >out || rc=$?
		push <in >out
		same "stopped after $n"
		[ $rc != 0 ] || break
	done
	echo "steps: $((n - 1))"
	[ $n -gt 60 ]
}

# finish CONF: without a stop, into "want".
finish() {
	story "$1" >in
	crm
	configure "$2"
	push <in >out
	everything >want
}

@test "one connection: stopped at every step and resumed, the same end" {
	finish 24 '  batch: 2
  connections: 1'
	each_step 1 '  batch: 2
  connections: 1'
}

@test "many connections: stopped at every step and resumed, the same end" {
	finish 20 '  batch: 1
  connections: 8'
	each_step 1 '  batch: 1
  connections: 8'
}

# kill_one NAME: one push under faults that is killed, perhaps twice.
kill_one() {
	local pid times=$((1 + RANDOM % 2))
	crm --fail 10 --reset 5 --slow 2ms --search-lag 3s --seed $RANDOM
	configure '  batch: 3
  connections: 16'
	while ((times-- > 0)); do
		chatcrm-push -q -c c.yaml <in >out 2>err &
		pid=$!
		sleep "0.$(printf %03d $((RANDOM % 300)))"
		kill -KILL $pid 2>kill.err || :
		wait $pid || :
	done
	faults '{"fail":0.05,"reset":0.05,"slow_ms":0}'
	push <in >out
	same "$1"
}

@test "killed at random moments under faults: the exact same end" {
	seed=${SEED:-$RANDOM}
	echo "SEED=$seed"
	RANDOM=$seed
	finish 100
	for ((k = 0; k < ${KILLS:-20}; k++)); do
		kill_one "kill $k"
	done
}

# profile GUARANTEE: one that does not promise a unique token: it is looked
# up by search, which is behind, or not at all.
profile() {
	local yaml=$BATS_TEST_DIRNAME/../../lib/crm/profiles/hubspot.yaml
	sed "s/guarantee: unique_key/$1/" "$yaml" >weak.yaml
	# A look-up by a unique property becomes a search for it.
	sed -i -E '
	    /^      token: \{/s/batch\/read/search/
	    /^      token:( &[a-z_]+)?$/,/failures:/{
	        s/batch\/read/search/
	        s/^( *)\{"idProperty": "chatcrm_id".*/\1{"filterGroups": [{"filters": [{"propertyName": "chatcrm_id", "operator": "IN", "values": items.map(i, i.key)}]}], "sorts": ["hs_object_id"],/
	        s/^( *)"inputs": items.map\(i, \{"id": i.key\}\)\}/\1"properties": fields, "limit": 200, "after": "0"}/
	        /failures:/d
	    }' weak.yaml
	sed -i 's/profile: hubspot/profile: .\/weak.yaml/' c.yaml
}

# weak_crm: it has the field, but does not keep it unique.
weak_crm() {
	local t
	sandbox_stop
	rm -f l.db*
	sandbox_start $(for t in contacts companies notes tasks deals tickets; do
	    echo --property $t.chatcrm_id; done) \
	    --property contacts.chatcrm_score:number \
	    --property contacts.chatcrm_grade --property contacts.chatcrm_tags \
	    --property contacts.chatcrm_lead_source \
	    --property contacts.chatcrm_last_chat:datetime "$@"
	configure '  batch: 2
  connections: 4'
}

@test "a token that is looked up behind a lagging index: the same end" {
	local n rc stride=4
	[ "${PROOF-}" != all ] || stride=1
	story 8 >in
	weak_crm
	profile 'guarantee: token_lookup, lag: 300ms'
	push <in >out
	everything >want
	for ((n = 1; n < 2000; n += stride)); do
		weak_crm --search-lag 200ms
		profile 'guarantee: token_lookup, lag: 300ms'
		rc=0
		CHATCRM_STOP_AFTER=$n push <in >out || rc=$?
		push <in >out
		same "stopped after $n"
		[ $rc != 0 ] || break
	done
	[ $n -gt 20 ]
}

# At least once: all is there; what was under way when it was stopped may be
# there twice, and no more than that.
@test "a CRM that promises nothing: nothing is lost" {
	local n rc stride=4
	[ "${PROOF-}" != all ] || stride=1
	story 8 >in
	weak_crm
	profile 'guarantee: at_least_once'
	push <in >out
	everything >want
	for ((n = 1; n < 2000; n += stride)); do
		weak_crm
		profile 'guarantee: at_least_once'
		rc=0
		CHATCRM_STOP_AFTER=$n push <in >out || rc=$?
		push <in >out
		everything >have
		diff want <(sort -u have) || { echo "stopped after $n"; false; }
		[ "$(wc -l <have)" -le $(($(wc -l <want) + 8)) ]
		[ $rc != 0 ] || break
	done
}
