// lines.mjs NPM SCHEMA FILE...: does each line of the files fit the JSON
// Schema?  "FILE:LINE PATH MESSAGE" for what does not, then how many do.
import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';

const [npm, schema, ...files] = process.argv.slice(2);
const require = createRequire(resolve(npm) + '/');
const Ajv = require('ajv');
const ajv = new Ajv({ strict: true, allowUnionTypes: true, allErrors: true });
const validate = ajv.compile(JSON.parse(readFileSync(schema)));
let good = 0;

for (const file of files) {
	readFileSync(file, 'utf8').split('\n').forEach((line, i) => {
		if (line === '')
			return;
		if (validate(JSON.parse(line))) {
			good++;
			return;
		}
		const all = validate.errors.map((e) => `${e.instancePath} ` +
		    `${e.message} ${JSON.stringify(e.params)}`);
		console.log(`${file}:${i + 1} ${all.join('; ')}`);
	});
}
console.log(`${good} fit`);
