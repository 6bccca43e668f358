#!/usr/bin/env bats
# What platforms show beside words: it keeps its place, its time and its role.

load sources

setup() {
	T=$BATS_TEST_TMPDIR
}

# kept FILTER TEXT: of the last message, and nothing failed.
kept() {
	is ".conversation.messages[-1] | $1" "$2"
	clean
}

@test "rasa: elements, and what comes beside an image" {
	maps rasa <<-'END'
	{"sender_id":"s","events":[{"event":"bot","timestamp":1767608430,"text":null,"data":{"elements":[{"title":"Oak"}],"image":"https://x.example/i.png","custom":{"map":1},"buttons":null}}]}
	END
	kept '[.at, .role, .attachments] | tojson' '["2026-01-05T10:20:30Z","bot",["https://x.example/i.png",{"map":1},{"title":"Oak"}]]'
	# What the REST channel takes and answers.
	maps rasa --group <<-'END'
	{"sender":"u","message":"hi","metadata":{"language":"de"}}
	[{"recipient_id":"u","text":"Hey"},{"recipient_id":"u","image":"https://x.example/j.png"}]
	END
	is "[.id, .source.locale, ($TALK)] | join(\" \")" \
	    'rasa/default/u de customer: hi | bot: Hey | bot: -'
}

@test "dialogflow-cx: cards, payloads, transfers; digits; what is invalid" {
	maps dialogflow-cx <<-'END'
	{"responseId":"r","queryResult":{"dtmf":{"digits":"42"},"languageCode":"en","responseMessages":[{"text":{"text":["Look:"]},"responseType":"HANDLER_PROMPT"},{"knowledgeInfoCard":{"title":"Returns","body":"30 days"}},{"payload":{"richContent":[[{"type":"description","title":"Oak","text":["hard","dear"]}]]}},{"telephonyTransferCall":{"phoneNumber":"+14155550100"}},{"endInteraction":{}}],"diagnosticInfo":{"Session Id":"s-1"}}}
	END
	is '[.id, .conversation.messages[0].payload] | join(" ")' \
	    'dialogflow-cx/default/s-1 42'
	kept '[.text, (.attachments | map(keys[0]))] | tojson' \
	    '["Look:\nReturns\n30 days\nOak\nhard\ndear",["knowledgeInfoCard","payload","telephonyTransferCall"]]'
	maps dialogflow-cx <<-'END'
	{"detectIntentResponseId":"d","dtmf":"7","fulfillmentInfo":{"tag":"t"},"sessionInfo":{"session":"projects/p/locations/l/agents/a/sessions/s"},"pageInfo":{"formInfo":{"parameterInfo":[{"displayName":"size","state":"INVALID","value":"?"},{"displayName":"mail","state":"FILLED","value":"a@x.example"}]}}}
	END
	is '[.conversation.slots, .conversation.messages[0].payload] | tojson' \
	    '[{"mail":"a@x.example"},"7"]'
	clean
}

@test "dialogflow-cx: entries of Cloud Logging" {
	maps dialogflow-cx --group <<-'END'
	{"insertId":"1","jsonPayload":{"queryInput":{"text":{"text":"hi"}}},"timestamp":"2026-01-05T10:20:30Z","labels":{"session_id":"s","agent_id":"a"}}
	{"insertId":"2","jsonPayload":{"responseId":"r","queryResult":{"text":"hi","responseMessages":[{"text":{"text":["Hello"]}}]}},"timestamp":"2026-01-05T10:20:31Z","labels":{"session_id":"s","agent_id":"a"}}
	END
	is "[.id, .at, ($TALK)] | join(\" \")" 'dialogflow-cx/a/s 2026-01-05T10:20:31Z customer: hi | bot: Hello'
	says "in 2 = out 1 + refused 0 + skipped 1 + folded 0"
}

