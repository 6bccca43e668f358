// salesforce.mjs URL: what jsforce makes of the sandbox.  Prints a line for
// each step; the test compares them.
import { createRequire } from 'node:module';
const require = createRequire(process.env.NPM + '/');
const jsforce = require('jsforce');

const url = process.argv[2], V = '62.0';
const say = (...v) => console.log(v.join(' '));
const refused = (e) => [e.errorCode ?? e.name, e.message].join(' ');
const oauth2 = new jsforce.OAuth2({ loginUrl: url, clientId: 'c',
	clientSecret: 's', redirectUri: 'http://127.0.0.1/cb' });
const login = new jsforce.Connection({ oauth2, version: V });
await login.authorize({ grant_type: 'client_credentials' });
say('login', login.instanceUrl === url, login.accessToken.startsWith('00D'));
const me = await login.identity();
say('identity', me.username);

const c = new jsforce.Connection({ instanceUrl: url, version: V,
	accessToken: login.accessToken });
const KEY = 'chatcrm_id__c';
let r = await c.tooling.create('CustomField', { FullName: `Contact.${KEY}`,
	Metadata: { label: 'id', type: 'Text', length: 64, unique: true,
	    externalId: true } });
say('field', r.success);

r = await c.sobject('Account').create({ Name: 'Acme' });
const account = r.id;
r = await c.sobject('Contact').create({ LastName: 'Lovelace',
	FirstName: 'Ada', Email: 'ada@example.org', AccountId: account });
const ada = r.id;
say('create', r.success, ada.length);
await c.sobject('Contact').create({ FirstName: 'x' }).catch((e) =>
	say('missing', refused(e)));
r = await c.sobject('Contact').update({ Id: ada, Title: 'Countess' });
say('update', r.success);
r = await c.sobject('Contact').retrieve(ada);
say('retrieve', r.Name, r.Title, r.HasOptedOutOfEmail);
r = await c.sobject('Contact').upsert({ [KEY]: 'r-1', LastName: 'One' }, KEY);
say('upsert', r.created);
r = await c.sobject('Contact').upsert(['r-1', 'r-2', 'r'.repeat(64)].map(
	(k) => ({ [KEY]: k, LastName: `L${k}${k.slice(9)}` })), KEY,
	{ allOrNone: false });
say('collection', r.map((x) => x.success ? x.created :
	x.errors[0].statusCode));
r = await c.sobject('Contact').create([{ LastName: 'A' }, { Email: 'x' }],
	{ allOrNone: true });
say('all or none', r.map((x) => x.errors[0].statusCode));

r = await c.query("SELECT Id, Account.Name, Account.Owner.Email FROM " +
	"Contact WHERE Email IN ('ADA@example.org') AND Account.Name LIKE 'ac%'");
say('query', r.totalSize, r.records[0].Account.Name,
	r.records[0].Account.Owner.Email);
r = await c.sobject('Contact').find({ LastName: { $like: 'L%' } },
	['Id', 'Name']).sort({ Name: -1 }).limit(2).execute();
say('find', r.map((x) => x.Name));
await c.query('SELECT Nope FROM Contact').catch((e) => say('column',
	e.errorCode));
await c.query('SELECT Id FROM').catch((e) => say('syntax', e.errorCode));

const many = Array.from({ length: 450 }, (_, i) => ({ LastName: `M${i}` }));
r = await c.sobject('Contact').create(many, { allowRecursive: true });
say('many', r.length, r.every((x) => x.success));
r = await c.query("SELECT Id FROM Contact WHERE LastName LIKE 'M%'",
	{ headers: { 'Sforce-Query-Options': 'batchSize=200' } });
let n = r.records.length, pages = 1;
while (!r.done) {
	r = await c.queryMore(r.nextRecordsUrl,
	    { headers: { 'Sforce-Query-Options': 'batchSize=200' } });
	n += r.records.length;
	pages++;
}
say('pages', pages, n);

r = await c.sobject('Contact').describe();
const field = (name) => r.fields.find((f) => f.name === name);
say('describe', field('LastName').nillable, field(KEY).externalId,
	field('AccountId').referenceTo, field('Email').type);
r = await c.describeGlobal();
say('global', r.sobjects.some((s) => s.name === 'Lead'));
r = await c.limits();
say('limits', r.DailyApiRequests.Max > 0, c.limitInfo.apiUsage.limit > 0);

r = await c.requestPost(`/services/data/v${V}/composite`, { allOrNone: true,
	compositeRequest: [
	{ method: 'POST', url: `/services/data/v${V}/sobjects/Lead`,
	    referenceId: 'lead', body: { LastName: 'L', Company: 'C' } },
	{ method: 'POST', url: `/services/data/v${V}/sobjects/Task`,
	    referenceId: 'task', body: { Subject: 's', WhoId: '@{lead.id}' } },
	] });
say('composite', r.compositeResponse.map((x) => x.httpStatusCode));

r = await c.bulk2.loadAndWaitForResults({ object: 'Contact',
	operation: 'upsert', externalIdFieldName: KEY, pollInterval: 50,
	pollTimeout: 5000, input: [{ [KEY]: 'r-1', LastName: 'O"ne, two' },
	{ [KEY]: 'r-9', LastName: '' }] });
say('bulk', r.successfulResults.length, r.failedResults[0].sf__Error,
	r.unprocessedRecords.length);
r = await c.sobject('Contact').findOne({ [KEY]: 'r-1' }, ['LastName']);
say('row', r.LastName);

r = await c.sobject('Contact').destroy(ada);
say('destroy', r.success);
await c.sobject('Contact').retrieve(ada).catch((e) => say('gone',
	e.errorCode));
const late = new jsforce.Connection({ instanceUrl: url, version: V,
	accessToken: 'expired', maxRequest: 1 });
await late.query('SELECT Id FROM Contact').catch((e) => say('session',
	e.errorCode));
