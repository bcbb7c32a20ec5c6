import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { delayAfter, retry, runGraph } from '../src/index.js';

function failing(message) {
  return () => {
    throw new Error(message);
  };
}

describe('retry: attempts', () => {
  it('makes three attempts by default', async () => {
    const attempts = [];
    const failed = retry((attempt) => {
      attempts.push(attempt);
      throw new Error('no');
    });

    await assert.rejects(failed, { message: 'no' });
    assert.deepEqual(attempts, [1, 2, 3]);
  });

  it('stops at an error that is not worth another attempt', async () => {
    let calls = 0;
    const failed = retry(
      () => {
        calls += 1;
        throw new TypeError('fatal');
      },
      { shouldRetry: (error) => error.name !== 'TypeError' },
    );

    await assert.rejects(failed, { message: 'fatal' });
    assert.equal(calls, 1);
  });

  it('waits longer after each attempt', async () => {
    const waits = [];
    const options = { attempts: 4, delay: 10, sleep: async (ms) => waits.push(ms) };
    await assert.rejects(retry(failing('no'), options));

    assert.deepEqual(waits, [10, 20, 40]);
  });

  it('does not sleep without a delay', async () => {
    let sleeps = 0;
    await assert.rejects(retry(failing('no'), { sleep: async () => (sleeps += 1) }));

    assert.equal(sleeps, 0);
  });

  it('waits for the sleep to end before the next attempt', async () => {
    const log = [];
    const options = {
      attempts: 2,
      delay: 1,
      sleep: async () => {
        await null;
        await null;
        log.push('slept');
      },
    };
    await assert.rejects(
      retry((attempt) => {
        log.push(attempt);
        throw new Error('no');
      }, options),
    );

    assert.deepEqual(log, [1, 'slept', 2]);
  });

  it('tells of each retry with its error, attempt and delay', async () => {
    const calls = [];
    const onRetry = (error, attempt, wait) => calls.push([error.message, attempt, wait]);
    await assert.rejects(retry(failing('no'), { attempts: 3, delay: 5, factor: 3, onRetry }));

    assert.deepEqual(calls, [['no', 1, 5], ['no', 2, 15]]);
  });

  it('does not wait longer than the largest delay', () => {
    assert.equal(delayAfter(5, { delay: 100, maxDelay: 500 }), 500);
    assert.equal(delayAfter(2, { delay: 100, maxDelay: 500 }), 200);
  });

  it('has no delay by default', () => {
    assert.equal(delayAfter(3), 0);
  });
});

describe('runGraph: order', () => {
  it('runs a task only after what it needs has ended', async () => {
    const log = [];
    const slow = async () => {
      for (let turn = 0; turn < 10; turn += 1) await null;
      log.push('slow');
    };
    await runGraph({ last: { needs: ['slow'], run: () => log.push('last') }, slow: { run: slow } });

    assert.deepEqual(log, ['slow', 'last']);
  });

  it('gives a task only the results it asked for', async () => {
    let seen;
    await runGraph({
      a: { run: () => 1 },
      b: { run: () => 2 },
      c: {
        needs: ['b'],
        run: (inputs) => {
          seen = inputs;
        },
      },
    });

    assert.deepEqual(seen, { b: 2 });
  });

  it('reports what happens in order', async () => {
    const events = [];
    await runGraph(
      { a: { run: () => 1 }, b: { needs: ['a'], run: failing('b') }, c: { needs: ['b'], run: () => 3 } },
      { onEvent: ({ type, name }) => events.push(`${type} ${name}`) },
    );

    assert.deepEqual(events, ['started a', 'finished a', 'started b', 'failed b', 'skipped c']);
  });
});

describe('runGraph: failures', () => {
  it('starts nothing new after a failure', async () => {
    const tasks = { bad: { run: failing('bad') }, other: { run: () => 1 }, more: { run: () => 2 } };
    const { results, skipped } = await runGraph(tasks, { concurrency: 1 });

    assert.deepEqual(results, {});
    assert.deepEqual(skipped, ['more', 'other']);
  });

  it('runs what does not need the failed task when told to keep going', async () => {
    const tasks = {
      bad: { run: failing('bad') },
      after: { needs: ['bad'], run: () => 0 },
      other: { run: () => 1 },
    };
    const { results, skipped, failed } = await runGraph(tasks, { concurrency: 1, keepGoing: true });

    assert.deepEqual(results, { other: 1 });
    assert.deepEqual(skipped, ['after']);
    assert.deepEqual(Object.keys(failed), ['bad']);
  });

  it('skips what needs a skipped task', async () => {
    const { skipped } = await runGraph(
      {
        c: { needs: ['b'], run: () => 3 },
        b: { needs: ['a'], run: () => 2 },
        a: { run: failing('a') },
      },
      { keepGoing: true },
    );

    assert.deepEqual(skipped, ['b', 'c']);
  });

  it('does not try again by default', async () => {
    let calls = 0;
    await runGraph({
      a: {
        run: () => {
          calls += 1;
          throw new Error('no');
        },
      },
    });

    assert.equal(calls, 1);
  });

  it('tries again when told to, and says which attempt it is', async () => {
    const run = (_inputs, attempt) => {
      if (attempt === 1) throw new Error('first');
      return attempt;
    };
    const { results, failed } = await runGraph({ a: { run } }, { attempts: 2 });

    assert.deepEqual(results, { a: 2 });
    assert.deepEqual(failed, {});
  });
});
