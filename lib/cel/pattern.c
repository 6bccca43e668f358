#include "cel/pattern.h"

#include <pthread.h>
#include <stdlib.h>

enum { KEEP = 4096 };

struct kept {
	struct kept	*next;
	struct regex	*re;
	size_t		 len;
	char		 text[];
};

static struct kept *all;
static size_t count;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

static struct kept *
find(struct str pattern)
{
	struct kept *k;

	for (k = all; k != NULL; k = k->next)
		if (str_eq(pattern, (struct str){ k->text, k->len }))
			break;
	return k;
}

static struct kept *
add(struct str pattern, struct err *e)
{
	struct kept *k = malloc(sizeof(*k) + pattern.len + 1);

	if (k == NULL) {
		err_set(e, ERR_BUG, NULL, "out of memory");
		return NULL;
	}
	if ((k->re = regex_new(pattern, false, e)) == NULL) {
		free(k);
		return NULL;
	}
	regex_hasten(k->re);
	k->len = pattern.len;
	if (pattern.len > 0)
		memcpy(k->text, pattern.p, pattern.len);
	k->next = all;
	all = k;
	count++;
	return k;
}

const struct regex *
cel_pattern(struct str pattern, bool *kept, struct err *e)
{
	struct kept *k;

	pthread_mutex_lock(&lock);
	k = find(pattern);
	*kept = k != NULL || count < KEEP;
	if (k == NULL && *kept)
		k = add(pattern, e);
	pthread_mutex_unlock(&lock);
	return k != NULL ? k->re : NULL;
}
