/* What a record is called. */
#include "stage/map_making.h"
#include "stage/map_redact.h"

/*
 * A part of an id, behind what is in ${b}.  Parts are parted by '/', which
 * is escaped within; NUL and all else is kept.
 */
static void
add_part(struct making *m, struct buf *b, struct str s, const char *where)
{
	size_t i;

	s = map_redact_id(&m->run, s, where);
	for (i = 0; i < s.len; i++)
		if (s.p[i] == '/' || s.p[i] == '%')
			buf_printf(b, "%%%02X", (unsigned)s.p[i]);
		else
			buf_addc(b, s.p[i]);
}

/* A line that names no conversation is known by what it says. */
static struct str
content_hash(struct making *m, const struct json *input)
{
	struct buf *b = &m->run.scratch->buf;

	buf_reset(b);
	json_write(input, b);
	return map_hash(&m->run, buf_str(b));
}

/* Half a character was mended on the way: two ids may have become one. */
static bool
is_mended(const struct rec *r, struct str id)
{
	const struct json_note *n;

	for (n = r->doc.notes; n != NULL; n = n->next)
		if (n->what != JSON_DUPLICATE_KEY)
			return str_find(id, STR("\xef\xbf\xbd")) !=
			    (size_t)-1;
	return false;
}

static int
check_id(const struct making *m, const struct rec *r, struct err *e)
{
	if (m->head.id.len == 0 && m->s->source->need_id)
		err_set(e, ERR_INPUT, "source.id", "no conversation's id: "
		    "the line is not of platform %.*s",
		    STR_ARG(m->s->source->platform));
	else if (is_mended(r, m->head.id) || is_mended(r, m->head.session))
		err_set(e, ERR_INPUT, "source.id",
		    "the conversation's id is no valid UTF-8");
	else
		return 0;
	return err_field(e, STR("id"));
}

int
map_name(struct making *m, const struct rec *r, struct err *e)
{
	struct str account = m->s->account, id = m->head.id;
	struct buf *b = &m->run.scratch->buf;

	if (check_id(m, r, e) == -1)
		return -1;
	if (account.p == NULL)
		account = m->head.account;
	m->head.account = account;
	if (id.len == 0)
		id = content_hash(m, &r->doc.root);
	buf_reset(b);
	buf_adds(b, m->s->source->platform);
	buf_addc(b, '/');
	add_part(m, b, account.len > 0 ? account : STR("default"),
	    "source.account");
	buf_addc(b, '/');
	add_part(m, b, id, "id");
	if (m->head.session.len > 0) {
		buf_addc(b, '/');
		add_part(m, b, m->head.session, "id");
	}
	m->id = arena_str(m->run.a, buf_str(b));
	return 0;
}

void
map_name_hide(struct making *m)
{
	struct buf *b = &m->run.scratch->buf;
	struct str hash = map_hash(&m->run, m->id);
	size_t parts, at;

	for (parts = at = 0; at < m->id.len && parts < 2; at++)
		parts += m->id.p[at] == '/';
	buf_reset(b);
	buf_adds(b, str_to(m->id, at));
	buf_adds(b, hash);
	m->id = arena_str(m->run.a, buf_str(b));
}
