# The line engine, as the filters show it: nothing is lost, nothing is held
# back, and every end has its exit status.

bats_require_minimum_version 1.5.0

setup() {
	cd "$BATS_TEST_TMPDIR" || return 1
	cat >chatcrm.yaml <<-'YAML'
	map:
	  source:
	    profile: json
	    id: input.id
	  anonymous: keep
	  contact:
	    email: input.mail
	validate:
	  contact:
	    email: {required: true, on_invalid: reject}
	score:
	  rules:
	    - {name: any, when: has(contact.email), points: 5}
	YAML
}

# records N: N records, of which every tenth has no address.
records() {
	seq "$1" | awk '{
		mail = "\"email\":\"p" $1 "@example.com\""
		if ($1 % 10 == 0)
			mail = ""
		printf "{\"chatcrm\":1,\"id\":\"t/%d\",\"contact\":{%s}}\n",
		    $1, mail
	}'
}

# start ARG...: chatcrm-score with a pipe at both ends: $in, $out, $pid.
start() {
	local from to
	coproc F { exec chatcrm-score -q "$@"; }
	pid=$F_PID from=${F[0]} to=${F[1]}
	# bash closes its own descriptors when the command ends.
	exec {out}<&"$from" {in}>&"$to" {from}<&- {to}>&-
}

# stop: no more input; the exit status.
stop() {
	exec {in}>&-
	wait "$pid"
}

@test "the closing line tells what became of every record" {
	records 30 >in
	run --separate-stderr chatcrm-validate --max-rejects 100 in
	[ "$status" -eq 0 ]
	[ "${#lines[@]}" -eq 27 ]
	[[ $stderr == *"chatcrm-validate: in 30 = out 27 + refused 3 + skipped 0 + folded 0" ]]
	# -q leaves only errors, --log-format has the figures apart.
	run --separate-stderr chatcrm-validate -q --max-rejects 100 in
	[ -z "$stderr" ]
	run --separate-stderr chatcrm-validate --log-format json \
	    --max-rejects 100 in
	[ "$(tail -n 1 <<<"$stderr" | jq -c '[.level,.in,.out,.refused]')" = \
	    '["info",30,27,3]' ]
}

@test "the first ten refusals are told, with -v all of them" {
	records 150 >in
	run --separate-stderr chatcrm-validate --max-rejects 100 in
	[ "$(grep -c 'in:[0-9]*: contact.email' <<<"$stderr")" -eq 10 ]
	[[ $stderr == *"in:10: contact.email is required"* ]]
	[ "$(grep -c 'and more; -v tells of all' <<<"$stderr")" -eq 1 ]
	run --separate-stderr chatcrm-validate -v -j 3 --max-rejects 100 in
	[ "$(grep -c 'in:[0-9]*0: contact.email' <<<"$stderr")" -eq 15 ]
	[ "$(grep -oE 'in:[0-9]+' <<<"$stderr" | sort -t: -k2n -c)" = "" ]
}

@test "a stream that trickles is passed on line by line" {
	for jobs in 1 3; do
		start -j $jobs
		for i in 1 2 3; do
			records 1 >&"$in"
			read -r -t 10 -u "$out" line
			[[ $line == *'"total":5.0'* ]]
		done
		# What is no whole line yet is a line when the input ends.
		printf '{"chatcrm":1,"id":"last"}' >&"$in"
		stop
		read -r -t 10 -u "$out" line
		[[ $line == *'"id":"last"'* ]]
	done
}

@test "any number of threads writes the same bytes" {
	records 20000 >in
	for jobs in 1 2 5 8; do
		chatcrm-validate -q --max-rejects 100 -j $jobs \
		    --now 2026-01-01T00:00:00Z --rejects "dead$jobs" in \
		    >"out$jobs"
	done
	[ "$(wc -l <out1)" -eq 18000 ]
	[ "$(wc -l <dead1)" -eq 2000 ]
	for jobs in 2 5 8; do
		cmp out1 "out$jobs"
		cmp dead1 "dead$jobs"
	done
}

