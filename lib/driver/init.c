/* chatcrm init --from SAMPLE: a first configuration. */
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <unistd.h>

#include "conf/embed.h"
#include "crm/crm.h"
#include "driver/driver.h"
#include "driver/evaluate.h"
#include "driver/rows.h"
#include "driver/starter.h"
#include "push/check.h"
#include "record/cmd.h"
#include "record/log.h"
#include "record/trial.h"
#include "stage/map_auto.h"
#include "stage/map_stage.h"

enum { LINES_MAX = 2000, BYTES_MAX = 64 << 20 };

struct init {
	/* From the command line. */
	struct cmd_common	 common;
	const char		*from, *crm, *output;

	struct arena		 arena;
	struct str		 lines[LINES_MAX];
	size_t			 n, bytes;
	struct survey		 survey;
	struct guess		 guess;
	struct starter		 starter;
};

/* How well a platform's profile fits the sample. */
struct fit {
	struct str	 platform;
	size_t		 lines, words, repeated;
	bool		 sessions;	/* cut by time, of pieces */
};

static int
put(const void *arg, struct rec *r, struct buf *out, struct err *e)
{
	struct init *x = *(struct init *const *)arg;
	struct buf b = { 0 };

	(void)out;
	(void)e;
	if (x->n == LINES_MAX || x->bytes >= BYTES_MAX)
		return 0;
	doc_write(&r->doc, &b);
	x->lines[x->n++] = arena_str(&x->arena, buf_str(&b));
	x->bytes += b.len;
	buf_free(&b);
	return 0;
}

static int
read_sample(struct init *x, struct err *e)
{
	struct init *const self = x;
	const struct engine_sink sink = { put, NULL, &self, "init" };
	const struct engine_stage pass = { &evaluate_stage, NULL };
	const struct engine_opts o = {
		.files = &x->from, .nfiles = strcmp(x->from, "-") != 0,
		.out = STDOUT_FILENO, .jobs = 1, .max_rejects = 1,
		.env = { .run = "init" }, .silent = true, .sink = &sink
	};

	if (engine_run(&o, &pass, 1, e) != STATUS_OK)
		return -1;
	if (x->n == 0)
		return err_set(e, ERR_INPUT, "init.empty",
		    "%s holds no JSON; export it as JSON, one conversation "
		    "a line", x->from);
	return 0;
}

/* A configuration that is not in a file. */
static void
open_text(struct trial *t, struct str text, const char *last,
    struct arena *a, struct diags *d)
{
	const struct run_env env = { .run = "init", .now = { 0, 0 } };
	struct conf c = { .arena = a, .diags = d };

	diags_init(d, a);
	c.root = json_object();
	*t = (struct trial){ 0 };
	if (yaml_parse("chatcrm.yaml", text, a, &c.root, d) == -1)
		return;
	trial_open(t, &c, &env, "map", last, a);
	push_check(&c, a);
}

static struct where
line_at(const struct init *x, size_t i)
{
	return (struct where){ x->from, i + 1, 0 };
}

static size_t
count(const struct json *record, const char *path)
{
	const struct json *v = json_path(record, path);

	return v != NULL && (v->type == JSON_ARRAY ||
	    v->type == JSON_OBJECT) ? v->len : 0;
}

static void
judge(struct fit *f, const struct results *r, struct hmap *ids,
    struct arena *a)
{
	const struct json *record;
	struct str id;
	size_t i, words;

	for (i = 0; i < r->n; i++) {
		if (r->v[i].verdict != REC_PASS)
			continue;
		record = &r->v[i].record;
		words = count(record, "conversation.messages");
		f->words += words;
		f->lines += words > 0 ||
		    count(record, "conversation.slots") > 0;
		id = json_get_str(record, STR("id"));
		if (hmap_get(ids, id) != NULL)
			f->repeated++;
		else
			*hmap_slot(ids, arena_str(a, id)) = f;
	}
}

