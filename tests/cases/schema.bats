# The JSON Schema of the configuration: whoever validates by it, or writes in
# an editor that knows it, is told what "chatcrm check" tells of the form.

load prism.bash
load push.bash

teardown() {
	sandbox_stop
}

setup() {
	cd "$BATS_TEST_TMPDIR" || return 1
	top=$BATS_TEST_DIRNAME/../..
	chatcrm check --schema >schema.json
}

# In each test that asks fits, which itself runs where nothing can skip.
need_validator() {
	npm_need ajv@8.17.1 yaml@2.6.1
}

fits() {	# FILE...: a line for each, "FILE ok" or what is wrong
	node "$top/tests/cases/schema.mjs" "$NPM" schema.json "$@"
}

@test "the schema is one line of JSON that names its draft" {
	[ "$(wc -l <schema.json)" -eq 1 ]
	[ "$(jq -r '."$schema"' schema.json)" = \
	    http://json-schema.org/draft-07/schema# ]
}

@test "every key of the schema says what it is for" {
	run jq -r 'path(.. | objects | select(has("properties")).properties[] |
	    select(has("description") | not)) | map(tostring) | join(".")' \
	    schema.json
	echo "$output"
	[ -z "$output" ]
}

@test "the schema knows the sections that there are" {
	is=$(jq -r '.properties | keys[]' schema.json)
	want=$(sed -n '/^static const char.*sections\[\]/,/;/p' \
	    "$top/lib/conf/load.c" | grep -o '"[a-z]*"' | tr -d '"' | sort)
	[ "$is" = "$want" ]
}

@test "the schema knows the profiles of CRMs that there are" {
	is=$(jq -r '.definitions.crm.properties.profile.examples[]' \
	    schema.json | sort)
	[ "$is" = "$(basename -s .yaml "$top"/lib/crm/profiles/*.yaml | sort)" ]
}

@test "the schema knows the source profiles that there are" {
	is=$(jq -r '.definitions.map // . | .. | objects |
	    select(.title == "a name").examples[]?' schema.json |
	    sort -u | grep -v '^auto$')
	[ "$is" = "$(basename -s .yaml "$top"/lib/stage/profiles/*.yaml |
	    sort)" ]
}

