#include "record/log.h"

#include <stdatomic.h>
#include <stdio.h>
#include <unistd.h>

#include "base/buf.h"
#include "json/json.h"

enum { LINE_MAX_BYTES = 4096 };

static struct {
	const char	*program;
	enum log_format	 format;
	enum log_level	 least;
} state = { "chatcrm", LOG_TEXT, LOG_INFO };

static atomic_bool transient;

static const char *const level_names[] = { "debug", "info", "warning",
    "error" };

void
log_open(const char *program, enum log_format format, enum log_level least)
{
	state.program = program;
	state.format = format;
	state.least = least;
}

static bool
log_on(enum log_level level)
{
	return level >= state.least;
}

bool
log_to_person(void)
{
	return state.format == LOG_TEXT && log_on(LOG_INFO) &&
	    isatty(STDERR_FILENO);
}

void
log_transient(void)
{
	atomic_store(&transient, true);
}

static void
put_str(struct buf *b, const char *name, const char *value)
{
	if (state.format == LOG_JSON) {
		buf_printf(b, "%s\"%s\":", b->len > 1 ? "," : "", name);
		json_write_str(str_of(value), b);
	} else {
		buf_printf(b, "%s%s=", b->len > 0 ? " " : "", name);
		if (strpbrk(value, " =\"\\\n") != NULL || *value == '\0')
			json_write_str(str_of(value), b);
		else
			buf_adds(b, str_of(value));
	}
}

static void
put_num(struct buf *b, const char *name, uint64_t n)
{
	if (state.format == LOG_JSON)
		buf_printf(b, ",\"%s\":%ju", name, (uintmax_t)n);
	else
		buf_printf(b, " %s=%ju", name, (uintmax_t)n);
}

static void
put_text(struct buf *b, const struct err *e)
{
	buf_printf(b, "%s: ", state.program);
	if (e->at.name != NULL && e->at.line > 0) {
		buf_printf(b, "%.200s:%zu:", e->at.name, e->at.line);
		if (e->at.col > 0)
			buf_printf(b, "%zu:", e->at.col);
		buf_addc(b, ' ');
	}
	if (e->field[0] != '\0' && strstr(e->msg, e->field) == NULL)
		buf_printf(b, "%s: ", e->field);
	buf_adds(b, str_of(e->msg));
}

static void
put_fields(struct buf *b, enum log_level level, const struct err *e)
{
	put_str(b, "level", level_names[level]);
	put_str(b, "program", state.program);
	if (e->at.name != NULL)
		put_str(b, "file", e->at.name);
	if (e->at.line > 0)
		put_num(b, "line", e->at.line);
	if (e->at.col > 0)
		put_num(b, "col", e->at.col);
	if (e->code != NULL)
		put_str(b, "code", e->code);
	if (e->field[0] != '\0')
		put_str(b, "field", e->field);
	put_str(b, "msg", e->msg);
}

/* A line is cut rather than lost when it does not fit. */
static void
say(enum log_level level, const struct err *e, const struct log_figure *f,
    size_t n)
{
	struct buf b = { .max = LINE_MAX_BYTES };
	ssize_t put;
	size_t i;

	if (!log_on(level))
		return;
	if (state.format == LOG_TEXT) {
		if (atomic_exchange(&transient, false))
			buf_adds(&b, STR("\r\033[K"));
		put_text(&b, e);
	} else {
		if (state.format == LOG_JSON)
			buf_addc(&b, '{');
		put_fields(&b, level, e);
		for (i = 0; i < n; i++)
			put_num(&b, f[i].name, f[i].n);
		if (state.format == LOG_JSON)
			buf_addc(&b, '}');
	}
	buf_addc(&b, '\n');
	put = write(STDERR_FILENO, b.p, b.len);
	(void)put;
	buf_free(&b);
}

void
log_msg(enum log_level level, const char *fmt, ...)
{
	struct err e = { 0 };
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(e.msg, sizeof(e.msg), fmt, ap);
	va_end(ap);
	say(level, &e, NULL, 0);
}

void
log_err(enum log_level level, const struct err *e)
{
	say(level, e, NULL, 0);
}

void
log_figures(enum log_level level, const char *msg,
    const struct log_figure *f, size_t n)
{
	struct err e = { 0 };

	snprintf(e.msg, sizeof(e.msg), "%s", msg);
	say(level, &e, f, n);
}
