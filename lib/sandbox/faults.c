/* What goes wrong on purpose, and when. */
#include "sandbox/server.h"

enum item_fault
api_item_fault(struct request *q)
{
	(void)q;
	return ITEM_FINE;
}
