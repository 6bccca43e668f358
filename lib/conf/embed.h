/* embed: the profiles that are compiled into the program; see embed.sh. */
#ifndef CONF_EMBED_H
#define CONF_EMBED_H

#include "base/str.h"

struct embedded {
	const char	*name;	/* "stage/rasa", "crm/hubspot"; NULL ends */
	const char	*file;	/* as it is named in messages */
	struct str	 text;	/* YAML */
};

extern const struct embedded embedded[];

#endif
