# Broken configurations: each mistake is told at its place, all in one run,
# and nothing crashes.

bats_require_minimum_version 1.5.0

setup() {
	cd "$BATS_TEST_TMPDIR" || return 1
}

# told FILE: what check says of it, a line "LINE:COL: WORDS" each.
told() {
	local status=0
	chatcrm check -q -c "$1" >out 2>err || status=$?
	[ "$status" -eq 78 ] || echo "status $status"
	sed -n 's/^[^ ]*\.yaml:\([0-9:]*\): error: /\1: /p' err
}

@test "each mistake is told at its place, and no other" {
	awk '/^#/ && !n { next }
	    /^=== / { n++; f = sprintf("%03d", n); print > (f ".case"); next }
	    /^>>> / { sub(/^>>> /, ""); print > (f ".want"); next }
	    { print > (f ".yaml") }' "$BATS_TEST_DIRNAME/broken.txt"
	n=0 bad=0
	for f in [0-9]*.yaml; do
		n=$((n + 1))
		told "$f" >got
		ok=1
		[ "$(wc -l <got)" -eq "$(wc -l <"${f%.yaml}.want")" ] || ok=0
		while IFS= read -r line <&3 && IFS= read -r want <&4; do
			[[ $line == "$want"* ]] || ok=0
		done 3<got 4<"${f%.yaml}.want"
		[ "$ok" -eq 1 ] || {
			bad=$((bad + 1))
			cat "${f%.yaml}.case"
			diff "${f%.yaml}.want" got || :
		}
	done
	echo "$n configurations, $bad not told as they should be"
	[ "$n" -gt 140 ]
	[ "$bad" -eq 0 ]
}

@test "what stands where a secret's place belongs is not shown" {
	n=0
	while IFS= read -r line; do
		printf 'crm:\n  profile: hubspot\n  auth:\n    %s\n' \
		    "$line" >s.yaml
		run -78 chatcrm check -c s.yaml
		[[ "$output" == *"s.yaml:4:"* ]]
		[[ "$output" != *pat-na1* ]]
		n=$((n + 1))
	done <<-'END'
	token: {env: pat-na1-1}
	token: {value: pat-na1-1}
	token: {env: A, file: pat-na1-1}
	token: {command: echo pat-na1-1}
	token: [pat-na1-1]
	tokn: pat-na1-1
	END
	[ "$n" -eq 6 ]
}

@test "the line of a secret is not shown, whatever else is wrong in it" {
	echo 'crm: {profile: hubspt, auth: {token: pat-na1-123}, nwe: x}' >s.yaml
	run -78 chatcrm check -c s.yaml
	[ "$(grep -c '^s.yaml:1:[0-9]*: error: ' <<<"$output")" -eq 3 ]
	[[ "$output" != *pat-na1* ]]
	for form in json sarif; do
		run -78 chatcrm check --format $form -c s.yaml
		[[ "$output" != *pat-na1* ]]
	done
}

@test "what is no text is told, byte by byte" {
	printf 'map: {account: "a\0b"}\n' >nul.yaml
	[[ $(told nul.yaml) == "1:18: a control character;"* ]]
	printf 'map:\n  account: "\351"\n' >latin.yaml
	[[ $(told latin.yaml) == "2:13: byte 0xe9 is not UTF-8;"* ]]
	printf '\xff\xfem\0a\0p\0' >utf16.yaml
	[[ $(told utf16.yaml) == "1:1: byte 0xff is not UTF-8;"* ]]
	printf '\xef\xbb\xbfmpa: {}\n' >bom.yaml
	[[ $(told bom.yaml) == "1:1: unknown key 'mpa'"* ]]
	printf 'map: {account: "a\033[2Jb", acount: x}\n' >esc.yaml
	[[ $(told esc.yaml) == "1:18: a control character;"* ]]
	printf '\001\377{[&*!|>%%@`' >noise.yaml
	[[ $(told noise.yaml) == "1:2: byte 0xff is not UTF-8;"* ]]
	: >empty.yaml
	chatcrm check -c empty.yaml
	mkdir folder.yaml
	run chatcrm check -c folder.yaml
	[ "$status" -eq 78 ]
	run chatcrm check -c absent.yaml
	[ "$status" -eq 78 ]
	[[ $output == *absent.yaml*"No such file"* ]]
}

@test "what is too deep, too large or too often the same is told" {
	printf 'map: %s%s\n' "$(printf '[%.0s' {1..500})" \
	    "$(printf ']%.0s' {1..500})" >deep.yaml
	[[ $(told deep.yaml) == "1:"*": nested deeper than 64 levels" ]]
	{ echo 'map: {contact: {a: &a [x, x]'
	    for i in b c d e f g h i j k l m n o p q r s t u v w x y z; do
		echo ", $i: &$i [*$p1, *$p1]"
		p1=$i
	    done | sed 's/\*,/*a,/; s/\*\]/*a]/'
	    echo '}}'; } >bomb.yaml
	[[ $(told bomb.yaml) == *"values, aliases included"* ]]
	head -c 17000000 /dev/zero | tr '\0' '#' >large.yaml
	run chatcrm check -c large.yaml
	[ "$status" -eq 78 ]
	[[ $output == *"larger than 16 MiB"* ]]
	printf "score: {rules: [{name: a, points: 1, when: '%s1%s'}]}\n" \
	    "$(printf '(%.0s' {1..2000})" "$(printf ')%.0s' {1..2000})" \
	    >parens.yaml
	[[ $(told parens.yaml) == "1:"*"nested deeper than 250 levels" ]]
	{ printf 'map:\n'; for ((i = 0; i < 300; i++)); do
	    echo "  key$i: x"; done; } >many.yaml
	[ "$(told many.yaml | wc -l)" -eq 300 ]
}

@test "a profile without objects is told so" {
	echo 'crm: {profile: ./own.yaml}' >chatcrm.yaml
	for text in '' 'name: own' 'name: own, url: https://own.example' \
	    'name: own, url: https://own.example, objects: 3'; do
		echo "${text:+{$text\}}" >own.yaml
		run -78 chatcrm check
		[[ "$output" == *"own.yaml:1:"*": error: "* ]]
	done
}
