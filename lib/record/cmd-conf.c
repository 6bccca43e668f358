/* How a command comes by its configuration. */
#include "record/cmd.h"

int
cmd_conf(const struct cmd_common *common, struct arena *a, struct diags *d,
    struct conf *out)
{
	diags_init(d, a);
	return conf_load(common->config.v, common->config.n, a, d, out);
}

int
cmd_conf_done(const struct diags *d, struct err *e)
{
	diags_print(d, stderr);
	if (d->errors == 0)
		return 0;
	return err_set(e, ERR_CONFIG, "config",
	    "the configuration is wrong; nothing was read");
}
