#include "base/status.h"

enum status
status_of(enum err_kind kind)
{
	switch (kind) {
	case ERR_NONE:
		return STATUS_OK;
	case ERR_USAGE:
		return STATUS_USAGE;
	case ERR_CONFIG:
		return STATUS_CONFIG;
	case ERR_INPUT:
	case ERR_LIMIT:
	case ERR_REJECTED:
		return STATUS_REFUSED;
	case ERR_IO:
		return STATUS_IO;
	case ERR_REMOTE:
		return STATUS_UNAVAILABLE;
	case ERR_AUTH:
		return STATUS_DENIED;
	case ERR_LOCKED:
		return STATUS_DEFERRED;
	case ERR_BUG:
		break;
	}
	return STATUS_BUG;
}
