/*
 * trace: an expression's tree once more, whose nodes write down what they
 * evaluate to; private to this folder.
 */
#ifndef CEL_TRACE_H
#define CEL_TRACE_H

#include "cel/ast.h"

struct tracer;

struct tracer	*tracer_new(struct arena *a);

/* tracer_tree(t, root): the copy of ${root}, to be evaluated once. */
const struct node *tracer_tree(struct tracer *t, const struct node *root);

/* tracer_end(t, out): what it wrote down, in the tracer's arena. */
void		 tracer_end(struct tracer *t, struct cel_trace *out);

#endif
