#include "record/tally.h"

#include <stdio.h>

#include "record/log.h"
#include "record/record.h"

void
tally_add(struct tally *t, const struct tally *more)
{
	t->in += more->in;
	t->out += more->out;
	t->refused += more->refused;
	t->skipped += more->skipped;
	t->folded += more->folded;
	t->untimed += more->untimed;
	t->leased |= more->leased;
	if (more->lines)
		t->ended = more->ended;
	t->lines |= more->lines;
}

void
tally_tell(const struct tally *t)
{
	const struct log_figure f[] = {
		{ "in", t->in }, { "out", t->out },
		{ "refused", t->refused }, { "skipped", t->skipped },
		{ "folded", t->folded }
	};
	char line[160];

	if (t->untimed > 0)
		log_msg(LOG_WARNING, "%ju of %ju records have a time in the "
		    "source that could not be read (time.unknown): say how "
		    "times are written there", (uintmax_t)t->untimed,
		    (uintmax_t)t->out);
	snprintf(line, sizeof(line), "in %ju = out %ju + refused %ju + "
	    "skipped %ju + folded %ju", (uintmax_t)t->in, (uintmax_t)t->out,
	    (uintmax_t)t->refused, (uintmax_t)t->skipped,
	    (uintmax_t)t->folded);
	log_figures(LOG_INFO, line, f, sizeof(f) / sizeof(f[0]));
}

void
tally_stub(const struct tally *t, const char *stage, struct buf *b)
{
	buf_printf(b, "{\"chatcrm\":%d,\"end\":{\"stage\":\"%s\",\"in\":%ju,"
	    "\"out\":%ju,\"refused\":%ju,\"skipped\":%ju,\"folded\":%ju}}\n",
	    RECORD_VERSION, stage, (uintmax_t)t->in, (uintmax_t)t->out,
	    (uintmax_t)t->refused, (uintmax_t)t->skipped,
	    (uintmax_t)t->folded);
}
