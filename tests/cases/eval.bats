# chatcrm eval: the playground.

load auth.bash

setup() {
	cd "$BATS_TEST_TMPDIR" || return 1
	export XDG_STATE_HOME=$BATS_TEST_TMPDIR/state
}

@test "--explain shows the value of every part, in order" {
	printf '{"n":4}\n{"n":"x"}\n{}\n' >in
	run chatcrm eval --explain '(input.n + 1) * 2' in
	echo "$output"
	[ "$status" -eq 0 ]
	[ "$(jq -r '.steps[] | "\(.expression) = \(.value)"' \
	    <<<"${lines[0]}")" = "input.n = 4
(input.n + 1) = 5
(input.n + 1) * 2 = 10" ]
	[ "$(jq -c '[.value, .steps[2].at, .steps[0].depth]' \
	    <<<"${lines[0]}")" = '[10,0,2]' ]
	[ "$(jq -r .error <<<"${lines[1]}")" = \
	    "'+' does not go with (string, int)" ]
	[ "$(jq -r .absent <<<"${lines[2]}")" = "no such key" ]
	[ "$(jq -c '.steps | map(.absent != null)' <<<"${lines[2]}")" = \
	    '[true,true,true]' ]
}

@test "--explain leaves out what was not needed, and tells of loops" {
	run chatcrm eval -n --explain '[1, 2, 3, 4, 5].map(x, x * 2)'
	[ "$(jq '[.steps[] | select(.expression == "x * 2")] |
	    length == 3 and all(.times == 5)' <<<"$output")" = true ]
	run chatcrm eval -n --explain 'true || size(nothing.at.all) > 1'
	[ "$status" -eq 64 ]
	run chatcrm eval -n --explain 'size("a") == 1 || contact.a == 2'
	[ "$(jq '.value and all(.steps[]; .expression != "contact.a")' \
	    <<<"$output")" = true ]
}

@test "-i evaluates over one line after the other" {
	printf '{"n":4}\n{"n":5}\n' >in
	run chatcrm eval -i in <<-'END'
	input.n
	?input.n * 2
	foo
	:next
	input.n
	:next
	:quit
	input.n
	END
	echo "$output"
	[ "$status" -eq 0 ]
	[ "${lines[0]}" = 4 ]
	[[ ${lines[1]} == *"input.n "*" 4" ]]
	[[ ${lines[2]} == *"input.n * 2 "*" 8" ]]
	[ "${lines[3]}" = 8 ]
	[[ ${lines[4]} == *"1:1: error: unknown name foo" ]]
	[[ $output == *$'\n5\nno further record' ]]
	[ ! -e "$XDG_STATE_HOME" ]
	run chatcrm eval -i none
	[ "$status" -eq 74 ]
}

# prompts N: is it ready for the Nth line?
prompts() {
	[ -e out ] && [ "$(grep -c '^> ' out)" -ge "$1" ]
}

@test "-i at a terminal edits lines and keeps a history" {
	command -v script >/dev/null || skip "no script(1)"
	mkfifo keys
	TERM=xterm timeout 20 script -qfec 'exec chatcrm eval -i' out \
	    <keys >/dev/null 2>&1 &
	exec 4>keys
	await prompts 1
	printf '6 * 7\r' >&4
	await prompts 2
	printf '\020 + 1\r' >&4		# the line before, and more
	await prompts 3
	printf '6 *\003' >&4		# gives up the line, not the program
	await prompts 4
	printf '50 + 9\r' >&4
	await prompts 5
	grep -q '^59' out
	printf ':quit\r' >&4
	wait $!
	exec 4>&-
	cat -v out
	grep -q '^42' out
	h=$XDG_STATE_HOME/chatcrm/eval_history
	ldconfig -p | grep -qE 'libedit.so.2|libreadline.so.8' ||
	    skip "no line editor is installed"
	grep -q '^43' out
	[ "$(stat -c %a "$h")" = 600 ]
	grep -q '6.*7' "$h"
}

@test "only -i loads a line editor" {
	run ldd "$B/chatcrm"
	! grep -E 'libedit|readline' <<<"$output"
}
