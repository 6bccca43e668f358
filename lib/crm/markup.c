/* markup: text that people typed, shown as they typed it. */
#include "base/html.h"
#include "crm/crm.h"

static void
add_html(struct buf *b, char c)
{
	if (c == '\n')
		buf_adds(b, STR("<br>"));
	else
		html_put(b, c);
}

/* What may begin or end something in CommonMark, and "@", which calls. */
static void
add_markdown(struct buf *b, char c)
{
	if (c == '\n')
		buf_adds(b, STR("  "));
	else if (c != '\0' && strchr("\\`*_{}[]()<>#+-.!|~@&", c) != NULL)
		buf_addc(b, '\\');
	buf_addc(b, c);
}

void
add_marked_up(struct buf *b, struct str s, enum crm_markup m)
{
	size_t i;

	for (i = 0; i < s.len; i++)
		if (m == CRM_HTML)
			add_html(b, s.p[i]);
		else if (m == CRM_MARKDOWN)
			add_markdown(b, s.p[i]);
		else
			buf_addc(b, s.p[i]);
}
