#!/usr/bin/env bats
# The sandbox, as strangers see it: HubSpot's own client, and Prism with
# HubSpot's API description between client and sandbox.

load sandbox.bash
load prism.bash

teardown() {
	prism_stop
	sandbox_stop
}

@test "HubSpot's own client is at home" {
	npm_need @hubspot/api-client@13.5.0
	sandbox_start --retry-after 1
	run env NPM="$NPM" node "$BATS_TEST_DIRNAME/client.mjs" "$U"
	echo "$output"
	is 0 "$status"
	is "$(cat <<-'END'
		upsert 3 true
		again 3 false
		partial BatchResponseSimplePublicUpsertObjectWithErrors 1 t2
		search 1 true
		read ada true
		missing 404 OBJECT_NOT_FOUND
		conflict 409 true
		associations true 1,279
		note true
		property budget false
		all 3
		owner 701
		stage 400 VALIDATION_ERROR INVALID_OPTION
		pipeline default 7
		stage CLOSED
		list 1 9
		named true 1
		sought 1 Chat
		members true
		removed 1
		mail NOT_SUBSCRIBED,SUBSCRIBED
		kinds 2
		optout true
		groups contactinformation,chatcrm
		relabelled Budget, yearly chatcrm
		gone 404
		merged true
		erased 404
		account SANDBOX
		schemas 0
		token 1800 access 12345678
		limited 429 RATE_LIMITS TEN_SECONDLY_ROLLING
	END
	)" "$output"
}

# checked METHOD PATH STATUS [BODY]: through Prism, which finds no fault with
# the request and none with the answer.
checked() {
	U=$P call "$1" "$2" ${4+"$4"}
	is "$3" "$status: $(grep -i '^sl-violations' "$BATS_TEST_TMPDIR/headers" || :)$(
	    [ "$status" -lt 422 ] || echo "$body")"
}

