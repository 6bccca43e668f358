/*
 * fuzz-crm: what a CRM answers, whatever it is, and a profile that somebody
 * wrote.  The first byte says which: an even one makes the rest an answer,
 * its status from the second byte, an odd one a profile.
 */
#include <stdio.h>
#include <stdlib.h>

#include "crm/profile.h"

int	LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char profile[] =
    "name: f\nurl: https://crm.example\n"
    "errors:\n"
    "  - {when: error.code == \"G\", class: gone, existing: error.now}\n"
    "  - {when: 'error.code == \"O\"', class: refused, option: true}\n"
    "message: error.text\nfield: error.field\nrequest: body.request\n"
    "objects:\n"
    "  contact:\n"
    "    fields:\n"
    "      email: {to: m.e, decode: 'value[0].v', encode: '[{\"v\": value}]'}\n"
    "    find:\n"
    "      email:\n"
    "        get: /q\n"
    "        query: {q: 'soql(item.key)', after: paging.next}\n"
    "        results: {each: body.list, key: it.m, id: it.id, fields: it,\n"
    "          moved: it.now}\n"
    "        failures: {each: body.bad, position: index}\n"
    "        next: body.next\n"
    "        next_url: body.url\n"
    "    read: {get: /r, answer: csv, results: {each: body, id: it.id}}\n"
    "    create: {post: /c, batch: 9, content: form, body: item.fields,\n"
    "      results: {each: body, position: index, id: it.id}}\n"
    "    update: {post: /u, body: item.fields}\n";

static struct crm *
open_profile(struct str text, struct arena *a)
{
	struct diags d;
	struct crm *crm;
	FILE *f;
	char path[] = "/tmp/chatcrm-fuzz-XXXXXX";
	int fd = mkstemp(path);

	if (fd == -1 || (f = fdopen(fd, "w")) == NULL)
		abort();
	fwrite(text.p, 1, text.len, f);
	fclose(f);
	diags_init(&d, a);
	crm = crm_profile(str_of(arena_printf(a, "%s", path).p), a, &d);
	remove(path);
	return crm;
}

/* The same answer to each kind of operation; the hits are then read. */
static void
answer(struct crm *crm, const struct crm_op *op, int status, struct str body,
    struct arena *a)
{
	struct http_response r = { .status = status, .body = body };
	struct crm_item it[2] = { { .key = STR("a") }, { .key = STR("b") } },
	    *items[] = { &it[0], &it[1] };
	struct crm_request q = { 0 };
	enum crm_class whole;
	const struct crm_hit *h;
	struct err e;

	it[0].fields = it[1].fields = json_object();
	if (request_build(crm, op, items, 2, a, &q, &e) == -1)
		return;
	if (answer_read(crm, op, items, 2, &q, &r, a, &whole, &e) ==
	    READ_MORE)
		request_build(crm, op, items, 2, a, &q, &e);
	for (h = it[0].hits; h != NULL; h = h->next)
		crm_value(crm, &crm->objects[CRM_CONTACT].fields[0],
		    &h->fields, a);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct arena kept;
	static struct crm *fixed;
	static unsigned read;
	struct str text = { (const char *)data + 2, size - 2 };
	struct arena a = { 0 };
	const struct crm_object *o;

	if (size < 2)
		return 0;
	/* Of 65,536 files read the first has the number of the last. */
	if (read++ % 10000 == 0) {
		arena_free(&kept);
		if ((fixed = open_profile(str_of(profile), &kept)) == NULL)
			abort();
	}
	o = &fixed->objects[CRM_CONTACT];
	if (data[0] % 2 == 1)
		open_profile(text, &a);
	else {
		text = arena_str(&a, text);
		answer(fixed, o->keys[0].find, data[1] * 3, text, &a);
		answer(fixed, o->read, data[1] * 3, text, &a);
		answer(fixed, o->create, data[1] * 3, text, &a);
	}
	arena_free(&a);
	return 0;
}
