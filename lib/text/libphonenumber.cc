// libphonenumber behind the plain interface of phone_plugin.h: the one file
// that sees it.  It becomes a shared object of its own, because the library
// and its friends (ICU, protobuf) take longer to load than the rest of
// chatcrm altogether; see phone_library.h.
#include "text/phone_plugin.h"

#include <phonenumbers/phonenumber.pb.h>
#include <phonenumbers/phonenumberutil.h>

#include <cstring>
#include <string>

using i18n::phonenumbers::PhoneNumber;
using i18n::phonenumbers::PhoneNumberUtil;

namespace {

phone_kind
kind_of(PhoneNumberUtil::PhoneNumberType type)
{
	switch (type) {
	case PhoneNumberUtil::FIXED_LINE:
		return PHONE_FIXED_LINE;
	case PhoneNumberUtil::MOBILE:
		return PHONE_MOBILE;
	case PhoneNumberUtil::FIXED_LINE_OR_MOBILE:
		return PHONE_FIXED_OR_MOBILE;
	case PhoneNumberUtil::TOLL_FREE:
		return PHONE_TOLL_FREE;
	case PhoneNumberUtil::PREMIUM_RATE:
		return PHONE_PREMIUM;
	case PhoneNumberUtil::SHARED_COST:
		return PHONE_SHARED_COST;
	case PhoneNumberUtil::VOIP:
		return PHONE_VOIP;
	case PhoneNumberUtil::PERSONAL_NUMBER:
		return PHONE_PERSONAL;
	case PhoneNumberUtil::PAGER:
		return PHONE_PAGER;
	case PhoneNumberUtil::UAN:
		return PHONE_UAN;
	case PhoneNumberUtil::VOICEMAIL:
		return PHONE_VOICEMAIL;
	default:
		return PHONE_UNKNOWN;
	}
}

bool
copy(const std::string &s, char *out, size_t size)
{
	if (s.size() >= size)
		return false;
	std::memcpy(out, s.c_str(), s.size() + 1);
	return true;
}

int
parse(const char *text, size_t len, const char *region, phone_answer *out)
{
	const PhoneNumberUtil *util = PhoneNumberUtil::GetInstance();
	PhoneNumber number;
	std::string e164, extension;

	// No exception may leave C++.
	try {
		if (util->Parse(std::string(text, len),
		    *region != '\0' ? region : "ZZ", &number) !=
		    PhoneNumberUtil::NO_PARSING_ERROR ||
		    !util->IsValidNumber(number))
			return 0;
		util->Format(number, PhoneNumberUtil::E164, &e164);
		extension = number.extension();
		util->NormalizeDigitsOnly(&extension);
		out->kind = kind_of(util->GetNumberType(number));
		return copy(e164, out->e164, sizeof(out->e164)) &&
		    copy(extension, out->extension,
		    sizeof(out->extension));
	} catch (...) {
		return 0;
	}
}

}

const phone_plugin chatcrm_phone = { PHONE_PLUGIN_VERSION, parse };
