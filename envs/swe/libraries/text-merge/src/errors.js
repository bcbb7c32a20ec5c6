/** A hunk, counted from 1, that cannot be read or applied. */
export class PatchError extends Error {
  constructor(message, hunk) {
    super(`Hunk ${hunk}: ${message}`);
    this.name = 'PatchError';
    this.hunk = hunk;
  }
}
