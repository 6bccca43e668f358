/* What was asked, for tests (a file) and for people (the page). */
#include "sandbox/server.h"

static void
set(struct json *o, const char *key, struct json v, struct arena *a)
{
	json_set(o, str_of(key), v, a);
}

/* No header is logged and no body: neither tokens nor people's data. */
static void
log_line(struct sandbox *sb, const struct seen *s)
{
	struct arena a = { 0 };
	struct buf line = { 0 };
	struct json o = json_object();

	set(&o, "n", json_int((int64_t)s->number, &a), &a);
	set(&o, "at", api_time(&a, s->at), &a);
	set(&o, "method", json_str(str_of(s->method)), &a);
	set(&o, "path", json_str(str_of(s->path)), &a);
	if (s->route != NULL)
		set(&o, "route", json_str(str_of(s->route)), &a);
	set(&o, "write", json_bool(s->write), &a);
	set(&o, "inputs", json_int((int64_t)s->inputs, &a), &a);
	set(&o, "status", json_int(s->status, &a), &a);
	set(&o, "in", json_int((int64_t)s->in, &a), &a);
	set(&o, "out", json_int((int64_t)s->out, &a), &a);
	if (s->fault != NULL)
		set(&o, "fault", json_str(str_of(s->fault)), &a);
	json_write(&o, &line);
	buf_addc(&line, '\n');
	fwrite(line.p, 1, line.len, sb->log);
	fflush(sb->log);
	buf_free(&line);
	arena_free(&a);
}

void
log_request(struct sandbox *sb, const struct seen *seen)
{
	struct seen *s = &sb->recent[sb->requests % RECENT];

	*s = *seen;
	s->number = ++sb->requests;
	if (sb->log != NULL)
		log_line(sb, s);
}