static void
try_lines(const struct init *x, struct trial *t, struct fit *f)
{
	struct arena a = { 0 }, line = { 0 };
	struct results r;
	struct hmap ids;
	size_t i;

	hmap_init(&ids, &a);
	for (i = 0; i < x->n; i++) {
		arena_reset(&line);
		r = (struct results){ 0 };
		trial_run(t, x->lines[i], line_at(x, i), &line, &r);
		judge(f, &r, &ids, &a);
	}
	arena_free(&line);
	arena_free(&a);
}

/* The source of a trial, which knows what "auto" has come to. */
static const struct map_source *
source_of_trial(const struct trial *t)
{
	const struct map_stage *s = t->stages[0].stage;

	return s->source;
}

/* Can "source: auto" tell the profile ${name}? */
static bool
is_told(const struct map_auto *autos, const char *name)
{
	size_t i;

	for (i = 0; autos != NULL && i < autos->n; i++)
		if (strcmp(autos->v[i]->name, name) == 0)
			return true;
	return false;
}

/* Messages that come one by one, and a pause ends the conversation. */
static bool
gives_pieces(const struct map_source *s)
{
	return s->gap > 0 && map_expr_given(&s->x[SOURCE_PIECE]);
}

/* How the lines fare with the profile ${name}. */
static bool
try_profile(const struct init *x, const char *name, struct trial *t,
    struct fit *f, struct arena *a)
{
	struct diags d;

	*f = (struct fit){ .platform = str_of(name) };
	open_text(t, arena_printf(a, "map: {source: %s}", name), "map", a,
	    &d);
	if (d.errors > 0)
		return false;
	try_lines(x, t, f);
	f->sessions = gives_pieces(source_of_trial(t));
	return true;
}

/* Of the profiles that do not say it themselves, who makes the most of it? */
static struct fit
best_fit(const struct init *x, const struct map_auto *autos)
{
	struct fit best = { .platform = STR("json") }, f;
	const struct embedded *p;
	struct arena a = { 0 };
	struct trial t;

	for (p = embedded; p->name != NULL; p++) {
		if (strncmp(p->name, "stage/", 6) != 0 ||
		    strcmp(p->name, "stage/json") == 0 ||
		    is_told(autos, p->name + 6))
			continue;
		try_profile(x, p->name + 6, &t, &f, &a);
		trial_close(&t);
		if (f.lines * 4 >= x->n && (f.lines > best.lines ||
		    (f.lines == best.lines && f.words > best.words)))
			best = f;
		arena_reset(&a);
	}
	arena_free(&a);
	return best;
}

static struct fit
detect(const struct init *x)
{
	const struct map_auto *autos = NULL;
	struct arena a = { 0 };
	struct trial t;
	struct fit f;

	if (try_profile(x, "auto", &t, &f, &a))
		autos = source_of_trial(&t)->autos;
	if (autos != NULL && autos->chosen != NULL) {
		f.platform = str_of(autos->chosen->name);
		f.sessions = gives_pieces(autos->chosen);
	} else {
		f = best_fit(x, autos);
	}
	trial_close(&t);
	arena_free(&a);
	return f;
}

/*
 * The line's own slots: what was filled is in the record, the names of the
 * others are here.
 */
static void
take_slots(struct init *x, struct json *o, int depth)
{
	struct json *slots = json_get(o, STR("slots")), empty = json_object();
	size_t i;

	if (slots != NULL && slots->type == JSON_OBJECT) {
		for (i = 0; i < slots->len; i++)
			if (slots->members[i].value.type == JSON_NULL)
				json_add(&empty, slots->members[i].key,
				    json_null(), &x->arena);
		survey_add(&x->survey, STR("slots"), &empty);
		json_del(o, STR("slots"));
	}
	for (i = 0; depth > 0 && i < o->len; i++)
		if (o->members[i].value.type == JSON_OBJECT)
			take_slots(x, &o->members[i].value, depth - 1);
}

