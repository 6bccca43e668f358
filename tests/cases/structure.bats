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
	push | credential | lint) echo 11 ;;
	driver) echo 12 ;;
	letter) echo 13 ;;
	cmd) echo 14 ;;
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
	    microhttpd.h:lib/sandbox openssl:lib/crypto \
	    idn2.h:lib/text uninorm.h:lib/text; do
		header=${pair%%:*}
		home=${pair#*:}
		run sh -c "grep -lE '#include <([a-z]+/)?$header[/>]' \
		    lib/*/*.[ch] cmd/*.c | grep -v '^$home/'"
		echo "$header: $output"
		[ -z "$output" ]
	done
}

@test "a filter loads neither libcurl nor SQLite" {
	for c in chatcrm-map chatcrm-validate chatcrm-score chatcrm-route; do
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

# codes_listed: the catalogue's; codes_named: what the source has as a code,
# which is every text FAMILY.WORD that is no path and no operation.
codes_listed() {
	sed -n 's/^CODE("\([^"]*\)".*/\1/p' lib/base/code.def
}

codes_families() {
	sed -n 's/^FAMILY("\([^"]*\)".*/\1/p' lib/base/code.def
}

codes_named() {
	local paths='line.text line.length source.account source.dead source.lease
	    source.rules person.identifiers crm.options crm.write tags.add
	    tags.remove'
	grep -rhoE '"[a-z_0-9]+\.[a-z_0-9]+"' lib cmd --include='*.[ch]' \
	    --exclude-dir=sandbox | tr -d '"' |
	    grep -E "^($(codes_families | paste -sd '|'))\." |
	    grep -vxF "$(printf '%s\n' $paths email.com)"
	grep -rhoE '"(usage|sandbox)\.[a-z_]+"' lib/sandbox | tr -d '"' |
	    grep -v example
}

@test "the catalogue of codes is whole: lib/base/code.def" {
	# "<": listed, but nothing in the source; ">": not listed
	diff <(codes_listed) <(codes_named | LC_ALL=C sort -u)
	# each family that an error is of has a heading
	perl -0ne 'print "$1\n" while /(?:\bERR_[A-Z]+,|\bdiag_\w+\([^;]*?,)
	    \s*"([a-z0-9_]+)\.[a-z_0-9]+",/gx' lib/*/*.c cmd/*.c |
	    sort -u >"$BATS_TEST_TMPDIR/used"
	[ "$(wc -l <"$BATS_TEST_TMPDIR/used")" -gt 30 ]
	run comm -23 "$BATS_TEST_TMPDIR/used" <(codes_families | sort)
	[ -z "$output" ] || { echo "$output"; false; }
}

@test "chatcrm-errors(7) and chatcrm help CODE say what the catalogue says" {
	[ "$(grep -c '^\.It Cm ' "$B/chatcrm-errors.7")" -eq \
	    "$(codes_listed | wc -l)" ]
	! command -v mandoc >/dev/null ||
	    mandoc -T lint -W warning "$B/chatcrm-errors.7"
	run chatcrm help email.syntax
	[ "$status" -eq 0 ]
	[ "${#lines[@]}" -eq 3 ]
	[ "${lines[0]}" = email.syntax ]
	run chatcrm help email.sintax
	[ "$status" -eq 64 ]
	[[ "$output" == *"nearest is email.syntax;"* ]]
}

@test "chatcrm help shows each page, from the source where none is installed" {
	command -v man >/dev/null || skip "no man"
	for page in man/*.[157]; do
		name=${page##*/chatcrm}
		name=${name#-}
		name=${name%.*}
		[ "$page" != man/chatcrm-test.5 ] || name=tests
		case $page in
		*.1) [ -n "$name" ] || name=run ;;
		esac
		run env MANPAGER=cat chatcrm help $name
		[ "$status" -eq 0 ]
		[ -n "$output" ]
	done
	run chatcrm help chekc
	[ "$status" -eq 64 ]
	[[ "$output" == *"did you mean check?" ]]
}

@test "the top level holds what it must, and nothing that was left there" {
	run bash -c "git ls-files | sed 's|/.*||' | sort -u | paste -sd ' '"
	[ "$status" -eq 0 ] || skip "no git checkout"
	[ "$output" = ".ci .clang-format .gitignore Makefile README cmd config.mk.in configure.ac lib man samples tests" ] || { echo "$output"; false; }
}
