/* What a command says of its options: --help and shell completion. */
#include "base/opts.h"

#include <ctype.h>

enum { HELP_COLUMN = 28 };

/* "-c, --config FILE", and how wide it is. */
static int
print_names(const struct opt *p, FILE *f)
{
	size_t i;
	int n;

	if (p->letter != 0)
		n = fprintf(f, "  -%c, --%s", p->letter, p->name);
	else
		n = fprintf(f, "      --%s", p->name);
	if (p->type == OPT_ENUM) {
		for (i = 0; p->names[i] != NULL; i++)
			n += fprintf(f, "%s%s", i > 0 ? "|" : " ",
			    p->names[i]);
	} else if (p->type == OPT_MAYBE)
		n += fprintf(f, "[=%s]", p->arg);
	else if (p->arg != NULL)
		n += fprintf(f, " %s", p->arg);
	return n;
}

static void
print_option(const struct opt *p, FILE *f)
{
	int n = print_names(p, f);

	if (n >= HELP_COLUMN)
		fprintf(f, "\n%*s%s", HELP_COLUMN + 1, "", p->help);
	else
		fprintf(f, "%*s%s", HELP_COLUMN + 1 - n, "", p->help);
	fputc('\n', f);
}

void
opts_help(const struct opts *o, FILE *f)
{
	const struct opt *p;
	size_t t;

	fprintf(f, "usage: %s [option ...]%s%s\n%s\n", o->program,
	    o->operands != NULL ? " " : "",
	    o->operands != NULL ? o->operands : "", o->purpose);
	for (t = 0; t < OPTS_TABLES; t++) {
		if (o->tables[t] == NULL || o->tables[t]->name == NULL)
			continue;
		fputc('\n', f);
		for (p = o->tables[t]; p->name != NULL; p++)
			print_option(p, f);
	}
	fprintf(f, "\nThe manual page %s(1) tells the rest.\n", o->program);
}

/* A shell function may not have "-" in its name. */
static void
print_function_name(const struct opts *o, FILE *f)
{
	const char *s;

	fputc('_', f);
	for (s = o->program; *s != '\0'; s++)
		fputc(isalnum((unsigned char)*s) ? *s : '_', f);
}

static void
complete_values(const struct opts *o, FILE *f)
{
	const struct opt *p;
	size_t i, t;

	for (t = 0; t < OPTS_TABLES; t++) {
		for (p = o->tables[t]; p != NULL && p->name != NULL; p++) {
			if (p->type != OPT_ENUM)
				continue;
			fprintf(f, "\t--%s)\n\t\tCOMPREPLY=($(compgen -W '",
			    p->name);
			for (i = 0; p->names[i] != NULL; i++)
				fprintf(f, "%s%s", i > 0 ? " " : "",
				    p->names[i]);
			fputs("' -- \"$cur\"))\n\t\treturn ;;\n", f);
		}
	}
}

static void
complete_operands(const struct opts *o, FILE *f)
{
	size_t i;

	if (o->words == NULL) {
		fputs("compgen -f", f);
		return;
	}
	fputs("compgen -W '", f);
	for (i = 0; o->words[i] != NULL; i++)
		fprintf(f, "%s%s", i > 0 ? " " : "", o->words[i]);
	fputc('\'', f);
}

static void
complete_names(const struct opts *o, FILE *f)
{
	const struct opt *p;
	const char *space = "";
	size_t t;

	fputs("\tif [[ $cur == -* ]]; then\n"
	    "\t\tCOMPREPLY=($(compgen -W '", f);
	for (t = 0; t < OPTS_TABLES; t++) {
		for (p = o->tables[t]; p != NULL && p->name != NULL; p++) {
			fprintf(f, "%s--%s", space, p->name);
			space = " ";
		}
	}
	fputs("' -- \"$cur\"))\n\telse\n\t\tCOMPREPLY=($(", f);
	complete_operands(o, f);
	fputs(" -- \"$cur\"))\n\tfi\n", f);
}

void
opts_completion(const struct opts *o, FILE *f)
{
	print_function_name(o, f);
	fputs("()\n{\n\tlocal cur=${COMP_WORDS[COMP_CWORD]}\n"
	    "\tlocal prev=${COMP_WORDS[COMP_CWORD-1]}\n\n"
	    "\tcase $prev in\n", f);
	complete_values(o, f);
	fputs("\tesac\n", f);
	complete_names(o, f);
	fputs("}\ncomplete -o filenames -F ", f);
	print_function_name(o, f);
	fprintf(f, " %s\n", o->program);
}
