/*
 * fields: what was last sent of an object, as one value.
 *
 * The first byte tells how the rest is kept; then come the number of fields
 * and the fields, packed.
 */
#include "ledger/pack.h"
#include "ledger/private.h"

enum { SEALED = 1, PLAIN = 2 };		/* first byte; stored, do not change */
enum { BY_VALUE = 1, BY_HASH = 2 };	/* how one field is kept */

static void
hash_of(const struct ledger *l, struct str name, struct str value,
    uint8_t out[16])
{
	struct str parts[] = { name, value };

	hash_keyed(l->values, parts, 2, out, 16);
}

static void
put_field(const struct ledger *l, const struct ledger_field *f,
    struct buf *b)
{
	uint8_t hash[16];

	pack_text(b, f->name);
	if (f->value.p != NULL && !(l->flags & LEDGER_HASH_ONLY)) {
		buf_addc(b, BY_VALUE);
		pack_text(b, f->value);
	} else {
		memcpy(hash, f->hash, sizeof(hash));
		if (f->value.p != NULL)
			hash_of(l, f->name, f->value, hash);
		buf_addc(b, BY_HASH);
		buf_add(b, hash, sizeof(hash));
	}
	pack_signed(b, f->at);
	pack_signed(b, f->run);
}

static void
get_field(struct unpack *r, struct ledger_field *f)
{
	uint64_t how;

	f->name = unpack_text(r);
	how = unpack_number(r);
	if (how == BY_VALUE)
		f->value = unpack_text(r);
	else if (how == BY_HASH) {
		struct str hash = unpack_bytes(r, sizeof(f->hash));

		if (!r->bad)
			memcpy(f->hash, hash.p, sizeof(f->hash));
	} else
		r->bad = true;
	f->at = unpack_signed(r);
	f->run = unpack_signed(r);
}

struct str
fields_pack(struct ledger *l, struct str context,
    const struct ledger_field *f, size_t n, struct arena *a)
{
	bool sealed = !(l->flags & LEDGER_HASH_ONLY);
	struct buf b = { 0 };
	struct str text;
	size_t i;
	char *out;

	pack_number(&b, n);
	for (i = 0; i < n; i++)
		put_field(l, &f[i], &b);
	text = sealed ? seal(l->values, context, buf_str(&b), a) : buf_str(&b);
	out = arena_alloc(a, text.len + 1);
	out[0] = sealed ? SEALED : PLAIN;
	memcpy(out + 1, text.p, text.len);
	buf_free(&b);
	return (struct str){ out, text.len + 1 };
}

/* The bytes behind the first, opened, in ${a}. */
static int
open_packed(struct ledger *l, struct str context, struct str packed,
    struct arena *a, struct str *out, struct err *e)
{
	char how = packed.len > 0 ? packed.p[0] : 0;

	packed = str_from(packed, 1);
	if (how == PLAIN) {
		*out = arena_str(a, packed);
		return 0;
	}
	if (how == SEALED && unseal(l->values, context, packed, a, out,
	    e) == 0)
		return 0;
	return ledger_damaged(l, "an object's fields", e);
}

int
fields_unpack(struct ledger *l, struct str context, struct str packed,
    struct arena *a, struct ledger_field **f, size_t *n, struct err *e)
{
	struct unpack r;
	struct str text;
	uint64_t count, i;

	if (open_packed(l, context, packed, a, &text, e) == -1)
		return -1;
	r = unpack_from(text);
	count = unpack_number(&r);
	if (count > text.len)	/* a field takes more than a byte */
		return ledger_damaged(l, "an object's fields", e);
	*f = arena_array(a, (size_t)count + 1, sizeof(**f));
	for (i = 0; i < count && !r.bad; i++)
		get_field(&r, &(*f)[i]);
	if (!unpack_done(&r))
		return ledger_damaged(l, "an object's fields", e);
	*n = (size_t)count;
	return 0;
}

bool
ledger_field_same(struct ledger *l, const struct ledger_field *f,
    struct str value)
{
	uint8_t hash[16];

	if (f->value.p != NULL)
		return str_eq(f->value, value);
	hash_of(l, f->name, value, hash);
	return memcmp(hash, f->hash, sizeof(hash)) == 0;
}