@test "dialogflow-es: every message says its own" {
	maps dialogflow-es <<-'END'
	{"responseId":"4","queryResult":{"queryText":"hi","languageCode":"en","fulfillmentText":"one","fulfillmentMessages":[{"text":{"text":["one"]}},{"card":{"title":"Oak","subtitle":"hard","imageUri":"https://x.example/o.png","buttons":[{"text":"Buy"}]}},{"quickReplies":{"title":"Which?","quickReplies":["A"]}},{"payload":{"own":1}}]},"session":"projects/P/agent/sessions/S"}
	END
	kept '[.text, .buttons, .attachments] | tojson' \
	    '["one\nOak\nhard\nWhich?",["Buy","A"],["https://x.example/o.png",{"payload":{"own":1}}]]'
	maps dialogflow-es <<-'END'
	{"id":"z","timestamp":"2018-01-05T22:35:05Z","lang":"en","sessionId":"s","result":{"resolvedQuery":"hi","fulfillment":{"speech":"yo","messages":[{"type":0,"speech":"yo"},{"type":2,"title":"Pick","replies":["x"]},{"type":3,"imageUrl":"https://x.example/i.png"}]}}}
	END
	kept '[.text, .buttons, .attachments] | tojson' \
	    '["yo",["x"],["https://x.example/i.png"]]'
}

@test "botpress: components of one's own, files, and the signals of Messaging" {
	maps botpress <<-'END'
	[{"id":"1","conversationId":"c","userId":"b","createdAt":"2026-01-05T10:00:01Z","direction":"outgoing","type":"custom","payload":{"name":"Map","url":"https://x.example/m","data":{"k":1}},"tags":{}}]
	END
	kept '[.id, .role, .attachments[0].data.k] | tojson' '["1","bot",1]'
	maps botpress <<-'END'
	{"id":"2","botId":"b","threadId":"t","target":"u","direction":"outgoing","event":{"type":"custom","direction":"outgoing","payload":{"type":"custom","module":"lead","component":"Form"},"threadId":"t","botId":"b","id":"2","preview":"#!x"},"createdOn":"2026-01-05T10:00:02Z"}
	END
	kept '[.at, .role, .attachments[0].component] | join(" ")' \
	    '2026-01-05T10:00:02Z bot Form'
	maps botpress --group <<-'END'
	{"type":"message.new","data":{"userId":"u","conversationId":"c","channel":"slack","message":{"id":"m1","conversationId":"c","authorId":"u","sentOn":"2026-01-05T10:00:01Z","payload":{"type":"text","text":"hi"}}}}
	{"type":"message.new","data":{"userId":"u","conversationId":"c","channel":"slack","message":{"id":"m2","conversationId":"c","sentOn":"2026-01-05T10:00:02Z","payload":{"type":"file","file":"https://x.example/f","title":"Plan"}}}}
	END
	is "[.source.channel, .person.identifiers[0].value, ($TALK)] | join(\" \")" \
	    'slack u customer: hi | bot: Plan'
	kept '.attachments[0]' https://x.example/f
}

@test "botframework: cards within cards, widgets, and Direct Line without roles" {
	maps botframework <<-'END'
	[{"type":"message","id":"a","timestamp":"2026-01-05T10:00:00Z","channelId":"webchat","conversation":{"id":"c"},"from":{"id":"b","role":"bot"},"attachments":[{"contentType":"application/vnd.microsoft.card.adaptive","content":{"type":"AdaptiveCard","body":[{"type":"Container","items":[{"type":"TextBlock","text":"One"}]},{"type":"ColumnSet","columns":[{"items":[{"text":"Two"}]}]},{"type":"FactSet","facts":[{"title":"Price","value":"40"}]}]}},{"contentType":"application/vnd.x.widget","content":{"w":1}}]}]
	END
	kept '[.text, .attachments[1].content.w] | tojson' \
	    '["One\nTwo\nPrice: 40",1]'
	maps botframework <<-'END'
	{"activities":[{"type":"message","id":"1","timestamp":"2026-01-05T10:00:00Z","channelId":"directline","conversation":{"id":"c"},"from":{"id":"shop"},"text":"Pick","inputHint":"expectingInput"},{"type":"message","id":"2","timestamp":"2026-01-05T10:00:01Z","channelId":"directline","conversation":{"id":"c"},"from":{"id":"dl_7"},"text":"A","replyToId":"1"}],"watermark":"2"}
	END
	is "[.person.identifiers[0].value, ($TALK)] | join(\" \")" \
	    'dl_7 bot: Pick | customer: A'
}

