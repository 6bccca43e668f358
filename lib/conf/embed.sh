#!/bin/sh
# embed.sh FILE...: C source for conf/embed.h, with the text of each profile
# under the name MODULE/NAME (lib/crm/profiles/hubspot.yaml: crm/hubspot).
set -eu
printf '#include "conf/embed.h"\n\n'
i=0
for f; do
	printf 'static const unsigned char text%d[] = {\n' $i
	od -An -v -tu1 "$f" | sed 's/\([0-9][0-9]*\)/\1,/g'
	printf '0 };\n'
	i=$((i + 1))
done
printf 'const struct embedded embedded[] = {\n'
i=0
for f; do
	m=${f#lib/}
	m=${m%/profiles/*}
	n=${f##*/}
	printf '\t{ "%s/%s", "builtin:%s/%s", { (const char *)text%d, sizeof(text%d) - 1 } },\n' \
	    "$m" "${n%.yaml}" "$m" "$n" $i $i
	i=$((i + 1))
done
printf '\t{ 0 }\n};\n'
