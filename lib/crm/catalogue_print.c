/* catalogue_print: ask the CRM which fields it has. */
#include "crm/catalogue.h"
#include "crm/profile.h"

static void
flag(struct json *o, const char *key, bool on, struct arena *a)
{
	if (on)
		json_set(o, str_of(key), json_bool(true), a);
}

static struct json
property(const struct crm_property *p, struct arena *a)
{
	struct json o = json_object(), options = json_array();
	size_t i;

	json_set(&o, STR("name"), json_str(p->name), a);
	if (p->type.p != NULL)
		json_set(&o, STR("type"), json_str(p->type), a);
	for (i = 0; i < p->options.n; i++)
		json_push(&options, json_str(p->options.p[i]), a);
	if (options.len > 0)
		json_set(&o, STR("options"), options, a);
	flag(&o, "required", p->required, a);
	flag(&o, "read_only", p->read_only, a);
	flag(&o, "unique", p->unique, a);
	flag(&o, "custom", p->custom, a);
	return o;
}

static void
count(struct json *o, const char *key, int64_t n, struct arena *a)
{
	if (n != -1)
		json_set(o, str_of(key), json_int(n, a), a);
}

static struct json
quota(const struct crm_quota *q, struct arena *a)
{
	struct json o = json_object();

	count(&o, "custom", q->custom, a);
	count(&o, "limit", q->limit, a);
	count(&o, "left", q->left, a);
	if (q->documented.len > 0)
		json_set(&o, STR("documented"), json_str(q->documented), a);
	return o;
}

static int
print_type(struct crm *crm, enum crm_type t, FILE *f, struct err *e)
{
	struct json o = json_object(), list = json_array();
	struct crm_property *all;
	struct crm_quota room;
	struct arena a = { 0 };
	struct buf b = { 0 };
	size_t i, n;
	int rc;

	rc = crm_properties(crm, t, &a, &all, &n, e);
	if (rc != -1) {
		json_set(&o, STR("profile"), json_str(crm->profile), &a);
		json_set(&o, STR("type"), json_str(
		    str_of(crm_type_names[t])), &a);
		for (i = 0; i < n; i++)
			json_push(&list, property(&all[i], &a), &a);
		crm_quota(crm, t, all, n, &a, &room);
		if (room.custom != -1)
			json_set(&o, STR("quota"), quota(&room, &a), &a);
		json_set(&o, STR("properties"), list, &a);
		json_write(&o, &b);
		buf_addc(&b, '\n');
		fwrite(b.p, 1, b.len, f);
	}
	buf_free(&b);
	arena_free(&a);
	return rc;
}

int
catalogue_print(struct crm *crm, FILE *f, struct err *e)
{
	int t;

	for (t = 0; t < CRM_TYPES; t++)
		if (crm->objects[t].schema != NULL &&
		    crm->objects[t].schema->ask != NULL &&
		    print_type(crm, (enum crm_type)t, f, e) == -1)
			return -1;
	return 0;
}
