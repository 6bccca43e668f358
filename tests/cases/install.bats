# make install puts every command and page where it says; uninstall takes
# them all away.

@test "install and uninstall leave nothing behind" {
	case $B in *-cc | *-clang) skip "a sanitized build is not installed" ;; esac
	d=$BATS_TEST_TMPDIR/root
	make -s install DESTDIR="$d" PREFIX=/usr BUILD="$B" >/dev/null
	for c in cmd/*.c; do
		[ -x "$d/usr/bin/$(basename "$c" .c)" ]
	done
	[ -f "$d/usr/share/man/man1/chatcrm-map.1" ]
	"$d/usr/bin/chatcrm" --version | grep -qF "$(sed -n 's/^VERSION = //p' Makefile)"
	make -s uninstall DESTDIR="$d" PREFIX=/usr BUILD="$B" >/dev/null
	[ -z "$(find "$d" -type f)" ]
}
