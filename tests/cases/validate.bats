# chatcrm-validate as a command: what passes, what becomes a dead letter.

bats_require_minimum_version 1.5.0

load golden

setup() {
	cd "$BATS_TEST_TMPDIR" || return 1
	cat >chatcrm.yaml <<-'END'
	validate:
	  region: US
	  contact:
	    email: {required: true}
	    phone: {min_digits: 10, on_invalid: drop}
	    country: {allow: [US, DE]}
	  rules:
	    - {rule: 'contact.country != "DE" || has(contact.phone)',
	       code: germany.phone, message: 'a number for Germany, please'}
	END
	cat >in <<-'END'
	{"chatcrm":1,"id":"1","contact":{"email":"Ana@ACME.example","phone":"(415) 555-0123"}}
	{"chatcrm":1,"id":"2","contact":{"email":"o'brien+chat@müller.example","phone":"12"}}
	{"chatcrm":1,"id":"3","contact":{"email":"ana@@acme.example"}}
	{"chatcrm":1,"id":"4","contact":{"phone":"415-555-0123"}}
	{"chatcrm":1,"id":"5","contact":{"email":"b@x.example","country":"de"}}
	{"chatcrm":1,"id":"6","contact":{"email":"c@x.example","country":"Mars"},"big":12345678901234567890.10}
	END
}

@test "the samples' records: what is left of them, and the findings" {
	root
	golden validate-conversations.jsonl chatcrm-validate -q \
	    --max-rejects 100 -c samples/chatcrm.yaml \
	    --select '[id, contact, findings]' \
	    tests/golden/map-conversations.jsonl
}

@test "what is wrong is refused, dropped or mended, and told" {
	run --separate-stderr chatcrm-validate --max-rejects 100 \
	    --rejects dead in
	[ "$status" -eq 0 ]
	[ "${lines[0]}" = '{"chatcrm":1,"id":"1","contact":{"email":"Ana@acme.example","phone":"+14155550123"},"findings":[{"field":"contact.email","code":"email.normalised","severity":"info","did":"normalised","was":"Ana@ACME.example"},{"field":"contact.phone","code":"phone.normalised","severity":"info","did":"normalised","was":"(415) 555-0123"}]}' ]
	[ "${lines[1]}" = '{"chatcrm":1,"id":"2","contact":{"email":"o'\''brien+chat@müller.example"},"findings":[{"field":"contact.phone","code":"phone.too_short","severity":"warning","did":"dropped","was":"12"}]}' ]
	[ "${lines[2]}" = '{"chatcrm":1,"id":"6","contact":{"email":"c@x.example"},"big":12345678901234567890.10,"findings":[{"field":"contact.country","code":"value.not_allowed","severity":"warning","did":"dropped","was":"Mars"}]}' ]
	[ "${#lines[@]}" -eq 3 ]
	[[ "$stderr" == *"in 6 = out 3 + refused 3 + skipped 0 + folded 0"* ]]
}

@test "a number in a sentence is suggested, two are not; mojibake stays" {
	cat >odd <<-'END'
	{"chatcrm":1,"id":"1","contact":{"email":"a@b.de","phone":"call me at 415-555-0123"}}
	{"chatcrm":1,"id":"2","contact":{"email":"a@b.de","phone":"415-555-0123 or 415-555-0124"}}
	{"chatcrm":1,"id":"3","contact":{"email":"a@b.de","name":"Garc\u00c3\u00ada"}}
	{"chatcrm":1,"id":"4","contact":{"email":"a@b.de","name":"Garc\u00c3\u00ada\u000aX"}}
	END
	chatcrm-validate -q --select '[contact.?phone, contact.?name,
	    findings[0].code, findings[0].?suggestion]' odd >out
	diff -u - out <<-'END'
	[null,null,"phone.letters","+14155550123"]
	[null,null,"phone.letters",null]
	[null,"GarcÃ­a","text.mojibake","García"]
	[null,"GarcÃa X","text.mojibake","García\nX"]
	END
}

@test "true and 1e9 are nobody's name, though they have letters" {
	echo 'validate: {company: {name: {type: name}}}' >c.yaml
	for v in true 4.1e9 12 '"true"'; do
		echo "{\"chatcrm\":1,\"id\":\"1\",\"contact\":{\"name\":$v},\"company\":{\"name\":$v}}"
	done | chatcrm-validate -q -c c.yaml \
	    --select '[has(contact.name), has(company.name)]' >out
	diff -u - out <<-'END'
	[false,false]
	[false,true]
	[false,true]
	[true,true]
	END
}

