# The parser over the JSON test suite.

@test "every file of the JSON test suite is judged as documented" {
	dir=../shared/data/json-test-suite
	[ -d "$dir" ] || skip "no ../shared"
	run "$B/tests/json-suite" "$dir"
	echo "$output"
	[ "$status" -eq 0 ]
	[[ ${lines[-1]} == *" passed, 0 failed" ]]
}
