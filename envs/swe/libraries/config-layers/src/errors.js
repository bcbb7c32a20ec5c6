/** A text that is no configuration; lines count from 1. */
export class ConfigSyntaxError extends Error {
  constructor(message, line) {
    super(`${message} in line ${line}`);
    this.name = 'ConfigSyntaxError';
    this.line = line;
  }
}

/** A reference that leads nowhere or back to itself; `path` is the value it stands in. */
export class InterpolationError extends Error {
  constructor(message, path) {
    super(`${message} (in ${path})`);
    this.name = 'InterpolationError';
    this.path = path;
  }
}
