# Dead letters and who cares for them: chatcrm-ledger dead.

bats_require_minimum_version 1.5.0

load push

setup() {
	T=$BATS_TEST_TMPDIR
	cd "$T" || return 1
	cat >chatcrm.yaml <<-'END'
	map:
	  source: json
	  contact: {email: input.email, country: input.country}
	validate:
	  contact:
	    email: {required: true}
	    country: {allow: [US, CA], on_invalid: reject}
	dead: {file: dead.jsonl}
	END
	cat >in.jsonl <<-'END'
	{"email":"ana@acme.example","country":"US"}
	{"email":"bob","country":"US"}
	{"email":"eve@acme.example","country":"ZZ"}
	nonsense
	END
}

teardown() {
	sandbox_stop
}

ledger() {
	chatcrm-ledger -q dead --now 2026-03-02T00:00:00Z "$@"
}

refuse() {
	chatcrm run -q --to validate in.jsonl >out.jsonl || :
}

# id CODE: of the letter with it
id() {
	ledger --all --format json --code "$1" | jq -r .id
}

@test "letters go where the configuration says, one for each refusal" {
	refuse
	is 3 "$(wc -l <dead.jsonl)"
	is 600 "$(stat -c %a dead.jsonl)"
	run ledger
	is 0 "$status"
	is 3 "${#lines[@]}"
	[[ "${lines[0]}" =~ ^[a-p]{16}\ \ validate\ +email.syntax\ +contact.email\ +in.jsonl:2$ ]]
	is "email.syntax json.syntax value.not_allowed" \
	    "$(ledger --by code --format json | jq -r .code | sort | paste -sd ' ')"
	is "2 validate
1 map" "$(ledger --by stage --format json | jq -r '"\(.letters) \(.stage)"')"
	# --rejects goes before the file of the configuration
	chatcrm run -q --to validate --rejects other.jsonl in.jsonl >/dev/null || :
	is 3 "$(wc -l <dead.jsonl)"
	is 3 "$(wc -l <other.jsonl)"
}

@test "an escape hides no secret from the letter of a broken line" {
	cat >in.jsonl <<-'END'
	{"a":"4111\u00a01111\u00a01111\u00a01111","b":"\\u0041\"\u0022\ud83d\ude00\ud83d\/","c":"\u0070assword: hunter22x" broken
	END
	refuse
	run ! grep -E '1111|hunter22x' dead.jsonl
	is '{"a":"[card]","b":"\\u0041\"\u0022😀\ud83d/","c":"password: [password]" broken' \
	    "$(jq -r .line.text dead.jsonl)"
	rm dead.jsonl
	echo '{"a":"4111 1111 1111 1111"}' | iconv -t UTF-16LE >in.jsonl
	refuse
	is '{"a":"[card]"}' "$(head -n 1 dead.jsonl | jq -r .line.text)"
}

@test "the same refusals in a second run are the same letters" {
	refuse
	ledger --format json >once
	refuse
	is 6 "$(wc -l <dead.jsonl)"
	ledger --format json >twice
	diff <(jq -r '.id + .code' once) <(jq -r '.id + .code' twice)
}

@test "show prints a message as it is, but for what a terminal obeys" {
	cat >dead.jsonl <<-'END'
	{"chatcrm":1,"dead":{"stage":"map","id":"abcdefghijklmnop","code":"x.y","message":"it's 'so'\u001b[2J"},"record":{}}
	END
	ledger show abc >out
	is "code     x.y: it's 'so'\\x1b[2J" "$(grep ^code out)"
}

@test "show tells cause and remedy, and what was refused" {
	refuse
	run ledger show "$(id value.not_allowed | cut -c1-6)"
	is 0 "$status"
	[[ "$output" == *"refused  by validate at "* ]]
	[[ "$output" == *"remedy   Add it there"* ]]
	is ZZ "$(grep '^{' <<<"$output" | jq -r .contact.country)"
	run ! ledger show qqqq
	[[ "$output" == *"has no letter qqqq"* ]]
	run ! ledger show ""
	[[ "$output" == *"several letters' ids begin"* ]]
}

@test "a repaired letter passes, is closed, and says what became of it" {
	refuse
	x=$(id value.not_allowed)
	ledger repair "$x" --set contact.country=CA --set contact.size:=12 >repaired
	is '["contact.country","contact.size"]' "$(jq -c .dead.repaired repaired)"
	is 'CA 12' "$(jq -r '.record.contact | "\(.country) \(.size)"' repaired)"
	ledger replay "$x" --to validate >replayed
	is "$x CA" "$(jq -r '.source.dead + " " + .contact.country' replayed)"
	is 2 "$(ledger | wc -l)"
	is "closed passed" "$(ledger --all --format json --code value.not_allowed |
	    jq -r '.state + " " + .outcome')"
	is "$(jq -r .id replayed)" "$(jq -r 'select(.closed).closed.record' dead.jsonl)"
	# and again there is nothing to do
	is "" "$(ledger replay --all --code value.not_allowed --to validate)"
}