@test "what is asked without words of the operator's says what it is about" {
	cat >c.yaml <<-'END'
	validate:
	  contact: {website: {type: url, on_invalid: ask}}
	  company: {name: {required: true, on_invalid: ask}}
	  objects: {car: {paint_job: {matches: red, on_invalid: ask}}}
	  rules: [{rule: 'has(contact.email)', code: no.way, on_invalid: ask}]
	END
	echo '{"chatcrm":1,"id":"1","contact":{"website":"javascript:1"},"objects":{"car":{"paint_job":"y"}}}' |
	    chatcrm-validate -q -c c.yaml --asks asks >/dev/null
	jq -r .ask.text asks | sort >texts
	diff -u - texts <<-'END'
	Could you give me that again, please?
	Could you give me the car paint job again, please?
	Could you give me the company name, please?
	Could you give me the website again, please?
	END
}

@test "a dead letter has the code, the field and what came in" {
	chatcrm-validate -q --max-rejects 100 --rejects dead in >/dev/null
	grep -c '"stage":"validate"' dead | grep -qx 3
	grep '"code":"email.syntax"' dead | grep '"field":"contact.email"' |
	    grep -q '"record":{"chatcrm":1,"id":"3"'
	grep '"code":"field.required"' dead | grep -q '"id":"4"'
	grep '"code":"germany.phone"' dead |
	    grep -q '"message":"a number for Germany, please"'
	! grep '"message":"[^"]*ana@@' dead
}

@test "dead letters pass once the configuration is mended" {
	chatcrm-validate -q --max-rejects 100 --rejects dead in >/dev/null
	sed -i -e 's/required: true/on_invalid: keep/' -e '/rules:/,$d' \
	    chatcrm.yaml
	run --separate-stderr chatcrm-validate --replay dead
	[ "$status" -eq 0 ]
	[[ "$stderr" == *"in 3 = out 3 + refused 0"* ]]
	[[ "${lines[0]}" == *'"email":"ana@@acme.example"'* ]]
	[[ "${lines[0]}" == *'"did":"kept"'* ]]
}

@test "what passed passes again unchanged, in any number of threads" {
	chatcrm-validate -q --max-rejects 100 in >once
	chatcrm-validate -q once >twice
	cmp once twice
	for i in 1 2 3 4 5 6 7 8; do cat in; done >many
	chatcrm-validate -q --max-rejects 100 many >one
	chatcrm-validate -q --max-rejects 100 -j 4 many >four
	cmp one four
}

@test "mistakes of the section come out together, before any record" {
	cat >bad.yaml <<-'END'
	validate:
	  contact:
	    phone: {region: UK, min_digit: 10}
	    email: {on_invalid: refuse}
	  rules: [{rule: 'contact.email.size() +'}]
	END
	run chatcrm-validate -c bad.yaml in
	[ "$status" -eq 78 ]
	[[ "$output" == *"bad.yaml:3:"*"UK"* ]]
	[[ "$output" == *"did you mean 'min_digits'"* ]]
	[[ "$output" == *"bad.yaml:4:"* ]]
	[[ "$output" == *"bad.yaml:5:"* ]]
	[[ "$output" != *'"id"'* ]]
}

