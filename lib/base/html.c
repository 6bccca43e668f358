#include "base/html.h"

void
html_put(struct buf *b, char c)
{
	switch (c) {
	case '&':
		buf_adds(b, STR("&amp;"));
		break;
	case '<':
		buf_adds(b, STR("&lt;"));
		break;
	case '>':
		buf_adds(b, STR("&gt;"));
		break;
	case '"':
		buf_adds(b, STR("&quot;"));
		break;
	case '\'':
		buf_adds(b, STR("&#39;"));
		break;
	default:
		buf_addc(b, c);
	}
}
