export { CsvError } from './errors.js';
export { createParser, parse } from './parser.js';
export { castField, toRecords } from './records.js';
export { collect, readRows } from './stream.js';
export { stringify, stringifyRecords } from './stringify.js';
