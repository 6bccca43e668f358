# What one line may cost: at each limit a line passes, one past it is refused
# with the code of that limit, and the next line is read as if nothing were.

bats_require_minimum_version 1.5.0

setup() {
	cd "$BATS_TEST_TMPDIR" || return 1
	cat >chatcrm.yaml <<-'END'
	map: {source: json, contact: {note: 'string(size(input))'}}
	limits: {line: 4096, string: 1024, depth: 20, number: 40, values: 1000}
	END
}

# text N CHARACTER
text() {
	printf "%$1s" | tr ' ' "$2"
}

# judge FILE CODE: its first line passes, its second one is refused with CODE,
# its third one passes; as one line of a stream, and alone, with one thread
# and with two, cut into any pieces.
judge() {
	local j
	for j in 1 2; do
		rm -f dead$j
		run -0 chatcrm-map -q -j $j --max-rejects 100 \
		    --rejects dead$j "$1"
		[ "${#lines[@]}" -eq 2 ] || { echo "$output"; false; }
		[ "$(jq -r .dead.code dead$j)" = "$2" ] ||
		    { cat dead$j; false; }
		[ "$(jq -r .source.line dead$j)" = 2 ]
	done
	chatcrm-map -q --max-rejects 100 <"$1" | cmp - <(printf '%s\n' "${lines[@]}" |
	    sed "s/\"file\":\"$1\"/\"file\":\"-\"/")
}

@test "the bytes of a line" {
	a=$(text 800 x)
	line() {
		printf '{"a":"%s","b":"%s","c":"%s","d":"%s","e":"%s"}' "$a" "$a" "$a" "$a" "$1"
	}
	rest=$(text $((4096 - $(line | wc -c))) y)
	[ "$(line "$rest" | wc -c)" -eq 4096 ]
	{ line "$rest"; echo; line "y$rest"; echo; echo '{"a":1}'; } >in
	judge in line.too_long
}

@test "the bytes of a text" {
	printf '{"a":"%s"}\n{"a":"%s"}\n{"a":1}\n' "$(text 1024 x)" "$(text 1025 x)" >in
	judge in json.string
	printf '{"%s":1}\n{"%s":1}\n{"a":1}\n' "$(text 1024 x)" "$(text 1025 x)" >in
	judge in json.string
}

@test "the nesting" {
	printf '{"a":%s1%s}\n{"a":%s1%s}\n{"a":1}\n' "$(text 19 '[')" "$(text 19 ']')" \
	    "$(text 20 '[')" "$(text 20 ']')" >in
	judge in json.depth
}

@test "the digits of a number" {
	printf '{"a":%s}\n{"a":%s}\n{"a":1}\n' "$(text 40 9)" "$(text 41 9)" >in
	judge in json.number
}

@test "the values of a line" {
	# the object, the list and what is in it
	printf '{"a":[%s1]}\n{"a":[%s1]}\n{"a":1}\n' \
	    "$(text 997 1 | sed 's/1/1,/g')" "$(text 998 1 | sed 's/1/1,/g')" >in
	judge in json.members
}

# record NAME [MORE]: what every filter reads, map takes it for its input.
record() {
	printf '{"chatcrm":1,"id":"%s","a":"%s"%s}' "$1" "$1" "${2-}"
}

# filters COMMAND...: call it with each filter, in $filter.
filters() {
	local filter
	for filter in chatcrm-map 'chatcrm-map --group' chatcrm-validate \
	    chatcrm-score chatcrm-route 'chatcrm run --to route'; do
		"$@" || { echo "$filter: $*"; return 1; }
	done
}

# limited CODE: of three lines in the file in, $filter refuses the second.
limited() {
	rm -f dead
	$filter -q --max-rejects 100 --rejects dead in >out || return 1
	[ "$(wc -l <out)" -eq 2 ] && [ "$(jq -r .dead.code dead)" = "$1" ]
}

@test "every filter keeps every limit" {
	local x
	three() {
		{ record a "$2"; echo; record b "$3"; echo; record c; echo; } >in
		filters limited "$1"
	}
	sed -i 's/^limits.*/limits: {line: 4096}/' chatcrm.yaml
	x=$(text $((4096 - $(record a ',"b":""' | wc -c))) x)
	three line.too_long ",\"b\":\"$x\"" ",\"b\":\"x$x\""
	sed -i 's/^limits.*/limits: {string: 1024, depth: 20, number: 40, values: 1000}/' \
	    chatcrm.yaml
	x=$(text 1024 x)
	three json.string ",\"b\":\"$x\"" ",\"b\":\"x$x\""
	three json.depth ",\"b\":$(text 19 '[')1$(text 19 ']')" \
	    ",\"b\":$(text 20 '[')1$(text 20 ']')"
	three json.number ",\"b\":$(text 40 9)" ",\"b\":$(text 41 9)"
	# the object, its three members, the list, and what is in it
	three json.members ",\"b\":[$(text 994 1 | sed 's/1/1,/g')1]" \
	    ",\"b\":[$(text 995 1 | sed 's/1/1,/g')1]"
}

