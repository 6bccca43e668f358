# chatcrm-score as a command: sums, time, threads.

bats_require_minimum_version 1.5.0

load golden

setup() {
	cd "$BATS_TEST_TMPDIR" || return 1
	cat >chatcrm.yaml <<-'END'
	score:
	  model: smb
	  half_life: 10d
	  rules:
	    - {name: price, mentions: [price, how much], points: 10}
	    - {name: book, matches: '\b(book|reserv)', points: 33.33}
	    - {name: large, when: 'company.headcount > 50', points: 20}
	END
	cat >in <<-'END'
	{"chatcrm":1,"id":"1","at":"2026-03-01T00:00:00Z","company":{"headcount":51},"conversation":{"messages":[{"role":"customer","text":"How much?","at":"2026-03-01T00:00:00Z"},{"role":"bot","text":"book now"}]}}
	{"chatcrm":1,"id":"2","conversation":{"messages":[{"role":"customer","text":"I booked"}]}}
	{"chatcrm":1,"id":"3"}
	END
}

@test "the samples' records: their scores and why" {
	root
	golden score-conversations.jsonl chatcrm-score -q \
	    -c samples/chatcrm.yaml --now 2026-03-01T12:00:00Z \
	    --select '[id, score]' tests/golden/map-conversations.jsonl
}

@test "reasons tell what was said, when, and what it is worth" {
	run --separate-stderr chatcrm-score --now 2026-03-11T00:00:00Z \
	    --select score in
	[ "$status" -eq 0 ]
	[ "${lines[0]}" = '{"total":15.0,"model":"smb","grade":"nurture","reasons":[{"rule":"price","points":5.0,"base":10.0,"decay":0.5,"quote":"How much?","message":0},{"rule":"large","points":10.0,"base":20.0,"decay":0.5}]}' ]
	[ "${lines[1]}" = '{"total":33.33,"model":"smb","grade":"nurture","reasons":[{"rule":"book","points":33.33,"base":33.33,"decay":1.0,"quote":"I booked","message":0}]}' ]
	[ "${lines[2]}" = '{"total":0.0,"model":"smb","grade":"nurture","reasons":[]}' ]
	[[ "$stderr" == *"in 3 = out 3 + refused 0 + skipped 0 + folded 0"* ]]
}

@test "a record keeps its bytes and gains a score" {
	chatcrm-score -q --now 2026-03-01T00:00:00Z in >out
	while read -r line <&3 && read -r scored <&4; do
		[[ "$scored" == "${line%\}},\"score\":"* ]]
	done 3<in 4<out
	chatcrm-score -q --now 2026-03-01T00:00:00Z out | cmp - out
}

@test "reasons add up to the total, on every day" {
	for day in 01 02 03 04 07 11 19 31; do
		chatcrm-score -q --now 2026-03-${day}T00:00:00Z --select \
		    '[score.total] + score.reasons.map(r, r.points)' in
	done | tr -d '[]' | awk -F, '
		# In hundredths, as text, so that awk adds integers.
		function h(s) { return int(s * 100 + (s < 0 ? -.5 : .5)) }
		{ sum = 0; for (i = 2; i <= NF; i++) sum += h($i) }
		sum != h($1) { print; bad = 1 }
		END { exit bad || NR != 24 }'
}

@test "any number of threads writes the same" {
	for i in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16; do cat in; done >many
	chatcrm-score -q --now 2026-03-11T00:00:00Z many >one
	chatcrm-score -q --now 2026-03-11T00:00:00Z -j 4 many >four
	cmp one four
}

@test "the manual's configuration works" {
	root
	mandoc -Tascii man/chatcrm-score.1 | sed 's|.\x08||g' |
	    sed -n '/^ *score:/,/refund, points/p' | cut -c12- \
	    >"$BATS_TEST_TMPDIR/man.yaml"
	run --separate-stderr chatcrm-score -q \
	    -c "$BATS_TEST_TMPDIR/man.yaml" --now 2026-03-01T00:00:00Z \
	    --select 'score.reasons.map(r, r.rule)' \
	    "$BATS_TEST_TMPDIR/in"
	[ "$status" -eq 0 ]
	[ "${lines[0]}" = '["pricing","large"]' ]
	[ "${lines[1]}" = '["booking"]' ]
}

@test "a pattern that would stall the program does not, and is told" {
	cat >slow.yaml <<-'END'
	score:
	  rules:
	    - {name: slow, matches: '(a+)+$', points: 1}
	END
	awk 'BEGIN { while (i++ < 40) a = a "a"
	    printf "{\"chatcrm\":1,\"id\":\"1\",\"conversation\":" \
	    "{\"messages\":["
	    while (n++ < 20000) printf "%s{\"role\":\"customer\"," \
	    "\"text\":\"%s!\"}", (n > 1 ? "," : ""), a
	    print "]}}" }' >long
	run timeout 10 chatcrm-score -q -c slow.yaml \
	    --select '[score.total, findings]' long
	[ "$status" -eq 0 ]
	[ "$output" = '[0.0,[{"field":"score.slow","code":"regex.limit","severity":"warning","did":"skipped"}]]' ]
}
