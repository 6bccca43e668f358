/* chatcrm-ledger: what was done and what is left; so far, dead letters. */
#include "letter/letter.h"

struct arguments {
	struct cmd_common	 common;
	struct letter_desk	 desk;
	int			 format;
};

/* ${ids}: it is about letters that are named by id. */
enum wants { WANTS_NOTHING, WANTS_IDS, WANTS_CHOICE };

static const struct verb {
	const char	*name;
	int		(*run)(struct letter_desk *d, struct err *e);
	enum wants	 wants;
} verbs[] = {
	{ "list", letter_list, WANTS_NOTHING },
	{ "show", letter_show, WANTS_IDS },
	{ "repair", letter_repair, WANTS_IDS },
	{ "replay", NULL, WANTS_CHOICE },
	{ "close", letter_dismiss, WANTS_CHOICE },
	{ "compact", letter_compact, WANTS_NOTHING }
};
enum { VERBS = sizeof(verbs) / sizeof(verbs[0]) };

/* In their order, and what else is completed. */
static const char *const names[] = { "list", "show", "repair", "replay",
    "close", "compact", "key", "dead", NULL };

static const char purpose[] =
    "Care for dead letters: what was refused, and why.\n\n"
    "  dead [list]         those that are open\n"
    "  dead show ID ...    one, and what its code means\n"
    "  dead repair ID ...  change its record, with --set\n"
    "  dead replay ID ...  through the stage that refused it, and on\n"
    "  dead close ID ...   nothing is to be done about it\n"
    "  dead compact        take closed ones out of the file\n"
    "  dead key FILE       make the key that opens sealed ones";

static int
read_arguments(struct arguments *g, int argc, char **argv)
{
	static const char *const formats[] = { "text", "json", NULL };
	static const char *const by[] = { "-", "code", "stage", "field",
	    "file", "run", NULL };
	static const char *const day[] = { "d", NULL };
	struct letter_desk *d = &g->desk;
	const struct opt own[] = {
		{ "file", 'f', OPT_STR, &d->file, "FILE",
		    "the dead letters (dead.file)", 0, 0, NULL },
		{ "by", 0, OPT_ENUM, &d->by, NULL,
		    "list: count them by this", 0, 0, by },
		{ "code", 0, OPT_STR, &d->code, "CODE",
		    "only letters with this code", 0, 0, NULL },
		{ "stage", 0, OPT_STR, &d->stage, "STAGE",
		    "only letters of this stage", 0, 0, NULL },
		{ "all", 'a', OPT_FLAG, &d->all, NULL,
		    "list: closed ones too; replay, close: all open ones", 0,
		    0, NULL },
		{ "set", 0, OPT_LIST, &d->set, "PATH=TEXT",
		    "repair: what the record is to say; PATH:=JSON", 0, 0,
		    NULL },
		{ "to", 0, OPT_STR, &d->to, "STAGE",
		    "replay: the last stage (push)", 0, 0, NULL },
		{ "key", 0, OPT_STR, &d->key_file, "FILE",
		    "open sealed letters with this key", 0, 0, NULL },
		{ "reason", 0, OPT_STR, &d->reason, "TEXT",
		    "close: why", 0, 0, NULL },
		{ "before", 0, OPT_DURATION, &d->before, "AGE",
		    "compact: those closed so long ago (30d)", 0, 0, day },
		{ "format", 0, OPT_ENUM, &g->format, NULL,
		    "form of what is printed", 0, 0, formats },
		{ "now", 0, OPT_TIME, &d->now, "TIME",
		    "take this for the present time", 0, 0, NULL },
		{ 0 }
	};
	const struct opts opts = { .program = "chatcrm-ledger",
	    .purpose = purpose, .operands = "dead [VERB [ID ...]]",
	    .tables = { own }, .words = names };
	int n = cmd_options(&opts, &g->common, argc, argv);

	d->json = g->format == 1;
	d->common = &g->common;
	return n;
}

/* What changes letters wants them named: by mistake nobody means all. */
static int
check_choice(const struct verb *v, const struct letter_desk *d,
    struct err *e)
{
	bool named = d->nids > 0 || (v->wants == WANTS_CHOICE &&
	    (d->all || d->code != NULL || d->stage != NULL));

	if (v->wants == WANTS_NOTHING && d->nids > 0)
		return err_set(e, ERR_USAGE, "usage.operand",
		    "%s takes no ids", v->name);
	if (v->wants != WANTS_NOTHING && !named)
		return err_set(e, ERR_USAGE, "usage.letters",
		    v->wants == WANTS_IDS ? "%s wants the ids of letters" :
		    "%s wants ids, --code, --stage or --all", v->name);
	return 0;
}

static enum status
dead(struct arguments *g, int n, char **argv, struct err *e)
{
	struct letter_desk *d = &g->desk;
	const struct verb *v = &verbs[0];
	int verb = 0;
	size_t i;

	if (n > 1 && strcmp(argv[2], "key") == 0) {
		if (n != 3)
			err_set(e, ERR_USAGE, "usage.operand",
			    "key wants the file to make");
		else
			letter_key(argv[3], e);
		return status_of(e->kind);
	}
	if (n > 1 && (verb = cmd_verb("chatcrm-ledger", argv[2], names,
	    VERBS, e)) < 0)
		return STATUS_USAGE;
	v = &verbs[verb];
	d->ids = argv + 3;
	d->nids = n > 2 ? (size_t)n - 2 : 0;
	if (check_choice(v, d, e) != 0 || letter_open(d, e) != 0)
		return status_of(e->kind);
	/* "all" of those that something can be done about */
	d->all = d->all && v->wants == WANTS_NOTHING;
	for (i = 0; i < d->nids; i++) {
		if (journal_find(&d->journal, d->ids[i], e) == NULL)
			return status_of(e->kind);
	}
	if (v->run == NULL)
		return letter_replay(d, e);
	v->run(d, e);
	return status_of(e->kind);
}

int
main(int argc, char **argv)
{
	struct arguments g = { .desk = { .now = time_now(),
	    .letters = { .fd = -1 }, .journal = { .fd = -1 },
	    .before = INT64_C(30) * 86400 * 1000000000 } };
	struct err e = { 0 };
	enum status status = STATUS_USAGE;
	int n;

	cmd_init();
	n = read_arguments(&g, argc, argv);
	if (n == 0 || strcmp(argv[1], "dead") != 0)
		err_set(&e, ERR_USAGE, "usage.verb",
		    "which verb? chatcrm-ledger dead, see --help");
	else
		status = dead(&g, n, argv, &e);
	status = (enum status)cmd_exit(status, &e);
	letter_close(&g.desk);
	return status;
}
