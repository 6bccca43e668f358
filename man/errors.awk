# errors.awk: chatcrm-errors(7) of the table lib/base/code.def.

function literals(s,	out, a, n, i) {
	out = ""
	while (match(s, /"([^"\\]|\\.)*"/)) {
		out = out substr(s, RSTART + 1, RLENGTH - 2)
		s = substr(s, RSTART + RLENGTH)
		if (s ~ /^[ \t\n]*,/)
			out = out "\001"
	}
	gsub(/\\"/, "\"", out)
	n = split(out, a, "\001")
	for (i = 1; i <= n; i++)
		word[i] = a[i]
}

# A sentence as mdoc: one line each, nothing that begins a request.
function say(s) {
	gsub(/\\/, "\\e", s)
	gsub(/\. /, ".\n", s)
	if (s ~ /^['.]/)
		s = "\\\\&" s
	print s
}

BEGIN {
	print ".\\\" Made of lib/base/code.def by man/errors.awk: change that."
	print ".Dd November 22, 2026"
	print ".Dt CHATCRM-ERRORS 7"
	print ".Os"
	print ".Sh NAME"
	print ".Nm chatcrm-errors"
	print ".Nd every code, its cause and its remedy"
	print ".Sh DESCRIPTION"
	print "Whatever"
	print ".Xr chatcrm 1"
	print "refuses, changes or tells has a code, in its messages on standard"
	print "error with"
	print ".Fl \\-log-format Cm json ,"
	print "in the findings of a record, in the errors of results and in dead"
	print "letters"
	print ".Pq Xr chatcrm-record 5 ."
	print "A code stays what it is from version to version."
	print ".Ql chatcrm help CODE"
	print "prints its entry of this page."
}

/^FAMILY\(/ {
	literals($0)
	if (open)
		print ".El"
	print ".Ss " word[2]
	print ".Bl -tag -width Ds"
	open = 1
	next
}

/^CODE\(/, /\)$/ {
	text = text "\n" $0
	if ($0 !~ /"\)$/)
		next
	literals(text)
	text = ""
	print ".It Cm " word[1]
	say(word[2])
	print ".Pp"
	say(word[3])
}

END {
	print ".El"
	print ".Sh SEE ALSO"
	print ".Xr chatcrm 1 ,"
	print ".Xr chatcrm-config 5 ,"
	print ".Xr chatcrm-record 5"
}
