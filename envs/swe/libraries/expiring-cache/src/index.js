export { batch } from './batch.js';
export { Cache } from './cache.js';
export { memoize } from './memoize.js';
export { PriorityQueue } from './queue.js';