@test "chatcrm run writes what the pipe of the commands writes" {
	seq 50 | awk '{ printf "{\"id\":\"%d\",\"mail\":\"p%d@example.com\"}\n",
	    $1, $1 }' >in
	echo '{"id":"x"}' >>in
	echo '{"id":' >>in
	now="--now 2026-01-01T00:00:00Z"
	chatcrm-map -q $now --rejects d1 in |
	    chatcrm-validate -q $now --rejects d2 |
	    chatcrm-score -q $now >piped
	chatcrm run --to score -q $now --rejects fused.dead in >fused
	[ "$(wc -l <fused)" -eq 50 ]
	cmp piped fused
	# The letters differ only in who counted the lines.
	cmp <(cat d1 d2 | jq -cS .dead | sort) \
	    <(jq -cS .dead fused.dead | sort)
	chatcrm run --to validate -q in >validated
	cmp validated <(chatcrm-map -q in | chatcrm-validate -q)
}

@test "a full disk is 74 and says so" {
	records 5 >in
	run --separate-stderr bash -c 'chatcrm-score in >/dev/full'
	[ "$status" -eq 74 ]
	[[ $stderr == *"cannot write standard output: No space left on device" ]]
	[[ $stderr != *"in 5 ="* ]]
	run bash -c 'chatcrm-validate --rejects /dev/full <<<"{}"'
	[ "$status" -eq 74 ]
	[[ $output == *"cannot write /dev/full"* ]]
}

@test "a closed pipe is 74 without a word" {
	mkfifo never
	# The reader goes away while the filter waits for input, or writes.
	run --separate-stderr bash -c '
		exec 3<>never
		(chatcrm-score -q <never; echo $? >status) | :
		exec 3>&-'
	[ "$(cat status)" -eq 74 ]
	[ -z "$stderr" ]
	for jobs in 1 4; do
		records 100000 | (chatcrm-score -j $jobs 2>err
		    echo $? >status) | head -n 1 >first
		[ "$(cat status)" -eq 74 ]
		[ ! -s err ]
		[ "$(wc -l <first)" -eq 1 ]
	done
}

@test "streams that are closed fail when they are used" {
	run bash -c 'chatcrm-score <&-'
	[ "$status" -eq 74 ]
	run bash -c 'echo "{\"chatcrm\":1,\"id\":\"a\"}" | chatcrm-score >&-'
	[ "$status" -eq 74 ]
	# A file for dead letters does not become standard output.
	run bash -c 'echo "{}" | chatcrm-score -q --rejects dead >&-'
	[ "$(wc -l <dead)" -eq 1 ]
}

@test "descriptors that do not block are waited for" {
	records 20000 >in
	python3 - >out <<-'PY'
	import os, subprocess, sys, threading
	def pipe():
	    ends = os.pipe()
	    for end in ends:
	        os.set_inheritable(end, False)
	    return ends
	(r1, w1), (r2, w2) = pipe(), pipe()
	os.set_blocking(r1, False)
	os.set_blocking(w2, False)
	p = subprocess.Popen(["chatcrm-score", "-q"], stdin=r1, stdout=w2)
	os.close(r1)
	os.close(w2)
	def feed():
	    with open("in", "rb") as f, os.fdopen(w1, "wb") as to:
	        to.write(f.read())
	threading.Thread(target=feed).start()
	with os.fdopen(r2, "rb") as back:
	    sys.stdout.write(str(back.read().count(b"\n")))
	sys.exit(p.wait())
	PY
	[ "$(cat out)" = 20000 ]
}

