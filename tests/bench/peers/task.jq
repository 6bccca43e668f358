# The task of tests/bench in jq (1.6 and later): jq -c -f task.jq
def slot($names): . as $v |
  first($names[] | . as $name | select($v | has($name))) as $n | $v[$n][0];
def hit($text; $pattern; $points):
  if ($text | test($pattern; "i")) then $points else 0 end;
. as $d | .turns as $turns | (.services // []) as $services |
[$turns[] | select(.speaker == "USER")] as $user |
[$user[].utterance] as $said |
(($user[-1].frames // [])[-1].state // {}) as $state |
($state.slot_values // {}) as $values |
$state.active_intent as $intent |
([$values | slot(["city", "location", "destination", "where_to",
  "destination_city", "area", "to_location", "city_of_event"])][0]) as $city |
([$values | slot(["date", "departure_date", "check_in_date",
  "appointment_date", "pickup_date", "show_date", "visit_date", "event_date",
  "leaving_date", "start_date"])][0]) as $date |
([$values | slot(["party_size", "number_of_seats", "number_of_tickets",
  "passengers", "group_size", "number_of_riders", "number_of_adults",
  "travelers"])][0]) as $party |
([$values | slot(["restaurant_name", "hotel_name", "event_name",
  "movie_name", "property_name", "place_name", "title", "song_name"])][0] |
  if . == null then null else
    (gsub("^[ \t\r\n]+|[ \t\r\n]+$"; "") | ascii_downcase |
    if . == "" then null else . end) end) as $name |
($said | join("\n")) as $text |
(hit($text; "price|cost|how much|fare"; 10) +
  hit($text; "\\b(book|reserv)"; 25) +
  hit($text; "\\bcancel"; -20) +
  hit($text; "refund"; 5) +
  hit($text; "\\b(urgent|asap|right away|immediately)\\b"; 15) +
  hit($text; "\\b(buy|purchase|order)\\b"; 25) +
  hit($text; "\\b(problem|wrong|complain\\w*|not (working|happy|good))\\b";
    15) +
  hit($text; "\\b[0-9]{1,2}(:[0-9]{2})? ?(am|pm)\\b"; 5) +
  (if ($services | length) >= 2 then 5 else 0 end) +
  (if ($turns | length) >= 20 then 5 else 0 end) +
  (if ($intent // "" | test("^(Reserve|Book|Buy)")) then 20 else 0 end) +
  (if $date != null then 10 else 0 end)) as $score |
{id: .dialogue_id, product: $services[0], first: $said[0], last: $said[-1],
  turns: ($turns | length)} +
(if ($intent // "") == "" or $intent == "NONE" then {}
  else {intent: $intent} end) +
{city: $city, date: $date, party: $party, name: $name,
  transcript: ([$turns[] | (if .speaker == "USER" then "U: " else "S: " end)
    + .utterance] | join("\n") | .[0:2000]),
  score: $score, route: (if $score >= 50 then "sales" else "nurture" end)}
