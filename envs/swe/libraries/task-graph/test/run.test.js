import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Queue, retry, runGraph } from '../src/index.js';

/** Lets everything that can run now run. */
async function turns(count = 20) {
  for (let turn = 0; turn < count; turn += 1) await null;
}

describe('Queue', () => {
  it('gives the result of a job', async () => {
    assert.equal(await new Queue().add(async () => 7), 7);
  });

  it('runs no more jobs at a time than allowed', async () => {
    const queue = new Queue({ concurrency: 2 });
    for (let job = 0; job < 5; job += 1) queue.add(() => new Promise(() => {}));

    assert.equal(queue.running, 2);
    assert.equal(queue.waiting, 3);
  });

  it('passes on the error of a job and goes on', async () => {
    const queue = new Queue();
    const failing = queue.add(async () => {
      throw new Error('broken');
    });
    const fine = queue.add(() => 'fine');

    await assert.rejects(failing, { message: 'broken' });
    assert.equal(await fine, 'fine');
  });

  it('starts nothing while paused', async () => {
    const queue = new Queue();
    queue.pause();
    const result = queue.add(() => 'late');
    await turns();
    assert.equal(queue.running, 0);

    queue.resume();
    assert.equal(await result, 'late');
  });
});

describe('retry', () => {
  it('tries again after an error', async () => {
    const value = await retry(async (attempt) => {
      if (attempt < 3) throw new Error('not yet');
      return attempt;
    });

    assert.equal(value, 3);
  });

  it('throws the error of the last attempt', async () => {
    const failing = retry(
      async (attempt) => {
        throw new Error(`attempt ${attempt}`);
      },
      { attempts: 2 },
    );

    await assert.rejects(failing, { message: 'attempt 2' });
  });
});

describe('runGraph', () => {
  it('gives each task the results of what it needs', async () => {
    const { results } = await runGraph({
      sum: { needs: ['two', 'three'], run: ({ two, three }) => two + three },
      two: { run: () => 2 },
      three: { run: async () => 3 },
    });

    assert.deepEqual(results, { two: 2, three: 3, sum: 5 });
  });

  it('skips what needs a failed task', async () => {
    const { failed, skipped } = await runGraph({
      bad: {
        run: () => {
          throw new Error('bad');
        },
      },
      after: { needs: ['bad'], run: () => 1 },
    });

    assert.equal(failed.bad.message, 'bad');
    assert.deepEqual(skipped, ['after']);
  });

  it('refuses a cycle', async () => {
    const tasks = { a: { needs: ['b'], run: () => 1 }, b: { needs: ['a'], run: () => 1 } };

    await assert.rejects(runGraph(tasks), { name: 'CycleError' });
  });
});