@test "botframework: transcripts of Copilot Studio" {
	jq -nc '{conversationtranscriptid: "t-1", name: "c-1_b-1",
	    metadata: ({BotId: "b-1", BotName: "shop_bot"} | tojson),
	    schematype: "powervirtualagents",
	    content: ({activities: [
	    {type: "trace", valueType: "ConversationInfo", timestamp: 1767608429,
	    from: {id: "", role: 0}, value: {locale: "de-DE"}},
	    {type: "message", id: "m1", timestamp: 1767608430, text: "offen?",
	    from: {id: "u", role: 1, aadObjectId: "aad"}, channelId: "msteams"},
	    {type: "trace", valueType: "IntentRecognition", replyToId: "m1",
	    timestamp: 1767608430, from: {role: 0}, value: {intentCandidates:
	    [{intentScore: {title: "Hours", score: 0.9}}]}},
	    {type: "trace", valueType: "VariableAssignment", from: {role: 0},
	    timestamp: 1767608431, value: {id: "Global.Mail", name: "Mail",
	    newValue: "ana@x.example"}},
	    {type: "message", id: "m2", timestamp: 1767608432, text: "Ja",
	    from: {id: "b", role: 0}, channelId: "msteams"}]} | tojson)}' >"$T/in"
	maps botframework "$T/in"
	is "[.id, .source.channel, .source.locale, ($TALK)] | join(\" \")" \
	    'botframework/shop_bot/c-1 msteams de-DE customer: offen? | bot: Ja'
	is '[.conversation.messages[0].intent, .conversation.slots, (.person.identifiers | map(.kind))] | tojson' \
	    '[{"name":"Hours","confidence":0.9},{"Mail":"ana@x.example"},["aad","msteams"]]'
	clean
	jq -c '{value: [., (.name = "c-2_b-1")]}' "$T/in" >"$T/list"
	maps botframework "$T/list"
	is .id 'botframework/shop_bot/c-1
botframework/shop_bot/c-2'
}

@test "intercom and zendesk: parts without a body, ratings, calls" {
	maps intercom <<-'END'
	{"type":"conversation","id":"5","created_at":1767608430,"source":{"type":"conversation","id":"4","body":"<p>Hi</p>","author":{"type":"user","id":"u"}},"conversation_rating":{"rating":2,"remark":"slow"},"conversation_parts":{"conversation_parts":[{"id":"6","part_type":"assignment","body":null,"created_at":1767608431,"author":{"type":"admin","id":"1"},"tags":{"x":1}},{"id":"7","part_type":"comment","body":null,"created_at":1767608432,"author":{"type":"bot","id":"2"},"cards":[{"title":"Oak"}]}]}}
	END
	kept '[.id, .role, .attachments] | tojson' '["7","bot",[{"cards":[{"title":"Oak"}]}]]'
	is '[.conversation.slots.csat_rating, .conversation.slots.csat_feedback, (.conversation.messages | length)] | tojson' \
	    '[2,"slow",2]'
	maps zendesk <<-'END'
	{"audits":[{"id":1,"ticket_id":12,"created_at":"2026-01-05T10:20:30Z","events":[{"id":2,"type":"Comment","author_id":3,"body":"hi","public":true},{"id":4,"type":"Change","field_name":"status"},{"id":5,"type":"VoiceComment","author_id":3,"body":"call","public":true,"data":{"recording_url":"https://x.example/r.mp3"}}]}]}
	END
	is "[.id, .at, (.conversation.messages | length)] | tojson" \
	    '["zendesk/default/12","2026-01-05T10:20:30Z",2]'
	kept '.attachments[0]' https://x.example/r.mp3
}

