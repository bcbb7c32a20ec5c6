"""SQLite FTS5's side of `npm run bench -- search`: the same pages, the same queries with their terms ORed.

    python3 bench/search/peer.py pages.jsonl queries.jsonl

Builds in memory, with the porter tokenizer, in one transaction; reading JSON is not counted. Python 3.8 or
later, no package.
"""

import json
import sqlite3
import sys
import time


def main(pages_file, queries_file):
    with open(pages_file, encoding="utf-8") as lines:
        pages = [(page["title"], page["text"]) for page in map(json.loads, lines)]
    with open(queries_file, encoding="utf-8") as lines:
        queries = [json.loads(line)["terms"] for line in lines]

    db = sqlite3.connect(":memory:")
    db.execute("CREATE VIRTUAL TABLE pages USING fts5(title, text, tokenize = 'porter unicode61')")
    start = time.perf_counter()
    with db:
        db.executemany("INSERT INTO pages(rowid, title, text) VALUES (?, ?, ?)", (
            (number, title, text) for number, (title, text) in enumerate(pages)
        ))
    build = time.perf_counter() - start

    milliseconds = []
    for terms in queries:
        match = " OR ".join(f'"{term}"' for term in terms)
        start = time.perf_counter()
        db.execute("SELECT rowid FROM pages WHERE pages MATCH ? ORDER BY rank LIMIT 10", (match,)).fetchall()
        milliseconds.append(1000 * (time.perf_counter() - start))
    print(json.dumps({
        "version": sqlite3.sqlite_version,
        "pagesPerSecond": len(pages) / build,
        "milliseconds": milliseconds,
    }))


main(*sys.argv[1:])
