#include "driver/prompt.h"

#include <sys/stat.h>

#include <dlfcn.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* An interrupt gives up the line that is being typed, and nothing else. */
static volatile sig_atomic_t interrupted;
static int *line_is_done;	/* GNU readline's; libedit gives up itself */

static void
on_interrupt(int sig)
{
	(void)sig;
	interrupted = 1;
}

static int
give_up(void)
{
	*line_is_done = 1;
	return 0;
}

static void
catch_interrupts(struct prompt *p)
{
	struct sigaction act = { .sa_handler = on_interrupt };
	int (**hook)(void) = NULL;

	sigaction(SIGINT, &act, &p->before);
	if (p->lib == NULL)
		return;
	*(void **)&hook = dlsym(p->lib, "rl_signal_event_hook");
	*(void **)&line_is_done = dlsym(p->lib, "rl_done");
	if (hook != NULL && line_is_done != NULL)
		*hook = give_up;
}

/* Both have the calls of GNU readline. */
static void
load(struct prompt *p)
{
	static const char *const libs[] = { "libedit.so.2", "libreadline.so.8",
	    "libedit.so.0" };
	int (*recall)(const char *);
	size_t i;

	for (i = 0; p->lib == NULL && i < sizeof(libs) / sizeof(libs[0]); i++)
		p->lib = dlopen(libs[i], RTLD_NOW | RTLD_LOCAL);
	if (p->lib == NULL)
		return;
	*(void **)&p->read = dlsym(p->lib, "readline");
	*(void **)&p->remember = dlsym(p->lib, "add_history");
	*(void **)&p->save = dlsym(p->lib, "write_history");
	*(void **)&recall = dlsym(p->lib, "read_history");
	if (recall != NULL && p->history != NULL)
		recall(p->history);
}

/* "${base}${more}/chatcrm/${name}", its folders made; NULL: no history. */
static char *
history_file(const char *name)
{
	const char *base = getenv("XDG_STATE_HOME"), *more = "";
	char path[4096], *slash;

	if (base == NULL || *base != '/') {
		base = getenv("HOME");
		more = "/.local/state";
	}
	if (base == NULL || *base != '/' || snprintf(path, sizeof(path),
	    "%s%s/chatcrm/%s", base, more, name) >= (int)sizeof(path))
		return NULL;
	for (slash = path; (slash = strchr(slash + 1, '/')) != NULL;) {
		*slash = '\0';
		mkdir(path, 0700);
		*slash = '/';
	}
	return strdup(path);
}

void
prompt_open(struct prompt *p, const char *name)
{
	*p = (struct prompt){ .typed = isatty(STDIN_FILENO) &&
	    isatty(STDOUT_FILENO) };
	if (!p->typed)
		return;
	p->history = history_file(name);
	load(p);
	catch_interrupts(p);
}

static const char *
edited_line(struct prompt *p, const char *text)
{
	free(p->line);
	p->line = p->read(text);
	if (interrupted)
		return p->line;
	if (p->line != NULL && *p->line != '\0' && p->remember != NULL)
		p->remember(p->line);
	return p->line;
}

static const char *
plain_line(struct prompt *p, const char *text)
{
	ssize_t n;

	if (p->typed) {
		fputs(text, stdout);
		fflush(stdout);
	}
	n = getline(&p->line, &p->room, stdin);
	if (interrupted)
		clearerr(stdin);
	if (n == -1)
		return NULL;
	if (n > 0 && p->line[n - 1] == '\n')
		p->line[n - 1] = '\0';
	return p->line;
}

const char *
prompt_line(struct prompt *p, const char *text)
{
	const char *line;

	for (;;) {
		interrupted = 0;
		line = p->read != NULL ? edited_line(p, text) :
		    plain_line(p, text);
		if (!interrupted)
			return line;
		putchar('\n');
	}
}

void
prompt_close(struct prompt *p)
{
	mode_t before = umask(077);

	if (p->save != NULL && p->history != NULL)
		p->save(p->history);
	umask(before);
	if (p->typed)
		sigaction(SIGINT, &p->before, NULL);
	free(p->history);
	free(p->line);
	*p = (struct prompt){ 0 };
}
