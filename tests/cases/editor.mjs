// editor.mjs NPM SCHEMA SAMPLE: what an editor's YAML language server makes
// of the schema.  One line for each question; the test compares them.
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';

const [npm, schema, sample] = process.argv.slice(2);
const server = spawn(resolve(npm, 'node_modules/.bin/yaml-language-server'),
    ['--stdio']);
const yaml = { validate: true, completion: true,
	schemas: { ['file://' + resolve(schema)]: '*.yaml' } };
const answers = new Map();
let input = Buffer.alloc(0), last = 0, published = () => {};

function send(message) {
	const body = Buffer.from(JSON.stringify({ jsonrpc: '2.0', ...message }));

	server.stdin.write(`Content-Length: ${body.length}\r\n\r\n`);
	server.stdin.write(body);
}

function ask(method, params) {
	send({ id: ++last, method, params });
	return new Promise((done) => answers.set(last, done));
}

function receive(m) {
	if (m.method === 'textDocument/publishDiagnostics')
		published(m.params);
	else if (m.method === 'workspace/configuration')
		send({ id: m.id, result: m.params.items.map((i) =>
		    i.section === 'yaml' ? yaml : null) });
	else if (m.method !== undefined && m.id !== undefined)
		send({ id: m.id, result: null });
	else
		answers.get(m.id)?.(m.result);
}

server.stdout.on('data', (data) => {
	input = Buffer.concat([input, data]);
	for (;;) {
		const head = input.indexOf('\r\n\r\n');
		if (head < 0)
			return;
		const n = +/Content-Length: (\d+)/.exec(input.subarray(0, head))[1];
		if (input.length < head + 4 + n)
			return;
		const body = input.subarray(head + 4, head + 4 + n);
		input = input.subarray(head + 4 + n);
		receive(JSON.parse(body));
	}
});

async function hover(name, text, line, character) {
	const [uri] = await open(text);
	const told = await ask('textDocument/hover', {
	    textDocument: { uri }, position: { line, character } });

	console.log(name, JSON.stringify(told?.contents.value));
}

let files = 0;
async function open(text) {
	const uri = `file:///tmp/editor/${++files}.yaml`;
	const told = new Promise((done) => {
		published = (p) => p.uri === uri && done(p.diagnostics);
	});

	send({ method: 'textDocument/didOpen', params: { textDocument: {
	    uri, languageId: 'yaml', version: 1, text } } });
	return [uri, await told];
}

async function underline(name, text) {
	const [, told] = await open(text);

	console.log(name, ...told.map((d) =>
	    `${d.range.start.line + 1}:${d.range.start.character + 1}`));
}

async function complete(name, text, line, character) {
	const [uri] = await open(text);
	const list = await ask('textDocument/completion', {
	    textDocument: { uri }, position: { line, character } });

	console.log(name, ...list.items.map((i) => i.label));
}

await ask('initialize', { processId: process.pid, rootUri: null,
    capabilities: { workspace: { configuration: true } } });
send({ method: 'initialized', params: {} });
await underline('good', readFileSync(sample, 'utf8'));
await underline('bad', `map:
  anonymous: sometimes
  contact:
    email: {form: slots.email, type: emial}
score:
  half_life: 90
  rules:
    - {name: x}
crm:
  auth: {token: pat-123}
`);
await complete('sections', '\n', 0, 0);
await complete('anonymous', 'map:\n  anonymous: \n', 1, 13);
await complete('field', 'map:\n  contact:\n    email:\n      \n', 3, 6);
await complete('rule', 'score:\n  rules:\n    - \n', 2, 6);
await complete('source', 'map:\n  source: \n', 1, 10);
await complete('topics', 'map:\n  sensitive_topics:\n    \n', 2, 4);
await complete('secret', 'crm:\n  auth:\n    token:\n      \n', 3, 6);
await complete('kinds',
    'validate:\n  contact:\n    phone:\n      kinds:\n        - \n', 4, 10);
await complete('task', 'route:\n  - do:\n      - task:\n          \n', 3, 10);
await hover('hover', 'route:\n  - do:\n      - task: {due: 24h}\n', 2, 16);
server.kill();
