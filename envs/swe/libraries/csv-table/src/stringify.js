function toText(value) {
  if (value === null || value === undefined) return '';
  if (value instanceof Date) return value.toISOString();
  return String(value);
}

function needsQuotes(text, delimiter, quote) {
  if (text.includes(delimiter) || text.includes(quote)) return true;
  if (text.includes('\n') || text.includes('\r')) return true;
  return text !== text.trim();
}

function formatField(value, delimiter, quote, quoteAll) {
  const text = toText(value);
  if (!quoteAll && !needsQuotes(text, delimiter, quote)) return text;
  return quote + text.split(quote).join(quote + quote) + quote;
}

/** Text of rows of values; the last row ends with `eol` too. */
export function stringify(rows, options = {}) {
  const { delimiter = ',', quote = '"', eol = '\n', quoteAll = false } = options;
  return rows
    .map((row) => {
      if (row.length === 1 && toText(row[0]) === '') return quote + quote;
      return row.map((value) => formatField(value, delimiter, quote, quoteAll)).join(delimiter);
    })
    .map((line) => line + eol)
    .join('');
}

/** Text of objects, with a header: `columns`, or every key in order of first appearance. */
export function stringifyRecords(records, options = {}) {
  const { columns = null, ...rest } = options;
  const names = columns ?? [...new Set(records.flatMap((record) => Object.keys(record)))];
  if (names.length === 0) return '';
  const rows = records.map((record) => names.map((name) => record[name]));
  return stringify([names, ...rows], rest);
}
