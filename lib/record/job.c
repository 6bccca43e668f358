#include "record/job.h"

static void
recycle(struct buf *b)
{
	if (b->cap > JOB_KEEP)
		buf_free(b);
	else
		buf_reset(b);
}

void
job_reset(struct job *j)
{
	recycle(&j->in);
	recycle(&j->numbers);
	recycle(&j->downs);
	recycle(&j->out);
	recycle(&j->dead);
	recycle(&j->asks);
	recycle(&j->told);
	j->refused = j->durable = false;
	j->cut = (struct cut){ 0 };
	j->tally = (struct tally){ 0 };
}

void
job_free(struct job *j)
{
	buf_free(&j->in);
	buf_free(&j->numbers);
	buf_free(&j->downs);
	buf_free(&j->out);
	buf_free(&j->dead);
	buf_free(&j->asks);
	buf_free(&j->told);
}

void
job_hand_down(struct job *j, struct str s)
{
	buf_add(&j->downs, &s.len, sizeof(s.len));
	buf_adds(&j->downs, s);
}

struct str
job_handed_down(const struct job *j, size_t *pos)
{
	struct str s = { NULL, 0 };

	if (*pos >= j->downs.len)
		return s;
	memcpy(&s.len, j->downs.p + *pos, sizeof(s.len));
	s.p = j->downs.p + *pos + sizeof(s.len);
	*pos += sizeof(s.len) + s.len;
	return s;
}
