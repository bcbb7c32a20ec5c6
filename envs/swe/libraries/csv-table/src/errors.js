/** What is wrong with a table: `code` names the fault, `line` counts from 1. */
export class CsvError extends Error {
  constructor(code, message, line) {
    super(`${message} (line ${line})`);
    this.name = 'CsvError';
    this.code = code;
    this.line = line;
  }
}