@test "a gigabyte on one line costs no memory, and the next line is read" {
	gigabyte() {
		rm -f dead
		{
			record before
			printf '\n{"a":"'
			head -c 1G /dev/zero | tr '\0' x
			printf '"}\n'
			record after
		} | {
			# sanitizers want all the addresses there are
			[ -n "$SANITIZE" ] || ulimit -v 400000
			$filter -q --max-rejects 100 --rejects dead
		} >out
		[ "$(jq -r '.id | split("/")[-1]' out | paste -sd ' ')" = \
		    "before after" ] &&
		[ "$(jq -r '"\(.dead.code) \(.line.length) \(.line.offset)"' dead)" = \
		    "line.too_long 1073741832 $(($(record before | wc -c) + 1))" ] &&
		[ "$(wc -c <dead)" -lt 100000 ]
	}
	echo 'map: {source: {profile: json, id: input.id}, contact: {note: input.a}}' \
	    >chatcrm.yaml
	if [ -n "$SANITIZE" ]; then
		filter=chatcrm-map gigabyte
	else
		filters gigabyte
	fi
}

@test "limits out of bounds are refused at their place" {
	for l in 'line: 10' 'string: 1 TB' 'depth: 0' 'depth: 1e9' 'number: -1' 'values: 1'; do
		echo "limits: {$l}" >chatcrm.yaml
		run -78 chatcrm-map </dev/null
		[[ "$output" == chatcrm.yaml:1:* ]]
	done
}

@test "mutated records are all accounted for" {
	run -0 env N=3000 SEED=7 B="$B" SANITIZE="$SANITIZE" \
	    "$BATS_TEST_DIRNAME/../soak"
	[[ "${lines[-1]}" == "3000 records, seed 7: all accounted for" ]]
}

@test "an option takes the place of a limit of the configuration" {
	printf '{"a":"%s"}\n' "$(text 1500 x)" >in
	run -65 chatcrm-map -q --max-rejects 0 in
	run -0 chatcrm-map -q --limit string=1500 in
	run -65 chatcrm-map -q --max-rejects 0 --limit string=1499 in
	run -0 chatcrm run -q --to map --limit line=2k --limit string=2k in
	run -78 chatcrm-map -q --limit sting=1k in
	[[ $output == *"--limit:1:1: error: unknown key 'sting' of limits; did you mean 'string'?"* ]]
	run -78 chatcrm-map -q --limit string in
	[[ $output == *"--limit: error: 'string' is not NAME=VALUE"* ]]
	# It is a value, and cannot be another section.
	run -78 chatcrm-map -q --limit $'string=1k\nmap: {source: rasa}' in
	[[ $output == *"--limit:"*"error:"* ]]
}

@test "a broken line takes nothing of the lines behind it" {
	echo 'map: {source: {profile: json, id: input.id}, contact: {note: input.a}}' \
	    >chatcrm.yaml
	whole() {
		awk -v from="$1" -v to="$2" 'BEGIN { for (i = from; i <= to; i++)
		    printf "{\"id\":\"%d\",\"a\":\"some text to fill the line\"}\n", i }'
	}
	while read -r broken; do
		{ whole 1 15000; echo "$broken"; whole 15001 18000; } >in
		for i in 1 2; do
			# a pipe gives other pieces than a file
			if [ $i = 1 ]; then chatcrm-map -q --max-rejects 100 in; else
				whole 1 2 | cat - in | chatcrm-map -q --max-rejects 100; fi >out
			[ "$(wc -l <out)" -eq $((18000 + 2 * (i - 1))) ] ||
			    { echo "$broken: $(wc -l <out)"; false; }
		done
	done <<-'END'
	[{"id":"x","a":"y
	{"id":"x","a":"y
	{"id":"x","a":{"b":"c",
	{"id":"x"},"a
	{"a":[1,{"b":
	[1,
	["a
	["x":{"y":[
	[{"id":"x"
	[
	END
}

@test "where a read ends does not decide what a line is" {
	local pad
	echo 'map: {source: {profile: json, id: input.id}, contact: {note: input.a}}' \
	    >chatcrm.yaml
	cat >part <<-'END'
	{"id":"1","a":
	{"id":"2","a":"whole"}
	{"id":"3","a":{
	"b":"c"}}
	{"id":"4","a":[
	{"id":"5","a":"whole"}
	{"id":"6","a":"whole"}
	{"id":"7","a":{

	"b":"d"}}
	{"id":"8","a":"whole"}
	END
	# a read is of 131,072 bytes: its end falls into each of the lines
	for pad in $(seq 130900 3 131080); do
		{ printf '{\n"id":"0"}\n'
		printf '{"id":"9","a":"%s"}\n' "$(text $((pad - 29)) x)"
		cat part; } >in
		chatcrm-map -q --max-rejects 100 --rejects dead in |
		    jq -r .id | cut -d / -f 3 >ids || true
		[ "$(xargs <ids)" = "0 9 2 3 5 6 7 8" ] ||
		    { echo "$pad: $(xargs <ids)"; false; }
		[ "$(wc -l <dead)" -eq 2 ] || { echo "$pad"; cat dead; false; }
		rm dead
	done
}
