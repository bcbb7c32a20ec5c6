import { Cache } from './cache.js';

/** An async function that remembers its results, and shares calls that are under way. */
export function memoize(fn, options = {}) {
  const { key = (...args) => JSON.stringify(args), cache = new Cache(), cacheErrors = false } = options;
  const pending = new Map();

  async function load(id, args, call) {
    const isCurrent = () => pending.get(id) === call;
    try {
      const value = await fn(...args);
      if (isCurrent()) cache.set(id, { value });
      return value;
    } catch (error) {
      if (cacheErrors && isCurrent()) cache.set(id, { error });
      throw error;
    } finally {
      if (isCurrent()) pending.delete(id);
    }
  }

  async function memoized(...args) {
    const id = key(...args);
    const known = cache.get(id);
    if (known) {
      if ('error' in known) throw known.error;
      return known.value;
    }
    if (pending.has(id)) return pending.get(id).result;
    const call = { result: undefined };
    pending.set(id, call);
    call.result = load(id, args, call);
    return call.result;
  }

  memoized.invalidate = (...args) => {
    const id = key(...args);
    const wasPending = pending.delete(id);
    return cache.delete(id) || wasPending;
  };
  return memoized;
}
