/* phone_library: see phone_library.h. */
#include "text/phone_library.h"

#include <dlfcn.h>
#include <pthread.h>
#include <stdio.h>
#include <unistd.h>

#include "base/utf8.h"

#ifndef CHATCRM_LIBDIR
#define CHATCRM_LIBDIR "/usr/local/lib/chatcrm"
#endif

enum { PATH_SIZE = 4096 };

const char *const phone_kinds[] = { "unknown", "fixed_line", "mobile",
	"fixed_line_or_mobile", "toll_free", "premium", "shared_cost",
	"voip", "personal", "pager", "uan", "voicemail", NULL };

static const struct phone_plugin *plugin;
static char why[256];		/* it could not be loaded */
static pthread_once_t once = PTHREAD_ONCE_INIT;

static bool
try_file(const char *path)
{
	const struct phone_plugin *p;
	void *handle;

	if (access(path, R_OK) == -1)
		return false;
	/* Never closed: the library has threads' keys and destructors. */
	handle = dlopen(path, RTLD_NOW | RTLD_LOCAL);
	p = handle != NULL ? dlsym(handle, "chatcrm_phone") : NULL;
	if (p == NULL)
		snprintf(why, sizeof(why), "%s", dlerror());
	else if (p->version != PHONE_PLUGIN_VERSION)
		snprintf(why, sizeof(why), "%s is of another version", path);
	else
		plugin = p;
	return true;
}

/* Beside the program, as it is built; then where it is installed. */
static void
load(void)
{
	static const char *const places[] = { "", "../" };
	struct phone_answer answer;
	char path[PATH_SIZE + 64], *slash;
	ssize_t n = readlink("/proc/self/exe", path, PATH_SIZE);
	size_t i, dir;

	path[n > 0 ? n : 0] = '\0';
	slash = strrchr(path, '/');
	dir = slash != NULL ? (size_t)(slash - path) + 1 : 0;
	for (i = 0; dir > 0 && i < 2; i++) {
		snprintf(path + dir, sizeof(path) - dir,
		    "%schatcrm-phone.so", places[i]);
		if (try_file(path))
			break;
	}
	if (plugin == NULL && why[0] == '\0' &&
	    !try_file(CHATCRM_LIBDIR "/chatcrm-phone.so"))
		snprintf(why, sizeof(why), "chatcrm was built without it");
	/* Whatever it opens, it opens now. */
	if (plugin != NULL)
		plugin->parse("+1 202 456 1111", 15, "", &answer);
}

int
phone_library_load(struct err *e)
{
	pthread_once(&once, load);
	if (plugin != NULL)
		return 0;
	return err_set(e, ERR_CONFIG, "config.library",
	    "libphonenumber is not to be had: %s", why);
}

int
phone_library_parse(struct str s, struct str region, struct arena *a,
    struct phone *out, enum phone_kind *kind)
{
	struct phone_answer answer = { 0 };
	char code[3] = "";

	if (region.len == 2) {
		code[0] = ascii_upper(region.p[0]);
		code[1] = ascii_upper(region.p[1]);
	}
	s = utf8_trim(s);
	if (s.len > 250 || plugin->parse(s.p, s.len, code, &answer) == 0)
		return -1;
	*kind = (enum phone_kind)answer.kind;
	out->text = arena_printf(a, "%s%s%s", answer.e164,
	    answer.extension[0] != '\0' ? ";ext=" : "", answer.extension);
	out->e164 = str_to(out->text, strlen(answer.e164));
	out->extension = answer.extension[0] == '\0' ? STR_NONE :
	    str_from(out->text, out->text.len - strlen(answer.extension));
	return 0;
}
