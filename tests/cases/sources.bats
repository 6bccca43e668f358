#!/usr/bin/env bats
# Source profiles of chat platforms: payloads of our own, with every kind of
# event and trap that the platforms' references tell of; then real ones.

load sources

REAL=../shared/data/platforms

setup() {
	T=$BATS_TEST_TMPDIR
}

# Intercom

@test "intercom: a conversation's first message is its source" {
	CONTACT='email: person.email, name: person.name, plan: slots.Plan' \
	    maps intercom <<-'E'
	{"type":"conversation","id":"9007199254740993","created_at":1767608430,"updated_at":1767608600,"state":"closed","source":{"type":"conversation","id":"40","delivered_as":"customer_initiated","subject":"","body":"<p>Price for <b>40</b> seats &amp; more?</p>","author":{"type":"lead","id":"67f","name":"Ana Ruiz","email":"ana@sol.example"},"attachments":[{"type":"upload","name":"a.pdf","url":"https://files.example/a.pdf"}],"url":"https://shop.example/pricing","redacted":false},"contacts":{"type":"contact.list","contacts":[{"type":"contact","id":"67f","external_id":"70"}]},"custom_attributes":{"Plan":"Pro"},"conversation_parts":{"type":"conversation_part.list","total_count":6,"conversation_parts":[{"type":"conversation_part","id":7,"part_type":"comment","body":"<p>Hello!</p>","created_at":1767608440,"author":{"type":"bot","id":"1","name":"Fin","email":"op@intercom.example"},"attachments":[],"redacted":false},{"type":"conversation_part","id":"8","part_type":"assignment","body":null,"created_at":1767608445,"author":{"type":"admin","id":"99","name":"Bo"},"attachments":[]},{"type":"conversation_part","id":"9","part_type":"note","body":"<p>a big fish</p>","created_at":1767608450,"author":{"type":"admin","id":"99","name":"Bo"},"attachments":[]},{"type":"conversation_part","id":"10","part_type":"comment","body":"<p>I'll look.<br>Wait</p>","created_at":1767608460,"author":{"type":"admin","id":"99","name":"Bo","from_ai_agent":false},"attachments":[]},{"type":"conversation_part","id":"11","part_type":"open","body":"<p>Thanks</p>","created_at":1767608470,"author":{"type":"user","id":"67f","name":"Ana Ruiz"},"attachments":[]},{"type":"conversation_part","id":"12","part_type":"comment","body":"<p><i>This message was deleted</i></p>","created_at":1767608480,"author":{"type":"user","id":"67f"},"attachments":[],"redacted":true}]}}
	E
	is .id intercom/default/9007199254740993
	is "$TALK" "customer: Price for 40 seats & more? | bot: Hello! | agent!: a big fish | agent: I'll look.
Wait | customer: Thanks"
	is '[.conversation.messages[].id] | join(" ")' '40 7 9 10 11'
	is '.conversation.messages[0] | [.at, .author, .attachments[0]] | join(" ")' \
	    '2026-01-05T10:20:30Z Ana Ruiz https://files.example/a.pdf'
	is '[.at, .conversation.started_at, .source.channel] | join(" ")' \
	    '2026-01-05T10:23:20Z 2026-01-05T10:20:30Z webchat'
	is '[.contact.email, .contact.name, .contact.plan] | join(" ")' \
	    'ana@sol.example Ana Ruiz Pro'
	is '[.person.identifiers[] | .kind + "=" + .value] | join(" ")' \
	    'intercom=67f external_id=70 email=ana@sol.example'
	clean
}

