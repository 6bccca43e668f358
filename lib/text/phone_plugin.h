/*
 * phone_plugin: what a program and its plug-in for telephone numbers say to
 * each other.  Plain C, since the one is C and the other C++.
 */
#ifndef TEXT_PHONE_PLUGIN_H
#define TEXT_PHONE_PLUGIN_H

#include <stddef.h>

/* Changes with anything below. */
enum { PHONE_PLUGIN_VERSION = 1 };

enum phone_kind {
	PHONE_UNKNOWN, PHONE_FIXED_LINE, PHONE_MOBILE, PHONE_FIXED_OR_MOBILE,
	PHONE_TOLL_FREE, PHONE_PREMIUM, PHONE_SHARED_COST, PHONE_VOIP,
	PHONE_PERSONAL, PHONE_PAGER, PHONE_UAN, PHONE_VOICEMAIL, PHONE_KINDS
};

struct phone_answer {
	int	kind;		/* enum phone_kind */
	char	e164[32];	/* "+14155550123" */
	char	extension[32];	/* "12", or "" */
};

struct phone_plugin {
	int	version;
	/*
	 * parse(text, len, region, out): ${region} is ISO 3166's two letters
	 * or "".  1: a number as its country assigns them; 0: none, as far
	 * as is known.  Any thread; opens no file after its first call.
	 */
	int	(*parse)(const char *text, size_t len, const char *region,
		    struct phone_answer *out);
};

#ifdef __cplusplus
extern "C"
#else
extern
#endif
const struct phone_plugin chatcrm_phone;

#endif
