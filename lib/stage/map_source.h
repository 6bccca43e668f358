/*
 * map_source: a source profile, compiled: how a platform's line becomes the
 * canonical conversation.  The format is chatcrm-source(5).
 */
#ifndef STAGE_MAP_SOURCE_H
#define STAGE_MAP_SOURCE_H

#include "conf/conf.h"
#include "stage/map_conv.h"
#include "stage/map_expr.h"
#include "stage/map_forms.h"

/* The variables of a profile's expressions, as cel_env_var counts them. */
enum source_var {
	SOURCE_INPUT,		/* the line */
	SOURCE_DOC,		/* the same, without its wrapper */
	SOURCE_EVENT,		/* one event, in rules */
	SOURCE_NOW,
	SOURCE_GROUP,		/* the docs of all pieces that are folded */
	SOURCE_LET,		/* "vars": what "let" names */
	SOURCE_STREAM,		/* of a Singer tap's record */
	SOURCE_ROLES,		/* customer, bot, agent, system */
	SOURCE_VARS = SOURCE_ROLES + CONV_ROLES
};

/* What is asked of the line as a whole. */
enum source_key {
	SOURCE_ID, SOURCE_PAIR, SOURCE_ACCOUNT, SOURCE_SESSION, SOURCE_CHANNEL,
	SOURCE_LANGUAGE, SOURCE_STARTED, SOURCE_ENDED, SOURCE_SLOTS,
	SOURCE_EVENTS, SOURCE_PIECE, SOURCE_KIND, SOURCE_AT, SOURCE_SKIP,
	SOURCE_EACH, SOURCE_DETECT, SOURCE_NAME,
	SOURCE_KEYS
};

/* What is told of the person; the names are in source_person. */
enum person_key {
	PERSON_NAME, PERSON_FIRST, PERSON_LAST, PERSON_EMAIL, PERSON_PHONE,
	PERSON_COMPANY, PERSON_LOCALE, PERSON_ZONE, PERSON_ATTRIBUTES,
	PERSON_IDENTIFIERS,
	PERSON_KEYS
};
extern const char *const source_person[PERSON_KEYS];

/* What a rule asks of an event. */
enum rule_key {
	RULE_ROLE, RULE_TEXT, RULE_ID, RULE_AT, RULE_AUTHOR, RULE_PRIVATE,
	RULE_INTENT, RULE_ENTITIES, RULE_PAYLOAD, RULE_ATTACHMENTS,
	RULE_FORMAT, RULE_REPLY_TO, RULE_BUTTONS, RULE_EDITED_AT,
	RULE_CONTENT,
	RULE_SLOT_NAME, RULE_SLOT_VALUE,
	RULE_SLOTS, RULE_LANGUAGE, RULE_CHANNEL, RULE_DELETE,
	RULE_MORE_ENTITIES,
	RULE_KEYS
};

struct map_rule {
	struct conf_strs	 on;	/* kinds of event; none: any */
	struct cel_prog		*when;	/* or NULL */
	int			 take;	/* enum conv_kind; -1: nothing */
	bool			 message, slot;
	struct map_expr		 x[RULE_KEYS];
};

/* A dotted path to a wrapped document; ${text}: it is JSON in a string. */
struct map_path {
	struct str	*keys;
	size_t		 n;
	bool		 text;
};

/* A value that is worked out once a line, read as vars.NAME. */
struct map_let {
	struct str		 name;
	struct map_expr		 x;
	bool			 group;		/* it reads the group */
};

struct map_auto;

struct map_source {
	const char		*name;		/* of one that was recognised */
	struct map_auto		*autos;		/* map_auto.h; or NULL */
	struct str		 platform, about;
	struct map_path		*unwrap;	/* where the wrapped may lie */
	size_t			 nunwrap;
	bool			 one_account;	/* whatever its lines say */
	bool			 need_id;	/* without one: refused */
	bool			 singer;	/* lines are a Singer tap's */
	bool			 reads_group;	/* some expression does */
	bool			 split;		/* sessions: a record each */
	int64_t			 gap;		/* ns between sessions; 0: none */
	struct map_forms	 times;		/* how its times are written */
	struct map_expr		 x[SOURCE_KEYS];
	struct map_expr		 person[PERSON_KEYS];
	struct map_let		*lets;
	size_t			 nlets;
	struct map_rule		*rules;
	size_t			 nrules;
};

/*
 * map_source_open(node, a, d): the profile that ${node} calls for: a name
 * ("rasa", or "auto"), a file's path, or a mapping, which may overlay
 * another by "profile".  NULL ${node}: json.  NULL with the mistakes in ${d}.
 */
struct map_source *map_source_open(const struct json *node, struct arena *a,
	    struct diags *d);

/* map_source_paths(s, out): the parts of a line that ${s} reads. */
void	map_source_paths(const struct map_source *s, struct json_paths *out);

/* map_source_names(s, out): of those the ones that its expressions name. */
void	map_source_names(const struct map_source *s, struct json_paths *out);

/* map_source_id_paths(s, out): what tells which conversation a line is of. */
void	map_source_id_paths(const struct map_source *s,
	    struct json_paths *out);

/*
 * map_source_record(s, input): what a Singer tap's RECORD message holds, if
 * ${s} is of such; else ${input}.
 */
const struct json *map_source_record(const struct map_source *s,
	    const struct json *input);

/*
 * map_source_doc(s, input, parser, a): ${input} without its wrapper.  What
 * is wrapped as JSON text is parsed.
 */
const struct json *map_source_doc(const struct map_source *s,
	    const struct json *input, struct json_parser *parser,
	    struct arena *a);

#endif
