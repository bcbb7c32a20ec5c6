/** An expression that cannot be read; `part` is the piece that is wrong. */
export class CronError extends Error {
  constructor(reason, part) {
    super(`Cannot read ${part}: ${reason}`);
    this.name = 'CronError';
    this.part = part;
  }
}

/** An instant or time of day that does not exist. */
export class TimeError extends Error {
  constructor(message) {
    super(message);
    this.name = 'TimeError';
  }
}
