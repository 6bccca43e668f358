# Each fuzz target over its corpus: what was once found stays found.

setup_file() {
	export B="${B:-build}"
}

@test "every fuzz target has a corpus and survives it" {
	n=0
	for f in tests/fuzz/fuzz-*.c; do
		t=${f##*/fuzz-}
		t=${t%.c}
		run "$B/tests/replay-$t" "tests/fuzz/corpus/$t"
		echo "$t: $output"
		[ "$status" -eq 0 ]
		n=$((n + 1))
	done
	[ "$n" -gt 0 ]
}
