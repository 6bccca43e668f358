/* fail: what went wrong in an evaluation, and where. */
#include "cel/run.h"
#include "cel/type.h"

enum { FAIL_STEPS = 16 };

int
cel_fail_text(struct run *r, struct str msg)
{
	r->failure = (struct failure){ CEL_FAIL, r->at, msg };
	return -1;
}

int
cel_fail(struct run *r, const char *fmt, ...)
{
	struct str msg;
	va_list ap;

	va_start(ap, fmt);
	msg = arena_vprintf(r->a, fmt, ap);
	va_end(ap);
	/* Messages may be forgiven by the thousand, yet they take memory. */
	r->left -= r->left < FAIL_STEPS ? r->left : FAIL_STEPS;
	return cel_fail_text(r, msg);
}

int
cel_absent(struct run *r, struct str msg)
{
	r->failure = (struct failure){ CEL_ABSENT, r->at, msg };
	return -1;
}

int
cel_exhausted(struct run *r)
{
	r->left = 0;
	r->exhausted = true;
	return cel_fail_text(r, STR("the cost limit is reached"));
}

int
cel_wants(struct run *r, const char *what, struct cel_val v)
{
	struct str type = type_name(v);

	return cel_fail(r, "%s is expected here, not %.*s", what,
	    STR_ARG(type));
}

/* shown(r, v, n): types as the checker writes them: "(string, int)". */
static struct str
shown(struct run *r, const struct cel_val *v, size_t n)
{
	struct str s = STR("("), type;
	size_t i;

	for (i = 0; i < n; i++) {
		type = type_name(v[i]);
		s = arena_printf(r->a, "%.*s%s%.*s", STR_ARG(s),
		    i > 0 ? ", " : "", STR_ARG(type));
	}
	return arena_printf(r->a, "%.*s)", STR_ARG(s));
}

int
cel_no_operator(struct run *r, const char *sign, const struct cel_val *v,
    size_t n)
{
	struct str types = shown(r, v, n);

	return cel_fail(r, "'%s' does not go with %.*s", sign,
	    STR_ARG(types));
}

int
cel_no_function(struct run *r, const struct node *call,
    const struct cel_val *v)
{
	size_t member = call->flags & NF_MEMBER ? 1 : 0;
	struct str types = shown(r, v + member, call->n - member);
	struct str of = member ? type_name(v[0]) : STR("");

	return cel_fail(r, "no function %.*s%.*s%s%.*s", STR_ARG(call->name),
	    STR_ARG(types), member ? " of " : "", STR_ARG(of));
}
