/** Milliseconds to wait after the given attempt (from 1). */
export function delayAfter(attempt, { delay = 0, factor = 2, maxDelay = Infinity } = {}) {
  return Math.min(delay * factor ** (attempt - 1), maxDelay);
}

/** Calls `fn` until it succeeds; the error of the last attempt is thrown. */
export async function retry(fn, options = {}) {
  const {
    attempts = 3,
    sleep = () => Promise.resolve(),
    shouldRetry = () => true,
    onRetry = () => {},
  } = options;
  let attempt = 1;
  while (true) {
    try {
      return await fn(attempt);
    } catch (error) {
      if (attempt >= attempts || !shouldRetry(error, attempt)) throw error;
      const wait = delayAfter(attempt, options);
      onRetry(error, attempt, wait);
      if (wait > 0) await sleep(wait);
      attempt += 1;
    }
  }
}