/* A platform's line shows its own paths; slots are the bot's answers. */
static void
survey_line(struct init *x, const struct results *r, struct str text,
    struct json_parser *p, struct arena *a)
{
	struct json_doc doc;
	const struct json *v;
	struct err e;
	size_t i;

	for (i = 0; i < r->n; i++) {
		if (r->v[i].verdict != REC_PASS)
			continue;
		x->survey.lines++;
		v = json_path(&r->v[i].record, "conversation.slots");
		if (v != NULL)
			survey_add(&x->survey, STR("slots"), v);
		v = json_get(&r->v[i].record, STR("person"));
		if (v != NULL)
			survey_add(&x->survey, STR("person"), v);
	}
	if (r->n == 1 && json_parse(p, text, a, &doc, &e) == 0 &&
	    doc.root.type == JSON_OBJECT) {
		take_slots(x, &doc.root, 2);
		survey_add(&x->survey, STR("input"), &doc.root);
	}
}

static void
survey_records(struct init *x, struct trial *t)
{
	struct arena a = { 0 };
	struct json_parser *p = json_parser_new(NULL, NULL);
	struct results r;
	size_t i;

	for (i = 0; i < x->n; i++) {
		arena_reset(&a);
		r = (struct results){ 0 };
		trial_run(t, x->lines[i], line_at(x, i), &a, &r);
		survey_line(x, &r, x->lines[i], p, &a);
	}
	json_parser_free(p);
	arena_free(&a);
}

static void
look(struct init *x)
{
	struct fit f = detect(x);
	struct rows rows;
	struct trial t;
	struct diags d;

	survey_init(&x->survey, true, &x->arena);
	x->starter.platform = f.platform;
	x->starter.pieces = f.repeated > 0 || f.sessions;
	x->starter.words = true;
	if (!str_eq(f.platform, STR("json"))) {
		open_text(&t, arena_printf(&x->arena, "map: {source: %.*s}",
		    STR_ARG(f.platform)), "map", &x->arena, &d);
		survey_records(x, &t);
		trial_close(&t);
		guess_fields(&x->survey, true, &x->guess);
		return;
	}
	rows = (struct rows){ .lines = x->lines, .n = x->n,
	    .arena = &x->arena };
	rows_survey(&rows, &x->survey);
	x->starter.rows = rows.listed;
	x->starter.page = rows.page;
	guess_fields(&x->survey, false, &x->guess);
	guess_talk(&x->survey, &x->guess, &x->arena);
	x->starter.words = x->guess.talk.text != NULL;
	x->starter.pieces = x->guess.talk.pieces;
	if (x->starter.pieces)
		guess_pieces(&x->survey, &x->guess, &x->arena);
}

/* What we wrote must be right, whatever the sample was. */
static int
prove(struct init *x, struct str text, struct err *e)
{
	struct trial t;
	struct diags d;

	open_text(&t, text, "score", &x->arena, &d);
	trial_close(&t);
	if (d.errors == 0)
		return 0;
	diags_print(&d, stderr);
	return err_set(e, ERR_BUG, "init.bug",
	    "what was guessed from this sample is no configuration; please "
	    "tell us");
}

static int
write_new(const char *path, struct str text, struct err *e)
{
	ssize_t n = 0;
	int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);

	if (fd < 0)
		return err_errno(e, ERR_IO, "cannot write %s anew; name "
		    "another file with --output", path);
	while (text.len > 0 && (n = write(fd, text.p, text.len)) >= 0)
		text = str_from(text, (size_t)n);
	if (n < 0 || close(fd) != 0)
		return err_errno(e, ERR_IO, "cannot write %s", path);
	return 0;
}

static void
tell(const struct init *x)
{
	const struct seen *m = x->guess.best[GUESS_EMAIL],
	    *p = x->guess.best[GUESS_PHONE];

	log_msg(LOG_INFO, "%s: source %.*s, %" PRIu64 " %s, e-mail addresses "
	    "in %" PRIu64 ", telephone numbers in %" PRIu64
	    "; read it, then run chatcrm check", x->output,
	    STR_ARG(x->starter.platform), x->survey.lines,
	    x->starter.rows ? "elements" : "lines",
	    m != NULL ? m->filled : 0, p != NULL ? p->filled : 0);
}

