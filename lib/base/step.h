/*
 * step: the place where a run may be cut short, to prove that it survives.
 *
 * Whoever makes something lasting happen, a durable write or a request that
 * leaves the machine, calls step() right after it.  With CHATCRM_STOP_AFTER=n
 * in the environment the n-th call ends the process at once, as a power cut
 * would: no buffer is flushed, no handler runs.  Otherwise it only counts.
 */
#ifndef BASE_STEP_H
#define BASE_STEP_H

/* step(): one more step was taken.  Safe to call from any thread. */
void		step(void);

/* step_count(): how many were taken so far. */
unsigned long	step_count(void);

#endif
