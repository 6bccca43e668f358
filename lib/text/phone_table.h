/* phone_table: the numbering plans of the world, in one table. */
#ifndef TEXT_PHONE_TABLE_H
#define TEXT_PHONE_TABLE_H

#include <stddef.h>

#include "base/str.h"

struct plan {
	char		region[3];	/* ISO 3166 alpha-2; "" for services */
	char		trunk[3];	/* dialled before national numbers */
	char		idd[5];		/* dialled abroad, beside "00" */
	unsigned short	code;		/* country calling code */
	unsigned char	min, max;	/* digits of a national number */
};

/* plan_of_region(region): or NULL. */
const struct plan *plan_of_region(struct str region);

/*
 * plan_of_number(digits, n, &p): the plan whose country code ${digits} begin
 * with; ${p} the same with the lengths of all regions that share the code.
 * Return the length of the code, 0 if there is none.
 */
size_t		plan_of_number(const char *digits, size_t n, struct plan *p);

/*
 * plan_is_service(code, number, n): is the national ${number} of ${n} digits
 * one of a firm's that is shorter or longer than any subscriber's?
 */
bool		plan_is_service(unsigned code, const char *number, size_t n);

#endif
