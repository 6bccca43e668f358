#include "record/expr.h"
#include "yaml/yaml.h"

/* Text that was meant as text: words, and nothing that computes. */
static bool
is_words(struct str s)
{
	size_t i;

	for (i = 0; i < s.len; i++)
		if (!ascii_alpha(s.p[i]) && !ascii_digit(s.p[i]) &&
		    strchr(" _-@+", s.p[i]) == NULL)
			return false;
	return s.len > 0 && !ascii_digit(s.p[0]);
}

/* Say more in the last complaint. */
static void
add_hint(struct diags *d, struct str hint)
{
	struct diag *last = d->first;

	while (last->next != NULL)
		last = last->next;
	last->msg = arena_printf(d->arena, str_ends(last->msg, STR("?")) ?
	    "%.*s (%.*s)" : "%.*s; %.*s", STR_ARG(last->msg), STR_ARG(hint));
}

/* More brackets opened than closed: the rest of a call is elsewhere. */
static bool
is_open(struct str s)
{
	size_t i, depth = 0;

	for (i = 0; i < s.len; i++)
		if (s.p[i] == '(' || s.p[i] == '[')
			depth++;
		else if (depth > 0 && (s.p[i] == ')' || s.p[i] == ']'))
			depth--;
	return depth > 0;
}

/* A definition that names itself is no text, whatever its words. */
static bool
is_round(const struct diags *d)
{
	const struct diag *last = d->first;

	while (last->next != NULL)
		last = last->next;
	return str_find(last->msg, STR(" is defined by itself")) !=
	    (size_t)-1;
}

static void
explain(const struct json *node, struct str src, bool text, struct diags *d)
{
	if (yaml_stop(node) == '#')
		add_hint(d, STR("YAML takes what follows '#' for a comment: "
		    "quote the expression"));
	else if (yaml_stop(node) != '\0' && is_open(src))
		add_hint(d, STR("inside {} a comma or bracket ends a plain "
		    "value: quote the expression"));
	else if (text && is_words(src) && !is_round(d))
		add_hint(d, arena_printf(d->arena,
		    "for the text itself write {value: %.*s}", STR_ARG(src)));
}

/* A node that is no scalar, or not the text that was typed. */
static int
trapped(const struct json *node, const char *what, struct diags *d)
{
	struct where at = yaml_where(node);

	if (node->flags & YAML_TAGGED)
		return diag_error(d, at, "config.expression",
		    "YAML takes the '!' of %s for a tag: quote the "
		    "expression", what);
	if (node->type == JSON_NULL)
		return diag_error(d, at, "config.expression",
		    "%s has no expression; if it begins with '#', quote it",
		    what);
	if (node->type == JSON_OBJECT || node->type == JSON_ARRAY)
		return diag_error(d, at, "config.expression",
		    "%s is a YAML %s, not an expression: quote it", what,
		    node->type == JSON_OBJECT ? "mapping" : "list");
	return 0;
}

static struct cel_prog *
compile(struct cel_env *env, const struct json *node, const char *what,
    bool text, struct arena *a, struct diags *d)
{
	size_t errors = d->errors;
	struct str src = { node->text, node->len };
	struct cel_prog *p;

	if (trapped(node, what, d) == -1)
		return NULL;
	if (node->type == JSON_TRUE)
		src = STR("true");
	else if (node->type == JSON_FALSE)
		src = STR("false");
	p = cel_compile(env, src, node, a, d);
	if (p == NULL && d->errors > errors)
		explain(node, src, text, d);
	return p;
}

struct cel_prog *
expr_compile(struct cel_env *env, const struct json *node, const char *what,
    struct arena *a, struct diags *d)
{
	return compile(env, node, what, true, a, d);
}

struct cel_prog *
expr_condition(struct cel_env *env, const struct json *node,
    const char *what, struct arena *a, struct diags *d)
{
	struct cel_prog *p = compile(env, node, what, false, a, d);
	const char *type = p != NULL ? cel_type(p) : "dyn";

	if (strcmp(type, "bool") == 0 || strcmp(type, "dyn") == 0)
		return p;
	diag_error(d, yaml_where(node), "config.condition",
	    "%s must be true or false, and this expression is of type %s",
	    what, type);
	return NULL;
}
