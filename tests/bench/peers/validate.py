"""The benchmark's second task in Python: see validate.mjs."""
import json
import sys

import phonenumbers
from email_validator import EmailNotValidError, validate_email

COUNTRIES = {"us": "US", "ca": "CA", "de": "DE"}


def email(text):
    try:
        return validate_email(text.strip(), check_deliverability=False).email
    except EmailNotValidError:
        return None


def phone(text):
    try:
        number = phonenumbers.parse(text, "US")
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_possible_number(number):
        return None
    return phonenumbers.format_number(
        number, phonenumbers.PhoneNumberFormat.E164)


def country(text):
    return COUNTRIES.get(text.strip().lower())


for line in sys.stdin:
    record = json.loads(line)
    contact = record["contact"]
    for name, check in (("email", email), ("phone", phone),
                        ("country", country)):
        value = check(contact[name])
        if value is None:
            del contact[name]
        else:
            contact[name] = value
    print(json.dumps(record, ensure_ascii=False, separators=(",", ":")))
