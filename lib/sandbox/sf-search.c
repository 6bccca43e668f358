/* Search: the index, which may be behind. */
#include <string.h>

#include "sandbox/sf.h"

/* Words of telephone numbers are their digits; of other text, itself. */
static bool
found_in(struct str value, struct str want, bool phone)
{
	char have[64], ask[64];
	size_t i, n = 0, m = 0;

	if (!phone) {
		for (i = 0; i + want.len <= value.len; i++)
			if (str_ieq((struct str){ value.p + i, want.len },
			    want))
				return true;
		return false;
	}
	for (i = 0; i < value.len && n < sizeof(have); i++)
		if (ascii_digit(value.p[i]))
			have[n++] = value.p[i];
	for (i = 0; i < want.len && m < sizeof(ask); i++)
		if (ascii_digit(want.p[i]))
			ask[m++] = want.p[i];
	return m > 0 && m <= n && memcmp(have + n - m, ask, m) == 0;
}

static bool
is_searched(const struct sf_field *f, struct str in)
{
	if (str_ieq(in, STR("PHONE")))
		return sf_is(f, "phone");
	if (str_ieq(in, STR("EMAIL")))
		return sf_is(f, "email");
	if (str_ieq(in, STR("NAME")))
		return str_ends(str_of(f->name), STR("Name"));
	return sf_is_text(f);
}

static bool
is_hit(struct request *q, const struct object *o, struct str want,
    struct str in)
{
	struct sf_field f;
	struct json v;
	size_t i;

	for (i = 0; sf_field_nth(q, o->type, i, &f); i++) {
		if (!is_searched(&f, in))
			continue;
		v = sf_value(q, o, &f);
		if (v.type == JSON_STRING && found_in(sf_text(&v), want,
		    sf_is(&f, "phone")))
			return true;
	}
	return false;
}

/* GET parameterizedSearch: the index, which may lag. */
void
sf_search(struct request *q, struct answer *r)
{
	struct str want = api_query(q, "q"), in = api_query(q, "in");
	struct str name = api_query(q, "sobject"), rest, one;
	const struct object_type *t = sf_type(q, name);
	struct json paths = json_array(), list = json_array();
	struct object o = { 0 };

	if (want.len < 2 || t == NULL) {
		sf_refuse(q, r, 400, "MALFORMED_SEARCH", "a search has q of "
		    "at least two characters, and sobject");
		return;
	}
	rest = api_query(q, "fields");
	if (rest.len == 0)
		rest = STR("Id");
	for (; rest.len > 0; rest = str_from(rest, one.len + 1)) {
		one = str_to(rest, str_find(rest, STR(",")));
		json_push(&paths, json_str(one), q->a);
	}
	while (list.len < 200 && store_next(q->store, t, o.id, false, q->a,
	    &o))
		if (api_indexed(q, &o, q->a) && is_hit(q, &o, want, in))
			json_push(&list, sf_record(q, &o, &paths), q->a);
	r->status = 200;
	r->body = json_object();
	json_set(&r->body, STR("searchRecords"), list, q->a);
}