@test "intercom: webhooks of both shapes are folded, contacts stand alone" {
	CONTACT='email: person.email, name: person.name, phone: {from: person.phone, type: phone}' \
	    maps intercom --group <<-'E'
	{"type":"notification_event","app_id":"w1","id":"n1","topic":"conversation.user.created","created_at":1767608431,"data":{"type":"notification_event_data","item":{"type":"conversation","id":"503","created_at":1767608430,"updated_at":1767608430,"user":{"type":"lead","id":"5c9","user_id":"u-1","name":"Rosa","email":""},"conversation_message":{"type":"conversation_message","id":"331","subject":"","body":"<p>Hi all</p>","author":{"type":"user","id":"5c9"},"attachments":[]},"conversation_parts":{"type":"conversation_part.list","conversation_parts":[],"total_count":0}}}}
	{"type":"notification_event","app_id":"w1","id":"n2","topic":"conversation.admin.noted","created_at":1767608441,"data":{"type":"notification_event_data","item":{"type":"conversation","id":"503","created_at":1767608430,"updated_at":1767608440,"source":{"type":"whatsapp","id":"331","delivered_as":"customer_initiated","subject":"","body":"<p>Hi all</p>","author":{"type":"lead","id":"5c9","name":"Rosa","email":"rosa@sol.example"},"attachments":[]},"contacts":{"contacts":[{"type":"contact","id":"5c9","external_id":"u-1"}]},"conversation_parts":{"conversation_parts":[{"type":"conversation_part","id":"901","part_type":"note","body":"<p>call her</p>","created_at":1767608440,"author":{"type":"admin","id":"9","name":"Bo"},"attachments":[]}]}}}}
	{"type":"notification_event","app_id":"w1","id":"n2","topic":"conversation.admin.noted","created_at":1767608441,"data":{"type":"notification_event_data","item":{"type":"conversation","id":"503","created_at":1767608430,"updated_at":1767608440,"source":{"type":"whatsapp","id":"331","delivered_as":"customer_initiated","subject":"","body":"<p>Hi all</p>","author":{"type":"lead","id":"5c9","name":"Rosa","email":"rosa@sol.example"},"attachments":[]},"contacts":{"contacts":[{"type":"contact","id":"5c9","external_id":"u-1"}]},"conversation_parts":{"conversation_parts":[{"type":"conversation_part","id":"901","part_type":"note","body":"<p>call her</p>","created_at":1767608440,"author":{"type":"admin","id":"9","name":"Bo"},"attachments":[]}]}}}}
	{"type":"notification_event","app_id":"w1","id":"n3","topic":"contact.lead.created","created_at":1768020119,"data":{"type":"notification_event_data","item":{"type":"contact","id":"696","workspace_id":"w1","external_id":"c3","role":"lead","email":"tea@sol.example","phone":"+14155550100","name":"Tea","created_at":"2026-01-10T04:41:59.251+00:00","updated_at":"2026-01-10T04:41:59.249+00:00","language_override":null,"browser_language":"pt_br","custom_attributes":{"tier":2}}}}
	{"type":"notification_event","app_id":"w1","id":"n4","topic":"ping","created_at":1768020119,"data":{"type":"notification_event_data","item":{"type":"ping","message":"hello"}}}
	{"type":"notification_event","app_id":"w1","id":"n5","topic":"company.created","created_at":1768020119,"data":{"type":"notification_event_data","item":{"type":"company","id":"1","name":"Sol"}}}
	E
	says "in 6 = out 2 + refused 0 + skipped 2 + folded 2"
	is .id "intercom/w1/503
intercom/w1/contact-696"
	is "$TALK" "customer: Hi all | agent!: call her
"
	is .source.channel "whatsapp
null"
	is '[.contact.email, .contact.name, .contact.phone] | join(" ")' \
	    "rosa@sol.example Rosa 
tea@sol.example Tea +14155550100"
	is .source.locale "null
pt-BR"
	is '.person.attributes // {} | tojson' '{}
{"tier":2}'
	is .at "2026-01-05T10:20:40Z
2026-01-10T04:41:59.251Z"
	clean
}

@test "intercom: tickets, and what the API answers" {
	maps intercom <<-'E'
	{"type":"ticket","id":"611","ticket_id":"22","created_at":1767608430,"updated_at":1767608431,"ticket_attributes":{"_default_title_":"Broken"},"contacts":{"contacts":[{"type":"contact","id":"c","external_id":null}]},"ticket_parts":{"type":"ticket_part.list","ticket_parts":[{"type":"ticket_part","id":"151","part_type":"comment","body":"<p>It broke</p>","created_at":1767608430,"author":{"id":"c","type":"user","name":"Joe"}}]}}
	{"type":"user_message","id":"4039","created_at":1767608430,"body":"Hello there","message_type":"inapp","conversation_id":"499"}
	{"type":"list","data":[{"type":"tag","id":"80","name":"x"}]}
	E
	is .id "intercom/default/611
intercom/default/499"
	is "$TALK" "customer: It broke
customer: Hello there"
	[ "$(jq -r .dead.code "$T/dead")" = source.id ]
}

