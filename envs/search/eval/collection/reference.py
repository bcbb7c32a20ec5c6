"""Reference values for BM25 on this collection, by an implementation that is none of ours: SQLite FTS5.

    python3 envs/search/eval/collection/reference.py > envs/search/eval/collection/reference.json

FTS5's bm25() has k1 = 1.2 and b = 0.75, and stems by its porter tokenizer. Stop words are removed here, as it
knows none. The measures are computed here, too, by their definitions. Python 3.8 or later, no package.
"""

import json
import math
import re
import sqlite3
import sys
from pathlib import Path

HERE = Path(__file__).parent
# The list of Lucene's EnglishAnalyzer and the words that the queries ask with.
STOP_WORDS = set(
    "a an and are as at be but by for if in into is it no not of on or such that the their then there "
    "these they this to was will with what".split()
)


def words_of(text):
    return [word for word in re.findall(r"\w+", text.lower()) if word not in STOP_WORDS]


def read_jsonl(name):
    return [json.loads(line) for line in (HERE / name).read_text("utf-8").splitlines()]


def index(documents):
    db = sqlite3.connect(":memory:")
    db.execute("CREATE VIRTUAL TABLE pages USING fts5(text, tokenize = 'porter unicode61')")
    db.executemany(
        "INSERT INTO pages(rowid, text) VALUES (?, ?)",
        [
            (number, " ".join(words_of(f"{document['title']} {document['text']}")))
            for number, document in enumerate(documents)
        ],
    )
    return db


def search(db, query, k):
    match = " OR ".join(f'"{word}"' for word in words_of(query))
    # FTS5 gives better matches lower numbers.
    rows = db.execute(
        "SELECT rowid, -bm25(pages) FROM pages WHERE pages MATCH ? ORDER BY bm25(pages), rowid LIMIT ?",
        (match, k),
    )
    return rows.fetchall()


def ndcg(ranking, judged, k):
    def dcg(gains):
        return sum(gain / math.log2(rank + 1) for rank, gain in enumerate(gains[:k], 1))

    ideal = dcg(sorted(judged.values(), reverse=True))
    return dcg([judged.get(page, 0) for page in ranking]) / ideal


def recall(ranking, judged, k):
    return sum(page in judged for page in ranking[:k]) / len(judged)


def reciprocal_rank(ranking, judged, k):
    return next((1 / rank for rank, page in enumerate(ranking[:k], 1) if page in judged), 0)


def main():
    documents = read_jsonl("corpus.jsonl")
    queries = {query["_id"]: query["text"] for query in read_jsonl("queries.jsonl")}
    qrels = {}
    for line in (HERE / "qrels/test.tsv").read_text("utf-8").splitlines()[1:]:
        query, page, score = line.split("\t")
        qrels.setdefault(query, {})[page] = int(score)

    db = index(documents)
    measured = {}
    for query, judged in qrels.items():
        found = search(db, queries[query], 100)
        ranking = [documents[number]["_id"] for number, _ in found]
        measured[query] = {
            "ndcg10": ndcg(ranking, judged, 10),
            "recall10": recall(ranking, judged, 10),
            "recall100": recall(ranking, judged, 100),
            "mrr10": reciprocal_rank(ranking, judged, 10),
            "top10": ranking[:10],
        }
    means = {
        name: round(sum(query[name] for query in measured.values()) / len(measured), 6)
        for name in ("ndcg10", "recall10", "recall100", "mrr10")
    }
    result = {
        "implementation": f"SQLite {sqlite3.sqlite_version} FTS5",
        "documents": len(documents),
        "queries": len(measured),
        **means,
        "top10": {query: " ".join(values["top10"]) for query, values in measured.items()},
    }
    json.dump(result, sys.stdout, indent=2)
    sys.stdout.write("\n")


main()
