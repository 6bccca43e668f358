/* redact_parts: how redact.c and its finders share the work.  Private. */
#ifndef TEXT_REDACT_PARTS_H
#define TEXT_REDACT_PARTS_H

#include "text/redact.h"

struct secret_span {
	size_t		start, end;
	unsigned	kind;		/* enum secret, or of a pattern */
};

/* A growing list of spans in an arena, in no order. */
struct secret_list {
	struct secret_span	*p;
	size_t			 n, cap;
	struct arena		*arena;
};

void	secret_add(struct secret_list *l, unsigned kind, size_t start,
	    size_t end);

/*
 * What is looked for only when rules ask.  No telephone number has a digit
 * before byte ${first}.
 */
void	redact_emails(struct str s, struct secret_list *l);
void	redact_phones(struct str s, size_t first, struct secret_list *l);
void	redact_patterns(const struct redact_rules *rules, struct str s,
	    struct secret_list *l);

/*
 * What the digits that begin at byte ${i} are a part of, near its beginning:
 * a card or SSN, a bank account, a personal number of another state.
 */
bool	find_number(struct str s, size_t i, struct secret_span *out);
bool	find_iban(struct str s, size_t i, struct secret_span *out);
bool	find_id(struct str s, size_t i, struct secret_span *out);

/*
 * digits_plain(s, a, out, at): if ${s} has digits of other scripts, the text
 * with ASCII ones; ${at} has the place in ${s} of each of its bytes, and of
 * its end.
 */
bool	digits_plain(struct str s, struct arena *a, struct str *out,
	    size_t **at);

/* alnum_at(s, i): is byte ${i} an ASCII letter or digit? */
static inline bool
alnum_at(struct str s, size_t i)
{
	return i < s.len && (ascii_alpha(s.p[i]) || ascii_digit(s.p[i]));
}

/*
 * separator_read(s, i, kind): bytes of what parts two groups of a number, or
 * 0; ${kind}: ' ', '-', '.', or '/' for what parts groups of cards only.
 * separator_at: the same but for the last.
 */
size_t	separator_read(struct str s, size_t i, char *kind);
size_t	separator_at(struct str s, size_t i);

/* redact_words(s, l): passwords and keys, each after a trigger. */
void	redact_words(struct str s, struct secret_list *l);

/*
 * What announces a secret: a word, or the first bytes of a key.
 */
struct trigger {
	const char	*text;	/* a word's ASCII letters in any case */
	enum secret	 kind;
	uint8_t		 tail;	/* least bytes of the key after it; 0: a word */
	/* What its bytes may be beside letters, digits; of a word: LOOSE. */
	const char	*also;
};

/*
 * trigger_next(s, i): the next trigger at or after byte ${i} in ${s}, its
 * place in ${i}; NULL at the end.
 */
const struct trigger *trigger_next(struct str s, size_t *i);

#endif
