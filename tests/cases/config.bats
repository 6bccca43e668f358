# The configuration's manual page tells of every key, and its example works.

setup() {
	cd "$BATS_TEST_DIRNAME/../.." || return 1
	page=man/chatcrm-config.5
}

# The keys in the tables of the sources that read the user's configuration.
keys() {
	perl -0777 -ne '
		s/^#define(?:.*\\\n)*.*\n//mg;
		print "$1\n" while /(?:\{|\bK\(|\bX\()\s*"([a-z_]+)",\s*(?:CONF|SOURCE|RULE)_/g;
		print "$1\n" while /\b(?:KEY\(CONF_[A-Z]+,|OBJ\(|ENUM\()\s*([a-z_]+),/g;
		print "$1\n" while /\bINT\(([a-z_]+), \d/g;
	' lib/stage/*conf.c lib/stage/map_source.c lib/crm/open.c \
	    lib/record/limits.c | sort -u
}

@test "chatcrm-config(5) names every key" {
	[ "$(keys | wc -l)" -gt 60 ]
	missing=
	for k in $(keys); do
		grep -qE "^\.(It )?(Ic|Li).*\<$k\>" "$page" ||
		    missing="$missing $k"
	done
	echo "not in $page:$missing"
	[ -z "$missing" ]
}
