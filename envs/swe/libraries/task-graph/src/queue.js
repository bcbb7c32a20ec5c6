/** Runs async jobs, a few at a time. */
export class Queue {
  #concurrency;
  #jobs = [];
  #running = 0;
  #paused = false;
  #idleCalls = [];

  constructor({ concurrency = 1 } = {}) {
    if (!(concurrency >= 1)) throw new RangeError('concurrency must be at least 1');
    this.#concurrency = concurrency;
  }

  get running() {
    return this.#running;
  }

  get waiting() {
    return this.#jobs.length;
  }

  add(job, { priority = 0 } = {}) {
    return new Promise((resolve, reject) => {
      const behind = this.#jobs.findIndex((other) => other.priority < priority);
      const index = behind === -1 ? this.#jobs.length : behind;
      this.#jobs.splice(index, 0, { job, priority, resolve, reject });
      this.#startNext();
    });
  }

  pause() {
    this.#paused = true;
  }

  resume() {
    this.#paused = false;
    this.#startNext();
  }

  /** Rejects the jobs that have not started and says how many those were. */
  clear(reason = new Error('The queue was cleared')) {
    const jobs = this.#jobs;
    this.#jobs = [];
    for (const { reject } of jobs) reject(reason);
    this.#tellIdle();
    return jobs.length;
  }

  /** Resolves when nothing runs or waits. */
  idle() {
    if (this.#running === 0 && this.#jobs.length === 0) return Promise.resolve();
    return new Promise((resolve) => this.#idleCalls.push(resolve));
  }

  #startNext() {
    while (!this.#paused && this.#running < this.#concurrency && this.#jobs.length > 0) {
      this.#run(this.#jobs.shift());
    }
  }

  async #run({ job, resolve, reject }) {
    this.#running += 1;
    try {
      resolve(await job());
    } catch (error) {
      reject(error);
    } finally {
      this.#running -= 1;
      this.#startNext();
      this.#tellIdle();
    }
  }

  #tellIdle() {
    if (this.#running > 0 || this.#jobs.length > 0) return;
    const calls = this.#idleCalls;
    this.#idleCalls = [];
    for (const call of calls) call();
  }
}
