/* crm_try: a profile compiled from text, requests and answers tried on it. */
#ifndef CRM_TRY_H
#define CRM_TRY_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "crm/profile.h"
#include "crm/wire.h"
#include "http/client.h"

static struct arena arena;
static struct diags diags;
static struct conf conf;

/* Compile a configuration whose profile is ${profile}; NULL: as written. */
static struct crm *
open_crm(const char *profile, const char *section)
{
	char path[] = "/tmp/chatcrm-crm-XXXXXX", text[16384];
	struct crm *crm;
	int fd = mkstemp(path);
	FILE *f;

	assert_true(fd >= 0);
	f = fdopen(fd, "w");
	fputs(profile, f);
	fclose(f);
	diags_init(&diags, &arena);
	snprintf(text, sizeof(text), "crm:\n  profile: %s\n%s", path,
	    section);
	assert_int_equal(yaml_parse("c.yaml", arena_str(&arena,
	    str_of(text)), &arena, &conf.root, &diags), 0);
	conf.arena = &arena;
	conf.diags = &diags;
	crm = crm_open(&conf, &arena);
	unlink(path);
	return crm;
}

static struct crm *
must_open(const char *profile, const char *section)
{
	struct crm *crm = open_crm(profile, section);

	if (crm == NULL)
		diags_print(&diags, stderr);
	assert_non_null(crm);
	return crm;
}

static inline struct crm_request
build(struct crm *crm, const struct crm_op *op, struct crm_item **items,
    size_t n)
{
	struct crm_request q = { 0 };
	struct err e = { 0 };

	if (request_build(crm, op, items, n, &arena, &q, &e) == -1)
		fail_msg("%s", e.msg);
	return q;
}

static inline struct str
header(const struct crm_request *q, const char *name)
{
	size_t i;

	for (i = 0; i < q->nheaders; i++)
		if (str_ieq(q->headers[i].name, str_of(name)))
			return q->headers[i].value;
	return STR_NONE;
}

static inline enum answer_got
answer(struct crm *crm, const struct crm_op *op, struct crm_item **items,
    size_t n, int status, const char *body, enum crm_class *whole,
    struct err *e)
{
	struct http_response r = { .status = status, .body = str_of(body) };

	struct crm_request q = { 0 };

	return answer_read(crm, op, items, n, &q, &r, &arena, whole, e);
}

static inline void
is(struct str got, const char *want)
{
	assert_string_equal(arena_str(&arena, got).p, want);
}

#endif