@test "progress is shown to people only" {
	command -v script >/dev/null || skip "no script(1)"
	for i in $(seq 40); do records 20000; done >in
	script -qec "chatcrm-validate --max-rejects 100 in >/dev/null" \
	    /dev/null >shown
	grep -q 'chatcrm-validate: in 800000 = ' shown
	chatcrm-validate --max-rejects 100 in 2>hidden >/dev/null
	run grep -c records hidden
	[ "$output" = 0 ]
}

@test "SIGTERM ends the run in order, with 75 and without closing stub" {
	for jobs in 1 3; do
		start --end -j $jobs
		records 1 >&"$in"
		read -r -t 10 -u "$out" line
		kill -TERM "$pid"
		cat <&"$out" >rest
		status=0
		wait "$pid" || status=$?
		[ "$status" -eq 75 ]
		[ ! -s rest ]
	done
}

@test "an empty input is no error" {
	run --separate-stderr chatcrm-score </dev/null
	[ "$status" -eq 0 ]
	[ -z "$output" ]
	[[ $stderr == *"in 0 = out 0 + refused 0 + skipped 0 + folded 0" ]]
}

@test "line ends, byte order mark and blank lines are no content" {
	printf '\xef\xbb\xbf{"id":"1"}\r\n\n  \r\n{"id":"2"}\n{"id":"3"}' >in
	[ "$(chatcrm-map -q --select id in | tr '\n' ' ')" = \
	    '"json/default/1" "json/default/2" "json/default/3" ' ]
	[ "$(chatcrm-map -q --select source.line in | tr '\n' ' ')" = "1 4 5 " ]
}

@test "texts over several lines are read as such" {
	printf '{"id":"1",\n"mail":"a@example.com"}' | jq . >pretty
	cat pretty pretty >in
	run --separate-stderr chatcrm-map in
	[ "${#lines[@]}" -eq 2 ]
	[[ $stderr == *"in 2 = out 2 "* ]]
	[ "$(chatcrm-map -q --select source.line in pretty | tr '\n' ' ')" = \
	    "1 5 1 " ]
}

@test "a list of records is taken apart, in one line as in several" {
	a='{"chatcrm":1,"id":"a","contact":{"email":"a@b.example"}}'
	b='{"chatcrm":1,"id":"b","contact":{"email":"c@b.example"}}'
	printf '[%s,%s]\n' "$a" "$b" >one
	jq . one >several
	for command in validate score; do
		for in in one several; do
			[ "$("chatcrm-$command" -q $in | jq -r .id |
			    tr '\n' ' ')" = "a b " ]
		done
	done
	# a list on a later line as well
	{ echo "$b"; cat one; echo "$a"; } >more
	for jobs in 1 2; do
		[ "$(chatcrm-validate -q -j $jobs more | jq -r .id |
		    tr -d '\n')" = baba ]
		[ "$(chatcrm-score -q -j $jobs more | jq -r .id |
		    tr -d '\n')" = baba ]
	done
	# one that is wrong is refused alone, with itself as its letter
	printf '%s\n[%s,{"chatcrm":1},%s]\n' "$a" "$b" "$a" >some
	rm -f dead
	run --separate-stderr chatcrm-validate --rejects dead some
	[[ $stderr == *"in 4 = out 3 + refused 1 "* ]]
	[ "$(jq -c '[.dead.code, .source.line, .record]' dead)" = \
	    '["record.id",2,{"chatcrm":1}]' ]
	# what follows is read as ever, and no list of records is a record
	{ cat one; echo "$a"; } >more
	[ "$(chatcrm-validate -q more | jq -r .id | tr -d '\n')" = aba ]
	echo '[1,2]' >numbers
	run chatcrm-validate --rejects dead numbers
	[[ "$output" == *"in 1 = out 0 + refused 1 "* ]]
}

