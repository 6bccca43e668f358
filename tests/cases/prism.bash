# prism.bash: Prism as a strict proxy that checks both sides against
# HubSpot's published API description; $P is its URL.

# npm_need PACKAGE...: node_modules of these in $NPM, installed once.  Each set
# has a folder of its own: an install into one that somebody runs from moves
# what he is about to load.
npm_need() {
	command -v npm >/dev/null || skip "no npm"
	local IFS=,
	NPM=$B/npm/${*//\//+}
	[ -d "$NPM" ] || npm_install "$@" || skip "npm cannot install $*"
}

# Aside, and renamed when it is whole: what is there can be run.
npm_install() (
	mkdir -p "$B/npm"
	exec 9>"$B/npm/lock"
	flock 9
	[ ! -d "$NPM" ] || return 0
	rm -rf "$NPM.part"
	npm --prefix "$NPM.part" install --no-audit --no-fund --silent \
	    "$@" >&2 9>&- && mv "$NPM.part" "$NPM"
)

# prism_start UPSTREAM: it listens when this returns.
prism_start() {
	local specs=$BATS_TEST_DIRNAME/../../../shared/specs/hubspot
	[ -d "$specs" ] || skip "no ../shared"
	npm_need @stoplight/prism-cli@5.14.2
	local d=$BATS_TEST_TMPDIR
	# One document of all; the catch-all error response would turn a bad
	# request into a 500, so it goes, and so do filters of lists, in whose
	# recursion Prism is lost.
	jq -s 'reduce .[1:][] as $d (.[0]; .paths += $d.paths |
	    .components.schemas += ($d.components.schemas // {}) |
	    .components.securitySchemes += ($d.components.securitySchemes // {})) |
	    (.paths[][] | objects | select(has("responses")).responses) |=
	    del(.default) | .components.schemas |= (with_entries(
	    select(.key | test("^(Public|List).*(Filter|Refine|Operation|" +
	    "Reference|TimePoint|TimeOffset|IndexedTime|DatePoint)") | not)) |
	    del(.[].properties?.filterBranch)) |
	    del(.paths["/crm/v3/lists/{listId}/update-list-filters"])' \
	    "$specs"/{contacts,companies,deals,tickets}.json \
	    "$specs"/{notes,tasks,calls,communications,properties,owners,lists}.json \
	    "$specs"/{pipelines,oauth,associations-v4,association-labels-v4}.json \
	    >"$d/spec.json"
	prism_proxy "$1"
}

# prism_proxy UPSTREAM: check all against the description in spec.json.
prism_proxy() {
	local d=$BATS_TEST_TMPDIR port i
	port=$(free_port)
	node "$NPM/node_modules/.bin/prism" proxy -h 127.0.0.1 -p "$port" \
	    --errors -v warn "$d/spec.json" "$1" >"$d/prism.log" 2>&1 3>&- &
	PRISM=$!
	P=http://127.0.0.1:$port
	for ((i = 0; i < 300; i++)); do
		! curl -s -o /dev/null "$P/" || return 0
		kill -0 $PRISM || break
		sleep 0.1
	done
	cat "$d/prism.log" >&2
	return 1
}

free_port() {
	node -e 'const s = require("net").createServer().listen(0,
	    "127.0.0.1", () => { console.log(s.address().port); s.close(); })'
}

prism_stop() {
	[ -n "${PRISM:-}" ] || return 0
	kill "$PRISM" || :
	wait "$PRISM" || :
	PRISM=
}
