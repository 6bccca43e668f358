/* desk: what all verbs need. */
#include "base/base64.h"
#include "crypto/box.h"
#include "letter/letter.h"
#include "record/dead.h"
#include "record/log.h"

static void
tell_damage(const struct journal *j)
{
	if (j->damaged > 0)
		log_msg(LOG_WARNING, "%s: %zu lines are neither letters nor "
		    "about any, the first is line %zu; they are left alone",
		    j->path, j->damaged, j->damaged_at);
}

/* Of the whole configuration this command needs to know one section. */
int
letter_open(struct letter_desk *d, struct err *e)
{
	diags_init(&d->diags, &d->arena);
	cmd_conf(d->common, &d->arena, &d->diags, &d->conf);
	letters_conf(&d->conf, d->file, &d->letters);
	if (cmd_conf_done(&d->diags, e) != 0)
		return -1;
	if (d->letters.path == NULL)
		return err_set(e, ERR_USAGE, "usage.letters", "which file of "
		    "dead letters? write --file FILE, or dead: {file: FILE} "
		    "into the configuration");
	if (journal_open(&d->journal, d->letters.path, &d->arena, e) != 0)
		return -1;
	tell_damage(&d->journal);
	return 0;
}

void
letter_close(struct letter_desk *d)
{
	journal_close(&d->journal);
	letters_close(&d->letters, NULL);
	arena_free(&d->arena);
}

bool
letter_chosen(const struct letter_desk *d, const struct entry *x)
{
	size_t i;

	if ((d->code != NULL && !str_eq(x->code, str_of(d->code))) ||
	    (d->stage != NULL && !str_eq(x->stage, str_of(d->stage))))
		return false;
	if (d->nids == 0)
		return d->all || x->outcome.p == NULL;
	for (i = 0; i < d->nids; i++) {
		if (str_starts(x->id, str_of(d->ids[i])))
			return true;
	}
	return false;
}

static int
unseal_text(struct letter_desk *d, struct str sealed, struct arena *a,
    struct str *out, struct err *e)
{
	struct key *k;
	struct str box;
	int rc;

	if (d->key_file == NULL)
		return err_set(e, ERR_INPUT, "replay.sealed",
		    "the letter is sealed; --key FILE opens it");
	if (!base64_decode(sealed, a, &box))
		return err_set(e, ERR_INPUT, "seal.short",
		    "sealed value is cut off");
	if ((k = key_open(d->key_file, false, e)) == NULL)
		return -1;
	rc = box_open(k, box, a, out, e);
	key_free(k);
	return rc;
}

int
letter_seal(struct letter_desk *d, struct str text, struct arena *a,
    struct str *sealed, struct err *e)
{
	uint8_t public[BOX_KEY];
	struct key *k;

	if (d->key_file == NULL)
		return err_set(e, ERR_INPUT, "replay.sealed",
		    "the letter is sealed; --key FILE opens it");
	if ((k = key_open(d->key_file, false, e)) == NULL)
		return -1;
	box_public(k, public);
	key_free(k);
	*sealed = base64_encode(box_close(public, text, a), a);
	return 0;
}

int
letter_text(struct letter_desk *d, const struct entry *x, struct arena *a,
    struct dead_letter *out, struct err *e)
{
	struct str line = journal_line(&d->journal, x, a, e), sealed;
	struct json_limits limits = { .bytes = (size_t)1 << 30 };
	struct json_parser *p;
	struct json_doc doc;
	int rc;

	if (line.p == NULL)
		return -1;
	p = json_parser_new(&limits, NULL);
	rc = json_parse(p, line, a, &doc, e);
	json_parser_free(p);
	if (rc != 0)
		return -1;
	sealed = json_get_str(&doc.root, STR("sealed"));
	if (sealed.p == NULL)
		rc = dead_open(&doc, a, out, e);
	else if (json_path(&doc.root, "line.length") != NULL)
		return err_set(e, ERR_INPUT, "replay.partial",
		    "the letter does not hold its line in full; take it from "
		    "the input at source.line");
	else {
		*out = (struct dead_letter){ .stage = x->stage,
		    .attempt = (unsigned)x->attempt };
		rc = unseal_text(d, sealed, a, &out->text, e);
	}
	out->id = x->id;
	return rc;
}

void
letter_add_closing(const struct letter_desk *d, const struct entry *x,
    struct str outcome, struct str record, struct buf *b)
{
	char at[TIME_TEXT];
	size_t n = time_format(d->now, at);

	buf_printf(b, "{\"chatcrm\":1,\"closed\":{\"id\":");
	json_write_str(x->id, b);
	buf_printf(b, ",\"at\":\"%.*s\",\"outcome\":", (int)n, at);
	json_write_str(outcome, b);
	if (record.p != NULL) {
		buf_adds(b, STR(",\"record\":"));
		json_write_str(record, b);
	}
	if (d->reason != NULL) {
		buf_adds(b, STR(",\"reason\":"));
		json_write_str(str_of(d->reason), b);
	}
	buf_adds(b, STR("}}\n"));
}

int
letter_append(struct letter_desk *d, struct str lines, struct err *e)
{
	if (d->letters.fd < 0 && letters_open(&d->letters, e) != 0)
		return -1;
	return letters_add(&d->letters, lines, e) == 0 &&
	    letters_sync(&d->letters, e) == 0 ? 0 : -1;
}

int
letter_key(const char *path, struct err *e)
{
	uint8_t public[BOX_KEY];
	char text[2 * BOX_KEY + 1];
	struct key *k;

	if (key_create(path, e) != 0 ||
	    (k = key_open(path, false, e)) == NULL)
		return -1;
	box_public(k, public);
	key_free(k);
	hex(public, sizeof(public), text);
	printf("%s\n", text);
	return 0;
}
