/* chatcrm-map: exports of chat platforms to records. */
#include <unistd.h>

#include "push/check.h"
#include "record/filter.h"

int
main(int argc, char **argv)
{
	struct filter f = {
		.program = "chatcrm-map",
		.purpose = "Turn exported conversations into records.",
		.all = stages_all, .first = "map", .last = "map",
		.others = push_check, .out = STDOUT_FILENO
	};
	struct err e = { 0 };

	cmd_init();
	filter_options(&f, argc, argv);
	return cmd_exit(filter_run(&f, &e), &e);
}
