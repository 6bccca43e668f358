# The house has floors: an include points down, never up or sideways into
# another module's private header, and each neighbour has one facade.

# Floor of each module, ground floor first.
floor() {
	case $1 in
	base) echo 0 ;;
	json) echo 1 ;;
	yaml) echo 2 ;;
	conf) echo 3 ;;
	cel | crypto) echo 4 ;;
	text) echo 5 ;;
	record) echo 6 ;;
	stage) echo 7 ;;
	db | http) echo 8 ;;
	auth | ledger) echo 9 ;;
	crm | sandbox) echo 10 ;;
	push | credential) echo 11 ;;
	driver) echo 12 ;;
	cmd) echo 13 ;;
	*) echo "no floor for module '$1': add it to this test" >&2; return 1 ;;
	esac
}

includes() {	# FILE: the modules' headers it includes
	sed -n 's/^#include "\(.*\)"$/\1/p' "$1"
}

@test "includes point down" {
	bad=
	for f in lib/*/*.[ch]; do
		m=${f#lib/}
		m=${m%%/*}
		for h in $(includes "$f"); do
			n=${h%%/*}
			[ "$n" = "$m" ] && continue
			[ "$(floor "$n")" -lt "$(floor "$m")" ] || bad="$bad
$f includes $h"
		done
	done
	[ -z "$bad" ] || { echo "$bad"; false; }
}

@test "the pure part knows nothing of sockets, databases and secrets" {
	# A hash without key is pure: lib/record may have SHA-256.
	run grep -lE '^#include "crypto/' lib/text/*.[ch] lib/stage/*.[ch]
	echo "$output"
	[ "$status" -eq 1 ]
	run grep -lE '^#include "(db|http|auth|ledger|crm|push|credential|sandbox)/' \
	    lib/base/*.[ch] lib/json/*.[ch] lib/yaml/*.[ch] lib/conf/*.[ch] \
	    lib/cel/*.[ch] lib/text/*.[ch] lib/record/*.[ch]
	echo "$output"
	[ "$status" -eq 1 ]
	run grep -nE '\b(time_now|clock_gettime|gettimeofday|getenv|socket)\(' \
	    lib/stage/*.c
	echo "$output"
	[ "$status" -eq 1 ]
}

@test "each neighbour is seen by one module" {
	for pair in curl/curl.h:lib/http yaml.h:lib/yaml yajl:lib/json \
	    sqlite3.h:lib/db sodium.h:lib/crypto pcre2.h:lib/base \
	    microhttpd.h:lib/sandbox openssl:lib/crypto; do
		header=${pair%%:*}
		home=${pair#*:}
		run sh -c "grep -lE '#include <([a-z]+/)?$header[/>]' \
		    lib/*/*.[ch] cmd/*.c | grep -v '^$home/'"
		echo "$header: $output"
		[ -z "$output" ]
	done
}

@test "a filter loads neither libcurl nor SQLite" {
	for c in chatcrm-map chatcrm-validate chatcrm-score; do
		run ldd "$B/$c"
		[ "$status" -eq 0 ]
		! echo "$output" | grep -E 'libcurl|libsqlite3|libmicrohttpd|libcrypto'
	done
}

@test "every command has a manual page with examples and exit status" {
	for c in cmd/chatcrm*.c; do
		p=man/$(basename "$c" .c).1
		[ -f "$p" ] || { echo "$p is missing"; false; }
		grep -q '^\.Sh EXAMPLES' "$p" || { echo "$p: EXAMPLES"; false; }
		grep -q '^\.Sh EXIT STATUS' "$p" ||
		    { echo "$p: EXIT STATUS"; false; }
	done
}

@test "manual pages are clean for mandoc's lint" {
	command -v mandoc >/dev/null || skip "no mandoc"
	run mandoc -T lint -W warning man/*.[1-8]
	echo "$output"
	[ "$status" -eq 0 ]
}

@test "the manual names every option that --help prints" {
	# What all commands share stands once, in chatcrm(7).
	for c in cmd/chatcrm*.c; do
		name=$(basename "$c" .c)
		pages="man/$name.1"
		! grep -q '^\.Xr chatcrm 7' "$pages" || pages="$pages man/chatcrm.7"
		for o in $("$B/$name" --help | grep -oE '(^|[ ,])--[a-z-]+' |
		    grep -oE -e '--[a-z-]+' | sort -u); do
			# shellcheck disable=SC2086
			tr -d '\\' <<<"$(cat $pages)" |
			    grep -qE -e "-${o#--}( |\$)" || {
				echo "$pages: nothing of $o"
				false
			}
		done
	done
}
