import { CsvError } from './errors.js';

const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

/** The value a field stands for: null when empty, a boolean, a number, or the text itself. */
export function castField(text) {
  if (text === '') return null;
  if (text === 'true') return true;
  if (text === 'false') return false;
  if (!NUMBER.test(text)) return text;
  const digits = text.replace(/^[+-]/, '');
  const leadingZero = digits.length > 1 && digits[0] === '0' && digits[1] !== '.';
  return leadingZero ? text : Number(text);
}

function uniqueNames(header) {
  const seen = new Map();
  return header.map((name) => {
    const count = (seen.get(name) ?? 0) + 1;
    seen.set(name, count);
    return count === 1 ? name : `${name}_${count}`;
  });
}

/** One object a row, keyed by the header. */
export function toRecords(rows, options = {}) {
  const { header = null, cast = false, strict = true } = options;
  if (rows.length === 0 && header === null) return [];
  const names = uniqueNames(header ?? rows[0]);
  const body = header === null ? rows.slice(1) : rows;
  const offset = header === null ? 2 : 1;

  return body.map((row, index) => {
    if (strict && row.length !== names.length) {
      throw new CsvError(
        'row-length',
        `Expected ${names.length} fields but found ${row.length}`,
        index + offset,
      );
    }
    const record = {};
    names.forEach((name, column) => {
      const text = row[column] ?? '';
      record[name] = cast ? castField(text) : text;
    });
    return record;
  });
}
