/*
 * The entries as text: each string has a NUL after it.
 *
 *	entry:  NAME (FIELD VALUE)* ""
 *	vault:  entry*
 */
#include "auth/vault.h"

/* The next string; false if there is none that ends. */
static bool
take(const char **p, const char *end, struct str *out)
{
	const char *nul = memchr(*p, '\0', (size_t)(end - *p));

	if (nul == NULL)
		return false;
	*out = (struct str){ *p, (size_t)(nul - *p) };
	*p = nul + 1;
	return true;
}

bool
vault_name_ok(struct str name)
{
	size_t i;

	for (i = 0; i < name.len; i++)
		if (!ascii_alpha(name.p[i]) && !ascii_digit(name.p[i]) &&
		    (name.p[i] == '\0' ||
		    strchr("._:/@+-", name.p[i]) == NULL))
			return false;
	return name.len > 0 && name.len <= VAULT_NAME_MAX;
}

/* Fields in the entry at ${p}, or -1 if it is no entry. */
static int
count_fields(const char *p, const char *end)
{
	struct str s;
	int n = 0;

	for (;;) {
		if (!take(&p, end, &s) || n > 100)
			return -1;
		if (s.len == 0)
			return n;
		if (!take(&p, end, &s) || s.len > VAULT_VALUE_MAX)
			return -1;
		n++;
	}
}

static int
parse_entry(const char **p, const char *end, struct arena *a,
    struct vault_entry *en)
{
	struct str none;
	size_t i;
	int n;

	if (!take(p, end, &en->name) || !vault_name_ok(en->name) ||
	    (n = count_fields(*p, end)) == -1)
		return -1;
	en->n = (size_t)n;
	en->fields = arena_array(a, en->n, sizeof(*en->fields));
	for (i = 0; i < en->n; i++) {
		take(p, end, &en->fields[i].name);
		take(p, end, &en->fields[i].value);
	}
	take(p, end, &none);
	return 0;
}

int
vault_parse(const char *text, size_t len, struct arena *a,
    struct vault_text *out, struct err *e)
{
	const char *p = text, *end;
	struct vault_entry *en;

	*out = (struct vault_text){ 0 };
	if (len == 0)
		return 0;
	end = text + len;
	out->entries = arena_array(a, VAULT_ENTRIES_MAX + 1,
	    sizeof(*out->entries));
	while (p < end) {
		en = &out->entries[out->n];
		if (out->n == VAULT_ENTRIES_MAX ||
		    parse_entry(&p, end, a, en) == -1)
			return err_set(e, ERR_IO, "vault.text",
			    "the vault opened, but holds no entries of this "
			    "version");
		out->n++;
	}
	return 0;
}

size_t
vault_size(const struct vault_text *t)
{
	const struct vault_entry *en;
	size_t n = 0, i, k;

	for (k = 0; k < t->n; k++) {
		en = &t->entries[k];
		n += en->name.len + 2;
		for (i = 0; i < en->n; i++)
			n += en->fields[i].name.len +
			    en->fields[i].value.len + 2;
	}
	return n;
}

static char *
put(char *to, struct str s)
{
	if (s.len > 0)
		memcpy(to, s.p, s.len);
	to[s.len] = '\0';
	return to + s.len + 1;
}

void
vault_print(const struct vault_text *t, char *to)
{
	const struct vault_entry *en;
	size_t i, k;

	for (k = 0; k < t->n; k++) {
		en = &t->entries[k];
		to = put(to, en->name);
		for (i = 0; i < en->n; i++) {
			to = put(to, en->fields[i].name);
			to = put(to, en->fields[i].value);
		}
		*to++ = '\0';
	}
}