@test "intercom: the real payloads" {
	[ -d "$REAL/intercom" ] || skip "no ../shared"
	jq -c .body "$REAL/intercom/api-examples-2.14.jsonl" |
	    cat - "$REAL/intercom/webhooks.jsonl" >"$T/in"
	maps intercom "$T/in"
	# Notes, tags, companies, subscriptions and the like are no
	# conversations; two lists of contacts are empty.
	[ "$(jq -r .dead.code "$T/dead" | sort -u)" = source.id ]
	is 'select(.id == "intercom/default/525") | [.conversation.messages[] | .role, .private] | tojson' \
	    '["agent",null,"agent",true]'
	is 'select(.id == "intercom/default/608") | .conversation.messages | map(.text) | join("|")' \
	    'this is the message body'
	is 'select(.id == "intercom/i6wc9ipe/21321941764") | [.conversation.messages[0].text, .conversation.messages[0].role, .person.name, .at] | join("|")' \
	    "Hello everyone!|customer|Rose Poodle from St. John's|2019-03-22T21:29:58Z"
	is 'select(.source.account == "abc123def") | [.person.email, .at] | join(" ")' \
	    'test.person@example.com 2026-01-10T04:41:59.251Z'
	clean
}

# Chatwoot

@test "chatwoot: webhooks of a conversation are folded" {
	CONTACT='email: person.email, phone: {from: person.phone, type: phone}, company: person.company' \
	    maps chatwoot --group <<-'E'
	{"event":"message_created","id":118,"content":"hi, ana@sol.example here","created_at":"2026-01-05T10:20:30.000Z","message_type":"incoming","content_type":"text","private":false,"content_attributes":{},"source_id":null,"sender":{"id":14,"name":"Ana Ruiz","avatar":"","type":"contact"},"inbox":{"id":1,"name":"Website"},"account":{"id":7,"name":"Acme"},"conversation":{"id":10,"inbox_id":1,"status":"open","channel":"Channel::WebWidget","labels":[],"custom_attributes":{"plan":"gold"},"timestamp":1767608430,"created_at":1767608400,"agent_last_seen_at":0,"additional_attributes":{"browser_language":"es","referer":"https://shop.example/pricing","initiated_at":{"timestamp":"Mon Jan 05 2026 11:19:50 GMT+0100 (CET)"}},"contact_inbox":{"id":12,"contact_id":14,"source_id":"405f"},"meta":{"sender":{"id":14,"name":"Ana Ruiz","email":null,"phone_number":null,"identifier":null,"type":"contact","additional_attributes":{},"custom_attributes":{}},"assignee":null,"hmac_verified":false},"messages":[{"id":119,"conversation_id":10,"message_type":3,"created_at":1767608431,"updated_at":"2026-01-05T10:20:31.000Z","content":"Get notified by email","content_type":"input_email","private":false,"content_attributes":{},"sender_type":null,"sender_id":null}]}}
	{"event":"message_created","id":120,"content":"an order, I think","created_at":"2026-01-05T10:21:00.500Z","message_type":"outgoing","content_type":"text","private":true,"content_attributes":{},"sender":{"id":1,"name":"Bo","email":"bo@acme.example","type":"user"},"inbox":{"id":1},"account":{"id":7},"conversation":{"id":10,"channel":"Channel::WebWidget","timestamp":1767608460,"meta":{"sender":{"id":14,"name":"Ana Ruiz","email":"ana@sol.example","phone_number":"+34911234567","identifier":"crm-9","type":"contact","additional_attributes":{"company_name":"Sol"},"custom_attributes":{"vip":true}},"hmac_verified":true},"messages":[{"id":120,"conversation_id":10,"message_type":1,"created_at":1767608460,"content":"an order, I think","private":true,"sender_type":"User","sender_id":1}]}}
	{"event":"message_created","id":121,"content":"Sales or support?","created_at":"2026-01-05T10:21:10.000Z","message_type":"outgoing","content_type":"input_select","private":false,"content_attributes":{"items":[{"title":"Sales","value":"s"},{"title":"Support","value":"h"}]},"sender":{"id":3,"name":"Robo","type":"agent_bot"},"account":{"id":7},"conversation":{"id":10,"channel":"Channel::WebWidget","timestamp":1767608470,"messages":[]}}
	{"event":"message_updated","id":121,"content":"Sales or support?","created_at":"2026-01-05T10:21:10.000Z","updated_at":"2026-01-05T10:21:20.000Z","message_type":"outgoing","content_type":"input_select","private":false,"content_attributes":{"items":[{"title":"Sales","value":"s"},{"title":"Support","value":"h"}],"submitted_values":[{"title":"Sales","value":"s"}]},"sender":{"id":3,"name":"Robo","type":"agent_bot"},"account":{"id":7},"conversation":{"id":10,"channel":"Channel::WebWidget","timestamp":1767608480,"messages":[]}}
	{"id":10,"inbox_id":1,"status":"resolved","channel":"Channel::WebWidget","event":"conversation_status_changed","changed_attributes":[{"status":{"previous_value":"open","current_value":"resolved"}}],"timestamp":1767608520,"custom_attributes":{"plan":"gold"},"meta":{"sender":{"id":14,"name":"Ana Ruiz","email":"ana@sol.example","phone_number":"+34911234567","type":"contact"}},"messages":[{"id":119,"conversation_id":10,"account_id":7,"message_type":3,"created_at":1767608431,"updated_at":"2026-01-05T10:21:59.000Z","content":"Get notified by email","content_type":"input_email","private":false,"content_attributes":{"submitted_email":"ana@sol.example"},"sender_type":null}]}
	{"event":"message_updated","id":122,"content":"This message was deleted","created_at":"2026-01-05T10:22:00.000Z","message_type":"outgoing","content_type":"text","private":false,"content_attributes":{"deleted":true},"sender":{"id":1,"name":"Bo","type":"user"},"account":{"id":7},"conversation":{"id":10,"channel":"Channel::WebWidget","messages":[]}}
	{"event":"message_created","id":123,"content":"Conversation was marked resolved by Bo","created_at":"2026-01-05T10:22:01.000Z","message_type":"activity","content_type":"text","private":false,"content_attributes":{},"sender":null,"account":{"id":7},"conversation":{"id":10,"channel":"Channel::WebWidget","messages":[]}}
	{"event":"conversation_typing_on","user":{"id":1},"conversation":{"id":10},"is_private":false}
	{"event":"contact_updated","id":99,"name":"Tea","email":"tea@sol.example","phone_number":null,"account":{"id":7},"custom_attributes":{},"changed_attributes":[]}
	{"event":"webwidget_triggered","id":5,"contact":{"id":98,"name":"calm-sea-1"},"account":{"id":7},"current_conversation":null,"source_id":"x","event_info":{"initiated_at":{"timestamp":"Mon Jan 05 2026 11:20:00 GMT+0100 (CET)"},"browser_language":"de"}}
	E
	says "in 10 = out 2 + refused 0 + skipped 2 + folded 6"
	is .id "chatwoot/7/10
chatwoot/7/contact-99"
	is "$TALK" "customer: hi, ana@sol.example here | bot: Get notified by email | agent!: an order, I think | bot: Sales or support? | customer: Sales | system: Conversation was marked resolved by Bo
"
	is '.conversation.messages[4]? | [.payload, .id, .at] | join(" ")' 's 121-answer 2026-01-05T10:21:20Z
  '
	is '.conversation.messages[3]?.buttons | tojson' \
	    '[{"title":"Sales","value":"s"},{"title":"Support","value":"h"}]
null'
	is '[.source.channel, .source.locale, .conversation.started_at, .conversation.slots.email, .conversation.slots.plan] | join(" ")' \
	    "webchat es 2026-01-05T10:20:00Z ana@sol.example gold
    "
	is '[.contact.email, .contact.phone, .contact.company] | join(" ")' \
	    "ana@sol.example +34911234567 Sol
tea@sol.example  "
	is '.person.attributes // {} | tojson' '{"vip":true}
{}'
	is '[.person.identifiers[] | select(.verified) | .kind + "=" + .value] | join(" ")' \
	    'external_id=crm-9
'
	clean
}

