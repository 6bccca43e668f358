#!/bin/sh
# deps.sh: what building, testing and the demo need, as Debian 12 names it.
set -eu
packages="gcc g++ clang libclang-rt-14-dev make pkg-config libc6-dev autoconf
libcurl4-openssl-dev libssl-dev libyaml-dev libyajl-dev libsodium-dev libsqlite3-dev
libpcre2-dev libidn2-dev libunistring-dev libphonenumber-dev libmicrohttpd-dev libcmocka-dev tzdata
bats perl jq curl sqlite3 mandoc procps python3-minimal
tryton-server tryton-modules-party tryton-modules-party-relationship
tryton-modules-sale-opportunity"
missing=
for p in $packages; do
	dpkg-query -W -f '${Status}\n' "$p" 2>/dev/null |
	    grep -q 'ok installed' || missing="$missing $p"
done
[ -n "$missing" ] || exit 0
as_root=
[ "$(id -u)" = 0 ] || as_root=sudo
export DEBIAN_FRONTEND=noninteractive
$as_root apt-get -qq update
# shellcheck disable=SC2086
$as_root apt-get -qq install -y --no-install-recommends $missing >/dev/null
