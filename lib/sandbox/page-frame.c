/* The frame of every page, and the files that it asks for. */
#include <inttypes.h>
#include <string.h>

#include "sandbox/html.h"
#include "sandbox/page.h"
#include "sandbox/server.h"

void
page_head(struct buf *b, const struct request *q, const char *title)
{
	buf_adds(b, STR("<!doctype html>\n<html lang=\"en\">\n<head>\n"
	    "<meta charset=\"utf-8\">\n<meta name=\"viewport\" "
	    "content=\"width=device-width,initial-scale=1\">\n<title>"));
	html_text(b, str_of(title));
	buf_adds(b, STR("</title>\n"
	    "<link rel=\"stylesheet\" href=\"/_sandbox/page.css\">\n"
	    "<script src=\"/_sandbox/page.js\" defer></script>\n"
	    "<noscript><meta http-equiv=\"refresh\" content=\"5\">"
	    "</noscript>\n</head>\n<body>\n<header><div>"
	    "<strong><a href=\"/\">chatcrm sandbox</a></strong>"
	    "<span>plays "));
	html_text(b, str_of(q->persona->title));
	buf_adds(b, STR(" on this machine</span>"
	    "<span class=\"live\">live</span>"
	    "<span class=\"gone\">the sandbox has ended</span>"
	    "</div></header>\n<main>\n"));
}

/* Pages are copied to the request's arena, where all of an answer lives. */
void
page_end(struct buf *b, struct request *q, struct answer *r)
{
	buf_adds(b, STR("</main>\n</body>\n</html>\n"));
	r->status = 200;
	r->text = arena_str(q->a, buf_str(b));
	buf_free(b);
}

void
page_style(struct request *q, struct answer *r)
{
	(void)q;
	r->status = 200;
	r->text = str_of(page_css);
	r->type = "text/css; charset=utf-8";
}

void
page_script(struct request *q, struct answer *r)
{
	(void)q;
	r->status = 200;
	r->text = str_of(page_js);
	r->type = "text/javascript; charset=utf-8";
}

void
page_pulse(struct request *q, struct answer *r)
{
	r->status = 200;
	r->text = arena_printf(q->a, "%" PRIu64 "\n", q->sb->pulse);
	r->type = "text/plain";
}
