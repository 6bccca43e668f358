/* entry: the vault's entries, by hand. */
#include <stdio.h>

#include "credential/credential.h"
#include "credential/input.h"
#include "credential/report.h"

static int
check_name(const char *name, struct err *e)
{
	if (vault_name_ok(str_of(name)))
		return 0;
	return err_set(e, ERR_USAGE, "usage.name", "an entry's name has "
	    "letters, digits and ._:/@+-, at most %d", VAULT_NAME_MAX);
}

int
entry_store(struct vault *v, struct str name, struct str value,
    struct err *e)
{
	struct vault_field f[3] = { { STR("kind"), STR("secret") },
	    { STR("value"), value }, { STR("stored"), STR_NONE } };
	struct instant now = time_now();
	char at[TIME_TEXT];
	int r;

	now.nsec = 0;
	f[2].value = (struct str){ at, time_format(now, at) };
	if (vault_lock(v, e) == -1)
		return -1;
	r = vault_put(v, &(struct vault_entry){ name, f, 3 }, e);
	vault_unlock(v);
	return r;
}

int
entry_remove(struct vault *v, struct str name, struct err *e)
{
	int r;

	if (vault_lock(v, e) == -1)
		return -1;
	r = vault_remove(v, name, e);
	vault_unlock(v);
	return r;
}

int
desk_entry_put(struct desk *d, const char *name, struct err *e)
{
	struct secret s;
	char prompt[160];
	int r;

	if (check_name(name, e) == -1)
		return -1;
	snprintf(prompt, sizeof(prompt), "secret for %s", name);
	if (input_secret(prompt, &s, e) == -1)
		return -1;
	r = entry_store(d->vault, str_of(name), secret_str(&s), e);
	secret_free(&s);
	return r;
}

int
desk_entry_list(struct desk *d, struct err *e)
{
	const struct vault_text *t = vault_list(d->vault, e);
	size_t i;

	if (t == NULL)
		return -1;
	for (i = 0; i < t->n; i++)
		report_entry(d, &t->entries[i]);
	return 0;
}

int
desk_entry_rm(struct desk *d, const char *name, struct err *e)
{
	int r = check_name(name, e);

	if (r == 0)
		r = entry_remove(d->vault, str_of(name), e);
	if (r == 0)
		return err_set(e, ERR_USAGE, "vault.entry",
		    "vault %.160s has no entry %.100s",
		    vault_path(d->vault), name);
	return r == 1 ? 0 : -1;
}
