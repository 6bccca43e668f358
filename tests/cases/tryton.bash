# tryton.bash: a real Tryton server of this machine's own packages, for bats
# files; $U is the URL of its database, $TRYTON_SESSION lets one in.

TRYTON_MODULES="party party_relationship sale_opportunity"

# tryton_absent: is there none on this machine?
tryton_absent() {
	local m
	[ -x /usr/bin/trytond ] || return 0
	for m in $TRYTON_MODULES; do
		[ -d "/usr/lib/python3/dist-packages/trytond/modules/$m" ] ||
		    return 0
	done
	return 1
}

free_port() {
	local p
	while p=$((RANDOM % 20000 + 20000)); do
		(: <"/dev/tcp/127.0.0.1/$p") 2>/dev/null || break
	done
	echo $p
}

# post METHOD PARAMS: the whole answer; the session, if there is one.
post() {
	curl -sS -H 'Content-Type: application/json' \
	    ${TRYTON_SESSION:+-H "Authorization: Session $TRYTON_SESSION"} \
	    -d "{\"id\":1,\"method\":\"$1\",\"params\":$2}" "$U/"
}

# rpc MODEL.METHOD PARAMS: the result; no context is needed in PARAMS.
rpc() {
	post "model.$1" "${2%]},{}]" | jq -c 'if has("result") then .result else error(tojson) end'
}

# tryton_start DIR: make a database in DIR and serve it; about 20 s, since a
# server that was asked while it loads its modules answers KeyError.
tryton_start() {
	local port i
	port=$(free_port)
	printf '[web]\nlisten = 127.0.0.1:%s\n[database]\nuri = sqlite://\npath = %s\n' \
	    "$port" "$1" >"$1/t.conf"
	touch "$1/crm.sqlite"
	echo admin-pw-1 >"$1/pw"
	# shellcheck disable=SC2086
	TRYTONPASSFILE="$1/pw" /usr/bin/trytond-admin -c "$1/t.conf" -d crm \
	    --all -u $TRYTON_MODULES --activate-dependencies \
	    --email a@example.org >"$1/init.log" 2>&1
	/usr/bin/trytond -c "$1/t.conf" -d crm >"$1/log" 2>&1 3>&- &
	echo $! >"$1/pid"
	export U="http://127.0.0.1:$port/crm"
	for ((i = 0; i < 300; i++)); do
		post common.db.login '["admin",{"password":"admin-pw-1"}]' \
		    >"$1/login" 2>/dev/null && grep -q result "$1/login" && break
		sleep 0.2
	done
	TRYTON_SESSION=$(jq -r '"admin:\(.result[0]):\(.result[1])" | @base64' \
	    "$1/login")
	export TRYTON_SESSION
}

tryton_stop() {
	[ ! -s "$1/pid" ] || kill "$(cat "$1/pid")"
}

# tryton_wipe: no party, note, opportunity any more.
tryton_wipe() {
	local model ids
	for model in ir.note sale.opportunity party.party; do
		ids=$(rpc $model.search '[[],0,null,null]')
		[ "$ids" = '[]' ] || rpc $model.delete "[$ids]" >/dev/null
	done
}

# tryton_held: all that is there, one line an object, ids left out.
tryton_held() {
	rpc party.party.search_read '[[],0,null,null,["name","identifiers.code","contact_mechanisms.type","contact_mechanisms.value","addresses.city","relations.to"]]' >parties
	rpc ir.note.search_read '[[],0,null,null,["message","resource"]]' >notes
	jq -cS --slurpfile notes notes '
	    (map({("\(.id)"): .["identifiers."][0].code}) | add // {}) as $token
	    | (.[] | [.name, [.["identifiers."][].code],
	        [.["contact_mechanisms."][] | [.type, .value]],
	        [.["addresses."][].city],
	        ([.["relations."][] | $token["\(.to)"]] | sort)]),
	      ($notes[0][] | [.message, $token[.resource | ltrimstr("party.party,")]])' \
	    parties | sort
}
