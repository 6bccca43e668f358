/* EspoCRM: its paths, its keys, and what it says when it refuses. */
#include <inttypes.h>

#include "base/base64.h"
#include "crypto/crypto.h"
#include "sandbox/espo.h"

#define API	"/api/v1/"

static const struct route routes[] = {
	{ "GET", API "App/user", espo_app_user, ROUTE_READ },
	{ "GET", API "Metadata", espo_metadata, ROUTE_READ },
	{ "POST", API "Admin/fieldManager/{}", espo_field_create,
	    ROUTE_SCHEMA },
	{ "GET", API "{}", espo_list, ROUTE_READ },
	{ "POST", API "{}", espo_create, 0 },
	{ "GET", API "{}/{}", espo_read, ROUTE_READ },
	{ "PUT", API "{}/{}", espo_update, 0 },
	{ "PATCH", API "{}/{}", espo_update, 0 },
	{ "DELETE", API "{}/{}", espo_delete, ROUTE_RAW },
	{ "GET", API "{}/{}/{}", espo_related, ROUTE_READ },
	{ "POST", API "{}/{}/{}", espo_relate, 0 },
	{ "DELETE", API "{}/{}/{}", espo_unrelate, 0 },
	{ .method = NULL }
};

/* 17 hexadecimal digits, the first four of them a time long ago. */
static const char id_head[] = "65f1";

struct str
espo_id(const struct object_type *t, int64_t id, struct arena *a)
{
	(void)t;
	return arena_printf(a, "%s%013" PRIx64, id_head, (uint64_t)id);
}

int64_t
espo_id_number(const struct object_type *t, struct str id)
{
	int64_t n = 0;
	size_t i;

	(void)t;
	if (id.len != 17 || !str_starts(id, STR("65f1")))
		return 0;
	for (i = sizeof(id_head) - 1; i < id.len; i++) {
		if (!ascii_digit(id.p[i]) && (id.p[i] < 'a' || id.p[i] > 'f'))
			return 0;
		n = n << 4 | (ascii_digit(id.p[i]) ? id.p[i] - '0' :
		    id.p[i] - 'a' + 10);
	}
	return n;
}

void
espo_fail(struct request *q, struct answer *r, int status,
    const char *reason)
{
	r->status = status;
	r->body = json_null();
	r->text = STR("");
	r->type = "text/html";
	r->undo = true;
	api_answer_header(r, "X-Status-Reason", arena_str(q->a,
	    str_of(reason)));
}

void
espo_invalid(struct request *q, struct answer *r, struct str field,
    const char *rule)
{
	struct json m = json_object(), data = json_object();

	espo_fail(q, r, 400, "validationFailure");
	json_set(&data, STR("field"), json_str(field), q->a);
	json_set(&data, STR("type"), json_str(str_of(rule)), q->a);
	json_set(&m, STR("label"), json_str(STR("validationFailure")), q->a);
	json_set(&m, STR("scope"), json_null(), q->a);
	json_set(&m, STR("data"), data, q->a);
	r->type = NULL;
	r->text = STR_NONE;
	r->body = json_object();
	json_set(&r->body, STR("messageTranslation"), m, q->a);
}

const struct object_type *
espo_type(struct request *q, size_t i, struct answer *r)
{
	const struct object_type *t;

	for (t = espo_schema.types; t->name != NULL; t++)
		if (str_eq(q->args[i], str_of(t->name)))
			return t;
	espo_fail(q, r, 404, "Controller does not exist");
	return NULL;
}

/*
 * The key of a signed request, if the signature is right.  The secret that
 * belongs to a key is "secret of KEY" here.
 */
static struct str
signer(const struct request *q)
{
	struct str text, key, secret;
	uint8_t mac[CRYPTO_HASH];
	char want[2 * CRYPTO_HASH + 1];
	size_t colon;

	if (!base64_decode(api_header(q, "X-Hmac-Authorization"), q->a,
	    &text) || (colon = str_find(text, STR(":"))) == (size_t)-1)
		return STR_NONE;
	key = str_to(text, colon);
	secret = arena_printf(q->a, "secret of %.*s", STR_ARG(key));
	hmac_sha256(secret, arena_printf(q->a, "%s %.*s", q->method,
	    STR_ARG(str_from(q->path, sizeof(API) - 2))), mac);
	hex(mac, sizeof(mac), want);
	return str_eq(str_from(text, colon + 1), str_of(want)) ? key :
	    STR_NONE;
}

/* An API key, by itself or as it signs. */
static struct str
token(const struct request *q)
{
	struct str key = api_header(q, "X-Api-Key");

	if (key.len == 0)
		key = signer(q);
	return key.len > 0 ? key : api_token_after(q, "Basic");
}

static const char *const reasons[] = {
	[TROUBLE_PATH] = "Route does not exist",
	[TROUBLE_METHOD] = "Method not allowed",
	[TROUBLE_TOKEN_MISSING] = "",
	[TROUBLE_TOKEN_BAD] = "",
	[TROUBLE_TOKEN_EXPIRED] = "",
	[TROUBLE_SCOPE] = "No access",
	[TROUBLE_RATE] = "Too many requests",
	[TROUBLE_SEARCH_RATE] = "Too many requests",
	[TROUBLE_QUOTA] = "Too many requests",
	[TROUBLE_MEDIA_TYPE] = "Not supported content-type",
	[TROUBLE_JSON] = "JSON could not be decoded",
	[TROUBLE_SIZE] = "Too large",
	[TROUBLE_HOST] = "this host name is not ours",
	[TROUBLE_POISON] = "duplicate",
	[TROUBLE_SERVER] = "",
	[TROUBLE_STORE] = "",
};

static void
trouble(struct request *q, struct answer *r, enum trouble what,
    struct str detail)
{
	(void)detail;
	espo_fail(q, r, r->status, reasons[what]);
	if (r->status == 429)
		api_answer_header(r, "Retry-After", STR("1"));
}

const struct persona persona_espocrm = {
	.name = "espocrm",
	.title = "EspoCRM",
	.schema = &espo_schema,
	.routes = routes,
	.token = token,
	.trouble = trouble,
	.id_text = espo_id,
	.id_number = espo_id_number,
	.merge = espo_merge,
	.convert = espo_convert,
};