/* Who speaks decides whose words count: no guess of it goes unsaid. */
static void
warn_roles(const struct init *x)
{
	const struct talk *t = &x->guess.talk;
	size_t n;

	if (t->unread)
		log_msg(LOG_WARNING, "no messages were found: if a list holds "
		    "them, name it by events in the section source");
	if (t->text != NULL && t->at == NULL)
		log_msg(LOG_WARNING, "nothing tells when a message was "
		    "written; correct at in the section source");
	if (t->text == NULL || t->author != NULL ||
	    (t->list == NULL && !t->pieces))
		return;
	if (t->role == NULL && t->code != NULL) {
		log_msg(LOG_WARNING, "nothing says who speaks, but %.*s may "
		    "tell it: all messages are taken for the customer's; "
		    "choose the role in the section source",
		    STR_ARG(t->code->expr));
		return;
	}
	if (t->role == NULL) {
		log_msg(LOG_WARNING, "nothing tells who speaks: all messages "
		    "are taken for the customer's; correct the role in the "
		    "section source");
		return;
	}
	if ((n = guess_roles(t->role, ROLE_NONE)) > 0)
		log_msg(LOG_WARNING, "%zu of the values of %.*s do not tell "
		    "who speaks: they are taken for %s; correct the role in "
		    "the section source", n, STR_ARG(t->role->expr),
		    starter_role(guess_rest(t->role)));
}

static int
init(struct init *x, struct err *e)
{
	struct buf b = { 0 };
	int ret = -1;

	if (read_sample(x, e) != 0)
		return -1;
	look(x);
	x->starter.sample = x->from;
	x->starter.crm = str_of(x->crm);
	x->starter.survey = &x->survey;
	x->starter.guess = &x->guess;
	starter_write(&x->starter, &b);
	warn_roles(x);
	if (prove(x, buf_str(&b), e) != 0)
		goto out;
	if (strcmp(x->output, "-") == 0)
		ret = fwrite(b.p, 1, b.len, stdout) == b.len ? 0 :
		    err_errno(e, ERR_IO, "cannot write");
	else if ((ret = write_new(x->output, buf_str(&b), e)) == 0)
		tell(x);
out:
	buf_free(&b);
	return ret;
}

static int
check_crm(struct init *x, struct err *e)
{
	struct diags d;

	if (x->crm == NULL)
		return 0;
	diags_init(&d, &x->arena);
	crm_profile(str_of(x->crm), &x->arena, &d);
	return cmd_conf_done(&d, e);
}

enum status
driver_init(int argc, char **argv, struct err *e)
{
	struct init x = { .output = "chatcrm.yaml" };
	const struct opt own[] = {
		{ "from", 0, OPT_STR, &x.from, "FILE",
		    "a sample of what there is to map", 0, 0, NULL },
		{ "crm", 0, OPT_STR, &x.crm, "PROFILE",
		    "where it shall go: hubspot, salesforce ...", 0, 0,
		    NULL },
		{ "output", 'o', OPT_STR, &x.output, "FILE",
		    "what to write (chatcrm.yaml); - is standard output", 0,
		    0, NULL },
		{ 0 }
	};
	const struct opts opts = { .program = "chatcrm init",
	    .purpose = "Write a first configuration, guessed from a sample.",
	    .tables = { own } };

	cmd_options(&opts, &x.common, argc, argv);
	if (x.from == NULL)
		err_set(e, ERR_USAGE, "usage.operand",
		    "from what? chatcrm init --from export.jsonl");
	else if (strcmp(x.output, "-") != 0 && access(x.output, F_OK) == 0)
		err_set(e, ERR_USAGE, "init.exists", "%s is there already; "
		    "name another file with --output", x.output);
	else if (check_crm(&x, e) == 0)
		init(&x, e);
	arena_free(&x.arena);
	return status_of(e->kind);
}
