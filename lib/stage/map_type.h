/*
 * map_type: what a field of the CRM wants, from what a person said.
 *
 * Documented in chatcrm-map(1), TYPES.
 */
#ifndef STAGE_MAP_TYPE_H
#define STAGE_MAP_TYPE_H

#include "base/time.h"
#include "conf/conf.h"
#include "stage/map_forms.h"
#include "stage/map_number.h"

enum map_kind {
	MAP_ANY = -1,		/* as it is */
	MAP_TEXT, MAP_EMAIL, MAP_PHONE, MAP_INTEGER, MAP_NUMBER, MAP_BOOLEAN,
	MAP_DATE, MAP_DATETIME, MAP_PICKLIST, MAP_BUCKET, MAP_DECIMAL,
	MAP_LIST, MAP_MULTI
};
extern const char *const map_kinds[];

/* MAP_OTHER: a value that takes the place of the unmapped one. */
enum map_invalid { MAP_DROP, MAP_REJECT, MAP_KEEP, MAP_OTHER };

/* In which order the items of a list stand. */
enum map_order { ORDER_GIVEN, ORDER_VALUES, ORDER_SORTED };

/* One spelling of one value of a picklist. */
struct map_pick {
	struct str	spelling, value;
};

/* Values from low up to, not including, high + 1 (high: INFINITY, none). */
struct map_range {
	double		low, high;
	struct str	label;
};

struct map_type {
	int			 kind;		/* enum map_kind */
	int			 invalid;	/* enum map_invalid */
	int			 unmapped;	/* the same, of picklists */
	struct str		 other;		/* MAP_OTHER: the value */
	struct str		 region;	/* PHONE: ISO 3166, or none */
	enum map_point		 point;		/* numbers: as configured */
	enum map_point		 usual;		/* or as is usual there */
	int64_t			 scale;		/* DECIMAL; -1: as it is */
	int			 rounding;	/* enum map_rounding */
	struct conf_strs	 yes, no;	/* BOOLEAN: more words */
	struct map_forms	 forms;		/* dates: of the input */
	struct str		 format;	/* dates: of the output; or none */
	struct map_pick		*picks;
	size_t			 npicks;
	struct map_range	*ranges;
	size_t			 nranges;
	struct conf_strs	 separator;	/* lists: in a text */
	int			 order;		/* lists: enum map_order */
	struct str		 join;		/* lists: written as text so */
};

/* A type's options as a field's mapping has them; -1, none: not given. */
struct map_type_keys {
	int			 kind, invalid, decimal, rounding, order;
	int64_t			 scale;
	struct str		 region, locale, format, zone, join;
	struct conf_strs	 parse, yes, no, separator;
	const struct json	*values, *buckets, *unmapped;
};

/* The forms of a key that is more than a word, and its tables. */
extern const struct conf_key map_unmapped_forms[], map_values_forms[],
    map_bucket_forms[];

/*
 * map_type_read(k, node, what, t, a, d): compile them; ${node}, the field's
 * mapping, and ${what} ("contact.size") are for messages.  0, or -1 with the
 * mistakes in ${d}.
 */
int	map_type_read(const struct map_type_keys *k, const struct json *node,
	    const char *what, struct map_type *t, struct arena *a,
	    struct diags *d);

/*
 * map_type_fits(t, v, what, key, a, d): ${v}, which stands in the file as the
 * "value" or "default" (${key}) of the field ${what}, brought to its type; as
 * it is, with a complaint, where it is none.  NULL stays NULL.
 */
const struct json *map_type_fits(const struct map_type *t,
	    const struct json *v, const char *what, const char *key,
	    struct arena *a, struct diags *d);

/* map_type_locale(tag, at, d): is it one whose numbers are known? */
int	map_type_locale(struct str tag, struct where at, struct diags *d);

/*
 * What is wrong with a value.  ${did} NULL: it is as it was, and what
 * happens to it is its on_invalid.  Else that has happened ("dropped" an
 * item of a list), and what is left is right.
 */
struct map_fault {
	const char	*code;		/* "type.integer"; NULL: nothing */
	const char	*did;
	int		 invalid;	/* enum map_invalid */
};

/*
 * map_type_apply(t, v, locale, a): bring ${v} to type ${t}, in place;
 * ${locale} (or none) is the person's, for numbers that it decides.
 */
struct map_fault map_type_apply(const struct map_type *t, struct json *v,
	    struct str locale, struct arena *a);

#endif