@test "a comma too many or too few in a list is refused, its items are not" {
	r() { printf '{"chatcrm":1,"id":"%s"}' "$1"; }
	printf '[\n%s,\n%s\n%s,,\n  ,%s,\n]\n%s\n' "$(r a)" "$(r b)" \
	    "$(r c)" "$(r d)" "$(r e)" >list
	for jobs in 1 2; do
		rm -f dead
		run --separate-stderr chatcrm-score -j $jobs \
		    --rejects dead list
		[ "$(jq -r .id <<<"$output" | tr -d '\n')" = abcde ]
		[[ $stderr == *"in 9 = out 5 + refused 4 "* ]]
		[[ $stderr == *"list:4:1: a comma is missing between"* ]]
		[[ $stderr == *"list:4:24: an item is missing between"* ]]
		[[ $stderr == *"list:5:3: an item is missing between"* ]]
		[[ $stderr == *"list:6:1: an item is missing behind"* ]]
		[ "$(jq -r .dead.code dead | sort | uniq -c)" = \
		    "      4 json.list" ]
	done
	printf '[\n,%s]\n' "$(r a)" >list
	run --separate-stderr chatcrm-score list
	[ "$(jq -r .id <<<"$output")" = a ]
	[[ $stderr == *"list:2:1: an item is missing before the first"* ]]
	# with pieces that are put together behind it, too
	printf '[\n{"sender_id":"u","events":[]}\n{"sender_id":"v","events":[]},\n]\n' >bots
	run --separate-stderr chatcrm-map --group bots
	[[ $stderr == *"bots:3:1: a comma is missing"* ]]
	[[ $stderr == *"bots:4:1: an item is missing behind"* ]]
	[[ $stderr == *"in 4 = "* ]]
}

@test "what each makes of a line keeps its lease and what was mended in it" {
	cat >each.yaml <<-'END'
	map:
	  source: {profile: json, id: input.id, each: input.chats}
	  anonymous: skip
	  contact: {email: 'input.?mail'}
	validate: {contact: {email: {on_invalid: reject}}}
	END
	printf '%s\n' '{"source":{"lease":["L"]},"chats":[{"id":1,"mail":"a@b.example","x":1},{"id":2},{"id":3,"mail":"c"}],"y":1,"y":2}' >in
	chatcrm-map -q -c each.yaml --rejects dead in >out
	[ "$(jq -c 'select(.end | not) | [.id, .source.lease, .skipped.code, (.findings // [] |
	    map([.code, .field]))]' out)" = "$(cat <<-'END'
	["json/default/1",["L"],null,[["json.duplicate_key","y"]]]
	[2,["L"],"person.anonymous",[]]
	["json/default/3",["L"],null,[["json.duplicate_key","y"]]]
	END
	)" ]
}

@test "a line beyond the limit dies alone" {
	echo 'limits: {line: 64K, string: 64K}' >>chatcrm.yaml
	{
		echo '{"chatcrm":1,"id":"a","contact":{"email":"a@b.example"}}'
		head -c 3000000 /dev/zero | tr '\0' x
		echo
		echo '{"chatcrm":1,"id":"b","contact":{"email":"a@b.example"}}'
	} >in
	sum=$(sed -n 2p in | tr -d '\n' | sha256sum | cut -d ' ' -f 1)
	for jobs in 1 2; do
		rm -f dead
		chatcrm-validate -q -j $jobs --rejects dead in >out
		[ "$(jq -r .id out | tr -d '\n')" = ab ]
		[ "$(jq -c '[.dead.code, .line.length, .line.offset,
		    (.line.text | length), .line.sha256, .source.line]' \
		    dead)" = \
		    '["line.too_long",3000000,57,65536,"'"$sum"'",2]' ]
	done
}

@test "a line little beyond the limit has the digest of its bytes" {
	echo 'limits: {line: 1K, string: 1K}' >>chatcrm.yaml
	{ head -c 1025 /dev/zero | tr '\0' y; printf '\r\n'; } >in
	sum=$(head -c 1026 in | sha256sum | cut -d ' ' -f 1)
	for jobs in 1 2; do
		rm -f dead
		chatcrm-validate -q -j $jobs --rejects dead in >out
		[ "$(jq -c '[.line.length, .line.sha256]' dead)" = \
		    '[1026,"'"$sum"'"]' ]
	done
}

