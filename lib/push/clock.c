/* clock: times as the ledger has them. */
#include "push/wave.h"

int64_t
millis(struct instant t)
{
	return t.sec * 1000 + t.nsec / 1000000;
}

int64_t
now_millis(void)
{
	return millis(time_now());
}
