// A real OAuth 2.0 provider for the tests: npm's oidc-provider on loopback.
// PORT, DIR (of "events", a line for each grant; "hold" delays answers of the
// token endpoint while it exists, "busy" makes it answer 503, "ttl" has the
// seconds that an access token lives, else an hour), SA_PEM (public key of
// the client that signs).
import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';

const modules = createRequire(process.env.NPM + '/package.json');
const load = async (name) =>
	await import(pathToFileURL(modules.resolve(name)).href);
const { default: Provider, errors } = await load('oidc-provider');
const jose = await load('jose');
const { PORT, DIR } = process.env;
const issuer = `http://127.0.0.1:${PORT}`;
const ttl = () => existsSync(`${DIR}/ttl`) ?
	Number(readFileSync(`${DIR}/ttl`, 'utf8')) : 3600;
const DEVICE = 'urn:ietf:params:oauth:grant-type:device_code';
const SIGNED = 'urn:ietf:params:oauth:grant-type:jwt-bearer';
const event = (...words) =>
	appendFileSync(`${DIR}/events`, words.join(' ') + '\n');

const keys = await jose.generateKeyPair('RS256', { extractable: true });
const signer = await jose.importSPKI(readFileSync(process.env.SA_PEM, 'utf8'),
	'RS256');

const native = (client_id, grants) => ({
	client_id, token_endpoint_auth_method: 'none',
	application_type: 'native', grant_types: [...grants, 'refresh_token'],
	response_types: grants.includes('authorization_code') ? ['code'] : [],
	redirect_uris: grants.includes('authorization_code') ?
	    ['http://127.0.0.1/callback'] : [],
});

const provider = new Provider(issuer, {
	clients: [
		native('browser', ['authorization_code']),
		native('device', [DEVICE]),
		{ client_id: 'machine', client_secret: 'machine-secret',
		    grant_types: ['client_credentials'], redirect_uris: [],
		    response_types: [] },
		{ client_id: 'poster', client_secret: 'a+b&c=d/e%f',
		    token_endpoint_auth_method: 'client_secret_post',
		    grant_types: ['client_credentials'], redirect_uris: [],
		    response_types: [] },
		{ client_id: 'signer', token_endpoint_auth_method: 'none',
		    grant_types: [SIGNED], redirect_uris: [],
		    response_types: [] },
	],
	jwks: { keys: [{ ...await jose.exportJWK(keys.privateKey),
	    alg: 'RS256', use: 'sig', kid: '1' }] },
	cookies: { keys: ['test'] },
	scopes: ['openid', 'offline_access', 'crm.write', 'crm.read'],
	features: {
		clientCredentials: { enabled: true },
		deviceFlow: { enabled: true },
		devInteractions: { enabled: true },
		introspection: { enabled: true },
		revocation: { enabled: true },
	},
	pkce: { required: () => true },
	rotateRefreshToken: true,
	issueRefreshToken: async (ctx, client) =>
	    client.grantTypeAllowed('refresh_token'),
	findAccount: async (ctx, id) =>
	    ({ accountId: id, claims: async () => ({ sub: id }) }),
	ttl: { AccessToken: ttl, ClientCredentials: ttl, DeviceCode: 600,
	    Grant: 86400, IdToken: 600, Interaction: 600,
	    RefreshToken: 86400, Session: 86400 },
});

provider.registerGrantType(SIGNED, async (ctx) => {
	const { client, params } = ctx.oidc;
	let claims;
	try {
		claims = (await jose.jwtVerify(params.assertion, signer,
		    { audience: [issuer], issuer: client.clientId,
		      subject: 'ops@acme.example', maxTokenAge: '5m',
		      requiredClaims: ['exp', 'iat', 'jti'] })).payload;
	} catch (e) {
		throw new errors.InvalidGrant(e.message);
	}
	const token = new provider.ClientCredentials({ client,
	    scope: params.scope });
	ctx.oidc.entity('ClientCredentials', token);
	ctx.body = { access_token: await token.save(), token_type: 'Bearer',
	    expires_in: token.expiration, scope: token.scope };
	event('signed', claims.exp - claims.iat);
}, ['assertion', 'scope']);

provider.on('grant.success', (ctx) =>
	event('grant', ctx.oidc.params.grant_type));
provider.on('grant.error', (ctx, e) =>
	event('error', ctx.oidc?.params?.grant_type, e.error));
provider.on('grant.revoked', () => event('killed'));
provider.use(async (ctx, next) => {
	if (ctx.path === '/token' && existsSync(`${DIR}/busy`)) {
		ctx.status = 503;
		ctx.body = 'busy';
		return;
	}
	await next();
	while (ctx.path === '/token' && existsSync(`${DIR}/hold`))
		await new Promise((done) => setTimeout(done, 20));
});
provider.listen(Number(PORT), '127.0.0.1', () => event('up'));
