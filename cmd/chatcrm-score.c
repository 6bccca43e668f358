/* chatcrm-score: how promising is this person, and why. */
#include <unistd.h>

#include "push/check.h"
#include "record/filter.h"

int
main(int argc, char **argv)
{
	struct filter f = {
		.program = "chatcrm-score",
		.purpose = "Score records by rules, with the reasons.",
		.all = stages_all, .first = "score", .last = "score",
		.others = push_check, .out = STDOUT_FILENO
	};
	struct err e = { 0 };

	cmd_init();
	filter_options(&f, argc, argv);
	return cmd_exit(filter_run(&f, &e), &e);
}
