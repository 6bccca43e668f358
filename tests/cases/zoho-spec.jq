# One OpenAPI document of Zoho's many, which refer to each other by URLs of a
# repository: [{name, doc}] -> doc.  Names of components get their file's.
def ref($name):
  if test("^https?://") then
    capture("/(?<file>[^/]+)\\.json#/components/(?<kind>[^/]+)/(?<what>.+)$")
  else {file: $name} + capture("^#/components/(?<kind>[^/]+)/(?<what>.+)$") end
  # One is not defined in its file, but in another.
  | if .file == "notes" and .what == "If-Modified-Since" then .file = "record" else . end
  | "#/components/\(.kind)/\(.file).\(.what)";

def owned($name):
  (.. | objects | select(has("$ref"))."$ref") |= ref($name);

# Where the description is wrong about the service:
# - all but 200 is missing, though rows that fail are 202 and 207;
# - a list of records is also a valid error, which has no member that must be
#   there, so "exactly one of" never holds;
# - what an answer always has is asked of requests too;
# - an example became the pattern of e-mail addresses.
def statuses:
  (.paths[][] | objects | select(.responses["200"]).responses) |=
    (. + {"201": (."201" // ."200"), "202": (."202" // ."200"),
          "207": (."207" // ."200"), "204": {description: ""},
          "304": {description: ""}});

def any_of:
  walk(if type == "object" and (.oneOf | type) == "array"
       then .anyOf = .oneOf | del(.oneOf) else . end);

def written:
  .components.schemas |= with_entries(
    if .key | test("^(notes\\.Note|modules\\.Minified_Module|tags\\.Tag|fields\\..*)$")
    then .value |= walk(if type == "object" and (.required | type) == "array"
                        then del(.required) else . end) else . end);

def addresses:
  del(.components.schemas[] | .. | objects | select(.pattern | type == "string")
      | .pattern | select(contains("@") or contains("[@]")));

map(.name as $n | .doc | owned($n)
    | .components |= with_entries(.value |= with_entries(.key = "\($n).\(.key)")))
| reduce .[] as $d ({openapi: "3.0.0", info: {title: "Zoho", version: "8"},
      paths: {}, components: {}};
    .paths = $d.paths + .paths | .components = .components * $d.components)
| statuses | any_of | written | addresses
