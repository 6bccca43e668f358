/*
 * known: whom the ledger knows by a record's keys.
 *
 * An address may have a second form, keys.contact of the record: what it is
 * compared by, where its provider ignores dots or tags.  The CRM is asked for
 * that one last and never sent it, and the ledger keeps it apart from
 * addresses as they were written: an address as written comes first, and who
 * has only the form in common is the same person only if no one has the
 * address itself.
 */
#include "push/people.h"

/* The kind that the ledger keeps such forms under. */
static const char *
kind_folded(struct push *p, size_t k)
{
	return arena_printf(&p->arena, "%.*s.folded",
	    STR_ARG(key_kind(p, k))).p;
}

/* What it is compared by: itself, if the record tells nothing else. */
static struct str
form(const struct job *j, size_t k)
{
	return j->folded[k].p != NULL ? j->folded[k] : j->keys[k];
}

int
known_by(struct push *p, const struct job *j, size_t k, struct arena *a,
    struct ledger_tokens *out, bool *as_written, struct err *e)
{
	const char *kind;
	int rc;

	*out = (struct ledger_tokens){ 0 };
	*as_written = false;
	if (j->keys[k].p == NULL)	/* there may be no such key at all */
		return 0;
	kind = key_kind(p, k).p;
	rc = ledger_key_find(p->ledger, LEDGER_CONTACT, kind, j->keys[k], a,
	    out, e);
	*as_written = rc == 1;
	if (rc == 0)
		rc = ledger_key_find(p->ledger, LEDGER_CONTACT,
		    kind_folded(p, k), form(j, k), a, out, e);
	if (rc == 0 && j->folded[k].p != NULL)
		rc = ledger_key_find(p->ledger, LEDGER_CONTACT, kind,
		    j->folded[k], a, out, e);
	return rc;
}

int
known_match(struct push *p, const struct job *j, size_t k, struct str token,
    enum ledger_match *out, struct err *e)
{
	const char *kind = key_kind(p, k).p;
	enum ledger_match m;

	if (ledger_key_match(p->ledger, LEDGER_CONTACT, token, kind,
	    j->keys[k], out, e) == -1)
		return -1;
	if (*out != LEDGER_OTHER)
		return 0;
	if (ledger_key_match(p->ledger, LEDGER_CONTACT, token,
	    kind_folded(p, k), form(j, k), &m, e) == -1)
		return -1;
	if (m != LEDGER_SAME && j->folded[k].p != NULL && ledger_key_match(
	    p->ledger, LEDGER_CONTACT, token, kind, j->folded[k], &m,
	    e) == -1)
		return -1;
	if (m == LEDGER_SAME)
		*out = LEDGER_SAME;
	return 0;
}

/* One form of a key; the job remembers what it taught, by ${bit}. */
static int
teach(struct push *p, struct job *j, unsigned bit, const char *kind,
    struct str value, struct err *e)
{
	struct str token = j->person->thing.token;
	enum ledger_match m;

	if (ledger_key_match(p->ledger, LEDGER_CONTACT, token, kind, value,
	    &m, e) == -1)
		return -1;
	if (m == LEDGER_SAME)
		return 0;
	j->learned |= bit;
	return ledger_key_add(p->ledger, LEDGER_CONTACT, token, kind, value,
	    e);
}

/* Is key ${k} of somebody known another than his, and not believed? */
static int
is_doubted(struct push *p, const struct job *j, size_t k, bool *out,
    struct err *e)
{
	enum ledger_match m;

	if (known_match(p, j, k, j->person->thing.token, &m, e) == -1)
		return -1;
	*out = m == LEDGER_OTHER && (int)k != j->matched && !j->decided;
	return 0;
}

/*
 * The job's own keys: all of somebody new, of somebody known those that
 * fill a blank.  Another number of a known person is not believed.
 */
int
add_keys(struct push *p, struct job *j, struct err *e)
{
	bool doubted;
	size_t k;

	for (k = 0; k < MATCH_MAX; k++) {
		if (j->keys[k].p == NULL)
			continue;
		if (is_doubted(p, j, k, &doubted, e) == -1)
			return -1;
		if (doubted)
			continue;
		if (teach(p, j, 1u << k, key_kind(p, k).p, j->keys[k],
		    e) == -1)
			return -1;
		if (j->folded[k].p != NULL && teach(p, j,
		    1u << (MATCH_MAX + k), kind_folded(p, k), j->folded[k],
		    e) == -1)
			return -1;
	}
	return 0;
}

int
unlearn_keys(struct push *p, struct job *j, struct err *e)
{
	struct str token = j->person->thing.token;
	size_t k;

	for (k = 0; k < MATCH_MAX; k++) {
		if ((j->learned >> k & 1) != 0 && ledger_key_drop(p->ledger,
		    LEDGER_CONTACT, token, key_kind(p, k).p, j->keys[k],
		    e) == -1)
			return -1;
		if ((j->learned >> (MATCH_MAX + k) & 1) != 0 &&
		    ledger_key_drop(p->ledger, LEDGER_CONTACT, token,
		    kind_folded(p, k), j->folded[k], e) == -1)
			return -1;
	}
	j->learned = 0;
	return 0;
}
