import { Graph } from './graph.js';
import { Queue } from './queue.js';
import { retry } from './retry.js';

function graphOf(tasks) {
  const graph = new Graph();
  for (const [name, task] of Object.entries(tasks)) graph.add(name, task.needs ?? []);
  return graph;
}

/** Runs every task after what it needs. */
export async function runGraph(tasks, options = {}) {
  const { concurrency = 4, attempts = 1, keepGoing = false, onEvent = () => {} } = options;
  const order = graphOf(tasks).order();
  const queue = new Queue({ concurrency });
  const outcomes = new Map();
  const results = {};
  const failed = {};
  const skipped = [];

  async function runTask(name) {
    const { needs = [], run } = tasks[name];
    const before = await Promise.all(needs.map((need) => outcomes.get(need)));
    if (before.includes(false)) return skip(name);
    return queue.add(() => execute(name, needs, run));
  }

  function skip(name) {
    skipped.push(name);
    onEvent({ type: 'skipped', name });
    return false;
  }

  async function execute(name, needs, run) {
    if (!keepGoing && Object.keys(failed).length > 0) return skip(name);
    onEvent({ type: 'started', name });
    const inputs = Object.fromEntries(needs.map((need) => [need, results[need]]));
    try {
      results[name] = await retry((attempt) => run(inputs, attempt), { attempts });
      onEvent({ type: 'finished', name });
      return true;
    } catch (error) {
      failed[name] = error;
      onEvent({ type: 'failed', name });
      return false;
    }
  }

  for (const name of order) outcomes.set(name, runTask(name));
  await Promise.all(outcomes.values());
  return { results, failed, skipped: skipped.sort() };
}