@test "what is wrong is asked again, in the visitor's language" {
	cat >chatcrm.yaml <<-'END'
	validate:
	  contact:
	    email:
	      required: true
	      on_invalid: ask
	      ask: {en: 'Your address?', de: 'Ihre Adresse?'}
	    phone: {on_invalid: ask}
	  rules:
	    - {rule: 'contact.age > 17', code: too.young}
	END
	cat >in <<-'END'
	{"chatcrm":1,"id":"1","source":{"locale":"de-AT","lease":["x"]},"contact":{"email":"ana@@acme.example"}}
	{"chatcrm":1,"id":"2","source":{"platform":"rasa"},"contact":{"phone":"12"}}
	{"chatcrm":1,"id":"3","contact":{"email":"@","age":3}}
	{"chatcrm":1,"id":"4","conversation":{"language":"de"},"contact":{"email":"a@x.example"}}
	END
	run --separate-stderr chatcrm-validate -q --asks asks \
	    --max-rejects 100 in
	[ "$status" -eq 0 ]
	[ "${#lines[@]}" -eq 4 ]	# and the closing stub for the lease
	[ "${lines[0]}" = '{"chatcrm":1,"id":"1","source":{"locale":"de-AT","lease":["x"]},"contact":{},"findings":[{"field":"contact.email","code":"email.syntax","severity":"warning","did":"asked","was":"ana@@acme.example","suggestion":"ana@acme.example"}]}' ]
	mapfile -t asked <asks
	[ "${#asked[@]}" -eq 3 ]
	[ "${asked[0]}" = '{"chatcrm":1,"id":"1","source":{"locale":"de-AT","lease":["x"]},"ask":{"code":"email.syntax","field":"contact.email","text":"Ihre Adresse?","language":"de","message":"the domain holds a character that no domain may hold"}}' ]
	[[ "${asked[1]}" == '{"chatcrm":1,"id":"2","source":{"platform":"rasa"},"ask":{"code":"field.required","field":"contact.email","text":"Your address?","language":"en"'* ]]
	[[ "${asked[2]}" == *'"id":"2"'*'"field":"contact.phone","text":"Could you'* ]]
	[ "$(stat -c %a asks)" = 600 ]
	# What was asked for is not asked for again.
	printf '%s\n' "${lines[@]:0:3}" >once
	chatcrm-validate -q --asks again once >twice
	cmp <(sed '$d' twice) once
	[ ! -s again ]
	# Nothing is asked of who is refused, nor without --asks.
	run --separate-stderr chatcrm-validate -q --max-rejects 100 -j 2 in
	[ "${#lines[@]}" -eq 4 ]
	run chatcrm-validate -q --asks in --max-rejects 100 in
	[ "$status" -eq 64 ]
}

@test "chatcrm run writes the same questions as the pipe" {
	root
	cd "$BATS_TEST_TMPDIR"
	cat >chatcrm.yaml <<-'END'
	map: {contact: {email: input.mail}}
	validate: {contact: {email: {on_invalid: ask}}}
	END
	for i in 1 2 3; do echo "{\"id\":\"$i\",\"mail\":\"x@\"}"; done >chats
	chatcrm-map -q chats >records
	chatcrm-validate -q --asks piped records >/dev/null
	chatcrm run --to score -q -j 2 --asks fused chats >/dev/null
	[ -s piped ]
	cmp piped fused
}

@test "libphonenumber knows kinds, letters and what is assigned" {
	cat >chatcrm.yaml <<-'END'
	validate:
	  phones: library
	  region: US
	  contact:
	    phone: {kinds: [mobile, toll_free], kind_field: phone_kind}
	END
	cat >in <<-'END'
	{"chatcrm":1,"id":"1","contact":{"phone":"1-800-FLOWERS"}}
	{"chatcrm":1,"id":"2","contact":{"phone":"+55 (11) 91234-5678 ext. 9"}}
	{"chatcrm":1,"id":"3","contact":{"phone":"+44 20 7946 0018"}}
	{"chatcrm":1,"id":"4","contact":{"phone":"+1 999 555 0123"}}
	{"chatcrm":1,"id":"5","contact":{"phone":"0049 151 23456789"}}
	{"chatcrm":1,"id":"6","contact":{"phone":"12"}}
	END
	if [ ! -e "$B/chatcrm-phone.so" ]; then
		run chatcrm-validate in
		[ "$status" -eq 78 ]
		[[ "$output" == *"phones: table"* ]]
		skip "built without libphonenumber"
	fi
	run --separate-stderr chatcrm-validate -q -j 2 in
	[ "$status" -eq 0 ]
	[[ "${lines[0]}" == *'{"phone":"+18003569377","phone_kind":"toll_free"}'* ]]
	[[ "${lines[1]}" == *'{"phone":"+5511912345678;ext=9","phone_kind":"mobile"}'* ]]
	[[ "${lines[2]}" == *'"contact":{}'*'"code":"phone.kind"'*'"was":"+44 20 7946 0018"'* ]]
	[[ "${lines[3]}" == *'{"phone":"+19995550123"}'*'"code":"phone.unassigned"'* ]]
	[[ "${lines[4]}" == *'{"phone":"+4915123456789","phone_kind":"mobile"}'* ]]
	[[ "${lines[5]}" == *'"contact":{}'*'"code":"phone.too_short"'* ]]
	printf '%s\n' "${lines[@]}" >once
	chatcrm-validate -q once >twice
	cmp once twice
	sed -i '/phones:/d' chatcrm.yaml
	run chatcrm-validate in
	[ "$status" -eq 78 ]
	[[ "$output" == *"phones: library"* ]]
}

