# CEL's conformance cases.

@test "every conformance case of CEL passes" {
	file=../shared/data/cel/conformance.jsonl
	[ -f "$file" ] || skip "no ../shared"
	run "$B/tests/cel-suite" "$file"
	echo "$output"
	[ "$status" -eq 0 ]
	[[ ${lines[-1]} == *" passed, 0 failed" ]]
}
