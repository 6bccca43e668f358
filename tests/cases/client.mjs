// client.mjs URL: what HubSpot's own client makes of the sandbox.  Prints a
// line for each step; the test compares them.
import { createRequire } from 'node:module';
const require = createRequire(process.env.NPM + '/');
const { Client } = require('@hubspot/api-client');

const c = new Client({ accessToken: 'test', basePath: process.argv[2],
	numberOfApiCallRetries: 0 });
const crm = c.crm;
const say = (...v) => console.log(v.join(' '));
const refused = (e) => [e.code, e.body?.category, e.body?.policyName]
    .filter(Boolean);

const people = ['ada', 'grace', 'joan'].map((name) => ({
	idProperty: 'email', id: `${name}@example.org`,
	properties: { email: `${name}@example.org`, firstname: name } }));
let r = await crm.contacts.batchApi.upsert({ inputs: people });
say('upsert', r.results.length, r.results.every((x) => x._new));
r = await crm.contacts.batchApi.upsert({ inputs: people });
say('again', r.results.length, r.results.some((x) => x._new));
const id = r.results.find((x) => x.properties.firstname === 'ada').id;

r = await crm.contacts.batchApi.upsert({ inputs: [
	{ ...people[0], objectWriteTraceId: 't1' },
	{ idProperty: 'email', id: 'x@example.org', objectWriteTraceId: 't2',
	    properties: { nope: '1' } }] });
say('partial', r.constructor.name, r.numErrors,
    r.errors[0].context.objectWriteTraceId[0]);

r = await crm.contacts.searchApi.doSearch({ filterGroups: [{ filters: [
	{ propertyName: 'email', operator: 'EQ', value: 'ada@example.org' }] }],
	properties: ['email'], limit: 1, after: '0', sorts: ['email'] });
say('search', r.total, r.results[0].id === id);

r = await crm.contacts.basicApi.getById(id, ['email', 'firstname']);
say('read', r.properties.firstname, r.createdAt instanceof Date);
await crm.contacts.basicApi.getById('999999').catch((e) => say('missing',
    ...refused(e)));
await crm.contacts.basicApi.create({ properties: { email:
	'ADA@example.org' }, associations: [] }).catch((e) =>
	say('conflict', e.code, e.body.message.endsWith(id)));

const company = await crm.companies.basicApi.create({ properties: {
	domain: 'example.org' }, associations: [] });
await crm.associations.v4.basicApi.createDefault('contacts', id,
    'companies', company.id);
await crm.associations.v4.basicApi.create('contacts', id, 'companies',
    company.id, [{ associationCategory: 'HUBSPOT_DEFINED',
	associationTypeId: 1 }]);
r = await crm.associations.v4.basicApi.getPage('contacts', id, 'companies');
say('associations', r.results[0].toObjectId === company.id,
    r.results[0].associationTypes.map((t) => t.typeId).join());

const note = await crm.objects.notes.basicApi.create({ properties: {
	hs_timestamp: '2026-03-01T10:15:30Z', hs_note_body: 'x' },
	associations: [{ to: { id }, types: [{ associationCategory:
	    'HUBSPOT_DEFINED', associationTypeId: 202 }] }] });
r = await crm.associations.v4.batchApi.getPage('contacts', 'notes',
    { inputs: [{ id }] });
say('note', r.results[0].to[0].toObjectId === note.id);

r = await crm.properties.coreApi.create('contacts', { name: 'budget',
	label: 'Budget', groupName: 'contactinformation', type: 'number',
	fieldType: 'number' });
say('property', r.name, r.hubspotDefined);
r = await crm.contacts.getAll(undefined, undefined, ['email']);
say('all', r.length);
r = await crm.owners.ownersApi.getPage('ops@sandbox.example');
say('owner', r.results[0].id);

// What else an integrator calls.
const make = (api, properties) => api.basicApi.create({ properties,
	associations: [] });
const deal = await make(crm.deals, { dealname: 'D', dealstage: 'closedwon',
	pipeline: 'default', amount: '10' });
await make(crm.deals, { dealname: 'D', dealstage: 'king' }).catch((e) =>
	say('stage', ...refused(e), e.body.errors[0].code));
const ticket = await make(crm.tickets, { subject: 'S',
	hs_pipeline_stage: '1' });
