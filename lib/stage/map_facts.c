#include "stage/map_facts.h"
#include "text/email.h"
#include "text/phone.h"

static bool
last_email(struct map_run *run, struct str text, struct str *out)
{
	struct email mail;
	struct err e;
	struct str hit;
	size_t from = 0;
	bool found = false;

	while (email_find(text, from, &hit)) {
		from = (size_t)(hit.p - text.p) + hit.len;
		if (email_parse(hit, EMAIL_MAILBOX, run->a, &mail, &e) == 0) {
			*out = mail.text;
			found = true;
		}
	}
	return found;
}

static bool
last_phone(struct map_run *run, struct str text, struct str region,
    struct str *out)
{
	struct phone phone;
	struct err e;
	struct str hit;
	size_t from = 0;
	bool found = false;

	while (phone_find(text, from, &hit)) {
		from = (size_t)(hit.p - text.p) + hit.len;
		if (phone_parse(hit, region, run->a, &phone, &e) == 0)
			*out = phone.e164;
		else if (strcmp(e.code, "phone.region") == 0)
			*out = hit;	/* for validate, which may know it */
		else
			continue;
		found = true;
	}
	return found;
}

/* Words of the customer's own, not a note about them. */
static bool
is_their_word(const struct json *message)
{
	return str_eq(json_get_str(message, STR("role")), STR("customer")) &&
	    json_get(message, STR("private")) == NULL;
}

void
map_facts(struct map_run *run, const struct json *conversation,
    struct str region, struct json *out)
{
	const struct json *list = json_get(conversation, STR("messages"));
	struct str email = STR_NONE, phone = STR_NONE, text;
	size_t i;

	for (i = list != NULL ? list->len : 0; i-- > 0; ) {
		if (!is_their_word(&list->items[i]))
			continue;
		text = json_get_str(&list->items[i], STR("text"));
		if (email.p == NULL)
			last_email(run, text, &email);
		if (phone.p == NULL)
			last_phone(run, text, region, &phone);
	}
	if (email.p != NULL)
		json_add(out, STR("email"), json_str(email), run->a);
	if (phone.p != NULL)
		json_add(out, STR("phone"), json_str(phone), run->a);
}