@test "memory does not grow with the input" {
	[ -n "$SANITIZE" ] && skip "the sanitizers keep their own books"
	records 1000 >one
	for i in $(seq 300); do cat one; done >many
	for jobs in 1 2; do
		peak few $jobs one
		peak lot $jobs many
		echo "-j $jobs: $few KiB, then $lot KiB"
		[ "$lot" -lt $((few + 3000)) ]
		[ "$lot" -lt 16384 ]
	done
}

# peak NAME JOBS FILE: set NAME to the peak memory in KiB of chatcrm-score
# that has passed on FILE, and still waits for more.
peak() {
	local name=$1 out in pid kib
	start -j "$2"
	cat "$3" <(echo '{"chatcrm":1,"id":"last"}') >&"$in" &
	grep -q '"last"' <&"$out"
	kib=$(sed -n 's/^VmHWM:[^0-9]*\([0-9]*\) kB/\1/p' "/proc/$pid/status")
	printf -v "$name" %s "$kib"
	stop
}

@test "--select prints a value for each record" {
	records 3 >in
	run --separate-stderr chatcrm-score -q --select \
	    '{"id": id, "s": score.total}' in
	[ "${lines[2]}" = '{"id":"t/3","s":5.0}' ]
	run --separate-stderr chatcrm-score -q --select company.name in
	[ "${lines[*]}" = "null null null" ]
	run --separate-stderr chatcrm-score -q --select 'score.totl +' in
	[ "$status" -eq 64 ]
	[[ $stderr == *"--select wants a CEL expression"* ]]
	run --separate-stderr chatcrm-score --max-rejects 0 --select \
	    '1 / size(findings)' in
	[ "$status" -eq 65 ]
	[[ $stderr == *"refused 3"* ]]
}

@test "letters are private, appended, and can be replayed" {
	echo 'cut short by a crash' | tr -d '\n' >dead
	chmod 600 dead
	records 10 >in
	chatcrm-validate -q --rejects dead in >out
	[ "$(wc -l <dead)" -eq 2 ]
	sed -i 1d dead
	[ "$(jq -c '[.dead.stage,.dead.code,.dead.field,.dead.attempt]' dead)" \
	    = '["validate","field.required","contact.email",1]' ]
	[ "$(jq -c .record dead)" = "$(tail -n 1 in)" ]
	rm -f new
	chatcrm-validate -q --rejects new in >out
	[ "$(stat -c %a new)" = 600 ]

	# As it was, it dies again; mended, it passes.
	chatcrm-validate -q --replay dead --rejects again
	[ "$(jq .dead.attempt again)" -eq 2 ]
	jq -c '.record.contact.email = "x@example.com"' dead >mended
	chatcrm-validate -q --replay mended >out
	[ "$(jq -r .contact.email out)" = x@example.com ]

	# A file cannot be read and appended to at once.
	run chatcrm-validate --replay dead --rejects dead
	[ "$status" -eq 64 ]
}

@test "chatcrm run replays each letter at its stage" {
	printf '%s\n' '{"id":"1"}' '{"mail":"b@example.com","id":""}' \
	    '{"id":' >in
	chatcrm run --to score -q --rejects dead in || :
	[ "$(jq -r .dead.stage dead | sort | uniq -c | tr -s ' \n' ' ')" = \
	    ' 2 map 1 validate ' ]
	jq -c '(.record.contact.email?) = "x@example.com"' \
	    <(grep '"stage":"validate"' dead) >mended
	chatcrm run --to score -q --replay mended >out
	[ "$(jq -c '[.id,.score.total == 5]' out)" = '["json/default/1",true]' ]
}

