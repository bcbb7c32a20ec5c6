import { createParser } from './parser.js';

/** Rows of an (async) iterable of text chunks, as they are completed. */
export async function* readRows(chunks, options = {}) {
  const parser = createParser(options);
  let first = true;
  for await (const chunk of chunks) {
    const text = first && chunk.charCodeAt(0) === 0xfeff ? chunk.slice(1) : chunk;
    if (chunk !== '') first = false;
    yield* parser.push(text);
  }
  yield* parser.end();
}

/** The rows of all chunks, each passed through `map(row, index)` in order; `limit` stops early. */
export async function collect(chunks, options = {}) {
  const { map = (row) => row, limit = Infinity, ...parserOptions } = options;
  const rows = [];
  if (limit <= 0) return rows;
  for await (const row of readRows(chunks, parserOptions)) {
    const value = await map(row, rows.length);
    rows.push(value);
    if (rows.length >= limit) break;
  }
  return rows;
}
