/*
 * replay: letters through the stage that refused each, and what follows it.
 *
 *	letters -> chatcrm run --replay - -> standard output
 *
 * The run appends what dies again to the same file, under the same id; all
 * else that it answers, or leaves out on purpose, is closed here.
 */
#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include "base/base64.h"
#include "base/fd.h"
#include "base/utf8.h"
#include "driver/spawn.h"
#include "letter/letter.h"
#include "record/dead.h"
#include "record/log.h"

struct replay {
	struct letter_desk	*d;
	size_t			*sent;		/* indices of entries */
	size_t			 n, held;	/* held: cannot be sent */
	struct hmap		 answers;	/* outcome, by id */
	struct hmap		 records;	/* the record's id, by id */
};

/* Which can be sent at all; of the others it is told why. */
static void
choose(struct replay *r)
{
	struct letter_desk *d = r->d;
	struct arena a = { 0 };
	struct dead_letter dead;
	const struct entry *x;
	struct err why;
	size_t i;

	r->sent = arena_array(&d->arena, d->journal.n + 1, sizeof(*r->sent));
	for (i = 0; i < d->journal.n; i++) {
		x = &d->journal.entries[i];
		if (!letter_chosen(d, x))
			continue;
		why = (struct err){ 0 };
		if (letter_text(d, x, &a, &dead, &why) == 0)
			r->sent[r->n++] = i;
		else {
			r->held++;
			err_wrap(&why, "letter %.*s", STR_ARG(x->id));
			log_err(LOG_WARNING, &why);
		}
		arena_reset(&a);
	}
	arena_free(&a);
}

/* As the stage gets it: the text, and no seal. */
static void
put_plain(const struct entry *x, const struct dead_letter *dead,
    struct buf *b)
{
	buf_adds(b, STR("{\"chatcrm\":1,\"dead\":{\"stage\":"));
	json_write_str(dead->stage, b);
	buf_adds(b, STR(",\"id\":"));
	json_write_str(x->id, b);
	buf_printf(b, ",\"attempt\":%u},\"source\":", dead->attempt);
	if (dead->source.p != NULL)
		buf_adds(b, dead->source);
	else {
		buf_adds(b, STR("{\"file\":"));
		json_write_str(x->file.p != NULL ? x->file : STR("-"), b);
		buf_printf(b, ",\"line\":%lld}", (long long)x->line);
	}
	buf_adds(b, STR(",\"line\":{\""));
	if (utf8_valid(dead->text)) {
		buf_adds(b, STR("text\":"));
		json_write_str(dead->text, b);
	} else {
		buf_adds(b, STR("base64\":\""));
		base64_put(dead->text, b);
		buf_addc(b, '"');
	}
	buf_adds(b, STR("}}\n"));
}

/* In a process of its own, so that neither side waits for the other. */
static _Noreturn void
write_letters(struct replay *r, int out)
{
	struct arena a = { 0 };
	struct dead_letter dead;
	const struct entry *x;
	struct buf b = { 0 };
	struct err e = { 0 };
	size_t i;

	for (i = 0; i < r->n; i++) {
		x = &r->d->journal.entries[r->sent[i]];
		if (letter_text(r->d, x, &a, &dead, &e) != 0)
			_exit(1);
		put_plain(x, &dead, &b);
		if (fd_write(out, buf_str(&b), "letters", &e) != 0)
			_exit(1);
		buf_wipe(&b);
		arena_reset(&a);
	}
	_exit(0);
}

static void
take_answer(struct replay *r, struct json_parser *p, struct str line)
{
	struct letter_desk *d = r->d;
	struct arena a = { 0 };
	struct json_doc doc;
	struct str id, outcome;

	if (json_parse(p, line, &a, &doc, NULL) == 0) {
		id = json_get_str(&doc.root, STR("dead"));
		outcome = json_get_str(&doc.root, STR("outcome"));
		if (id.p == NULL) {
			id = json_get_str(doc_get(&doc, STR("source")),
			    STR("dead"));
			outcome = STR("passed");
		}
		if (id.p != NULL && outcome.p != NULL) {
			id = arena_str(&d->arena, id);
			*hmap_slot(&r->answers, id) = (void *)(uintptr_t)
			    arena_str(&d->arena, outcome).p;
			*hmap_slot(&r->records, id) = (void *)(uintptr_t)
			    arena_str(&d->arena, json_get_str(&doc.root,
			    STR("id"))).p;
		}
	}
	arena_free(&a);
}

