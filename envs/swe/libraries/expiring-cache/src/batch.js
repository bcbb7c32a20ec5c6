/** A function `load(key)` that asks `loadMany(keys)` once for all keys of one turn. */
export function batch(loadMany, options = {}) {
  const { maxBatch = Infinity } = options;
  let waiting = [];

  async function run(calls) {
    const keys = [...new Set(calls.map((call) => call.key))];
    try {
      const values = await loadMany(keys);
      if (values.length !== keys.length) {
        throw new RangeError(`Expected ${keys.length} values but got ${values.length}`);
      }
      const byKey = new Map(keys.map((key, index) => [key, values[index]]));
      for (const call of calls) settle(call, byKey.get(call.key));
    } catch (error) {
      for (const call of calls) call.reject(error);
    }
  }

  function settle(call, value) {
    if (value instanceof Error) {
      call.reject(value);
    } else {
      call.resolve(value);
    }
  }

  function flush() {
    const calls = waiting;
    waiting = [];
    if (calls.length > 0) run(calls);
  }

  return function load(key) {
    return new Promise((resolve, reject) => {
      waiting.push({ key, resolve, reject });
      if (waiting.length >= maxBatch) {
        flush();
      } else if (waiting.length === 1) {
        Promise.resolve().then(flush);
      }
    });
  };
}