const task = await make(crm.objects.tasks, { hs_timestamp: '1',
	hs_task_subject: 'T' });
const call = await make(crm.objects.calls, { hs_timestamp: '1',
	hs_call_body: 'C', hs_call_direction: 'INBOUND' });
const message = await make(crm.objects.communications, { hs_timestamp: '1',
	hs_communication_channel_type: 'SMS', hs_communication_body: 'M' });
for (const [type, o] of Object.entries({ deals: deal, tickets: ticket,
	tasks: task, calls: call, communications: message })) {
	await crm.associations.v4.basicApi.createDefault(type, o.id,
	    'contacts', id);
	r = await crm.associations.v4.basicApi.getPage('contacts', id, type);
	if (r.results[0].toObjectId !== o.id)
		say('tie', type);
}
r = await crm.pipelines.pipelinesApi.getAll('deals');
say('pipeline', r.results[0].id, r.results[0].stages.length);
r = await crm.pipelines.pipelineStagesApi.getById('tickets', '0', '4');
say('stage', r.metadata.ticketState);

const { list } = await crm.lists.listsApi.create({ name: 'Chat',
	objectTypeId: '0-1', processingType: 'MANUAL' });
r = await crm.lists.membershipsApi.add(list.listId, [id, '9']);
say('list', r.recordsIdsAdded.length, r.recordIdsMissing);
r = await crm.lists.listsApi.getByName('chat', '0-1');
say('named', r.list.listId === list.listId, r.list.size);
r = await crm.lists.listsApi.doSearch({ query: 'cha', offset: 0, count: 20,
	listIds: [], processingTypes: [], additionalProperties: [] });
say('sought', r.total, r.lists[0].name);
r = await crm.lists.membershipsApi.getPage(list.listId);
say('members', r.results[0].recordId === id);
r = await crm.lists.membershipsApi.remove(list.listId, [id]);
say('removed', r.recordIdsRemoved.length);

const mail = c.communicationPreferences;
await mail.statusApi.unsubscribe({ emailAddress: 'ada@example.org',
	subscriptionId: '101' });
r = await mail.statusApi.getEmailStatus('ada@example.org');
say('mail', r.subscriptionStatuses.map((x) => x.status).join());
r = await mail.definitionApi.getPage();
say('kinds', r.subscriptionDefinitions.length);
r = await crm.contacts.basicApi.getById(id, ['hs_email_optout_101']);
say('optout', r.properties.hs_email_optout_101);

await crm.properties.groupsApi.create('contacts', { name: 'chatcrm',
	label: 'chatcrm' });
r = await crm.properties.groupsApi.getAll('contacts');
say('groups', r.results.map((g) => g.name).join());
r = await crm.properties.coreApi.update('contacts', 'budget', {
	label: 'Budget, yearly', groupName: 'chatcrm' });
say('relabelled', r.label, r.groupName);
await crm.properties.coreApi.archive('contacts', 'budget');
await crm.properties.coreApi.getByName('contacts', 'budget').catch((e) =>
	say('gone', e.code));

const twin = await make(crm.contacts, { email: 'ada2@example.org' });
r = await crm.contacts.publicObjectApi?.merge({ primaryObjectId: id,
	objectIdToMerge: twin.id }) ?? await crm.contacts.basicApi.merge({
	primaryObjectId: id, objectIdToMerge: twin.id });
say('merged', r.id === id);
await (crm.contacts.gdprApi ?? crm.contacts.basicApi).purge({ objectId: id });
await crm.contacts.basicApi.getById(id).catch((e) => say('erased', e.code));
r = await c.apiRequest({ path: '/account-info/v3/details' });
say('account', (await r.json()).accountType);
r = await crm.schemas.coreApi.getAll();
say('schemas', r.results.length);

r = await c.oauth.tokensApi.create('authorization_code', 'x',
    'http://127.0.0.1/', 'id', 'secret');
const token = await c.oauth.accessTokensApi.get(r.accessToken);
say('token', r.expiresIn, token.tokenType, token.hubId);

await c.apiRequest({ method: 'POST', path: '/_sandbox/faults',
	body: { next: { rate: 1 } } });
for (let i = 0; i < 100; i++)
	try {
		await crm.contacts.basicApi.getById(id);
	} catch (e) {
		say('limited', ...refused(e));
		break;
	}
