import { CsvError } from './errors.js';

/** A parser fed in pieces: each call returns the rows completed by it. */
export function createParser(options = {}) {
  const { delimiter = ',', quote = '"', comment = null, trim = false, skipEmpty = true } = options;
  let row = [];
  let field = '';
  let quoted = false;
  let inQuotes = false;
  let pendingQuote = false;
  let pendingReturn = false;
  let line = 1;
  let openedAt = 0;

  function isComment() {
    return comment !== null && row.length === 0 && !quoted && field.startsWith(comment);
  }

  function endField() {
    row.push(trim && !quoted ? field.trim() : field);
    field = '';
    quoted = false;
  }

  function endRow(rows) {
    const blank = row.length === 0 && field === '' && !quoted;
    if (isComment() || (blank && skipEmpty)) {
      field = '';
    } else {
      endField();
      rows.push(row);
    }
    row = [];
    line += 1;
  }

  function readQuoted(char) {
    if (char === quote) {
      pendingQuote = true;
    } else {
      if (char === '\n') line += 1;
      field += char;
    }
  }

  function readPlain(char, rows) {
    if (char === '\n') {
      endRow(rows);
    } else if (char === '\r') {
      pendingReturn = true;
    } else if (isComment()) {
      field += char;
    } else if (char === delimiter) {
      endField();
    } else if (char === quote && field.trim() === '' && !quoted) {
      field = '';
      quoted = true;
      inQuotes = true;
      openedAt = line;
    } else if (quoted) {
      if (char.trim() !== '') {
        throw new CsvError('after-quote', `Unexpected ${char} after a quoted field`, line);
      }
    } else {
      field += char;
    }
  }

  function read(char, rows) {
    if (pendingQuote) {
      pendingQuote = false;
      if (char === quote) {
        field += quote;
        return;
      }
      inQuotes = false;
    }
    if (inQuotes) {
      readQuoted(char);
      return;
    }
    if (pendingReturn) {
      pendingReturn = false;
      endRow(rows);
      if (char === '\n') return;
    }
    readPlain(char, rows);
  }

  return {
    push(chunk) {
      const rows = [];
      for (const char of chunk) read(char, rows);
      return rows;
    },
    end() {
      const rows = [];
      if (pendingQuote) {
        pendingQuote = false;
        inQuotes = false;
      }
      if (inQuotes) throw new CsvError('open-quote', 'A quoted field is never closed', openedAt);
      if (pendingReturn || row.length > 0 || field !== '' || quoted) endRow(rows);
      pendingReturn = false;
      return rows;
    },
  };
}

/** All rows of a text; a byte order mark in front of it is left out. */
export function parse(text, options = {}) {
  const parser = createParser(options);
  const body = text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
  return [...parser.push(body), ...parser.end()];
}
