/** A date, text, rule or option that cannot be used; `value` is what was given. */
export class DateError extends Error {
  constructor(message, value) {
    super(message);
    this.name = 'DateError';
    this.value = value;
  }
}
