#!/usr/bin/env python3
"""An in-house CRM that nobody has heard of, for inhouse.bats.

inhouse.py URL-FILE: one process, in memory.  Its habits: forms in, JSON out in
an envelope; whatever happens has status 200; one record a request; lists in
parts with a cursor; ids with letters; days as DD.MM.YYYY; persons with their
addresses in a list; and a search for our reference that lags by a second.
GET /all tells all that it holds; POST /mood what is to go wrong.
"""
import http.server, json, socket, sys, threading, time, urllib.parse

people, firms, notes, ties = {}, {}, {}, set()
mood = {'drop_after': 0, 'busy': 0}
lock = threading.Lock()
seen = 0
TOKEN = 'open sesame'
LAG, PAGE = 1.0, 3


def new(table, letter, row):
    key = '%s-%d' % (letter, len(table) + 1)
    row.update(nr=key, made=time.time())
    table[key] = row
    return row


class No(Exception):
    pass


def person(form, row):
    for name in ('vorname', 'nachname', 'tel', 'ort', 'letzter_chat', 'punkte'):
        if name in form:
            row[name] = form[name]
    if len(row.get('vorname', '')) > 40:
        raise No('feld', 'vorname', 'too long')
    if 'letzter_chat' in form and form['letzter_chat'][2:3] != '.':
        raise No('feld', 'letzter_chat', 'write DD.MM.YYYY')
    if 'mail' in form:
        row['mails'] = [form['mail']] + [m for m in row['mails'] if m != form['mail']]
    if 'ref' in form:
        row['ref'] = form['ref']


def part(rows, query):
    """A part of a list, and where the next begins."""
    start = int(query.get('weiter', '0') or 0)
    rows = sorted(rows, key=lambda r: int(r['nr'].split('-')[1]))
    more = str(start + PAGE) if len(rows) > start + PAGE else ''
    return {'liste': rows[start:start + PAGE], 'weiter': more}


def old(row):
    return time.time() - row['made'] >= LAG


def handle(method, path, query, form):
    parts = path.strip('/').split('/')
    if parts == ['konto']:
        return {'mandant': 'M7', 'test': True}
    if parts == ['personen'] and method == 'GET':
        if 'ref' in query:
            return part([p for p in people.values() if p.get('ref') == query['ref'] and old(p)], query)
        if 'mail' in query:
            return part([p for p in people.values()
                         if query['mail'].lower() in [m.lower() for m in p['mails']]], query)
        return part([p for p in people.values() if p.get('tel') == query.get('tel')], query)
    if parts == ['personen']:
        row = {'mails': []}
        person(form, row)
        return new(people, 'K', row)
    if parts[0] == 'personen' and len(parts) == 2:
        if parts[1] not in people:
            raise No('weg', '', 'no such person')
        if method == 'POST':
            person(form, people[parts[1]])
        return people[parts[1]]
    if parts[0] == 'personen' and parts[2:] == ['firmen']:
        if method == 'POST':
            ties.add((parts[1], form['firma']))
        return {'liste': [firms[f] for p, f in sorted(ties) if p == parts[1]], 'weiter': ''}
    if parts == ['firmen'] and method == 'GET':
        return part([f for f in firms.values() if query.get('web', '') in f.get('web', '')
                     and ('ref' not in query or (f.get('ref') == query['ref'] and old(f)))], query)
    if parts == ['firmen']:
        return new(firms, 'F', dict(form))
    if parts[0] == 'firmen':
        if method == 'POST':
            firms[parts[1]].update(form)
        return firms[parts[1]]
    if parts == ['notizen'] and method == 'GET':
        return part([n for n in notes.values() if n.get('ref') == query['ref'] and old(n)], query)
    if parts == ['notizen']:
        if form.get('person') not in people:
            raise No('weg', 'person', 'no such person')
        return new(notes, 'N', dict(form))
    if parts[0] == 'notizen':
        if method == 'POST':
            notes[parts[1]].update(form)
        return notes[parts[1]]
    raise No('weg', '', 'no such place')


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = 'HTTP/1.1'

    def log_message(self, *args):
        pass

    def say(self, what):
        body = json.dumps(what).encode()
        self.send_response(200)
        self.send_header('Content-Type', 'application/json')
        self.send_header('Content-Length', str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def answer(self, method):
        global seen
        url = urllib.parse.urlsplit(self.path)
        query = dict(urllib.parse.parse_qsl(url.query))
        raw = self.rfile.read(int(self.headers.get('Content-Length') or 0)).decode()
        if url.path == '/all':
            return self.say({'people': list(people.values()), 'firms': list(firms.values()),
                             'notes': list(notes.values()), 'ties': sorted(ties)})
        if url.path == '/mood':
            mood.update(json.loads(raw))
            return self.say({})
        if self.headers.get('X-Zutritt') != TOKEN:
            return self.say({'ok': False, 'fehler': {'art': 'zutritt', 'text': 'who are you?'}})
        form = dict(urllib.parse.parse_qsl(raw))
        with lock:
            seen += 1
            if mood['busy'] and seen % mood['busy'] == 0:
                return self.say({'ok': False, 'fehler': {'art': 'spaeter', 'text': 'busy'}})
            try:
                done = {'ok': True, 'daten': handle(method, url.path, query, form)}
            except No as no:
                art, feld, text = no.args
                done = {'ok': False, 'fehler': {'art': art, 'feld': feld, 'text': text}}
            if method == 'POST' and mood['drop_after'] and seen % mood['drop_after'] == 0:
                self.close_connection = True
                self.connection.shutdown(socket.SHUT_RDWR)
                return None
        return self.say(done)

    def do_GET(self):
        self.answer('GET')

    def do_POST(self):
        self.answer('POST')


server = http.server.ThreadingHTTPServer(('127.0.0.1', 0), Handler)
server.daemon_threads = True
with open(sys.argv[1], 'w') as f:
    f.write('http://127.0.0.1:%d' % server.server_port)
server.serve_forever()
