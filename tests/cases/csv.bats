#!/usr/bin/env bats
# chatcrm csv: tables to JSON lines.

bats_require_minimum_version 1.5.0

setup() {
	cd "$BATS_TEST_TMPDIR"
}

@test "rows become objects of texts, however fields are parted" {
	printf '\xef\xbb\xbfid;mail;note;;mail\r\n1;a@x.example;"a;b\r\n""q""";;\r\n\r\n2;;x;y;z;;\r\n' >t.csv
	printf '{"id":"1","mail":"a@x.example","note":"a;b\\r\\n\\"q\\""}\n{"id":"2","note":"x","column_4":"y","mail_5":"z"}\n' >want
	chatcrm csv t.csv | cmp - want
	printf 'a\tb,c\td\n1\t2,3\t\n' | chatcrm csv >out
	[ "$(cat out)" = '{"a":"1","b,c":"2,3"}' ]
	chatcrm csv </dev/null >out
	[ ! -s out ]
}

@test "a row that is none is refused at its line" {
	printf 'a,b\n1,2\n1,2,3\n' >long
	run -65 --separate-stderr chatcrm csv long
	[ "$output" = '{"a":"1","b":"2"}' ]
	[[ $stderr == "chatcrm csv: long:3: the row has more fields"* ]]
	printf 'a\n"1\n' >quote
	run -65 --separate-stderr chatcrm csv quote
	[[ $stderr == "chatcrm csv: quote:"* ]]
	printf 'a\n\xe4\n' >latin
	run -65 --separate-stderr chatcrm csv latin
	[[ $stderr == *"latin:2: the row is no UTF-8"* ]]
	run -74 chatcrm csv nowhere
}

@test "transcripts of Copilot Studio are read from their table" {
	jq -nr '["conversationtranscriptid", "name", "metadata", "content"],
	    ["t", "c-1_b", ({BotName: "shop"} | tojson), ({activities: [
	    {type: "message", id: "m", timestamp: 1767608430, text: "offen, ja?",
	    from: {id: "u", role: 1}, channelId: "msteams"}]} | tojson)] |
	    @csv' >t.csv
	echo 'map: {source: auto}' >c.yaml
	chatcrm csv t.csv | chatcrm-map -q -c c.yaml |
	    jq -r 'select(.id) | .id, .at, .conversation.messages[].text' >out
	printf '%s\n' botframework/shop/c-1 2026-01-05T10:20:30Z 'offen, ja?' |
	    cmp - out
}