@test "what is refused again stays the same letter, one attempt older" {
	refuse
	x=$(id json.syntax)
	is "" "$(ledger replay "$x" --to validate)"
	is "$x 2 in.jsonl 4" "$(ledger --format json --code json.syntax |
	    jq -r '"\(.id) \(.attempt) \(.file) \(.line)"')"
	# refused later on than before: the same letter, of the later stage
	ledger repair "$(id email.syntax)" --set contact.email=bob@acme.example \
	    --set contact.country=Mars >/dev/null
	x=$(id email.syntax)
	ledger replay "$x" --to score >/dev/null
	is value.not_allowed "$(ledger --format json | jq -r "select(.id == \"$x\").code")"
}

@test "broken lines in a row are a letter each, and cost no whole line" {
	good='{"email":"ana@acme.example","country":"US"}'
	# what each leaves open might go on with the next
	broken='{"a":[
	{"email":"x@acme.example","b":[
	{"c":{"d":
	{"e":['
	for way in first middle; do
		rm -f dead.jsonl
		{
			[ $way = first ] || { echo "$good"; echo "$good"; }
			sed 's/^\t//' <<<"$broken"
			echo "$good"
		} >in.jsonl
		refuse
		is 4 "$(wc -l <dead.jsonl)"
		diff <(sed 's/^\t//' <<<"$broken") <(jq -r .line.text dead.jsonl)
		is "$(grep -c . out.jsonl) $way" "$(grep -cx "$good" in.jsonl) $way"
	done
}

@test "letters are named before anything is done to them" {
	refuse
	for verb in replay close; do
		run -64 ledger $verb
		[[ "$output" == *"wants ids, --code, --stage or --all"* ]]
	done
	run -64 ledger repair
	run -64 ledger repair "$(id json.syntax)"
	run -64 ledger repair "$(id value.not_allowed)" --set nowhere
	[[ "$output" == *"--set 'nowhere' gives no value; write contact.email=TEXT"* ]]
	run -64 ledger repair "$(id value.not_allowed)" --set 'contact.email[0]=x'
	run -64 ledger repair "$(id value.not_allowed)" --set 'contact.email:=x'
	run -65 ledger repair "$(id json.syntax)" --set a=b
	is 3 "$(wc -l <dead.jsonl)"
}

@test "what is replayed comes from where it was, whatever stage it died in" {
	refuse
	x=$(id json.syntax)
	# what is no JSON is written anew
	run -65 ledger repair "$x" --set email=b
	[[ "$output" == *"write it anew with --set :=JSON"* ]]
	ledger repair "$x" --set ':={"email":"neu@acme.example"}' \
	    --set country=US >/dev/null
	is "in.jsonl 4 neu@acme.example US" "$(ledger replay "$x" --to validate |
	    jq -r '"\(.source.file) \(.source.line) \(.contact.email) \(.contact.country)"')"
	is 2 "$(ledger | wc -l)"
}

@test "several letters are repaired and replayed, by id, code and stage" {
	printf '%s\n' '{"email":"dora","country":"US"}' '[1' >>in.jsonl
	refuse
	is 5 "$(ledger | wc -l)"
	mapfile -t x < <(id email.syntax)
	is 2 "${#x[@]}"
	ledger repair "${x[@]}" --set contact.email=c@acme.example >/dev/null
	is 1 "$(ledger replay "${x[1]}" --to validate | wc -l)"
	is 4 "$(ledger | wc -l)"
	is 1 "$(ledger replay --code email.syntax --to validate | wc -l)"
	is 3 "$(ledger | wc -l)"
	# what is refused again is not doubled
	is "" "$(ledger replay --stage map --to validate)"
	is "" "$(ledger replay --all --to validate)"
	is 3 "$(ledger | wc -l)"
	is "2 3 3" "$(ledger --format json | jq -r .attempt | sort | paste -sd ' ')"
	is 5 "$(ledger --all | wc -l)"
}

@test "a slip in --set costs no object, and is told" {
	refuse
	x=$(id value.not_allowed)
	run -64 ledger repair "$x" --set contact=CA
	[[ "$output" == *"contact is an object; name a value in it"* ]]
	run -0 chatcrm-ledger dead repair "$x" --set contact.contry=CA
	[[ "$output" == *"the record had no contact.contry; it has now"* ]]
	is 3 "$(ledger | wc -l)"
}

@test "a replay that is cut short loses no letter and doubles none" {
	for ((i = 0; i < 3000; i++)); do
		echo "{\"email\":\"x$i@acme.example\",\"country\":\"$([ $((i % 3)) -eq 0 ] && echo ZZ || echo QQ)\"}"
	done >in.jsonl
	chatcrm run -q --to validate in.jsonl --max-rejects 100 >/dev/null
	is 3000 "$(ledger | wc -l)"
	sed -i 's/US, CA/US, CA, QQ/' chatcrm.yaml
	ledger --format json | jq -r .id | sort >ids
	for lines in 1 700 1500; do
		# the reader goes away after so many lines: a replay cut short
		ledger replay --all --to validate 2>/dev/null | head -n $lines >"out.$lines" || :
		ledger --all --format json | jq -r .id | sort >now
		cmp ids now
	done
	ledger replay --all --to validate >out
	is 2000 "$(jq -r .id out | sort -u | wc -l)"
	is 1000 "$(ledger | wc -l)"
	ledger --all --format json | jq -r .id | sort >now
	cmp ids now
	is "" "$(ledger replay --all --to validate)"
}

@test "closing and compacting" {
	refuse
	ledger close --code json.syntax --reason "a test of theirs"
	is 2 "$(ledger | wc -l)"
	# again: nothing to do, and it says so
	x=$(id json.syntax)
	cp dead.jsonl was.jsonl
	run -0 chatcrm-ledger dead --now 2026-03-02T00:00:00Z close "$x"
	[[ "$output" == *"letter $x was closed already: dismissed"* ]]
	cmp dead.jsonl was.jsonl
	is "dismissed a test of theirs" "$(jq -r 'select(.closed).closed |
	    .outcome + " " + .reason' dead.jsonl)"
	# too young to go
	ledger compact
	is 3 "$(ledger --all | wc -l)"
	chatcrm-ledger -q dead compact --before 1d --now 2026-03-03T00:00:01Z
	is 2 "$(ledger --all | wc -l)"
	is 2 "$(wc -l <dead.jsonl)"
	is 600 "$(stat -c %a dead.jsonl)"
	# what it does not know it does not throw away
	echo '{"a":' >>dead.jsonl
	run -65 ledger compact
	[[ "$output" == *"line 3 is no letter"* ]]
	is 3 "$(wc -l <dead.jsonl)"
}

@test "nothing is compacted under a run that appends" {
	refuse
	mkfifo pipe
	chatcrm run -q --to validate pipe >/dev/null 3>&- &
	exec 9>pipe
	echo nonsense >&9
	for ((i = 0; i < 500; i++)); do
		[ "$(wc -l <dead.jsonl)" -lt 4 ] || break
		sleep 0.02
	done
	is 4 "$(wc -l <dead.jsonl)"
	run -75 ledger compact
	[[ "$output" == *"a run is appending to it"* ]]
	exec 9>&-
	wait
	ledger compact
	is 3 "$(wc -l <dead.jsonl)"
}

@test "sealed letters are read by the holder of the key, and by nobody else" {
	chatcrm-ledger dead key secret.key >public
	is 600 "$(stat -c %a secret.key)"
	run ! chatcrm-ledger dead key secret.key
	sed -i "s/^dead:.*/dead: {file: dead.jsonl, seal: $(cat public)}/" chatcrm.yaml
	printf '{"email":"caf\xe9","note":"4111 1111 1111 1111"}\n' >>in.jsonl
	refuse
	is 4 "$(wc -l <dead.jsonl)"
	! grep -aqE 'bob|eve@|nonsense|caf|4111' dead.jsonl
	is 4 "$(ledger | wc -l)"
	x=$(id value.not_allowed)
	run ledger show "$x"
	[[ "$output" == *"--key FILE opens it"* ]]
	is ZZ "$(ledger show "$x" --key secret.key | grep '^{' | jq -r .contact.country)"
	# a filter cannot, and says who can
	run chatcrm run --to validate --replay dead.jsonl --rejects again.jsonl
	[[ "$output" == *"the letter is sealed"* ]]
	# another key does not
	chatcrm-ledger dead key other.key >/dev/null
	run ledger show "$x" --key other.key
	[[ "$output" == *"does not open"* ]]
	# what is repaired stays sealed
	y=$(id email.syntax | head -n 1)
	ledger repair "$y" --key secret.key --set contact.email=bob@acme.example \
	    --set contact.note=hush
	! grep -aqE 'bob|hush' dead.jsonl
	ledger show "$y" --key secret.key | grep -q '"note":"hush"'
	sed -i 's/US, CA/US, CA, ZZ/' chatcrm.yaml
	ledger replay --all --key secret.key --to validate >replayed
	is "bob@acme.example eve@acme.example" \
	    "$(jq -r .contact.email replayed | sort | paste -sd ' ')"
	is 2 "$(ledger | wc -l)"
}

@test "a seal that is no public key is refused" {
	for k in 12 "$(printf '0%.0s' {1..64})" "$(printf 'z%.0s' {1..64})"; do
		sed -i "s/^dead:.*/dead: {file: dead.jsonl, seal: '$k'}/" chatcrm.yaml
		run -78 chatcrm run --to validate in.jsonl
		[[ "$output" == *"chatcrm.yaml:8:32: error: seal is a public key"* ]]
	done
}

@test "the file does not grow beyond its bound, and says so before" {
	sed -i 's/^dead:.*/dead: {file: dead.jsonl, max_size: 8K}/' chatcrm.yaml
	for ((i = 0; i < 40; i++)); do
		printf '{"email":"x%d","pad":"%0200d"}\n' $i $i
	done >in.jsonl
	run -74 chatcrm run --to validate --max-rejects 100 in.jsonl
	[[ "$output" == *"dead.jsonl is full: dead.max_size is 8192 bytes"* ]]
	[ "$(stat -c %s dead.jsonl)" -le 8192 ]
	# letters can be closed at the bound: that is what makes room
	rm dead.jsonl
	while read -r line; do
		chatcrm run -q --to validate --max-rejects 100 <<<"$line" || break
	done <in.jsonl
	[ "$(stat -c %s dead.jsonl)" -gt 7600 ]
	run -0 ledger close --all
	run -0 ledger compact --before 0s
	is 0 "$(stat -c %s dead.jsonl)"
	head -n 18 in.jsonl >some
	rm dead.jsonl
	run -0 chatcrm run --to validate --max-rejects 100 some
	[[ "$output" == *"is filling up"* ]]
}

@test "what a CRM refused is mended, replayed into it, and linked" {
	start --fault 'picklist:1'
	cat chatcrm.yaml >>c.yaml
	records 3 >r.jsonl
	push --rejects dead.jsonl r.jsonl >results || :
	n=$(jq -r 'select(.outcome == "refused").id' results | wc -l)
	[ "$n" -ge 1 ]
	is "$n" "$(ledger --stage push | wc -l)"
	chatcrm-ledger -q -c c.yaml dead replay --all >replayed || { cat replayed; false; }
	is "$n" "$(jq -r 'select(.outcome == "created" or .outcome == "updated").dead' replayed | wc -l)"
	is "" "$(ledger)"
	is "$(jq -r 'select(.outcome).id' replayed | sort)" \
	    "$(jq -r 'select(.closed).closed.record' dead.jsonl | sort)"
}

@test "hostile letters end in a sentence, and harm no terminal" {
	printf '%s\n' '{"dead":{"stage":"map","code":"\u001b[31mx","field":"\u0007"},"record":1}' \
	    '{"dead":{"stage":7}}' '[]' '{"closed":{"id":"nobody"}}' \
	    '{"dead":{"stage":"map","id":"x","attempt":-1},"line":{"base64":"%%"}}' >dead.jsonl
	run ledger --all
	is 0 "$status"
	[[ "$output" != *$'\e'* ]]
	[[ "$output" == *"3 lines are neither letters"* ]] ||
	    [[ "$(chatcrm-ledger dead --all 2>&1)" == *"3 lines are neither letters"* ]]
	run ledger replay --all --to map
	is 0 "$status"
	run ledger show x
	[[ "$output" == *"does not hold its line in full"* ]]
}
