# The benchmark's second task in jq, which has no libraries: what people write
# in its place, an expression for addresses and digits for numbers.
def trim: gsub("^\\s+|\\s+$"; "");
def keep($name; f): (.contact[$name] | f) as $v |
  if $v == null then del(.contact[$name]) else .contact[$name] = $v end;

keep("email"; trim | if test("^[^@\\s.]+([.][^@\\s.]+)*@([^@\\s.]+[.])+[^@\\s.]{2,}$")
  then (split("@") | .[0] + "@" + (.[1] | ascii_downcase)) else null end) |
keep("phone"; (startswith("+")) as $plus | gsub("[^0-9]"; "") |
  if $plus and length >= 8 and length <= 15 then "+" + .
  elif length == 10 then "+1" + .
  elif length == 11 and startswith("1") then "+" + .
  else null end) |
keep("country"; trim | ascii_upcase |
  if . == "US" or . == "CA" or . == "DE" then . else null end)
