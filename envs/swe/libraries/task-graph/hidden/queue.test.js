import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Queue } from '../src/index.js';

async function turns(count = 20) {
  for (let turn = 0; turn < count; turn += 1) await null;
}

describe('Queue: order', () => {
  it('runs one job at a time by default', () => {
    const queue = new Queue();
    queue.add(() => new Promise(() => {}));
    queue.add(() => new Promise(() => {}));

    assert.equal(queue.running, 1);
    assert.equal(queue.waiting, 1);
  });

  it('starts higher priorities first and equal ones in order', async () => {
    const queue = new Queue();
    const started = [];
    queue.pause();
    for (const [name, priority] of [['a', 0], ['b', 5], ['c', 5], ['d', 1], ['e', 0]]) {
      queue.add(() => started.push(name), { priority });
    }
    queue.resume();
    await queue.idle();

    assert.deepEqual(started, ['b', 'c', 'd', 'a', 'e']);
  });

  it('starts several jobs when resumed', () => {
    const queue = new Queue({ concurrency: 3 });
    queue.pause();
    for (let job = 0; job < 4; job += 1) queue.add(() => new Promise(() => {}));
    queue.resume();

    assert.equal(queue.running, 3);
  });

  it('turns an error thrown at once into a rejection', async () => {
    const queue = new Queue();
    const failing = queue.add(() => {
      throw new TypeError('at once');
    });

    await assert.rejects(failing, { name: 'TypeError', message: 'at once' });
    await queue.idle();
    assert.equal(queue.running, 0);
  });

  it('refuses a concurrency below one', () => {
    assert.throws(() => new Queue({ concurrency: 0 }), { name: 'RangeError' });
    assert.equal(new Queue({ concurrency: 1 }).running, 0);
  });
});

describe('Queue: idle and clear', () => {
  it('is not idle while a job runs', async () => {
    const queue = new Queue();
    let idle = false;
    let finish;
    queue.add(() => new Promise((resolve) => {
      finish = resolve;
    }));
    queue.idle().then(() => {
      idle = true;
    });
    await turns();
    assert.equal(idle, false);
    finish();
    await turns();

    assert.equal(idle, true);
  });

  it('rejects waiting jobs when cleared, and keeps the running one', async () => {
    const queue = new Queue();
    let finish;
    const first = queue.add(() => new Promise((resolve) => {
      finish = resolve;
    }));
    const second = queue.add(() => 2);

    assert.equal(queue.clear(), 1);
    await assert.rejects(second, { message: 'The queue was cleared' });
    finish('first');
    assert.equal(await first, 'first');
  });

  it('is idle after the waiting jobs of a paused queue are cleared', async () => {
    const queue = new Queue();
    let idle = false;
    queue.pause();
    queue.add(() => 1).catch(() => {});
    queue.idle().then(() => {
      idle = true;
    });
    queue.clear();
    await turns();

    assert.equal(idle, true);
  });

  it('rejects with the reason it was given', async () => {
    const queue = new Queue();
    queue.pause();
    const job = queue.add(() => 1);
    queue.clear(new RangeError('stop'));

    await assert.rejects(job, { name: 'RangeError', message: 'stop' });
  });
});