@test "--max-rejects changes the status and stops nothing" {
	records 100 >in
	run chatcrm-validate -q in
	[ "$status" -eq 65 ]
	[ "${#lines[@]}" -eq 91 ]
	[[ ${lines[90]} == *"10 of 100 records were refused"* ]]
	run chatcrm-validate -q --max-rejects 10 in
	[ "$status" -eq 0 ]
	# A sample of ten proves nothing, unless nothing is allowed.
	records 10 >in
	run chatcrm-validate -q in
	[ "$status" -eq 0 ]
	run chatcrm-validate -q --max-rejects 0 in
	[ "$status" -eq 65 ]
}

@test "--follow judges stretches, not the whole" {
	# All that is wrong stands in the third thousand or so.
	records 6000 | grep @ |
	    awk 'NR > 2500 && NR <= 2700 { $0 = "{}" } { print }' >in
	run chatcrm-validate -q in
	[ "$status" -eq 0 ]
	run --separate-stderr chatcrm-validate -q --follow in
	[ "$status" -eq 65 ]
	[[ $stderr == *"200 of "*" records were refused, more than the 5 %"* ]]
	[[ ${stderr_lines[-1]} == *"in 1 stretches"*"see above" ]]
}

@test "a signal ends what is followed, with the verdict" {
	mkfifo feed
	chatcrm-validate -q --follow --max-rejects 0 feed >out 2>told &
	pid=$!
	exec 4<>feed
	for i in $(seq 1000); do echo '{}'; done >&4
	until grep -q "1000 of 1000" told; do sleep 0.05; done
	kill "$pid"
	status=0
	wait "$pid" || status=$?
	exec 4>&-
	[ "$status" -eq 65 ]
}

@test "a closing stub travels down the pipe" {
	records 3 >in
	chatcrm-validate -q --end in | chatcrm-score -q --expect-end >out
	[ "$(tail -n 1 out | jq -c .end)" = \
	    '{"stage":"score","in":3,"out":3,"refused":0,"skipped":0,"folded":0}' ]
	run chatcrm-score -q --expect-end in
	[ "$status" -eq 74 ]
	[[ $output == *"the input ended before its closing stub" ]]
}

@test "a lease is answered by a stub, once its letter is written" {
	echo '{"chatcrm":1,"id":"a","source":{"lease":["L1"]}}' >in
	chatcrm-validate -q --rejects dead in | chatcrm-score -q >out
	[ "$(head -n 1 out)" = '{"chatcrm":1,"id":"a","source":{"lease":["L1"]},"refused":{"stage":"validate","code":"field.required"}}' ]
	[ "$(tail -n 1 out | jq -c '[.end.stage, .end.in]')" = \
	    '["score",0]' ]
	[ "$(wc -l <dead)" -eq 1 ]
	# Without a letter nobody may take it for done.
	chatcrm-validate -q in >out
	[ "$(jq -c 'has("refused")' out)" = false ]
}

