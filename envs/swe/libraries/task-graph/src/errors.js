/** Tasks that wait for each other; the path starts and ends with the same task. */
export class CycleError extends Error {
  constructor(path) {
    super(`Tasks depend on each other: ${path.join(' -> ')}`);
    this.name = 'CycleError';
    this.path = path;
  }
}

/** A dependency that no task has the name of. */
export class MissingTaskError extends Error {
  constructor(task, neededBy) {
    super(neededBy === null ? `No task ${task}` : `No task ${task}, needed by ${neededBy}`);
    this.name = 'MissingTaskError';
    this.task = task;
    this.neededBy = neededBy;
  }
}
