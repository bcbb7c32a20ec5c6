/** Source text that cannot be assembled; `line` counts from 1. */
export class AssemblyError extends Error {
  constructor(reason, line) {
    super(`Line ${line}: ${reason}`);
    this.name = 'AssemblyError';
    this.line = line;
  }
}

/** A program that went wrong. `kind` is a word for it, `value` what a handler is given. */
export class Fault extends Error {
  constructor(kind, reason, value = kind) {
    super(reason);
    this.name = 'Fault';
    this.kind = kind;
    this.value = value;
    this.address = null;
    this.line = null;
  }
}