@test "requests and answers are as HubSpot describes them" {
	sandbox_start --property contacts.chatcrm_id:unique
	prism_start "$U"
	local o=/crm/v3/objects a=/crm/v4/associations
	checked POST $o/contacts '201: ' '{"properties":{"email":"a@x.example"},"associations":[]}'
	local id=$(j .id)
	checked GET "$o/contacts/$id?properties=email&properties=city&associations=companies" '200: '
	checked PATCH $o/contacts/$id '200: ' '{"properties":{"city":"Rome"}}'
	checked GET "$o/contacts?limit=1" '200: '
	checked POST $o/contacts/batch/read '200: ' "{\"inputs\":[{\"id\":\"$id\"}],\"properties\":[\"email\",\"fax\"],\"propertiesWithHistory\":[]}"
	checked POST $o/contacts/batch/read '207: ' '{"idProperty":"email","inputs":[{"id":"b@x.example"}],"properties":[],"propertiesWithHistory":[]}'
	checked POST $o/contacts/batch/create '201: ' '{"inputs":[{"properties":{"email":"c@x.example"},"associations":[]}]}'
	checked POST $o/contacts/batch/create '207: ' '{"inputs":[{"objectWriteTraceId":"1","properties":{"email":"c@x.example"},"associations":[]}]}'
	checked POST $o/contacts/batch/update '200: ' "{\"inputs\":[{\"id\":\"$id\",\"properties\":{\"zip\":\"1\"}}]}"
	checked POST $o/contacts/batch/update '207: ' '{"inputs":[{"id":"7","properties":{"zip":"1"}}]}'
	checked POST $o/contacts/batch/upsert '200: ' '{"inputs":[{"id":"p","idProperty":"chatcrm_id","properties":{"email":"p@x.example"}}]}'
	checked POST $o/contacts/batch/upsert '207: ' '{"inputs":[{"id":"q","idProperty":"chatcrm_id","objectWriteTraceId":"1","properties":{"x":"1"}}]}'
	checked POST $o/contacts/search '200: ' '{"filterGroups":[{"filters":[{"propertyName":"email","operator":"IN","values":["a@x.example"]}]}],"sorts":["email"],"properties":["email"],"limit":1,"after":"0"}'
	checked POST $o/companies '201: ' '{"properties":{"domain":"x.example"},"associations":[]}'
	local co=$(j .id)
	checked PUT /crm/v4/objects/contacts/$id/associations/default/companies/$co '200: '
	checked PUT /crm/v4/objects/contacts/$id/associations/companies/$co '201: ' '[{"associationCategory":"HUBSPOT_DEFINED","associationTypeId":1}]'
	checked GET /crm/v4/objects/contacts/$id/associations/companies '200: '
	checked POST $a/contacts/companies/batch/associate/default '200: ' "{\"inputs\":[{\"from\":{\"id\":\"$id\"},\"to\":{\"id\":\"$co\"}},{\"from\":{\"id\":\"7\"},\"to\":{\"id\":\"$co\"}}]}"
	checked POST $a/contacts/companies/batch/create '201: ' "{\"inputs\":[{\"from\":{\"id\":\"$id\"},\"to\":{\"id\":\"$co\"},\"types\":[{\"associationCategory\":\"HUBSPOT_DEFINED\",\"associationTypeId\":279}]}]}"
	checked POST $a/contacts/companies/batch/read '207: ' "{\"inputs\":[{\"id\":\"$id\"},{\"id\":\"7\"}]}"
	checked GET $a/contacts/companies/labels '200: '
	checked POST $o/notes/batch/create '201: ' "{\"inputs\":[{\"objectWriteTraceId\":\"n\",\"properties\":{\"hs_timestamp\":\"1\",\"hs_note_body\":\"x\"},\"associations\":[{\"to\":{\"id\":\"$id\"},\"types\":[{\"associationCategory\":\"HUBSPOT_DEFINED\",\"associationTypeId\":202}]}]}]}"
	checked POST $o/tasks '201: ' '{"properties":{"hs_timestamp":"1","hs_task_subject":"call"},"associations":[]}'
	checked POST $o/tickets '201: ' '{"properties":{"subject":"s","hs_pipeline_stage":"1"},"associations":[]}'
	checked GET /crm/v3/properties/contacts '200: '
	checked POST /crm/v3/properties/contacts '201: ' '{"name":"n","label":"N","groupName":"contactinformation","type":"number","fieldType":"number"}'
	checked GET /crm/v3/owners/ '200: '
	checked GET /crm/v3/pipelines/tickets '200: '
	checked GET /crm/v3/pipelines/deals/default '200: '
	checked GET /crm/v3/pipelines/tickets/0/stages '200: '
	checked POST $o/deals '201: ' '{"properties":{"dealname":"d","dealstage":"closedwon"},"associations":[]}'
	checked POST $o/calls '201: ' '{"properties":{"hs_timestamp":"1"},"associations":[]}'
	checked POST $o/contacts/merge '200: ' "$(U=$P call POST $o/contacts '{"properties":{"email":"twin@x.example"},"associations":[]}'; echo "{\"primaryObjectId\":\"$id\",\"objectIdToMerge\":\"$(j .id)\"}")"
	checked POST $o/contacts/gdpr-delete '204: ' '{"objectId":"x@y.example","idProperty":"email"}'
	checked POST /crm/v3/lists/ '200: ' '{"name":"L","objectTypeId":"0-1","processingType":"MANUAL"}'
	local list=$(j .list.listId)
	checked PUT /crm/v3/lists/$list/memberships/add '200: ' "[\"$id\"]"
	checked GET /crm/v3/lists/$list/memberships '200: '
	checked GET /crm/v3/lists/object-type-id/0-1/name/L '200: '
	checked POST /crm/v3/lists/search '200: ' '{"query":"L","offset":0,"count":5}'
	checked PUT /crm/v3/lists/$list/memberships/add-and-remove '200: ' "{\"recordIdsToAdd\":[],\"recordIdsToRemove\":[\"$id\"]}"
	checked POST /crm/v3/properties/contacts/groups '201: ' '{"name":"g","label":"G"}'
	checked GET /crm/v3/properties/contacts/groups '200: '
	checked PATCH /crm/v3/properties/contacts/n '200: ' '{"label":"N2"}'
	checked POST /crm/v3/properties/contacts/batch/read '200: ' '{"archived":false,"inputs":[{"name":"n"}]}'
	checked DELETE /crm/v3/properties/contacts/n '204: '
	checked DELETE $o/contacts/$id '204: '
	checked POST $o/contacts/batch/archive '204: ' "{\"inputs\":[{\"id\":\"$id\"}]}"
	# The check itself must be able to fail.
	U=$P call POST $o/contacts/batch/read '{"input":[]}'
	is 422 "$status"
}
