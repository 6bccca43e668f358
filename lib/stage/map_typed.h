/* map_typed: how the types of fields share the work.  Private to map_type. */
#ifndef STAGE_MAP_TYPED_H
#define STAGE_MAP_TYPED_H

#include "stage/map_run.h"
#include "stage/map_type.h"

/* A value on its way to a type. */
struct map_typing {
	const struct map_type	*t;
	struct str		 locale;	/* the person's, or none */
	struct arena		*a;
};

/* map_typed(v): a scalar as the text that a person would have typed; none
 * for others. */
struct str	map_typed(const struct json *v);

/*
 * map_read_number(y, s, whole, out): NULL, or "type.ambiguous", or "" if it
 * is no number.
 */
const char	*map_read_number(const struct map_typing *y, struct str s,
		    bool whole, struct map_number *out);

/*
 * map_to_TYPE(y, v): put the value of the type in the place of ${v}.  What
 * is wrong is told as map_type_apply() does; as a code alone by those that
 * leave ${v} as it was then.  boolean: of the operator's words, else ours.
 * bucket: the label of the number's range.  pick: the value that a label or
 * synonym means, else what `unmapped` says.  list: its items one by one; a
 * text is parted by `separator` first.
 */
const char	*map_to_boolean(const struct map_typing *y, struct json *v);
const char	*map_to_bucket(const struct map_typing *y, struct json *v);
struct map_fault map_to_pick(const struct map_typing *y, struct json *v);
struct map_fault map_to_list(const struct map_typing *y, struct json *v);

#endif
