/*
 * transcript: a conversation as people read it on a contact's timeline.
 *
 * A transcript longer than the CRM's limit becomes several notes, split
 * between messages, never inside one unless that alone is too long.  Parts
 * are named by the conversation's id and their number, so that a
 * conversation that grew rewrites its parts instead of adding to them.
 */
#include "crypto/crypto.h"
#include "push/parts.h"
#include "push/people.h"

/*
 * Room for the head of a part, and the least for its text.  CRMs state their
 * limits in characters and mean various things by that; bytes are never
 * fewer than any of them.
 */
enum { HEAD_ROOM = 512, MIN_ROOM = 128 };

/* How a line of it looks, around the role, the words, and the head. */
static const struct look {
	const char	*role, *words, *end, *head, *head_end;
} looks[] = {
	[CRM_PLAIN] = { "", ": ", "\n", "", "\n" },
	[CRM_HTML] = { "<p><strong>", "</strong> ", "</p>", "<p><em>",
	    "</em></p>" },
	[CRM_MARKDOWN] = { "**", "** ", "\n\n", "*", "*\n\n" }
};

static void
add_message(struct buf *b, const struct json *m, struct str text,
    enum crm_markup markup)
{
	const struct look *look = &looks[markup];
	struct str role = json_get_str(m, STR("role"));
	struct str at = json_get_str(m, STR("at"));

	buf_adds(b, str_of(look->role));
	add_marked_up(b, role.p != NULL ? role : STR("?"), markup);
	buf_adds(b, str_of(look->words));
	if (at.len >= 16) {
		add_marked_up(b, (struct str){ at.p + 11, 5 }, markup);
		buf_addc(b, ' ');
	}
	add_marked_up(b, text, markup);
	buf_adds(b, str_of(look->end));
}

static void
add_head(struct buf *b, const struct job *j, size_t k,
    enum crm_markup markup)
{
	struct str platform = json_get_str(json_get(&j->doc.root,
	    STR("source")), STR("platform"));
	struct str at = json_get_str(json_get(&j->doc.root,
	    STR("conversation")), STR("started_at"));

	buf_adds(b, str_of(looks[markup].head));
	buf_adds(b, STR("Chat"));
	if (platform.p != NULL) {
		buf_adds(b, STR(" on "));
		add_marked_up(b, str_to(platform, 64), markup);
	}
	if (at.p != NULL) {
		buf_adds(b, STR(", "));
		add_marked_up(b, str_to(at, 40), markup);
	}
	if (j->nnotes > 1)
		buf_printf(b, ", part %zu of %zu", k + 1, j->nnotes);
	buf_adds(b, str_of(looks[markup].head_end));
}

/* Pieces of the transcript, each within ${room} bytes. */
struct pieces {
	struct arena	*arena;
	size_t		 room;
	enum crm_markup	 markup;
	struct buf	 now, one;	/* the piece being filled; a message */
	struct str	*done;
	size_t		 n, cap;
};

static void
close_piece(struct pieces *ps)
{
	size_t cap = ps->cap * 2 + 4;

	if (ps->now.len == 0)
		return;
	if (ps->n == ps->cap) {
		ps->done = arena_grow(ps->arena, ps->done,
		    ps->cap * sizeof(*ps->done), cap * sizeof(*ps->done));
		ps->cap = cap;
	}
	ps->done[ps->n++] = arena_str(ps->arena, buf_str(&ps->now));
	buf_reset(&ps->now);
}

/* How much of ${text} fits a piece of its own, cut between characters? */
static size_t
fit(struct pieces *ps, const struct json *m, struct str text)
{
	size_t cut = text.len;

	for (;;) {
		buf_reset(&ps->one);
		add_message(&ps->one, m, str_to(text, cut), ps->markup);
		if (cut <= 4 || ps->one.len <= ps->room)
			return cut;
		cut /= 2;
		while (cut > 4 && (text.p[cut] & 0xc0) == 0x80)
			cut--;
	}
}