@test "chatwoot, sunshine, lex and twilio: places, templates, payloads" {
	maps chatwoot <<-'END'
	{"event":"message_created","id":1,"content":null,"created_at":"2026-01-05T10:20:30Z","message_type":"incoming","attachments":[{"file_type":"location","coordinates_lat":1.5}],"account":{"id":1},"conversation":{"id":10}}
	END
	kept '.attachments[0].coordinates_lat' 1.5
	maps sunshine <<-'END'
	{"app":{"id":"a"},"webhook":{"id":"w","version":"v2"},"events":[{"id":"1","type":"conversation:message","createdAt":"2026-01-05T10:00:01Z","payload":{"conversation":{"id":"c"},"message":{"id":"m","received":"2026-01-05T10:00:01Z","author":{"type":"business","subtypes":["bot"]},"content":{"type":"template","template":{"name":"x"}}}}}]}
	END
	kept '[.role, .attachments[0].template.name] | join(" ")' 'bot x'
	maps lex <<-'END'
	{"messageVersion":"1.0","botName":"B","inputTranscript":"hi","botResponse":"Where?","intent":"I","slots":{},"requestId":"r","userId":"u","timestamp":"2026-01-05T10:20:30Z","requestAttributes":{"x-amz-lex:channel-type":"Facebook"},"responseCard":{"genericAttachments":[{"title":"City","buttons":[{"text":"Rome","value":"r"}]}]}}
	END
	is .source.channel facebook
	kept '[.text, .buttons[0].text, .attachments[0].title] | join(" ")' \
	    'Where? Rome City'
	maps twilio <<-'END'
	{"MessageSid":"SM1","AccountSid":"AC1","From":"whatsapp:+4915112345678","To":"whatsapp:+14155238886","Body":"","InteractiveData":"{}","ReferralSourceUrl":"https://x.example/ad"}
	END
	is .conversation.slots.referral.SourceUrl https://x.example/ad
	kept '.attachments[0].InteractiveData' '{}'
}

@test "whatsapp: what the API does not hand on, and who has no number" {
	maps whatsapp <<-'END'
	{"object":"whatsapp_business_account","entry":[{"id":"9","changes":[{"field":"messages","value":{"metadata":{"phone_number_id":"1"},"contacts":[{"profile":{"name":"Ana"},"user_id":"DE.1"}],"messages":[{"from_user_id":"DE.1","id":"w","timestamp":"1767608430","type":"unsupported","errors":[{"code":131051}]}]}}]}]}
	END
	is '[.person.name, .person.identifiers[0].kind, .person.identifiers[0].value] | join(" ")' \
	    'Ana whatsapp_user DE.1'
	kept '[.id, .at, .role, .attachments] | tojson' \
	    '["w","2026-01-05T10:20:30Z","customer",[{"type":"unsupported","errors":[{"code":131051}]}]]'
}

@test "chatlog: files and sounds are named, not carried along" {
	maps chatlog --group <<-'END'
	{"custom_id":"q","body":{"messages":[{"role":"user","content":[{"type":"text","text":"see"},{"type":"input_audio","input_audio":{"data":"AAAA","format":"wav"}},{"type":"file","file":{"filename":"a.pdf","file_data":"data:application/pdf;base64,AA"}},{"type":"image_url","image_url":{"url":"data:image/png;base64,AA"}}]}]}}
	{"custom_id":"q","response":{"body":{"choices":[{"message":{"role":"assistant","content":"ok"}}]}}}
	END
	is "$TALK" 'customer: see | bot: ok'
	is '.conversation.messages[0].attachments | tojson' \
	    '[{"type":"input_audio","format":"wav"},{"type":"file","name":"a.pdf"},{"type":"image/png"}]'
	clean
}

