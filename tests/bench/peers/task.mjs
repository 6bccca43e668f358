// The task of tests/bench in JavaScript, tuned: large reads, lines cut from
// the buffer without readline, one write a chunk.
import { readSync, writeSync } from "node:fs";

const SLOTS = {
  city: ["city", "location", "destination", "where_to", "destination_city",
    "area", "to_location", "city_of_event"],
  date: ["date", "departure_date", "check_in_date", "appointment_date",
    "pickup_date", "show_date", "visit_date", "event_date", "leaving_date",
    "start_date"],
  party: ["party_size", "number_of_seats", "number_of_tickets", "passengers",
    "group_size", "number_of_riders", "number_of_adults", "travelers"],
  name: ["restaurant_name", "hotel_name", "event_name", "movie_name",
    "property_name", "place_name", "title", "song_name"],
};
const RULES = [
  [/price|cost|how much|fare/i, 10],
  [/\b(book|reserv)/i, 25],
  [/\bcancel/i, -20],
  [/refund/i, 5],
  [/\b(urgent|asap|right away|immediately)\b/i, 15],
  [/\b(buy|purchase|order)\b/i, 25],
  [/\b(problem|wrong|complain\w*|not (working|happy|good))\b/i, 15],
  [/\b[0-9]{1,2}(:[0-9]{2})? ?(am|pm)\b/i, 5],
];
const ACTION = /^(Reserve|Book|Buy)/;
const LIMIT = 2000;

function slot(values, names) {
  if (values)
    for (const name of names)
      if (name in values)
        return values[name][0] ?? null;
  return null;
}

// The first 2,000 code points; a text this short has no more.
function cut(text) {
  if (text.length <= LIMIT)
    return text;
  let end = 0;
  for (let n = 0; n < LIMIT && end < text.length; n++)
    end += text.codePointAt(end) > 0xffff ? 2 : 1;
  return text.slice(0, end);
}

function lower(text) {
  return text.replace(/[A-Z]+/g, (s) => s.toLowerCase());
}

function record(dialogue) {
  const { turns, services } = dialogue;
  const said = [], script = [];
  let lastTurn = null;
  for (const turn of turns) {
    const user = turn.speaker === "USER";
    if (user) {
      said.push(turn.utterance);
      lastTurn = turn;
    }
    script.push((user ? "U: " : "S: ") + turn.utterance);
  }
  const state = lastTurn?.frames.at(-1)?.state;
  const intent = state?.active_intent;
  const date = slot(state?.slot_values, SLOTS.date);
  let name = slot(state?.slot_values, SLOTS.name);
  if (name !== null)
    name = lower(name.replace(/^[ \t\r\n]+|[ \t\r\n]+$/g, "")) || null;
  const text = said.join("\n");
  let score = 0;
  for (const [pattern, points] of RULES)
    if (pattern.test(text))
      score += points;
  if (services.length >= 2)
    score += 5;
  if (turns.length >= 20)
    score += 5;
  if (intent && ACTION.test(intent))
    score += 20;
  if (date !== null)
    score += 10;
  const out = { id: dialogue.dialogue_id, product: services[0] ?? null,
    first: said[0] ?? null, last: said.at(-1) ?? null, turns: turns.length };
  if (intent && intent !== "NONE")
    out.intent = intent;
  out.city = slot(state?.slot_values, SLOTS.city);
  out.date = date;
  out.party = slot(state?.slot_values, SLOTS.party);
  out.name = name;
  out.transcript = cut(script.join("\n"));
  out.score = score;
  out.route = score >= 50 ? "sales" : "nurture";
  return JSON.stringify(out);
}

function write(text) {
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length;)
    at += writeSync(1, bytes, at);
}

const chunk = Buffer.allocUnsafe(1 << 20);
let rest = Buffer.alloc(0);
for (let n; (n = readSync(0, chunk, 0, chunk.length, null)) > 0;) {
  const all = rest.length ? Buffer.concat([rest, chunk.subarray(0, n)]) :
    chunk.subarray(0, n);
  let from = 0, out = "";
  for (let nl; (nl = all.indexOf(10, from)) >= 0; from = nl + 1)
    out += record(JSON.parse(all.utf8Slice(from, nl))) + "\n";
  rest = Buffer.from(all.subarray(from));
  write(out);
}