@test "--strict refuses what is mended otherwise" {
	printf '{"id":"1","mail":"a@b.example","mail":"c@b.example"}\n' >in
	printf '{"id":"2","mail":"\\ud83d"}\n' >>in
	chatcrm-map -q in >out
	[ "$(jq -r '.findings[]?.code' out | tr '\n' ' ')" = \
	    "json.duplicate_key text.surrogate " ]
	run chatcrm-map -q --strict in
	[ "$status" -eq 0 ]
	[[ ${lines[*]} != *json/* ]]
}

@test "a mistake in any section stops every command with 78" {
	echo 'score: {rulez: []}' >chatcrm.yaml
	for c in chatcrm-map chatcrm-validate chatcrm-score chatcrm-route \
	    "chatcrm check"; do
		run $c </dev/null
		[ "$status" -eq 78 ]
		[[ ${lines[0]} == "chatcrm.yaml:1:9: error: "*rulez*rules* ]]
	done
}

@test "wrong command lines end with 64 and help" {
	run chatcrm-map --max-reject 5
	[ "$status" -eq 64 ]
	[ "$output" = "chatcrm-map: unknown option --max-reject; did you mean --max-rejects?" ]
	run chatcrm mapp
	[ "$status" -eq 64 ]
	[[ $output == *"did you mean map?" ]]
	run chatcrm-score --replay dead in
	[ "$status" -eq 64 ]
	for c in chatcrm chatcrm-map chatcrm-validate chatcrm-score \
	    chatcrm-route "chatcrm run" "chatcrm check" "chatcrm eval"; do
		run --separate-stderr $c --help
		[ "$status" -eq 0 ]
		[ -z "$stderr" ]
		[[ ${lines[0]} == "usage: $c "* ]]
		run $c --version
		[[ $output =~ ^"$c "[0-9]+\.[0-9]+ ]]
	done
	run bash -c 'chatcrm-map --help >/dev/full'
	[ "$status" -eq 74 ]
}

@test "completion offers the options" {
	bash -c 'source <(chatcrm-map --completion bash)
	    COMP_WORDS=(chatcrm-map --re) COMP_CWORD=1
	    _chatcrm_map; echo "${COMPREPLY[@]}"' >out
	[ "$(cat out)" = "--rejects --replay" ]
	bash -c 'source <(chatcrm --completion bash)
	    COMP_WORDS=(chatcrm re) COMP_CWORD=1
	    _chatcrm; echo "${COMPREPLY[@]}"' >out
	[ "$(cat out)" = reconcile ]
}

@test "chatcrm eval evaluates an expression for each line" {
	run --separate-stderr chatcrm eval 'input.a + 1' <<-'IN'
	{"a":1}
	{"b":1}
	{"a":41}
	IN
	[ "$status" -eq 0 ]
	[ -z "$stderr" ]
	[ "${lines[*]}" = "2 null 42" ]
	run chatcrm eval -n '"Ana Lopez".split(" ")[0]'
	[ "$output" = '"Ana"' ]
	run chatcrm eval 'input.a + 1' <<<'{"a":"x"}'
	[ "$status" -eq 65 ]
	run chatcrm eval 'inptu.a'
	[ "$status" -eq 64 ]
	[[ ${lines[0]} == "expression:1:1: error: unknown name inptu"* ]]
}

@test "chatcrm eval leaves a line that was mended as it is" {
	run --separate-stderr chatcrm eval input <<-'IN'
	"\ud800"
	[1, "\ud800"]
	{"a": 1, "a": "\ud800"}
	IN
	[ "$status" -eq 0 ]
	[ "${lines[*]}" = '"�" [1,"�"] {"a":"�"}' ]
}

@test "the pure commands load neither HTTP nor a database" {
	for c in chatcrm chatcrm-map chatcrm-validate chatcrm-score \
	    chatcrm-route; do
		run ldd "$B/$c"
		[ "$status" -eq 0 ]
		[[ $output != *curl* && $output != *sqlite* ]]
	done
}

@test "the files of Rasa keep the equation" {
	dir=$BATS_TEST_DIRNAME/../../../shared/data/rasa
	[ -d "$dir" ] || skip "no ../shared"
	cat >chatcrm.yaml <<-'YAML'
	map: {source: rasa, anonymous: keep, contact: {email: slots.email}}
	YAML
	for f in "$dir"/*; do
		run --separate-stderr chatcrm run --to score "$f"
		echo "$f: $stderr"
		[ "$status" -eq 0 ]
		n=$(jq -n '[inputs] | length' "$f")
		[[ $stderr == *"in $n = out $n + refused 0 "* ]]
		[ "${#lines[@]}" -eq "$n" ]
	done
	run --separate-stderr chatcrm-map --group "$dir/broker-events.jsonl"
	[[ $stderr == *"in 136 = out 3 + refused 0 + skipped 0 + folded 133" ]]
}