@test "samples and the manual's example fit the schema" {
	need_validator
	sed -n '/^\.Sh EXAMPLES/,/^\.Ed/{/^\./!p}' \
	    "$top/man/chatcrm-config.5" >example.yaml
	grep -q '^map:' example.yaml
	run fits example.yaml "$top"/samples/*.yaml "$top/tests/bench/task.yaml"
	echo "$output"
	[ "$status" -eq 0 ]
	[ "${#lines[@]}" -ge 4 ]
	! grep -v ' ok$' <<<"$output"
}

@test "what is wrong by its form fits neither schema nor check" {
	need_validator
	n=0
	while IFS= read -r text; do
		n=$((n + 1))
		printf '%b\n' "$text" >"$n.yaml"
		chatcrm check -q -c "$n.yaml" 2>/dev/null && {
			echo "check takes $text"
			return 1
		}
	done <<-'END'
	mpa: {}
	map: [a]
	map: {anonymous: perhaps}
	map: {contact: [a]}
	map: {contact: {email: {form: slots.email}}}
	map: {contact: {email: {from: {form: a}}}}
	map: {contact: {size: {from: slots.n, buckets: {a: b}}}}
	map: {tags: slots.a}
	map: {source: [rasa]}
	map: {source: {profile: json, evnets: input.turns}}
	validate: {contact: {email: {required: [1]}}}
	validate: {contact: {phone: {min_digits: 40}}}
	validate: {rules: {rule: a}}
	score: {half_life: 90}
	score: {half_life: 90 days}
	score: {rules: [{name: x}]}
	score: {rules: [{name: x, points: many}]}
	score: {grades: [{name: a, form: 3}]}
	crm: {profile: hubspot, auth: {token: pat-123}}
	crm: {profile: hubspot, auth: {token: {evn: A}}}
	crm: {profile: hubspot, auth: {token: {env: A, file: B}}}
	crm: {profile: hubspot, auth: {basic: {user: a}}}
	crm: {profile: hubspot, write: {defualt: never}}
	crm: {profile: hubspot, write: {default: sometimes}}
	crm: {profile: hubspot, fields: {compny: {a: b}}}
	crm: {profile: hubspot, fields: {contact: {a: {ot: b}}}}
	crm: {profile: hubspot, connections: 0}
	crm: {profile: hubspot, url: "ftp://x"}
	crm: {profile: hubspot, limits: {search: -1}}
	ledger: {path: x}
	ledger: postgres:x
	limits: {line: 10 apples}
	limits: {depth: 3}
	vault: {key: {fiel: x}}
	END
	[ "$n" -gt 30 ]
	run fits [1-9]*.yaml
	echo "$output"
	[ "${#lines[@]}" -eq "$n" ]
	! grep ' ok$' <<<"$output"
}

@test "a YAML language server completes by the schema and underlines" {
	npm_need yaml-language-server@1.15.0
	run timeout 60 node "$top/tests/cases/editor.mjs" "$NPM" schema.json \
	    "$top/samples/chatcrm.yaml"
	echo "$output"
	[ "${lines[0]}" = good ]
	[ "${lines[1]}" = "bad 2:14 4:38 4:13 6:14 8:7 10:17" ]
	[[ ${lines[2]} == sections*\ map\ *\ limits* ]]
	[[ ${lines[3]} == "anonymous "*keep* ]]
	[[ ${lines[4]} == "field "*from*type* ]]
	[[ ${lines[5]} == "rule "*name*points*when* ]]
	[[ ${lines[6]} == "source "*rasa*zendesk* ]]
	[[ ${lines[7]} == "topics "*health*financial_distress* ]]
	[ "${lines[8]}" = "secret env file command vault" ]
	[[ ${lines[9]} == "kinds "*mobile*voicemail* ]]
	[[ ${lines[10]} == "task "*subject*due*owner* ]]
	[[ ${lines[11]} == "hover "*"how long after the conversation's end"* ]]
}

@test "built-in source profiles fit the schema of source profiles" {
	need_validator
	chatcrm check --schema=source >schema.json
	run fits "$top"/lib/stage/profiles/*.yaml
	echo "$output"
	[ "${#lines[@]}" -gt 5 ]
	! grep -v ' ok$' <<<"$output"
	run chatcrm check --schema=sauce
	[ "$status" -eq 64 ]
}

lines_fit() {	# SCHEMA FILE...: nothing but "N fit"
	local schema=$1
	shift
	chatcrm check "--schema=$schema" >"$schema.json"
	node "$top/tests/cases/lines.mjs" "$NPM" "$schema.json" "$@"
}

@test "what map, validate, score and route write fits the schema of records" {
	need_validator
	local f
	echo 'map: {source: auto, anonymous: keep, keep_raw: true}' >auto.yaml
	for f in "$top"/samples/platforms/*; do
		chatcrm-map -q --group -c auto.yaml "$f" || :
	done >auto.out
	[ "$(wc -l <auto.out)" -gt 20 ]
	cp "$top/samples/chatcrm.yaml" .
	chatcrm-map -q "$top/samples/conversations.jsonl" >map.out || :
	chatcrm-validate -q --rejects dead.out <map.out >validate.out || :
	chatcrm-score -q --end --now 2026-03-15T12:00:00Z <validate.out >score.out
	chatcrm-route -q <score.out >route.out
	[ "$(grep -c '"actions":\[' route.out)" -gt 1 ]
	run lines_fit record auto.out map.out validate.out score.out route.out
	echo "$output"
	[ "${#lines[@]}" -eq 1 ]
	[ "${lines[0]% fit}" -gt 50 ]
}

@test "results, stubs and dead letters fit their schemas" {
	need_validator
	start
	records 20 >in
	echo '{"chatcrm":1,"id":"a","contact":{"email":"nobody"}}' >>in
	echo '{"chatcrm":1,"id":"b","source":{"lease":["l"]},"contact":{"email":"nobody"},"actions":[{"type":"notify","workflow":"w"},{"type":"task","subject":"s"}]}' >>in
	{ cat in; printf '\377\n{"a":1\nno json\n'; } >worse
	cat >v.yaml <<-'END'
	validate: {contact: {email: {on_invalid: reject}}}
	dead: {file: dead.out}
	END
	chatcrm-validate -q -c v.yaml --rejects dead.out worse >valid.out || :
	push --rejects dead.out <valid.out >result.out || :
	push --rejects dead.out <worse >>result.out || :
	chatcrm-ledger dead -c v.yaml close --reason seen \
	    "$(jq -r 'select(.dead).dead.id' dead.out | head -1)"
	[ "$(jq -c 'select(.closed)' dead.out | wc -l)" -gt 0 ]
	run lines_fit dead dead.out
	echo "$output"
	[ "${#lines[@]}" -eq 1 ]
	[ "${lines[0]% fit}" -ge 8 ]
	run lines_fit result result.out
	echo "$output"
	[ "${#lines[@]}" -eq 1 ]
	[ "${lines[0]% fit}" -gt 40 ]
	run lines_fit record valid.out
	echo "$output"
	[ "${#lines[@]}" -eq 1 ]
	grep -q '"refused":{' valid.out
}

@test "what the formats do not have does not fit" {
	need_validator
	cat >record.out <<-'END'
	{"chatcrm":2,"id":"a"}
	{"chatcrm":1}
	{"chatcrm":1,"id":"a","at":"yesterday"}
	{"chatcrm":1,"id":"a","source":{"platfrom":"x"}}
	{"chatcrm":1,"id":"a","conversation":{"messages":[{"role":"user"}]}}
	{"chatcrm":1,"id":"a","conversation":{"messages":[{"txt":"x"}]}}
	{"chatcrm":1,"id":"a","conversation":{"turns":[]}}
	{"chatcrm":1,"id":"a","findings":[{"code":"x"}]}
	{"chatcrm":1,"id":"a","score":{"total":"7"}}
	{"chatcrm":1,"id":"a","contact":null}
	{"chatcrm":1,"id":"a","route":{"rules":[{}]}}
	{"chatcrm":1,"id":"a","actions":[{"id":7,"type":"task"}]}
	{"chatcrm":1,"id":"a","tags":"x"}
	END
	cat >result.out <<-'END'
	{"chatcrm":1,"id":"a"}
	{"chatcrm":1,"id":"a","outcome":"done"}
	{"chatcrm":1,"id":"a","outcome":"created","crm":{}}
	{"chatcrm":1,"id":"a","outcome":"created","objects":{"firm":{"did":"created"}}}
	{"chatcrm":1,"id":"a","outcome":"created","error":{}}
	END
	cat >dead.out <<-'END'
	{"chatcrm":1,"dead":{"stage":"map","id":"short","code":"x","at":"2026-01-01T00:00:00Z"},"source":{}}
	{"chatcrm":1,"dead":{"stage":"map","id":"abcdabcdabcdabcd","code":"x"},"source":{}}
	{"chatcrm":1,"dead":{"stage":"map","id":"abcdabcdabcdabcd","code":"x","at":"2026-01-01T00:00:00Z"},"source":{},"records":[]}
	{"chatcrm":1,"closed":{"id":"abcdabcdabcdabcd"}}
	END
	for format in record result dead; do
		run lines_fit $format $format.out
		echo "$output"
		[ "${lines[-1]}" = "0 fit" ]
	done
}

@test "the manual names every member that the schemas of lines know" {
	local format name
	mandoc -T ascii "$top/man/chatcrm-record.5" | sed $'s/.\b//g' >manual
	for format in record result dead; do
		chatcrm check --schema=$format
	done | jq -r '.. | objects | .properties? // empty | keys[]' |
	    sort -u >names
	[ "$(wc -l <names)" -gt 90 ]
	while read -r name; do
		grep -qw -- "$name" manual || { echo "$name"; false; }
	done <names
}

# judged FILE: the rules of the validator of SARIF that it breaks.
judged() {
	local tool=$NPM/node_modules/@microsoft/sarif-multitool-linux
	tool=$tool/Sarif.Multitool
	chmod +x "$tool"
	# It is a .NET program, which wants a library for languages or this.
	DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1 timeout 60 "$tool" validate \
	    "$1" --output verdict.sarif --log ForceOverwrite >/dev/null 2>&1 ||
	    [ -s verdict.sarif ] || skip "the validator does not run here"
	jq -r '[.runs[0].results[].ruleId] | unique | join(" ")' verdict.sarif
}

@test "SARIF is what its standard's schema wants" {
	npm_need @microsoft/sarif-multitool-linux@5.7.0
	cat >c.yaml <<-'END'
	map:
	  contact: {"naïve": a, a: 1, a: 2, größe: slots.a +}
	  contcat: {}
	score: {threshold: 3, grades: [{name: a, from: 1}]}
	END
	chatcrm check --format sarif -c c.yaml >out.sarif 2>err || :
	[ "$(jq '.runs[0].results | length' out.sarif)" -gt 3 ]
	# SARIF2005 misses a link to a site; a file that cannot be read has none
	judged out.sarif >rules
	[ "$(cat rules)" = SARIF2005 ]
	echo 'score: {threshold: 3}' >c.yaml
	chatcrm check --format sarif -c c.yaml >out.sarif
	judged out.sarif >rules
	[ "$(cat rules)" = SARIF2005 ]
	# it does see what is wrong
	jq '.runs[0].results = [{message: {text: 3}, foo: 1}]' out.sarif \
	    >bad.sarif
	judged bad.sarif >rules
	[[ $(cat rules) == JSON1001* ]]
}
