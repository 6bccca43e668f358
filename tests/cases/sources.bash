# Helpers for tests of source profiles: lines in, records out.

# maps PROFILE [OPTION...]: standard input through map; records in $T/out,
# what was said in $T/err.  A profile's keys may be overlaid with $OVER, a
# contact mapped with $CONTACT.
maps() {
	local profile=$1
	shift
	printf 'map: {source: {profile: %s%s}, contact: {%s}}\n' "$profile" \
	    "${OVER:+, $OVER}" "${CONTACT:-}" >"$T/c.yaml"
	chatcrm-map -c "$T/c.yaml" --max-rejects 100 --rejects "$T/dead" \
	    "$@" >"$T/out" 2>"$T/err"
}

# is FILTER TEXT: what jq makes of the records, a line each.
is() {
	local got
	got=$(jq -rc "$1" "$T/out") || return
	[ "$got" = "$(printf %s "$2")" ] && return
	printf 'of %s\nexpected: %s\ngot:      %s\n' "$1" "$2" "$got"
	return 1
}

# says LINE: the closing line's counts.
says() {
	[ "$(tail -n 1 "$T/err")" = "chatcrm-map: $1" ] ||
	    { cat "$T/err"; false; }
}

# talk FILTER... of jq, for is: who said what.
TALK='[.conversation.messages[]? | .role + (if .private then "!" else "" end) + ": " + (.text // "-")] | join(" | ")'

# clean: no expression of the profile failed.
clean() {
	is '.findings // [] | map(select(.code | startswith("detected.") | not) | .code + " " + .field) | join(" ")' \
	    "$(jq -r '""' "$T/out")"
}

# spoil FILE: its lines, with each value in turn replaced by wrong ones.
spoil() {
	jq -c 'paths as $p | (null, "x", -1, [], {"x": [null]}, [[], 1e300]) as $v |
	    setpath($p; $v)' "$1"
}

# profile_of FILE: the profile that its name begins with, and its whole name.
profile_of() {
	local name=${1##*/} p best=
	name=${name%.jsonl}
	for p in lib/stage/profiles/*.yaml; do
		p=${p##*/}
		p=${p%.yaml}
		case $name in
		"$p" | "$p"-*) [ ${#p} -le ${#best} ] || best=$p ;;
		esac
	done
	echo "$best"
}
