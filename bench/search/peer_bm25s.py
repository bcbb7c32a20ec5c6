"""The side of bm25s (arXiv:2407.03618) of `npm run bench -- search`: the same pages and queries, with PyStemmer.

    python3 bench/search/peer_bm25s.py pages.jsonl queries.jsonl

Builds in memory: tokens with its English stop words and Snowball stems, then the index; reading JSON is not
counted. A query is cut into tokens and answered alone, after a round that compiles. Of its backends, the one
that builds faster and the one that answers faster count. Needs bm25s and PyStemmer, and uses numba and scipy where they are.
"""

import importlib.util
import json
import statistics
import sys
import time

import bm25s
import Stemmer

K = 10


def read(file):
    with open(file, encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def has(package):
    return importlib.util.find_spec(package) is not None


def main(pages_file, queries_file):
    texts = [page["title"] + "\n" + page["text"] for page in read(pages_file)]
    queries = [each["query"] for each in read(queries_file)]
    stemmer = Stemmer.Stemmer("english")

    def tokens_of(given):
        return bm25s.tokenize(given, stopwords="en", stemmer=stemmer, show_progress=False)

    def ask(retriever, query):
        start = time.perf_counter()
        retriever.retrieve(tokens_of(query), k=K, show_progress=False)
        return 1000 * (time.perf_counter() - start)

    def build(given, backend):
        matrix = "scipy" if backend == "numba" and has("scipy") else "numpy"
        start = time.perf_counter()
        retriever = bm25s.BM25(method="lucene", k1=1.2, b=0.75, backend=backend, csc_backend=matrix)
        retriever.index(tokens_of(given), show_progress=False)
        return retriever, time.perf_counter() - start

    builds, asked = {}, {}
    for backend in ["numpy"] + (["numba"] if has("numba") else []):
        build(texts[:1000], backend)
        retriever, builds[backend] = build(texts, backend)
        for query in queries[:100]:
            ask(retriever, query)
        asked[backend] = [ask(retriever, query) for query in queries]
        del retriever
    fastest = min(asked, key=lambda backend: statistics.median(asked[backend]))
    print(json.dumps({
        "version": f"{bm25s.__version__} ({fastest})",
        "pagesPerSecond": len(texts) / min(builds.values()),
        "milliseconds": asked[fastest],
    }))


main(*sys.argv[1:])
