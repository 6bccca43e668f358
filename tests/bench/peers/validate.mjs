// The benchmark's second task in node: an address, a number and a country of
// each record checked with the libraries that most use, and made normal.
import { createRequire } from 'node:module';
import { createInterface } from 'node:readline';

const require = createRequire(process.argv[2] + '/');
const isEmail = require('validator/lib/isEmail').default;
const { parsePhoneNumberFromString } = require('libphonenumber-js');

const countries = new Map([['us', 'US'], ['ca', 'CA'], ['de', 'DE']]);
const options = { allow_utf8_local_part: true };
let out = [];

for await (const line of createInterface({ input: process.stdin })) {
	const r = JSON.parse(line), c = r.contact;
	const email = c.email.trim();

	if (isEmail(email, options)) {
		const at = email.lastIndexOf('@');
		c.email = email.slice(0, at) + email.slice(at).toLowerCase();
	} else
		delete c.email;
	const phone = parsePhoneNumberFromString(c.phone, 'US');
	if (phone?.isPossible())
		c.phone = phone.number;
	else
		delete c.phone;
	const country = countries.get(c.country.trim().toLowerCase());
	if (country)
		c.country = country;
	else
		delete c.country;
	out.push(JSON.stringify(r));
	if (out.length === 1000) {
		process.stdout.write(out.join('\n') + '\n');
		out = [];
	}
}
if (out.length)
	process.stdout.write(out.join('\n') + '\n');
