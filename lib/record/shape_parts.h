/* shape_parts: how rows of the tables of shapes are written. */
#ifndef RECORD_SHAPE_PARTS_H
#define RECORD_SHAPE_PARTS_H

#include "record/record.h"
#include "record/shape.h"

/* RFC 3339 in UTC, as time_format writes it. */
extern const char *const shape_time[];

#define PART(name, type, help, sub) CONF_FORM(name, type, help, sub)
#define ANY(name, help)	CONF_FORM(name, CONF_NODE, help, NULL)
#define TEXT(name, help)	CONF_FORM(name, CONF_STR, help, NULL)
#define TEXTS(name, help)	CONF_FORM(name, CONF_STRS, help, NULL)
#define NUMBER(name, help)	CONF_FORM(name, CONF_NUM, help, NULL)
#define FLAG(name, help)	CONF_FORM(name, CONF_BOOL, help, NULL)
#define ROW(name, type, help, flags, max, names, sub) \
	{ name, type, 0, help, flags, 0, max, names, sub }
#define COUNT(name, help) \
	ROW(name, CONF_INT, help, 0, 9007199254740991.0, NULL, NULL)
#define TIME(name, help) ROW(name, CONF_STR, help, 0, 0, shape_time, NULL)
#define WORD(name, words, help) ROW(name, CONF_ENUM, help, 0, 0, words, NULL)
#define NEED(name, type, help) \
	ROW(name, type, help, CONF_REQUIRED, 0, NULL, NULL)
#define NEED_COUNT(name, help) \
	ROW(name, CONF_INT, help, CONF_REQUIRED, 9007199254740991.0, NULL, NULL)
#define NEED_PART(name, help, sub) \
	ROW(name, CONF_OBJ, help, CONF_REQUIRED, 0, NULL, sub)
#define NEED_TIME(name, help) \
	ROW(name, CONF_STR, help, CONF_REQUIRED, 0, shape_time, NULL)
#define WORD_NEEDED(name, words, help) \
	ROW(name, CONF_ENUM, help, CONF_REQUIRED, 0, words, NULL)
#define SHAPE_VERSION \
	{ "chatcrm", CONF_INT, 0, "the version of this format", \
	    CONF_REQUIRED, RECORD_VERSION, RECORD_VERSION, NULL, NULL }

extern const struct conf_key shape_leases[], shape_source[], shape_closing[];

#endif