@test "chatwoot: what the API answers" {
	CONTACT='name: person.name' maps chatwoot <<-'E'
	{"meta":{"labels":[],"additional_attributes":{"browser_language":"en"},"contact":{"id":14,"name":"Ana","email":"ana@sol.example","phone_number":null}},"payload":[{"id":2,"content":"hello","account_id":7,"inbox_id":1,"conversation_id":9007199254740993,"message_type":1,"created_at":1767608431,"private":false,"content_type":"text","sender_type":"User","sender":{"id":1,"name":"Bo","type":"user"}},{"id":1,"content":"hi","account_id":7,"conversation_id":9007199254740993,"message_type":0,"created_at":1767608430,"private":false,"attachments":[{"id":5,"file_type":"image","data_url":"https://files.example/a.png"}],"sender_type":"Contact","sender":{"id":14,"name":"Ana","type":"contact"}},{"id":3,"content":"a campaign","account_id":7,"conversation_id":9007199254740993,"message_type":1,"created_at":1767608432,"private":false,"sender_type":null,"sender":null},{"id":4,"content":null,"account_id":7,"conversation_id":9007199254740993,"message_type":0,"created_at":1767608433}]}
	{"id":11,"account_id":7,"inbox_id":1,"channel":"Channel::TwilioSms","contact_inbox":{"source_id":"whatsapp:+491511"},"meta":{"sender":{"id":15,"name":"Eva","email":null,"phone_number":"+491511"}},"messages":[],"timestamp":1767608400,"custom_attributes":{}}
	{"id":12,"account_id":7,"inbox_id":1,"channel":"Channel::Matrix","meta":{"channel":"Channel::Matrix","sender":{"id":16,"name":"Udo"}},"messages":[{"id":30,"content":"x","message_type":0,"created_at":1767608400}]}
	{"payload":{"id":77,"name":"Kim","email":"kim@sol.example","phone_number":null,"identifier":null}}
	E
	is .id "chatwoot/7/9007199254740993
chatwoot/7/11
chatwoot/7/12
chatwoot/default/contact-77"
	is "$TALK" "customer: hi | agent: hello | bot: a campaign

customer: x
"
	is .source.channel "null
whatsapp
Channel::Matrix
null"
	is .contact.name "Ana
Eva
Udo
Kim"
	is '.conversation.messages[0]?.attachments // [] | join(" ")' 'https://files.example/a.png


'
	clean
}

