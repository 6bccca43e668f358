# What a command prints for the samples, held against a file in tests/golden.

# root: where those paths begin.
root() {
	cd "$BATS_TEST_DIRNAME/../.." || return 1
}

# golden NAME COMMAND...: standard output as in tests/golden/NAME; with
# UPDATE=1 the file is written anew.  Standard error stays in $T/err.
golden() {
	local file=tests/golden/$1 T=$BATS_TEST_TMPDIR
	shift
	"$@" >"$T/out" 2>"$T/err" || { cat "$T/err"; false; }
	if [ -n "${UPDATE:-}" ]; then
		cp "$T/out" "$file"
	fi
	diff -u "$file" "$T/out"
}
