#include "base/regex.h"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>
#include <pthread.h>
#include <stdlib.h>

#include "base/utf8.h"

/*
 * Enough for any pattern a person writes over a transcript of a megabyte;
 * what runs into them is a pattern that would stall the program.  A short
 * text gets fewer steps, so that thousands of them cost no more than a long
 * one does.
 */
enum {
	MATCH_LEAST = 5000,
	MATCH_PER_BYTE = 100,
	MATCH_LIMIT = 1000000,
	DEPTH_LIMIT = 10000,
	HEAP_KIB = 16 * 1024,
	PATTERN_MAX = 16 * 1024
};

struct regex {
	pcre2_code	*code;
	uint32_t	 groups;
};

/* What a thread needs to match; made at its first match, freed at its end. */
struct matcher {
	pcre2_match_context	*limits;
	pcre2_match_data	*data;
	pcre2_jit_stack		*stack;
	uint32_t		 pairs;
};

static pthread_key_t matcher_key;
static pthread_once_t matcher_once = PTHREAD_ONCE_INIT;

static void
matcher_free(void *p)
{
	struct matcher *m = p;

	pcre2_match_data_free(m->data);
	pcre2_match_context_free(m->limits);
	pcre2_jit_stack_free(m->stack);
	free(m);
}

static void
main_matcher_free(void)
{
	struct matcher *m = pthread_getspecific(matcher_key);

	if (m != NULL) {
		pthread_setspecific(matcher_key, NULL);
		matcher_free(m);
	}
}

static void
matcher_key_make(void)
{
	pthread_key_create(&matcher_key, matcher_free);
	atexit(main_matcher_free);	/* key destructors skip the main thread */
}

static struct matcher *
matcher_new(void)
{
	struct matcher *m = calloc(1, sizeof(*m));

	if (m == NULL)
		return NULL;
	m->limits = pcre2_match_context_create(NULL);
	m->stack = pcre2_jit_stack_create(32 * 1024, 1024 * 1024, NULL);
	if (m->limits == NULL || m->stack == NULL) {
		matcher_free(m);
		return NULL;
	}
	pcre2_set_depth_limit(m->limits, DEPTH_LIMIT);
	pcre2_set_heap_limit(m->limits, HEAP_KIB);
	pcre2_jit_stack_assign(m->limits, NULL, m->stack);
	pthread_setspecific(matcher_key, m);
	return m;
}

/* This thread's matcher, with room for ${pairs} groups; NULL: no memory. */
static struct matcher *
matcher_get(uint32_t pairs)
{
	struct matcher *m;

	pthread_once(&matcher_once, matcher_key_make);
	m = pthread_getspecific(matcher_key);
	if (m == NULL && (m = matcher_new()) == NULL)
		return NULL;
	if (m->pairs < pairs) {
		pcre2_match_data_free(m->data);
		m->data = pcre2_match_data_create(pairs, NULL);
		m->pairs = m->data != NULL ? pairs : 0;
	}
	return m->data != NULL ? m : NULL;
}

static int
bad_pattern(struct err *e, int code, size_t offset)
{
	PCRE2_UCHAR why[160];

	pcre2_get_error_message(code, why, sizeof(why));
	err_set(e, ERR_CONFIG, "regex.syntax", "bad regular expression: %s",
	    (const char *)why);
	return err_at(e, (struct where){ NULL, 0, offset + 1 });
}

struct regex *
regex_new(struct str pattern, bool caseless, struct err *e)
{
	uint32_t flags = PCRE2_UTF | PCRE2_NEVER_BACKSLASH_C |
	    PCRE2_DOLLAR_ENDONLY | (caseless ? PCRE2_CASELESS : 0);
	struct regex *r;
	size_t offset;
	int code;

	if (pattern.len > PATTERN_MAX) {
		err_set(e, ERR_CONFIG, "regex.size",
		    "regular expression is longer than %d bytes", PATTERN_MAX);
		return NULL;
	}
	if ((r = calloc(1, sizeof(*r))) == NULL) {
		err_errno(e, ERR_IO, "regular expression");
		return NULL;
	}
	r->code = pcre2_compile((PCRE2_SPTR)(pattern.p != NULL ? pattern.p : ""),
	    pattern.len, flags, &code, &offset, NULL);
	if (r->code == NULL) {
		bad_pattern(e, code, offset);
		free(r);
		return NULL;
	}
	pcre2_pattern_info(r->code, PCRE2_INFO_CAPTURECOUNT, &r->groups);
	return r;
}

/* Without JIT (hardened kernels refuse it) the interpreter serves. */
void
regex_hasten(struct regex *r)
{
	pcre2_jit_compile(r->code, PCRE2_JIT_COMPLETE);
}

void
regex_free(struct regex *r)
{
	if (r == NULL)
		return;
	pcre2_code_free(r->code);
	free(r);
}

static void
copy_spans(const struct matcher *m, struct str text, int found,
    struct str *spans, size_t n)
{
	const PCRE2_SIZE *at = pcre2_get_ovector_pointer(m->data);
	size_t i;

	for (i = 0; i < n; i++) {
		spans[i] = STR_NONE;
		if (i < (size_t)found && at[2 * i] != PCRE2_UNSET)
			spans[i] = (struct str){ text.p + at[2 * i],
			    at[2 * i + 1] - at[2 * i] };
	}
}

static uint32_t
steps_for(struct str text)
{
	size_t most = (MATCH_LIMIT - MATCH_LEAST) / MATCH_PER_BYTE;

	return text.len > most ? MATCH_LIMIT :
	    MATCH_LEAST + MATCH_PER_BYTE * (uint32_t)text.len;
}

int
regex_find(const struct regex *r, struct str text, size_t from,
    struct str *spans, size_t n)
{
	struct matcher *m = matcher_get(r->groups + 1);
	int found;

	if (m == NULL)
		return -1;
	if (text.p == NULL)
		text = STR("");
	if (from > text.len)
		return 0;
	if (from == 0 && !utf8_valid(text))
		return -1;
	pcre2_set_match_limit(m->limits, steps_for(text));
	found = pcre2_match(r->code, (PCRE2_SPTR)text.p, text.len, from,
	    PCRE2_NO_UTF_CHECK, m->data, m->limits);
	if (found == PCRE2_ERROR_NOMATCH)
		return 0;
	if (found < 0)
		return -1;
	/* \K may set a start beyond the end: no match that one could show. */
	if (pcre2_get_ovector_pointer(m->data)[0] >
	    pcre2_get_ovector_pointer(m->data)[1])
		return 0;
	copy_spans(m, text, found > 0 ? found : (int)r->groups + 1, spans, n);
	return 1;
}