@test "chatwoot: the real payloads" {
	[ -d "$REAL/chatwoot" ] || skip "no ../shared"
	maps chatwoot --group "$REAL/chatwoot/webhooks.jsonl"
	says "in 4 = out 1 + refused 0 + skipped 0 + folded 3"
	is "$TALK" "customer: hi | bot: Get notified by email"
	is '[.id, .person.name, .person.email, .conversation.slots.email, .source.channel] | join(" ")' \
	    'chatwoot/1/10 jane jane@acme.inc jane@acme.inc webchat'
	clean
}

# Amazon Lex

@test "lex: V2 logs of a session are folded, slots as they were understood" {
	CONTACT='email: slots.email, when: slots.Date, size: {from: slots.Size, type: integer}' \
	    maps lex --group <<-'E'
	{"messageVersion":"2.0","timestamp":"2026-01-05T10:20:30.382Z","requestId":"r1","sessionId":"4559","inputMode":"Text","operationName":"RecognizeText","bot":{"id":"RTH0","name":"Sales","aliasId":"TST","aliasName":"Test","localeId":"en_US","version":"DRAFT"},"inputTranscript":"an appointment tomorrow","missedUtterance":false,"sessionState":{"sessionAttributes":{"email":"ana@sol.example","profile":"{\"tier\":2}"},"intent":{"name":"MakeAppointment","state":"InProgress","slots":{"Date":{"shape":"Scalar","value":{"originalValue":"tomorrow","interpretedValue":"2026-01-06","resolvedValues":["2026-01-06"]}},"Tags":{"shape":"List","value":{"originalValue":"a","interpretedValue":"a","resolvedValues":[]},"values":[{"shape":"Scalar","value":{"originalValue":"a","interpretedValue":"a"}},{"shape":"Scalar","value":{"originalValue":"b","interpretedValue":"B"}}]},"Who":{"shape":"Composite","value":null,"subSlots":{"First":{"value":{"interpretedValue":"Ana"}},"Last":null}},"Size":null}}},"interpretations":[{"nluConfidence":"0.93","intent":{"name":"MakeAppointment","slots":{}}},{"intent":{"name":"FallbackIntent","slots":{}}}],"messages":[{"contentType":"PlainText","content":"How many?"},{"contentType":"ImageResponseCard","imageResponseCard":{"title":"Pick","imageUrl":"https://img.example/p.png","buttons":[{"text":"Two","value":"2"}]}}],"requestAttributes":{"x-amz-lex:channels:platform":"Facebook"}}
	{"message-version":"2.0","timestamp":"2026-01-05T10:20:41Z","requestId":"r2","sessionId":"4559","bot":{"id":"RTH0","localeId":"en_US"},"inputTranscript":"two","sessionState":{"intent":{"name":"MakeAppointment","state":"ReadyForFulfillment","slots":{"Date":{"value":{"originalValue":"tomorrow","interpretedValue":"2026-01-06"}},"Size":{"shape":"Scalar","value":{"originalValue":"two","interpretedValue":"2","resolvedValues":["2"]}}}}},"interpretations":[{"nluConfidence":1,"intent":{"name":"MakeAppointment"}}],"messages":[{"contentType":"PlainText","content":"Booked."}]}
	{"messageVersion":"2.0","timestamp":"2026-01-05T10:20:50Z","requestId":"r3","sessionId":"4559","bot":{"id":"RTH0","localeId":"en_US"},"inputTranscript":"qwfp","missedUtterance":true}
	E
	says "in 3 = out 1 + refused 0 + skipped 0 + folded 2"
	is "$TALK" 'customer: an appointment tomorrow | bot: How many? | bot: Pick | customer: two | bot: Booked. | customer: qwfp'
	is '[.id, .source.locale, .source.channel, .at] | join(" ")' \
	    'lex/RTH0/4559 en-US facebook 2026-01-05T10:20:50Z'
	is '.conversation.intent_stats | tojson' \
	    '{"MakeAppointment":{"count":2,"confidence":1}}'
	is '.conversation.messages[0].intent | tojson' \
	    '{"name":"MakeAppointment","confidence":0.93}'
	is '.conversation.slots | [.Date, .Tags, .Who, .Size, .profile] | tojson' \
	    '["2026-01-06",["a","B"],{"First":"Ana","Last":null},"2","{\"tier\":2}"]'
	is '[.contact.email, .contact.when, .contact.size] | tojson' \
	    '["ana@sol.example","2026-01-06",2]'
	is '.conversation.messages[2] | [.attachments[0], .buttons[0].value] | join(" ")' \
	    'https://img.example/p.png 2'
	clean
}

