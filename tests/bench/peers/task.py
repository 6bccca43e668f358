"""The task of tests/bench in Python, with the standard library."""
import json
import re
import sys

CITY = ("city", "location", "destination", "where_to", "destination_city",
        "area", "to_location", "city_of_event")
DATE = ("date", "departure_date", "check_in_date", "appointment_date",
        "pickup_date", "show_date", "visit_date", "event_date",
        "leaving_date", "start_date")
PARTY = ("party_size", "number_of_seats", "number_of_tickets", "passengers",
         "group_size", "number_of_riders", "number_of_adults", "travelers")
NAME = ("restaurant_name", "hotel_name", "event_name", "movie_name",
        "property_name", "place_name", "title", "song_name")
RULES = [(re.compile(p, re.I | re.A).search, points) for p, points in (
    (r"price|cost|how much|fare", 10),
    (r"\b(?:book|reserv)", 25),
    (r"\bcancel", -20),
    (r"refund", 5),
    (r"\b(?:urgent|asap|right away|immediately)\b", 15),
    (r"\b(?:buy|purchase|order)\b", 25),
    (r"\b(?:problem|wrong|complain\w*|not (?:working|happy|good))\b", 15),
    (r"\b[0-9]{1,2}(?::[0-9]{2})? ?(?:am|pm)\b", 5))]
LOWER = {c: c + 32 for c in range(ord("A"), ord("Z") + 1)}


def slot(values, names):
    for name in names:
        if name in values:
            return values[name][0] if values[name] else None
    return None


def record(dialogue):
    turns, services = dialogue["turns"], dialogue["services"]
    said, script, last = [], [], None
    for turn in turns:
        text = turn["utterance"]
        if turn["speaker"] == "USER":
            said.append(text)
            script.append("U: " + text)
            last = turn
        else:
            script.append("S: " + text)
    state = {}
    if last is not None and last["frames"]:
        state = last["frames"][-1].get("state") or {}
    intent = state.get("active_intent")
    values = state.get("slot_values") or {}
    date, name = slot(values, DATE), slot(values, NAME)
    if name is not None:
        name = name.strip(" \t\r\n").translate(LOWER) or None
    text = "\n".join(said)
    score = sum(points for search, points in RULES if search(text))
    score += 5 if len(services) >= 2 else 0
    score += 5 if len(turns) >= 20 else 0
    score += 20 if intent and intent.startswith(
        ("Reserve", "Book", "Buy")) else 0
    score += 10 if date is not None else 0
    out = {"id": dialogue["dialogue_id"],
           "product": services[0] if services else None,
           "first": said[0] if said else None,
           "last": said[-1] if said else None, "turns": len(turns)}
    if intent and intent != "NONE":
        out["intent"] = intent
    out["city"], out["date"] = slot(values, CITY), date
    out["party"], out["name"] = slot(values, PARTY), name
    out["transcript"] = "\n".join(script)[:2000]
    out["score"] = score
    out["route"] = "sales" if score >= 50 else "nurture"
    return out


encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
write = sys.stdout.buffer.write
for line in sys.stdin.buffer:
    write((encode(record(json.loads(line))) + "\n").encode())