@test "a profile of one's own hears of messages that its rules find no words of" {
	cat >"$T/c.yaml" <<-'END'
	map:
	  source:
	    platform: own
	    id: input.id
	    events: input.said
	    rules: [{message: {role: customer, text: event.boddy}}]
	END
	echo '{"id":1,"said":[{"body":"hi"}]}' >"$T/in"
	chatcrm-map -q -c "$T/c.yaml" "$T/in" >"$T/out"
	is '[.findings[0].code, .findings[0].field] | join(" ")' \
	    'source.no_words source.rules[0].message'
	sed -i 's/event.boddy/event.boddy, content: event/' "$T/c.yaml"
	chatcrm-map -q -c "$T/c.yaml" "$T/in" >"$T/out"
	kept '.attachments | tojson' '[{"body":"hi"}]'
}

@test "chatlog: threads, accounts and histories of other programs" {
	maps chatlog --group <<-'END'
	{"object":"list","data":[{"id":"m2","created_at":1767608440,"thread_id":"t","role":"assistant","content":[{"type":"text","text":{"value":"Hi"}}]},{"id":"m1","created_at":1767608430,"thread_id":"t","role":"user","content":[{"type":"text","text":{"value":"hello"}},{"type":"image_file","image_file":{"file_id":"f-1"}}]}]}
	{"uuid":"u","chat_messages":[{"uuid":"m1","sender":"human","text":"hey","created_at":"2026-01-05T10:20:30Z","files":[{"file_name":"a.png"}]}]}
	{"session_id":"s","message":{"type":"human","data":{"content":"one"}}}
	{"session_id":"s","message":{"type":"ai","data":{"content":"two"}}}
	{"id":"g","contents":[{"role":"user","parts":[{"text":"x"},{"inlineData":{"mimeType":"image/png","data":"AA"}}]},{"role":"model","parts":[{"text":"y"},{"functionCall":{"name":"f","args":{"seats":4}}}]}]}
	END
	is "[.id, ($TALK)] | join(\" \")" 'chatlog/default/t customer: hello | bot: Hi
chatlog/default/u customer: hey
chatlog/default/s customer: one | bot: two
chatlog/default/g customer: x | bot: y'
	is '.conversation.messages[0].attachments // [] | tojson' '["f-1"]
[{"type":"file","name":"a.png"}]
[]
[{"type":"image/png"}]'
	is '.conversation.slots.seats // empty' 4
	clean
}

@test "messenger: places, templates, what it does not hand on, links back" {
	maps messenger --group <<-'END'
	{"object":"page","entry":[{"id":"P","time":1,"messaging":[{"sender":{"id":"U"},"recipient":{"id":"P"},"timestamp":1767608430000,"message":{"mid":"1","attachments":[{"type":"location","payload":{"coordinates":{"lat":1.5}}}]}}]}]}
	{"object":"page","entry":[{"id":"P","time":1,"messaging":[{"sender":{"id":"U"},"recipient":{"id":"P"},"timestamp":1767608440000,"referral":{"ref":"spring"}}]}]}
	{"object":"page","entry":[{"id":"P","time":1,"messaging":[{"sender":{"id":"U"},"recipient":{"id":"P"},"timestamp":1767608450000,"message":{"mid":"2","is_unsupported":true}}]}]}
	END
	is '[.conversation.messages[].attachments[0] | keys[0]] | tojson' \
	    '["payload","is_unsupported"]'
	is .conversation.slots.referral.ref spring
	clean
}

@test "rasa: numbers as MongoDB and DynamoDB write them" {
	maps rasa <<-'END'
	{"sender_id":"m","events":[{"event":"user","timestamp":{"$numberDouble":"1767608430.25"},"text":"hi","parse_data":{"intent":{"name":"greet","confidence":"0.93"}}}]}
	END
	kept '[.at, .intent.confidence] | tojson' \
	    '["2026-01-05T10:20:30.250Z",0.93]'
}