@test "lex: V1 logs and events, V2 events, answers of the runtime" {
	CONTACT='phone: {from: person.phone, type: phone}' maps lex <<-'E'
	{"messageVersion":"1.0","botName":"Book","botAlias":"prod","botVersion":"3","inputTranscript":"a hotel","botResponse":"Where?","intent":"BookHotel","slots":{"City":null,"Nights":"3"},"missedUtterance":false,"inputDialogMode":"Text","requestId":"q1","userId":"u-9","sessionId":"u-9-s","sentimentResponse":{"sentimentLabel":"NEUTRAL","sentimentScore":"{Positive: 0.1}"},"slotToElicit":"City","dialogState":"ElicitSlot","locale":"en-US","timestamp":"2026-01-05T10:20:30.382Z","sessionAttributes":{"PhoneNumber":"+14155550100"}}
	{"messageVersion":"1.0","invocationSource":"DialogCodeHook","userId":"u-7","bot":{"name":"Book","alias":"$LATEST","version":"$LATEST"},"outputDialogMode":"Text","currentIntent":{"name":"BookCar","slots":{"City":"Rome","Days":null},"slotDetails":{},"confirmationStatus":"None","nluIntentConfidenceScore":0.81},"alternativeIntents":[],"inputTranscript":"a car in Rome","sessionAttributes":null,"requestAttributes":null}
	{"messageVersion":"1.0","invocationSource":"FulfillmentCodeHook","inputMode":"Text","sessionId":"s-2","inputTranscript":"yes","bot":{"id":"B1","localeId":"es_ES"},"interpretations":[{"intent":{"name":"Pay","slots":{}},"nluConfidence":0.7}],"sessionState":{"intent":{"name":"Pay","slots":{}},"sessionAttributes":{}}}
	{"sessionId":"s-3","messages":[{"content":"Hi","contentType":"PlainText"}],"interpretations":[{"intent":{"name":"Hello"},"nluConfidence":{"score":0.5}}],"sessionState":{"intent":{"name":"Hello","slots":null}}}
	{"inputTranscript":"who am I"}
	E
	says "in 5 = out 4 + refused 1 + skipped 0 + folded 0"
	is .id "lex/Book/u-9-s
lex/Book/u-7
lex/B1/s-2
lex/default/s-3"
	is "$TALK" "customer: a hotel | bot: Where?
customer: a car in Rome
customer: yes
customer: - | bot: Hi"
	is '.conversation.messages[0].intent | tojson' '{"name":"BookHotel"}
{"name":"BookCar","confidence":0.81}
{"name":"Pay","confidence":0.7}
{"name":"Hello","confidence":0.5}'
	is '.conversation.slots // {} | tojson' '{"PhoneNumber":"+14155550100","Nights":"3"}
{"City":"Rome"}
{}
{}'
	is '.contact.phone // ""' '+14155550100


'
	clean
}

