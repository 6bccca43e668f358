"""same.py WANT GOT: do two files of JSON lines hold equal records?

Key order and how a number is written do not matter; a null intent counts as
absent.  Prints the first difference.
"""
import json
import sys


def normal(line):
    record = json.loads(line)
    if record.get("intent", 0) is None:
        del record["intent"]
    return record


def main(want, got):
    n = 0
    with open(want, "rb") as w, open(got, "rb") as g:
        for n, (a, b) in enumerate(zip(w, g), 1):
            if normal(a) != normal(b):
                sys.exit(f"line {n} differs:\n- {a.decode()}+ {b.decode()}")
        if w.readline() or g.readline():
            sys.exit(f"one has more than {n} lines")
    print(f"{n} records equal")


main(*sys.argv[1:])