/* Pass on what comes, and note what it says. */
static int
read_answers(struct replay *r, int in, struct err *e)
{
	static const struct json_limits limits = { .bytes = (size_t)1 << 30 };
	struct json_parser *p = json_parser_new(&limits, NULL);
	struct buf b = { 0 };
	const char *nl;
	size_t pos;
	ssize_t n;
	int rc = 0;

	while (rc == 0 && buf_room(&b, 65536) == 0) {
		n = read(in, b.p + b.len, 65536);
		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			break;
		rc = fd_write(STDOUT_FILENO, (struct str){ b.p + b.len,
		    (size_t)n }, "standard output", e);
		b.len += (size_t)n;
		for (pos = 0; (nl = memchr(b.p + pos, '\n', b.len - pos)) !=
		    NULL; pos = (size_t)(nl - b.p) + 1)
			take_answer(r, p, (struct str){ b.p + pos,
			    (size_t)(nl - (b.p + pos)) });
		memmove(b.p, b.p + pos, b.len - pos);
		b.len -= pos;
	}
	json_parser_free(p);
	buf_free(&b);
	return rc;
}

static pid_t
start_writer(struct replay *r, const int to[2], const int from[2],
    struct err *e)
{
	pid_t pid = fork();

	if (pid < 0)
		err_errno(e, ERR_IO, "cannot start a process");
	if (pid == 0) {
		close(to[0]);
		close(from[0]);
		close(from[1]);
		write_letters(r, to[1]);
	}
	return pid;
}

static size_t
run_line(const struct letter_desk *d, const char **args, char *now)
{
	size_t n = 0, i;

	args[n++] = "chatcrm";
	args[n++] = "run";
	for (i = 0; i < d->common->config.n; i++) {
		args[n++] = "-c";
		args[n++] = d->common->config.v[i];
	}
	if (d->common->quiet)
		args[n++] = "-q";
	if (d->to != NULL) {
		args[n++] = "--to";
		args[n++] = d->to;
	}
	now[time_format(d->now, now)] = '\0';
	args[n++] = "--now";
	args[n++] = now;
	args[n++] = "--max-rejects";
	args[n++] = "100";
	args[n++] = "--rejects";
	args[n++] = d->letters.path;
	args[n++] = "--replay";
	args[n++] = "-";
	args[n] = NULL;
	return n;
}

/* The run's exit status, or -1. */
static int
run(struct replay *r, struct err *e)
{
	const char *args[2 * OPT_LIST_MAX + 16];
	char now[TIME_TEXT + 1];
	int to[2], from[2], status, rc;
	struct err ignored = { 0 };
	pid_t child, writer;

	if (pipe(to) != 0 || pipe(from) != 0)
		return err_errno(e, ERR_IO, "cannot make a pipe");
	fcntl(to[0], F_SETFD, FD_CLOEXEC);
	fcntl(to[1], F_SETFD, FD_CLOEXEC);
	fcntl(from[0], F_SETFD, FD_CLOEXEC);
	fcntl(from[1], F_SETFD, FD_CLOEXEC);
	run_line(r->d, args, now);
	if (spawn_start((char *const *)(uintptr_t)args, to[0], from[1],
	    &child, e) != 0 || (writer = start_writer(r, to, from, e)) < 0)
		return -1;
	close(to[0]);
	close(to[1]);
	close(from[1]);
	rc = read_answers(r, from[0], e);
	close(from[0]);
	spawn_wait(writer, &ignored);
	status = spawn_wait(child, e);
	return rc != 0 ? -1 : status;
}

/* Was everything worked on, so that what has no answer was left out? */
static bool
is_whole(int status)
{
	return status == STATUS_OK || status == STATUS_REFUSED;
}

static int
settle(struct replay *r, uint64_t before, int status, struct err *e)
{
	struct letter_desk *d = r->d;
	struct buf b = { 0 };
	size_t i, closed = 0, again = 0;
	const char *outcome;
	const struct entry *x;
	int rc;

	for (i = 0; i < r->n; i++) {
		x = &d->journal.entries[r->sent[i]];
		outcome = hmap_get(&r->answers, x->id);
		if (x->offset >= before) {
			again++;
			continue;
		}
		if (outcome == NULL && is_whole(status))
			outcome = "skipped";
		if (outcome == NULL)
			continue;
		letter_add_closing(d, x, str_of(outcome), str_of(hmap_get(
		    &r->records, x->id)), &b);
		closed++;
	}
	d->letters.max = 0;	/* no bound: closing is what makes room */
	rc = letter_append(d, buf_str(&b), e);
	buf_free(&b);
	log_msg(LOG_INFO, "letters: replayed %zu, closed %zu, refused again "
	    "%zu, open as before %zu", r->n + r->held, closed, again,
	    r->n - closed - again + r->held);
	return rc;
}

enum status
letter_replay(struct letter_desk *d, struct err *e)
{
	struct replay r = { .d = d };
	uint64_t before = d->journal.size;
	int status = STATUS_OK;

	hmap_init(&r.answers, &d->arena);
	hmap_init(&r.records, &d->arena);
	choose(&r);
	if (r.n > 0)
		status = run(&r, e);
	if (status < 0 || journal_more(&d->journal, e) != 0 ||
	    settle(&r, before, status, e) != 0)
		return status_of(e->kind);
	return (enum status)status;
}
