# Once configured, a filter gives up files, network and programs.

bats_require_minimum_version 1.5.0

setup() {
	[ -z "$SANITIZE" ] || skip "sanitizers open files of their own"
	cd "$BATS_TEST_TMPDIR" || return 1
	cat >chatcrm.yaml <<-'YAML'
	map:
	  source: {profile: json, id: input.id}
	  anonymous: keep
	  contact:
	    hour: string(timestamp(input.at).getHours(input.zone))
	score:
	  rules: [{name: any, when: has(contact.hour), points: 5}]
	route:
	  - {name: any, do: [tag: {from: 'string(score.total)'}]}
	YAML
	echo '{"id":"a","at":"2026-07-01T12:00:00Z","zone":"Asia/Kolkata"}' >in
}

# behind PID: does each thread of it stand behind the wall?
behind() {
	awk '/^Seccomp:/ { n++; bad += $2 != 2 }
	    /^NoNewPrivs:/ { bad += $2 != 1 }
	    END { exit n == 0 || bad > 0 }' /proc/"$1"/task/*/status
}

# walled COMMAND...: is it behind the wall when it has written a record?
walled() {
	local from to in out pid got stands=0
	coproc F { exec "$@"; }
	pid=$F_PID from=${F[0]} to=${F[1]}
	# bash closes its own descriptors when the command ends.
	exec {out}<&"$from" {in}>&"$to" {from}<&- {to}>&-
	cat in >&"$in"
	read -r got <&"$out"
	[[ $got == '{"chatcrm":1,'* ]] || return 1
	behind "$pid" || stands=1
	exec {in}>&-
	wait "$pid"
	return "$stands"
}

@test "each filter stands behind the wall with all its threads" {
	walled chatcrm-map -q
	walled chatcrm-map -q -j 4
	walled chatcrm run -q --to route
	walled chatcrm run -q --to route
	chatcrm-map -q in >records
	mv records in
	walled chatcrm-validate -q
	walled chatcrm-score -q -j 3
	walled chatcrm-route -q -j 2
	echo 'route: [{name: a, do: [{tag: x}]}]' >route.yaml
	walled chatcrm-route -q -j 2 -c route.yaml
}

@test "--no-sandbox leaves the wall out" {
	! walled chatcrm-map -q --no-sandbox
	run -0 chatcrm-map -q --no-sandbox in
}

@test "zones that only the data name were read before" {
	[ "$(chatcrm-map -q --select contact.hour in)" = '"17"' ]
	sed 's/Kolkata/Nowhere/' in >other
	[ "$(chatcrm-map -q --select contact.hour other)" = null ]
}

@test "files that come later were opened before" {
	echo '{"id":"b","at":"2026-07-01T12:00:00Z","zone":"UTC"}' >b
	mkfifo c
	{ cat in >c; } &
	[ "$(chatcrm-map -q --select 'id + " " + contact.hour' in b c |
	    tr '\n' ' ')" = \
	    '"json/default/a 17" "json/default/b 12" "json/default/a 17" ' ]
	wait
	run chatcrm-map -q in nowhere
	[ "$status" -eq 74 ]
	[ "${#lines[@]}" -eq 1 ]
}

@test "code that got into a filter gets nothing else" {
	local cc=${CC:-cc}
	command -v "${cc%% *}" >/dev/null || skip "no compiler"
	$cc -shared -fPIC -o intruder.so "$BATS_TEST_DIRNAME/intruder.c" \
	    -pthread
	intrude() {
		LD_PRELOAD=$PWD/intruder.so "$@" in 2>&1 >out
		[ "$(wc -l <out)" -eq 1 ]
	}
	# It would, if it could.
	intrude chatcrm-map -q --no-sandbox >got
	[ "$(grep -c GOT got)" -ge 9 ]	# some systems have no io_uring
	for filter in chatcrm-map 'chatcrm run --to route' chatcrm-validate \
	    chatcrm-score chatcrm-route; do
		intrude $filter -q >got
		cat got
		[ "$(grep -c denied got)" -eq 11 ]
		! grep GOT got
		[ "$filter" != chatcrm-map ] || chatcrm-map -q in >records
		[[ $filter != *run* ]] || mv records in
	done
}

@test "behind the wall a signal ends a run in order" {
	local from to in out pid got
	for sig in TERM INT; do
		coproc F { exec chatcrm-map -j 3 2>told; }
		pid=$F_PID from=${F[0]} to=${F[1]}
		exec {out}<&"$from" {in}>&"$to" {from}<&- {to}>&-
		cat in >&"$in"
		read -r got <&"$out"
		behind "$pid"
		kill -s $sig "$pid"
		wait "$pid" && false || [ $? -eq 75 ]
		exec {in}>&-
		grep -q 'in 1 = out 1 + refused 0' told
	done
}
