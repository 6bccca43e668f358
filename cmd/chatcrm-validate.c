/* chatcrm-validate: keeps out of a CRM what does not belong there. */
#include <unistd.h>

#include "push/check.h"
#include "record/filter.h"

int
main(int argc, char **argv)
{
	struct filter f = {
		.program = "chatcrm-validate",
		.purpose = "Check and normalise records by rules.",
		.all = stages_all, .first = "validate", .last = "validate",
		.others = push_check, .out = STDOUT_FILENO
	};
	const struct opt own[] = {
		{ "asks", 0, OPT_STR, &f.asks, "FILE",
		    "append to FILE what visitors are to be asked", 0, 0,
		    NULL },
		{ 0 }
	};
	struct err e = { 0 };

	cmd_init();
	f.options = own;
	filter_options(&f, argc, argv);
	return cmd_exit(filter_run(&f, &e), &e);
}
