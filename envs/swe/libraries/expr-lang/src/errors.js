/** A fault in an expression, at a position counted from 0. */
export class ExpressionError extends Error {
  constructor(message, position) {
    super(`${message} at position ${position}`);
    this.name = 'ExpressionError';
    this.position = position;
  }
}
