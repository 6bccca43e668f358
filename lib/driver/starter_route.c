/* What is to be done about a promising record: shown, for its owner to say. */
#include "driver/starter.h"

void
starter_route(struct buf *b)
{
	buf_adds(b, STR("\nroute:  # what is to be done, and by whom: "
	    "chatcrm-route(1)\n"
	    "  #- name: call\n"
	    "  #  when: score.grade == \"sales\"\n"
	    "  #  owner: sales@example.com\n"
	    "  #  max_age: 24h  # none for conversations that are older\n"
	    "  #  do:\n"
	    "  #    - task: {subject: Call within the day, due: 24h}\n"));
}