@test "large lists come from files, with other ways to write a word" {
	cat >chatcrm.yaml <<-'END'
	validate:
	  lists: {plans: lists/plans.txt}
	  contact: {plan: {allow_list: plans}}
	END
	mkdir lists
	{
		echo '# what we sell'
		printf 'Größe L\tlarge\tgross\n\n'
		seq -f 'plan %.0f' 100000
	} >lists/plans.txt
	run --separate-stderr chatcrm-validate -q \
	    --select 'contact.?plan.orValue("")' <<-'END'
	{"chatcrm":1,"id":"1","contact":{"plan":"LARGE"}}
	{"chatcrm":1,"id":"2","contact":{"plan":"grosse l"}}
	{"chatcrm":1,"id":"3","contact":{"plan":"Plan 99999"}}
	{"chatcrm":1,"id":"4","contact":{"plan":"plan 100001"}}
	END
	[ "$status" -eq 0 ]
	[ "${lines[0]}" = "Größe L" ] || [ "${lines[0]}" = '"Größe L"' ]
	[ "${lines[1]}" = "${lines[0]}" ]
	[[ "${lines[2]}" == *"plan 99999"* ]]
	[[ "${lines[3]}" != *plan* ]]
}

@test "the manual's configuration works" {
	root
	mandoc -Tascii man/chatcrm-validate.1 | sed 's|.\x08||g' |
	    sed -n '/^ *validate:/,/nobody could/p' | cut -c12- \
	    >"$BATS_TEST_TMPDIR/man.yaml"
	run --separate-stderr chatcrm-validate -q -c \
	    "$BATS_TEST_TMPDIR/man.yaml" --max-rejects 100 <<-'END'
	{"chatcrm":1,"id":"1","contact":{"email":"a@x.example","name":"test"}}
	END
	[ "$status" -eq 0 ]
	[[ "$output" == *'"code":"name.test"'*'"message":"this is no name"'* ]]
}

@test "addresses: the published suite agrees" {
	root
	[ -e ../shared/data/isemail-tests.json ] || skip "no ../shared"
	run "$B/tests/email-suite" ../shared/data/isemail-tests.json
	echo "$output"
	[ "$status" -eq 0 ]
}

@test "names and numbers of 75 countries: none is refused or changed" {
	root
	run "$B/tests/people-suite" tests/suite/people/people.txt
	echo "$output"
	[ "$status" -eq 0 ]
	[[ "$output" == "75 countries: 440 passed, 0 failed" ]]
	[ -e "$B/chatcrm-phone.so" ] || skip "built without libphonenumber"
	run "$B/tests/people-suite" tests/suite/people/people.txt \
	    'validate: {phones: library}'
	echo "$output"
	[[ "$output" == "75 countries: 440 passed, 0 failed" ]]
}

@test "secrets and numbers in labelled texts are found" {
	root
	[ -d ../shared/data/text ] || skip "no ../shared"
	run "$B/tests/text-suite" pii ../shared/data/text/pii-en.jsonl
	[ "${lines[0]}" = "CREDIT_CARD: recall 79/79 = 100.0 %, precision 79/79 = 100.0 %" ]
	[ "${lines[1]}" = "US_SSN: recall 11/11 = 100.0 %, precision 11/11 = 100.0 %" ]
	run "$B/tests/text-suite" phone ../shared/data/text/phone-en.jsonl
	echo "$output"
	# recall A/B = R %, precision C/D = P %: both at least 95
	echo "$output" | awk '{ exit !($5 >= 95 && $10 >= 95) }'
}

@test "a number without country code is one of where the contact lives" {
	cat >home.yaml <<-'YAML'
	validate: {contact: {phone: {on_invalid: drop}}}
	YAML
	local c
	for c in '"DE"' '"deu"' '"Germany"' '"Nowhere"' 7; do
		echo '{"chatcrm":1,"id":"h","contact":{"phone":"030 1234567","country":'"$c"'}}'
	done >home.jsonl
	echo '{"chatcrm":1,"id":"h","source":{"locale":"it-IT"},"contact":{"phone":"06 1234567","country":"DE"}}' >>home.jsonl
	run -0 --separate-stderr chatcrm-validate -q -c home.yaml home.jsonl
	[ "$(jq -r '.contact.phone' <<<"$output" | xargs)" = \
	    "+49301234567 +49301234567 +49301234567 030 1234567 030 1234567 +39061234567" ]
}
