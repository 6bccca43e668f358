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

for (let i = 0; i < 100; i++)
	try {
		await crm.contacts.basicApi.getById(id);
	} catch (e) {
		say('limited', ...refused(e));
		break;
	}
