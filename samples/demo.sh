#!/bin/sh
# The main job on the sample conversations, into a CRM of our own on loopback.
# B: the build folder; KEEP=1: leave that CRM running.
set -eu
cd "$(dirname "$0")/.."
B=${B:-build}
case $B in /*) ;; *) B=$PWD/$B ;; esac
export PATH="$B:$PATH"

work=$(mktemp -d "${TMPDIR:-/tmp}/chatcrm-demo.XXXXXX")
sandbox=
cleanup() {
	if [ -n "$sandbox" ]; then
		kill "$sandbox" 2>/dev/null || :
		wait "$sandbox" 2>/dev/null || :
	fi
	rm -rf "$work"
}
trap cleanup EXIT
trap 'exit 130' INT TERM

if [ -t 1 ]; then bold=$(printf '\033[1m') plain=$(printf '\033[0m')
else bold='' plain=''; fi
say() { printf '\n%s%s%s\n' "$bold" "$1" "$plain"; }

# Five commands that all start out as the user types them.  The day does not
# move, so that scores are the same whenever this runs.
now=2026-03-15T12:00:00Z
main_job() {
	chatcrm-map --rejects "$work/refused" <samples/conversations.jsonl |
	    tee "$work/mapped" |
	    chatcrm-validate --rejects "$work/refused" |
	    chatcrm-score --now $now | chatcrm-route | tee "$work/routed" |
	    chatcrm-push --now $now >"$work/$1"
}

# How many requests that write the CRM has answered so far.
writes() {
	jq -s 'map(select(.method != "GET" and
	    (.path | test("/(batch/read|search)$") | not))) | length' \
	    "$work/requests"
}

# The routed records and the result lines, side by side, best score first.
who_arrived() {
	jq -rn --slurpfile records "$work/routed" --slurpfile results "$work/first" '
	    def cell($n): . // "" | tostring |
	        if length > $n then .[:$n - 1] + "…"
	        else . + " " * ($n - length) end;
	    def row($a): "   \($a[0] | cell(20)) \($a[1] | cell(25)) " +
	        "\($a[2] | cell(9)) \($a[3] | cell(7)) \($a[4])";
	    ($results | map({(.id): .}) | add) as $result |
	    row(["who", "reached at", "outcome", "score", "why"]),
	    ($records | sort_by(-.score.total)[] |
	    row([([.contact.first_name, .contact.last_name] | map(values) | join(" ")),
	        (.contact.email // .contact.phone), $result[.id].outcome, .score.total,
	        ([.score.reasons[] | "\(.rule) \(.points)"] | join(", "))]))'
}

# Six who left no way to be reached are skipped by map; who was refused
# stands in the file of dead letters.
who_did_not() {
	jq -r '"   refused by \(.dead.stage): \(.record.id // .source.id): \(.dead.message) (\(.dead.code))"' \
	    "$work/refused"
	jq -rn --slurpfile in samples/conversations.jsonl --slurpfile out "$work/mapped" '
	    ($out | map(.id | split("/")[2])) as $went_on |
	    [$in[].sender_id | select(. as $id | $went_on | index($id) | not)] |
	    "   skipped by map, nobody to reach: \(join(", "))"'
}

# What the rules of route have made, and which of them.
what_is_to_be_done() {
	jq -r '.contact as $c | .actions[]? |
	    "   \(.type) for \($c.first_name // $c.email): \(.subject), by the rule \(.workflow)"' \
	    "$work/routed"
}

say "1. A CRM on loopback: chatcrm-sandbox"
chatcrm-sandbox --ready "$work/url" --log "$work/requests" \
    --db "$work/crm.db" >"$work/sandbox.log" 2>&1 &
sandbox=$!
while [ ! -s "$work/url" ]; do
	kill -0 "$sandbox" 2>/dev/null || { cat "$work/sandbox.log"; exit 1; }
	sleep 0.05
done
url=$(cat "$work/url")
echo "   $url"

# The sample's configuration, but for where the CRM and the ledger are.
cat samples/chatcrm.yaml >"$work/chatcrm.yaml"
sed -i "s|^ledger: .*|ledger: sqlite:$work/ledger.db|
    s|^  profile: hubspot|&\n  url: $url|" "$work/chatcrm.yaml"
export CHATCRM_CONFIG="$work/chatcrm.yaml" CHATCRM_TOKEN=any-will-do
echo "   making our fields in it: chatcrm-push --setup"
chatcrm-push --setup | sed 's/^make //' |
    jq -r '"      \(.object).\(.name)\(if .unique then ", unique" else "" end)"'
none=$(writes)

say "2. map | validate | score | route | push"
main_job first
first=$(writes)

say "3. The same again: nothing is written twice"
rm -f "$work/refused"
main_job second
second=$(writes)
echo "   requests that write: $((first - none)) by the first run, $((second - first)) by the second"
[ "$second" -eq "$first" ]

say "4. Ledger and CRM agree: chatcrm-reconcile"
chatcrm-reconcile

say "5. Who arrived, with which score, and why"
who_arrived

say "6. What is to be done about them, and why"
what_is_to_be_done

say "7. Who did not, and why"
who_did_not

if [ "${KEEP:-}" = 1 ]; then
	say "The CRM is at $url until you press Ctrl-C"
	wait "$sandbox"
else
	say "Look at it: make demo KEEP=1 shows the CRM's page in your browser"
fi