static void
add_piece(struct pieces *ps, const struct json *m, struct str text)
{
	size_t cut;

	while (text.len > 0) {
		cut = fit(ps, m, text);
		if (ps->now.len + ps->one.len > ps->room)
			close_piece(ps);
		buf_adds(&ps->now, buf_str(&ps->one));
		text = str_from(text, cut);
	}
}

/*
 * What a message has to say to whom reads the contact; none: nothing.  What
 * told the bot how to behave, and what the staff said among themselves, is
 * no part of the conversation.
 */
static struct str
words(const struct json *m)
{
	const struct json *private = json_get(m, STR("private"));
	struct str text = json_get_str(m, STR("text"));

	if ((private != NULL && private->type == JSON_TRUE) ||
	    str_eq(json_get_str(m, STR("role")), STR("system")))
		return STR_NONE;
	return text.len > 0 ? text : json_get_str(m, STR("payload"));
}

static void
split(struct pieces *ps, const struct json *messages)
{
	const struct json *m;
	size_t i;

	for (i = 0; i < messages->len; i++) {
		m = &messages->items[i];
		add_piece(ps, m, words(m));
	}
	close_piece(ps);
}

struct str
note_token(struct str id, size_t k, struct arena *a)
{
	if (id.len > 120)
		id = mint("long", STR("conversation"), id, a);
	return arena_printf(a, "%.*s#%zu", STR_ARG(id), k + 1);
}

/* White space at the ends CRMs drop, or keep. */
static struct str
digest_of(struct str body, struct arena *a)
{
	uint8_t hash[CRYPTO_ID];

	body = str_trim(body);
	hash_keyed(NULL, &body, 1, hash, sizeof(hash));
	return arena_str(a, (struct str){ (char *)hash, sizeof(hash) });
}

static void
fill_note(struct push *p, struct job *j, size_t k, struct str piece)
{
	struct note *n = &j->notes[k];
	struct buf b = { 0 };

	add_head(&b, j, k, p->crm->objects[CRM_NOTE].markup);
	buf_adds(&b, piece);
	n->body = arena_str(&p->arena, buf_str(&b));
	buf_free(&b);
	n->job = j;
	n->thing.type = CRM_NOTE;
	n->thing.owner = n;
	n->thing.job = j;
	n->thing.urgent = j->high;
	n->thing.at = j->at;
	n->thing.token = note_token(j->id, k, &p->arena);
	n->thing.digest = digest_of(n->body, &p->arena);
}

bool
note_stands(struct push *p, const struct thing *t)
{
	const struct crm_object *o = &p->crm->objects[CRM_NOTE];
	const struct crm_field *f = crm_field(o, STR("body"));
	struct str body = f != NULL ? crm_text(p->crm, f, &t->current,
	    &p->arena) : STR_NONE;

	return body.p != NULL && str_eq(t->was.digest, digest_of(body,
	    &p->arena));
}

void
notes_make(struct push *p, struct job *j)
{
	const struct crm_object *o = &p->crm->objects[CRM_NOTE];
	const struct json *messages = json_path(&j->doc.root,
	    "conversation.messages");
	struct pieces ps = { .arena = &p->arena, .markup = o->markup };
	size_t i;

	if (!p->crm->notes || messages == NULL ||
	    messages->type != JSON_ARRAY)
		return;
	ps.room = o->limit > HEAD_ROOM + MIN_ROOM ?
	    (size_t)o->limit - HEAD_ROOM : MIN_ROOM;
	split(&ps, messages);
	buf_free(&ps.now);
	buf_free(&ps.one);
	j->notes = arena_array(&p->arena, ps.n + 1, sizeof(*j->notes));
	j->nnotes = ps.n;
	for (i = 0; i < ps.n; i++)
		fill_note(p, j, i, ps.done[i]);
}
