/* mask: what of a request may be shown; private to auth. */
#ifndef AUTH_MASK_H
#define AUTH_MASK_H

#include "base/hmap.h"
#include "json/json.h"

struct key;

struct mask {
	struct hmap		 words;		/* that may be shown */
	struct key		*key;		/* of the marks' hashes */
	struct arena		*arena;
	struct json_parser	*parser;
};

/*
 * mask_init(m, a): a mask that shows only chatcrm's own words, kept in ${a};
 * its key is new, so that marks of two runs cannot be compared.
 */
void		 mask_init(struct mask *m, struct arena *a);
void		 mask_free(struct mask *m);

/* mask_words(m, text): each word of ${text}, a profile's, may be shown. */
void		 mask_words(struct mask *m, struct str text);

/* mask_text(m, s, a): "~LENGTH:HASH". */
struct str	 mask_text(const struct mask *m, struct str s,
		    struct arena *a);

/* mask_value(m, key, s, a): ${s}, which stands under ${key}, or its mark. */
struct str	 mask_value(const struct mask *m, struct str key,
		    struct str s, struct arena *a);

/* mask_header, mask_url: a header's value, and what may be shown of a URL. */
struct str	 mask_header(const struct mask *m, struct str name,
		    struct str value, struct arena *a);
struct str	 mask_url(const struct mask *m, struct str url,
		    struct arena *a);

/* mask_json, mask_form: a body; false if it is none of that form. */
bool		 mask_json(struct mask *m, struct str body, struct arena *a,
		    struct json *out);
bool		 mask_form(const struct mask *m, struct str body,
		    struct arena *a, struct json *out);

#endif
