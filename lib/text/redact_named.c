#include "text/redact.h"

/* Whoever calls a value a password is believed. */
bool
redact_named(struct str name)
{
	static const char *const words[] = {
		"password", "passwd", "passphrase", "passcode", "pwd"
	};
	struct str w;
	size_t i;

	for (i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		w = str_of(words[i]);
		if (name.len >= w.len &&
		    str_ieq(str_from(name, name.len - w.len), w))
			return true;
	}
	return false;
}
