/** A definition that cannot work; `problems` lists all that is wrong with it. */
export class DefinitionError extends Error {
  constructor(problems) {
    super(`The definition has problems: ${problems.join('; ')}`);
    this.name = 'DefinitionError';
    this.problems = problems;
  }
}

/** A machine that is asked for what it cannot do now. */
export class MachineError extends Error {
  constructor(message) {
    super(message);
    this.name = 'MachineError';
  }
}