@test "lex: the real payloads" {
	[ -d "$REAL/lex" ] || skip "no ../shared"
	for f in "$REAL"/lex/*.json; do
		jq -c . <(sed '1s/^\xef\xbb\xbf//' "$f")
	done >"$T/in"
	maps lex "$T/in"
	says "in 4 = out 4 + refused 0 + skipped 0 + folded 0"
	is '[.id, .conversation.messages[0].text, .conversation.messages[0].intent.name] | join(" | ")' \
	    "lex/bot name/User ID specified in the POST request to Amazon Lex. | Text used to process the request | intent-name
lex/CCGFLGVZMD/254688924456220 | Book a car | BookCar
lex/CCGFLGVZMD/254688924456104 | Book a hotel | BookHotel
lex/UFIDGBA6DE/test_session | test_input_transcript | TestAction"
	is '.conversation.slots // {} | tojson' '{"key1":"value1","key2":"value2","slot name1":"value1","slot name2":"value2"}
{}
{}
{"sessionattribute1":"sessionvalue1","sessionattribute2":"sessionvalue2","ActionType":["Action Value"]}'
	clean
}

# Zendesk

@test "zendesk: tickets with their comments, however they come" {
	CONTACT='email: person.email, name: person.name, phone: {from: person.phone, type: phone}, seats: slots.field_360001' \
	    maps zendesk <<-'E'
	{"ticket":{"id":9007199254740993,"subject":"Chairs","description":"How many?","requester_id":20978392,"submitter_id":20978392,"status":"open","priority":"normal","tags":["vip"],"custom_fields":[{"id":360001,"value":"40"},{"id":360002,"value":null}],"via":{"channel":"native_messaging","source":{}},"brand_id":5,"created_at":"2026-01-05T10:20:30Z","updated_at":"2026-01-05T11:00:00Z"},"comments":[{"id":1,"type":"Comment","author_id":20978392,"body":"How many?","html_body":"<p>How many?</p>","plain_body":"How many?","public":true,"attachments":[{"content_url":"https://files.example/p.png","file_name":"p.png"}],"created_at":"2026-01-05T10:20:30Z"},{"id":2,"type":"Comment","author_id":7,"body":"a big one","public":false,"created_at":"2026-01-05T10:30:00Z"},{"id":3,"type":"Comment","author_id":7,"html_body":"<p>Forty &amp; more</p>","public":true,"created_at":"2026-01-05T10:40:00Z"}],"users":[{"id":20978392,"name":"Ana","email":"ana@sol.example","phone":"+14155550100","role":"end-user","locale":"es-ES"},{"id":7,"name":"Bo","email":"bo@acme.example","role":"agent"}]}
	{"id":12,"subject":"Tables","description":"Do you have oak?","requester_id":9,"submitter_id":9,"via":{"channel":"email","source":{"from":{"address":"tea@sol.example","name":"Tea"},"to":{},"rel":null}},"custom_fields":[],"created_at":"2026-01-05T10:20:30Z","updated_at":"2026-01-05T10:20:31Z"}
	{"id":13,"subject":"Lamps","requester":{"id":4,"name":"Udo","email":"udo@sol.example"},"requester_id":4,"via":{"channel":"web"},"comments":[{"id":5,"author_id":4,"body":"Bright?","public":true,"created_at":"2026-01-05T10:20:30Z"},{"id":6,"author_id":8,"body":"Very","public":true,"created_at":"2026-01-05T10:20:40Z"}],"created_at":"2026-01-05T10:20:30Z"}
	E
	says "in 3 = out 3 + refused 0 + skipped 0 + folded 0"
	is .id "zendesk/5/9007199254740993
zendesk/default/12
zendesk/default/13"
	is "$TALK" "customer: How many? | agent!: a big one | agent: Forty & more
customer: Do you have oak?
customer: Bright? | agent: Very"
	is '[.contact.email, .contact.name, .contact.phone, .contact.seats, .source.channel, .source.locale] | join(" ")' \
	    "ana@sol.example Ana +14155550100 40 webchat es-ES
tea@sol.example Tea   email 
udo@sol.example Udo   web "
	is '.conversation.messages[0] | [.at, .author, .id, .attachments[0]] | join(" ")' \
	    "2026-01-05T10:20:30Z Ana 1 https://files.example/p.png
2026-01-05T10:20:30Z   
2026-01-05T10:20:30Z Udo 5 "
	clean
}

@test "zendesk: webhooks of ticket events are folded" {
	maps zendesk --group <<-'E'
	{"account_id":"125","detail":{"id":"5158","requester_id":"84","submitter_id":"84","subject":"Hi","description":"My order?","status":"NEW","via":{"channel":"web_service"},"created_at":"2026-01-05T10:20:30Z","updated_at":"2026-01-05T10:20:30Z"},"event":{},"id":"e1","subject":"zen:ticket:5158","time":"2026-01-05T10:20:30.5Z","type":"zen:event-type:ticket.created","zendesk_event_version":"2022-11-06"}
	{"account_id":"125","detail":{"id":"5158","requester_id":"84","subject":"Hi","via":{"channel":"web_service"},"created_at":"2026-01-05T10:20:30Z","updated_at":"2026-01-05T10:21:00Z"},"event":{"comment":{"author":{"id":"7","is_staff":true,"name":"Bo"},"body":"Which one?","id":"c2","is_public":true}},"id":"e2","subject":"zen:ticket:5158","time":"2026-01-05T10:21:00Z","type":"zen:event-type:ticket.comment_added","zendesk_event_version":"2022-11-06"}
	{"account_id":"125","detail":{"id":"5158","requester_id":"84","subject":"Hi","via":{"channel":"web_service"},"created_at":"2026-01-05T10:20:30Z","updated_at":"2026-01-05T10:22:00Z"},"event":{"comment":{"author":{"id":"7","is_staff":true,"name":"Bo"},"body":"angry","id":"c3","is_public":false}},"id":"e3","subject":"zen:ticket:5158","time":"2026-01-05T10:22:00Z","type":"zen:event-type:ticket.comment_added","zendesk_event_version":"2022-11-06"}
	{"account_id":"125","detail":{"id":"1"},"event":{},"id":"e4","subject":"zen:user:1","time":"2026-01-05T10:22:00Z","type":"zen:event-type:user.created","zendesk_event_version":"2022-11-06"}
	E
	says "in 4 = out 1 + refused 0 + skipped 1 + folded 2"
	is "$TALK" 'customer: My order? | agent: Which one? | agent!: angry'
	is '[.id, .source.channel, .at] | join(" ")' 'zendesk/125/5158 api 2026-01-05T10:22:00Z'
	clean
}

@test "zendesk: chats, online and offline" {
	CONTACT='email: person.email' maps zendesk <<-'E'
	{"id":"1305.9.Sq","type":"chat","timestamp":"2026-01-05T10:20:30Z","end_timestamp":"2026-01-05T10:30:00Z","visitor":{"id":"1.x","name":"Ana","email":"ana@sol.example","phone":"","notes":""},"session":{"country_code":"ES","browser":"Firefox"},"department_name":"Sales","history":[{"type":"chat.memberjoin","timestamp":"2026-01-05T10:20:30Z","name":"Ana","nick":"visitor"},{"type":"chat.msg","timestamp":"2026-01-05T10:20:31Z","name":"Ana","nick":"visitor","sender_type":"Visitor","msg":"hello","msg_id":"m1"},{"type":"chat.msg","timestamp":"2026-01-05T10:20:32Z","name":"Greeter","nick":"agent:trigger:5","sender_type":"Trigger","msg":"Welcome"},{"type":"chat.msg","timestamp":"2026-01-05T10:20:40Z","name":"Bo","nick":"agent:7","msg":"Hi Ana"},{"type":"chat.file","timestamp":"2026-01-05T10:20:41Z","name":"Ana","nick":"visitor","sender_type":"Visitor","attachment":{"url":"https://files.example/a.png","name":"a.png"}},{"type":"chat.rating","timestamp":"2026-01-05T10:29:00Z","new_rating":"good"}]}
	{"id":"1305.9.Sr","type":"offline_msg","timestamp":"2026-01-05T10:20:30Z","visitor":{"id":"1.y","name":"Eva","email":"eva@sol.example"},"message":"call me"}
	E
	is "$TALK" "customer: hello | bot: Welcome | agent: Hi Ana | customer: -
customer: call me"
	is '[.id, .contact.email, .conversation.ended_at, .source.channel] | join(" ")' \
	    "zendesk/default/1305.9.Sq ana@sol.example 2026-01-05T10:30:00Z webchat
zendesk/default/1305.9.Sr eva@sol.example 2026-01-05T10:20:30Z webchat"
	clean
}
