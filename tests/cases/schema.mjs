// schema.mjs NPM SCHEMA FILE...: does each YAML file fit the JSON Schema?
// One line a file: "FILE ok" or "FILE PATH MESSAGE" of its first mistake.
import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';

const [npm, schema, ...files] = process.argv.slice(2);
const require = createRequire(resolve(npm) + '/');
const Ajv = require('ajv');
const YAML = require('yaml');
const ajv = new Ajv({ strict: true, allowUnionTypes: true, allErrors: true });
const validate = ajv.compile(JSON.parse(readFileSync(schema)));

for (const file of files) {
	const tree = YAML.parse(readFileSync(file, 'utf8'), { merge: true });
	if (validate(tree)) {
		console.log(file, 'ok');
		continue;
	}
	// The deepest place says most; forms that were not meant say little.
	const deepest = validate.errors.reduce((a, b) =>
	    b.instancePath.length > a.instancePath.length ? b : a);
	console.log(file, deepest.instancePath || '/', deepest.message);
}
