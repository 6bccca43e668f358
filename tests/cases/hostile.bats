# Hostile text as names and messages through the whole row: every value

bats_require_minimum_version 1.5.0
# arrives as it was or with a finding that tells what became of it.

load push

teardown() {
	sandbox_stop
}

setup() {
	cd "$BATS_TEST_TMPDIR" || return 1
	cat >chatcrm.yaml <<-'END'
	map:
	  source:
	    profile: json
	    platform: test
	    id: input.id
	    events: input.turns
	    rules:
	      - message: {role: event.role, text: event.text}
	  anonymous: keep
	  contact:
	    email: '"p" + input.id + "@x.example"'
	    first_name: input.name
	validate:
	  contact:
	    first_name: {max_length: 10000}
	score:
	  rules:
	    - {name: script, mentions: [script, "1"], points: 1}
	    - {name: any, matches: '\w+', points: 2}
	route:
	  - name: any
	    do: [{task: {subject: {from: contact.first_name}}}]
	END
}

# Strings, a JSON array of them, as conversations.
conversations() {
	perl -MJSON::PP -0777 -ne '
		my $j = JSON::PP->new->utf8->allow_nonref->canonical;
		for my $s (@{$j->decode($_)}) {
			$n++;
			print $j->encode({ id => "$n", name => $s, turns =>
			    [{ role => "customer", text => $s }] }), "\n";
		}' "$1"
}

# compare IN OUT: complain of every value that neither arrived nor has a
# finding that names it.
compare() {
	perl -MJSON::PP -e '
		my $j = JSON::PP->new->utf8;
		my ($in, $out) = @ARGV;
		my (%want, $bad, $n);
		open F, "<", $in; while (<F>) {
			my $r = $j->decode($_);
			$want{"test/$r->{id}"} = $r->{name};
		}
		open F, "<", $out; while (<F>) {
			my $r = $j->decode($_);
			my ($id) = $r->{id} =~ m{(test/.*)};
			$id =~ s{/.*/}{/};
			my %found = map { ($_->{field} // "") => $_ }
			    @{$r->{findings} // []};
			my $w = $want{$id};
			$n++;
			die "no $r->{id}" if !defined $w;
			my $m = $r->{conversation}{messages}[0]{text} // "";
			my $c = $r->{contact}{first_name} // "";
			if ($m ne $w &&
			    !$found{"conversation.messages[0].text"}) {
				print "message of $r->{id}\n"; $bad++;
			}
			my $f = $found{"contact.first_name"};
			if ($c ne $w && !$f) {
				print "name of $r->{id}\n"; $bad++;
			}
			if (($r->{actions}[0]{subject} // "") ne $c) {
				print "task of $r->{id}\n"; $bad++;
			}
		}
		print "$n records, $bad lost\n";
		exit($bad ? 1 : 0);' "$1" "$2"
}

through() {
	chatcrm-map "$1" | chatcrm-validate | chatcrm-score | chatcrm-route
}

@test "naughty strings arrive as they were, or are accounted for" {
	list="$BATS_TEST_DIRNAME/../../../shared/data/blns.json"
	[ -e "$list" ] || skip "no ../shared"
	conversations "$list" >in
	through in >out 2>err
	cat err
	[ "$(wc -l <in)" -gt 500 ]
	[ "$(wc -l <out)" -eq "$(wc -l <in)" ]
	grep -c 'refused 0 + skipped 0 + folded 0' err | grep -qx 4
	compare in out
	chatcrm run -q --to route in | cmp - out
}

@test "naughty names stand in the CRM as they stood in the records" {
	list="$BATS_TEST_DIRNAME/../../../shared/data/blns.json"
	[ -e "$list" ] || skip "no ../shared"
	conversations "$list" >in
	chatcrm run -q --to score in >scored
	start
	push scored >out
	[ "$(jq -s 'map(select(.outcome == "created")) | length' out)" \
	    -eq "$(wc -l <in)" ]
	jq -c '[.contact.email, .contact.first_name // ""]' scored | sort \
	    >sent
	curl -sS "$U/_sandbox/state" | jq -c '.contacts[].properties |
	    [.email, .firstname // ""]' | sort >held
	diff sent held
	# Not one log line more than there were requests.
	jq -es 'all(type == "object")' log >/dev/null
}

@test "our own tricks arrive as they were, or are accounted for" {
	cat >list <<-'END'
	["", " ", "\u0000", "a\u0000b", "\r\n\t", "\u202eevil", "\ufeffAna",
	"'; DROP TABLE contacts; --", "\" OR email LIKE '%", "<script>1</script>",
	"=HYPERLINK(\"http://x.example\",\"1\")", "{{7*7}}", "${jndi:ldap://x}",
	"__proto__", "constructor", "null", "true", "1e400", "-0", "NaN",
	"\ud83d\ude00", "e\u0301", "\ufffe", "\u2028\u2029", "%0d%0aX: y",
	"../../etc/passwd", "\\", "\"", "\u007f", "password: hunter2",
	"+1+1", "@SUM(1)", "-2+3", "\t=1+1", "\r\nBcc: x@y.example", "<%= 7*7 %>",
	"#{7*7}", "\u2066x\u2069", "\u200b\u200b",
	"4111 1111 1111 1111", "Robert'); ", "ＡＮＡ", "Ａ\u200dＢ"]
	END
	conversations list >in
	through in >out 2>err
	[ "$(wc -l <out)" -eq "$(wc -l <in)" ]
	compare in out
	! grep -q 'hunter2' out
	! grep -q '4111 1111' out
}

@test "half an emoji costs no customer, but --strict refuses it" {
	cat >in <<-'END'
	{"id":"1","name":"Ana","turns":[{"role":"customer","text":"hi \ud83d there"}]}
	END
	through in >out 2>/dev/null
	grep -q 'hi � there' out
	grep -q '"first_name":"Ana"' out
	run chatcrm-map --strict in
	[[ "$output" == *"refused 1"* ]]
}

@test "what is no record at all is refused by every stage" {
	printf '%s\n' 7 '"x"' '[]' 'null' '{}' '{"chatcrm":2}' '{"chatcrm":1' \
	    '{"chatcrm":1,"contact":{"email":"ana@acme.example"}}' >in
	for stage in validate score route; do
		run --separate-stderr timeout 10 chatcrm-$stage in
		echo "$stage: $stderr"
		[ "$status" -eq 0 ]
		[[ "$stderr" == *"in 8 = out 0 + refused 8"* ]]
	done
}

@test "parts of the wrong type are no harm" {
	cat >in <<-'END'
	{"chatcrm":1,"id":"1","contact":7,"company":[],"conversation":"x","findings":{},"score":[],"source":3}
	{"chatcrm":1,"id":"2","contact":null,"conversation":{"messages":{"a":1}},"findings":7}
	{"chatcrm":1,"id":"3","contact":{"email":[],"phone":{"a":1},"first_name":true},"conversation":{"messages":[1,null,"x",[],{"role":7,"text":{}}]}}
	END
	for stage in validate score route; do
		run --separate-stderr chatcrm-$stage in
		echo "$stage: $stderr"
		[ "$status" -eq 0 ]
		[[ "$stderr" == *"in 3 = out "* ]]
	done
}
