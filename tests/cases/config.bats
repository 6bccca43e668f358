# The manual pages tell of every key, the example works, mistakes are told.

bats_require_minimum_version 1.5.0

setup() {
	cd "$BATS_TEST_DIRNAME/../.." || return 1
}

# The keys in the tables of the sources that read the user's configuration.
keys() {
	perl -0777 -ne '
		s/^#define(?:.*\\\n)*.*\n//mg;
		print "$1\n" while /(?:\{|\bK\(|\bX\()\s*"([a-z_]+)",\s*(?:CONF|SOURCE|RULE)_/g;
		print "$1\n" while /\b(?:KEY\(CONF_[A-Z]+,|OBJ\(|ENUM\()\s*([a-z_]+),/g;
		print "$1\n" while /\bINT\(([a-z_]+), \d/g;
	' "$@" | sort -u
}

# tells PAGE FILE...: does the page name every key that the files read?
tells() {
	page=$1
	shift
	[ "$(keys "$@" | wc -l)" -gt 20 ] || return 1
	missing=
	for k in $(keys "$@"); do
		grep -qE "^\.(It )?(Ic|Li).*\<$k\>" "$page" ||
		    missing="$missing $k"
	done
	echo "not in $page:$missing"
	[ -z "$missing" ]
}

@test "the manual pages name every key of configuration and profiles" {
	tells man/chatcrm-config.5 lib/stage/*conf.c lib/crm/open.c \
	    lib/record/limits.c
	tells man/chatcrm-source.5 lib/stage/map_source.c lib/stage/map_rule.c
	tells man/chatcrm-profile.5 lib/crm/profile*.c
}

@test "the example of chatcrm-config(5) is a right configuration" {
	sed -n '/^\.Sh EXAMPLES/,/^\.Ed/{/^\./!p}' man/chatcrm-config.5 \
	    >"$BATS_TEST_TMPDIR/c.yaml"
	grep -q '^map:' "$BATS_TEST_TMPDIR/c.yaml"
	run chatcrm check -c "$BATS_TEST_TMPDIR/c.yaml"
	echo "$output"
	[ "$status" -eq 0 ]
}

@test "check tells all that is wrong, each at its place, and exits 78" {
	cat >"$BATS_TEST_TMPDIR/c.yaml" <<-'END'
	map:
	  source: rassa
	  contact:
	    email: slots.emial +
	    phone: !has(slots.phone)
	    source: chatbot
	  anonymos: skip
	validate:
	  contact:
	    phone: {region: USA}
	score:
	  half_life: 90
	  rules:
	    - {name: x, when: f(a, b), points: 1}
	crm:
	  profile: hubspto
	  auth: {token: pat-123}
	ledger: {file: x}
	limits:
	  dept: 3
	mpa: {}
	END
	cd "$BATS_TEST_TMPDIR"
	run chatcrm check -c c.yaml
	echo "$output"
	[ "$status" -eq 78 ]
	for place in 2:11 4:25 5:12 6:13 7:3 10:21 12:14 14:28 16:12 17:17 \
	    18:9 20:3 21:1; do
		[[ $output == *"c.yaml:$place: error: "* ]] || {
			echo "nothing at $place"
			return 1
		}
	done
	[[ $output == *"did you mean 'rasa'"* ]]
	[[ $output == *"did you mean 'anonymous'"* ]]
	[[ $output == *"did you mean 'map'"* ]]
	[[ $output == *"write {value: chatbot}"* ]]
	[[ $output != *pat-123* ]]
}

@test "check --show says where each value comes from, and is YAML again" {
	cd "$BATS_TEST_TMPDIR"
	printf 'map: {source: rasa, account: "007"}\nscore: {threshold: 5}\n' >a
	printf 'score: {threshold: 7}\n' >b
	run chatcrm check --show -c a -c b
	[ "$status" -eq 0 ]
	[[ $output == *'account: "007"  # a:1'* ]]
	[[ $output == *'threshold: 7  # b:1'* ]]
	chatcrm check --show -c a -c b | sed 's/  #.*//' >one
	chatcrm check --show -c one | sed 's/  #.*//' >two
	cmp one two
}

@test "check --profile tells what a profile can do, without a configuration" {
	mkdir "$BATS_TEST_TMPDIR/p" && cd "$BATS_TEST_TMPDIR/p"
	run chatcrm check --profile hubspot
	[ "$status" -eq 0 ]
	[ "${lines[0]}" = "profile hubspot" ]
	[[ $output == *"contact: find by email 100,"* ]]
	[[ $output == *"once: our token is unique there"* ]]
	run chatcrm check --profile hubspto
	[ "$status" -eq 78 ]
	[[ $output == *"did you mean 'hubspot'?"* ]]
	cat >ours.yaml <<-'END'
	name: ours
	objects:
	  contact:
	    fields: {email: mail}
	    read: {get: /p, results: {id: bdy.nr}}
	    create: {put: /p, batch: none}
	  tikcet: {}
	END
	run chatcrm check --profile ours.yaml
	echo "$output"
	[ "$status" -eq 78 ]
	[[ $output == *"ours.yaml:5:35: error: "*bdy* ]]
	[[ $output == *"ours.yaml:6:30: error: "* ]]
	[[ $output == *"ours.yaml:7:3: error: "*"did you mean 'ticket'"* ]]
}

@test "a default file that belongs to somebody else is refused" {
	[ "$(id -u)" = 0 ] || skip "needs root to give a file away"
	cd "$BATS_TEST_TMPDIR"
	echo 'map: {source: rasa}' >chatcrm.yaml
	chown 65534 chatcrm.yaml
	run chatcrm check
	[ "$status" -eq 78 ]
	[[ $output == *"belongs to another user"* ]]
	run chatcrm check -c chatcrm.yaml
	[ "$status" -eq 0 ]
}

@test "what is no mapping where one must stand is told, not read" {
	cd "$BATS_TEST_TMPDIR"
	for text in 'write: [1]' 'write: 5' 'write: {fields: [1]}' \
	    'limits: [1]' 'options: [1]' 'fields: [1]' \
	    'fields: {contact: [1]}'; do
		printf 'crm:\n  profile: hubspot\n  %s\n' "$text" >c.yaml
		run chatcrm check -c c.yaml
		[ "$status" -eq 78 ]
		[[ ${lines[0]} == "c.yaml:3:"*"must be a mapping"* ]]
	done
}

@test "a wrong key of crm is told with its place, a wrong region once" {
	cd "$BATS_TEST_TMPDIR"
	cat >c.yaml <<-'END'
	map:
	  source: rasa
	  region: USA
	  contact:
	    phone: {from: slots.phone}
	    size: {from: slots.n, type: bucket}
	crm:
	  profile: hubspot
	  match: {contact: [email, mail], company: domane}
	  fields: {compny: {a: b}}
	END
	run chatcrm check -c c.yaml
	[ "$status" -eq 78 ]
	[ "$(grep -o '^c.yaml:[0-9]*:[0-9]*' <<<"$output" | tr '\n' ' ')" = \
	    "c.yaml:3:11 c.yaml:6:11 c.yaml:9:28 c.yaml:9:44 c.yaml:10:12 " ]
}

@test "check tells what is wrong as JSON and as SARIF, columns in characters" {
	cd "$BATS_TEST_TMPDIR"
	cat >c.yaml <<-'END'
	map:
	  source: rasa
	  source: json
	  contact: {"naïve": a, größe: slots.a +}
	score: {threshold: 3, grades: [{name: a, from: 1}]}
	END
	run --separate-stderr chatcrm check --format json -c c.yaml
	[ "$status" -eq 78 ]
	[ "$(jq -c '[.errors, .warnings, (.diagnostics[] |
	    [.file, .line, .column, .level, .code])]' <<<"$output")" = \
	    '[3,1,["c.yaml",3,3,"error","yaml.duplicate"],["c.yaml",4,22,"error","expr.name"],["c.yaml",4,41,"error","expr.syntax"],["c.yaml",5,31,"warning","config.unused"]]' ] || {
		jq -c . <<<"$output"
		return 1
	}
	run --separate-stderr chatcrm check --format sarif -c c.yaml
	[ "$status" -eq 78 ]
	jq -e '.version == "2.1.0" and (.runs[0] | .columnKind ==
	    "unicodeCodePoints" and (.results | length) == 4 and
	    ([.tool.driver.rules[].id] as $ids | all(.results[];
	    .message.text != "" and IN(.ruleId; $ids[]) and
	    (.locations[0].physicalLocation | .artifactLocation.uri ==
	    "c.yaml" and .region.startLine > 2))) and
	    .results[2].locations[0].physicalLocation.region ==
	    {startLine: 4, startColumn: 41})' <<<"$output"
}

@test "check --strict refuses what is odd" {
	cd "$BATS_TEST_TMPDIR"
	echo 'score: {threshold: 3, grades: [{name: a, from: 1}]}' >c.yaml
	run chatcrm check -c c.yaml
	[ "$status" -eq 0 ]
	[[ $output == *"c.yaml:1:31: warning: "* ]]
	run chatcrm check --strict -c c.yaml
	[ "$status" -eq 78 ]
	[[ $output == *"c.yaml:1:31: error: "* ]]
	echo 'score: {threshold: 3}' >c.yaml
	chatcrm check --strict -c c.yaml
	[ "$(chatcrm check --format json -c c.yaml)" = \
	    '{"errors":0,"warnings":0,"diagnostics":[]}' ]
}

@test "every configuration in the manual is right" {
	cd "$BATS_TEST_TMPDIR"
	awk '/^\.Bd -literal/ { n++; on = 1; next } /^\.Ed/ { on = 0 }
	    on { gsub(/\\\(aq/, "\047"); gsub(/\\-/, "-"); gsub(/\\&/, "")
	        gsub(/\\e/, "\\"); print > (n ".block") }' \
	    "$BATS_TEST_DIRNAME"/../../man/*.[157]
	n=0
	for f in *.block; do
		grep -qE '^ *(map|validate|score|route|crm|vault|ledger|dead):' \
		    <(head -n 1 "$f") || continue
		n=$((n + 1))
		run chatcrm check -q -c "$f"
		[ "$status" -eq 0 ] || { cat "$f"; echo "$output"; return 1; }
	done
	[ "$n" -ge 8 ]
}
