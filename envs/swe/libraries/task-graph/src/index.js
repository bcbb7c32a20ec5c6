export { CycleError, MissingTaskError } from './errors.js';
export { Graph } from './graph.js';
export { Queue } from './queue.js';
export { delayAfter, retry } from './retry.js';
export { runGraph } from './run.js';
