/*
 * The keys of a field of the CRM, in crm.fields and in profiles: apart from
 * what compiles one, since filters check the section.
 */
#include "crm/section.h"

const char *const crm_policy_names[] = {
	"fill_if_empty", "overwrite", "never_downgrade", "never",
	"add", NULL
};

#define KEY(type, f, help) \
	{ #f, type, offsetof(struct field_conf, f), help, 0, 0, 0, NULL, NULL }

const struct conf_key crm_field_keys[] = {
	KEY(CONF_STR, to, "the CRM's name of the field"),
	KEY(CONF_CEL, from, "its value, from the record"),
	KEY(CONF_CEL, encode, "how the CRM wants \"value\" written"),
	KEY(CONF_CEL, decode, "the CRM's \"value\" as it is compared"),
	KEY(CONF_BOOL, owner, "an owner's e-mail address, sent as his id"),
	{ "policy", CONF_ENUM, offsetof(struct field_conf, policy),
	    "when to write over what is there", 0, 0, 0, crm_policy_names,
	    NULL },
	KEY(CONF_BOOL, computed, "chatcrm's own: always written"),
	KEY(CONF_BOOL, clock, "holds the time of the newest record"),
	KEY(CONF_NUM, step, "a smaller difference is none"),
	KEY(CONF_STRS, order, "values from lowest to highest"),
	KEY(CONF_STRS, others, "the CRM's fields with further such keys"),
	{ 0 }
};

#undef KEY
