/*
 * score: how promising a record is, and why.  The compiled section "score";
 * private to stage_score.
 *
 *	score:
 *	  model: smb
 *	  half_life: 90d
 *	  threshold: 50
 *	  rules:
 *	    - {name: pricing, mentions: [pricing, how much], points: 10}
 *	    - {name: book, matches: '\b(book|reserv)', points: 25}
 *	    - {name: large, when: 'company.headcount > 50', points: 20}
 *
 * A rule counts once, at the first message (in order) that holds one of its
 * phrases or a match of its expressions; "on: customer" (the default) reads
 * what the customer wrote, "on: all" every message that is not private.
 * With "when" besides, both must hold; "when" alone has no message.  What is
 * absent makes it false; any other error is the finding expr.error.  An
 * expression that costs too much on a message is not tried again in the
 * conversation: the finding regex.limit.
 *
 * Points count in hundredths.  They decay with age: for the whole days d (of
 * 86,400 s, rounded down) between the message and --now, a half-life h
 * leaves points * 2^(-d/h), rounded to 0.01, halves away from zero.  A rule
 * with "when" alone decays with the record's "at".  Without a half-life or a
 * time, and for the future, the factor is 1.
 *
 *	score: {total, model, grade, reasons: [{rule, points, base, decay,
 *	    quote, message}]}
 *
 * ${points} are those after decay, ${base} those of the rule, ${decay} the
 * factor to four places, ${quote} at most 80 characters of the message
 * around the words that matched, ${message} its index in
 * conversation.messages.  The reasons stand in the order of the rules, and
 * their points add up to ${total} exactly: both are sums of hundredths.
 *
 * ${grade} is that of the highest "from" that ${total} reaches, none if it
 * reaches none; without grades, "sales" from the threshold (50) on, else
 * "nurture".  Scoring again replaces the score.
 */
#ifndef STAGE_SCORE_H
#define STAGE_SCORE_H

#include "record/record.h"
#include "text/match.h"

enum score_on { ON_CUSTOMER, ON_ALL, ON_SIDES };

struct score_rule {
	struct str	 name;
	const char	*path;		/* "score.NAME", for findings */
	int64_t		 points;	/* hundredths */
	int		 on;		/* enum score_on */
	bool		 reads;		/* has phrases or expressions */
	struct cel_prog	*when;		/* or NULL */
};

struct score_grade {
	struct str	 name;
	int64_t		 from;		/* hundredths */
};

struct score {
	struct str		 model;		/* or none */
	struct instant		 now;
	int64_t			 half_life;	/* nanoseconds; 0: no decay */
	struct score_rule	*rules;
	size_t			 n;
	struct match_set	*sets[ON_SIDES];
	size_t			 reading[ON_SIDES]; /* rules with patterns */
	uint32_t		 reads;	/* by all conditions, record_reads */
	struct score_grade	*grades;	/* highest first */
	size_t			 ngrades;
};

/* score_read(c, s, a): compile the section; complaints in c->diags. */
void		score_read(const struct conf *c, struct score *s,
		    struct arena *a);

/*
 * score_quote(text, hit, a): at most 80 characters of ${text} around
 * ${hit}, a part of it; whole words where they fit, "…" where it was cut.
 */
struct str	score_quote(struct str text, struct str hit, struct arena *a);

/* score_hundredths(h, a): -150 as the number -1.5. */
struct json	score_hundredths(int64_t h, struct arena *a);

/*
 * score_decay(s, at): what is left of 1 after the time since ${at}.
 */
double		score_decay(const struct score *s, struct instant at);

/* score_points(points, decay): hundredths after decay. */
int64_t		score_points(int64_t points, double decay);

#endif
