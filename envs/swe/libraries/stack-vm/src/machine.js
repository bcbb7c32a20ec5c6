import { Fault } from './errors.js';
import { decodeAt, sizeOf } from './program.js';
import { binary, formatValue, isTruthy } from './values.js';

/** Runs a program step by step. */
export class Machine {
  #program;
  #limits;
  #address;
  #steps = 0;
  #stack = [];
  #frames = [];
  #handlers = [];
  #output = [];
  #halted = false;

  /** What each instruction does; those that are not here are operations on two values. */
  #instructions = {
    halt: () => (this.#halted = true),
    push: (value) => this.#stack.push(value),
    pop: () => this.#pop(),
    dup: () => this.#stack.push(this.#stack[this.#placeOf(1)]),
    over: () => this.#stack.push(this.#stack[this.#placeOf(2)]),
    swap: () => this.#stack.push(...this.#popMany(2).reverse()),
    load: (slot) => this.#stack.push(this.#frame().locals[slot] ?? null),
    store: (slot) => (this.#frame().locals[slot] = this.#pop()),
    neg: () => this.#stack.push(binary('sub', 0, this.#pop())),
    not: () => this.#stack.push(!isTruthy(this.#pop())),
    jump: (target) => (this.#address = target),
    jumpif: (target) => isTruthy(this.#pop()) && (this.#address = target),
    jumpunless: (target) => isTruthy(this.#pop()) || (this.#address = target),
    call: (target, count) => this.#call(target, count),
    ret: () => this.#return(),
    try: (address) => this.#handlers.push({ address, depth: this.depth, height: this.#stack.length }),
    endtry: () => this.#endTry(),
    throw: () => this.#throw(this.#pop()),
    print: () => this.#output.push(formatValue(this.#pop())),
  };

  constructor(program, { entry = null, args = [], maxSteps = 10000, maxDepth = 100 } = {}) {
    if (entry !== null && !Object.hasOwn(program.labels, entry)) throw new Fault('entry', `No label ${entry}`);
    this.#program = program;
    this.#limits = { maxSteps, maxDepth };
    this.#address = entry === null ? 0 : program.labels[entry];
    this.#frames.push({ returnTo: null, base: 0, locals: [...args] });
  }

  get halted() {
    return this.#halted;
  }

  get steps() {
    return this.#steps;
  }

  /** The address of the next instruction. */
  get address() {
    return this.#address;
  }

  /** What the program printed. */
  get output() {
    return [...this.#output];
  }

  /** A copy of the stack, the top last. */
  get stack() {
    return [...this.#stack];
  }

  /** How many functions have been called and have not returned. */
  get depth() {
    return this.#frames.length - 1;
  }

  /** What the program left on top of its stack, or null. */
  get result() {
    return this.#stack.at(-1) ?? null;
  }

  /** Runs until the program halts. */
  run() {
    while (!this.#halted) this.step();
    return this.result;
  }

  /** Runs one instruction; tells whether there is more to run. */
  step() {
    const start = this.#address;
    if (start >= this.#program.code.length) this.#halted = true;
    if (this.#halted) return false;
    try {
      if (this.#steps >= this.#limits.maxSteps) throw new Fault('steps', `More than ${this.#limits.maxSteps} steps`);
      this.#steps += 1;
      const { name, operands } = decodeAt(this.#program, start);
      this.#address = start + sizeOf(name);
      if (name in this.#instructions) this.#instructions[name](...operands);
      else this.#stack.push(binary(name, ...this.#popMany(2)));
    } catch (error) {
      if (!(error instanceof Fault)) throw error;
      this.#handle(error, start);
    }
    return !this.#halted;
  }

  #frame() {
    return this.#frames.at(-1);
  }

  #pop() {
    return this.#popMany(1)[0];
  }

  /** Where the top values begin; a function cannot reach below its own. */
  #placeOf(count) {
    const place = this.#stack.length - count;
    if (place < this.#frame().base) throw new Fault('underflow', 'The stack is empty');
    return place;
  }

  /** Takes the top values, the topmost last. */
  #popMany(count) {
    return this.#stack.splice(this.#placeOf(count), count);
  }

  #call(address, count) {
    if (this.depth >= this.#limits.maxDepth) throw new Fault('depth', `More than ${this.#limits.maxDepth} calls`);
    const locals = this.#popMany(count);
    this.#frames.push({ returnTo: this.#address, base: this.#stack.length, locals });
    this.#address = address;
  }

  /** Leaves a function with its top value; handlers it left open are closed. */
  #return() {
    const value = this.#pop();
    const { returnTo, base } = this.#frame();
    this.#stack.length = base;
    this.#stack.push(value);
    if (returnTo === null) {
      this.#halted = true;
      return;
    }
    this.#frames.pop();
    this.#address = returnTo;
    this.#handlers = this.#handlers.filter(({ depth }) => depth <= this.depth);
  }

  #endTry() {
    const handler = this.#handlers.at(-1);
    if (handler === undefined || handler.depth < this.depth) {
      throw new Fault('handler', 'There is no handler to end');
    }
    this.#handlers.pop();
  }

  #throw(value) {
    throw new Fault('thrown', `Not caught: ${formatValue(value)}`, value);
  }

  /** Goes on at the nearest handler with the fault's value; running out of steps has none. */
  #handle(fault, address) {
    const handler = fault.kind === 'steps' ? undefined : this.#handlers.pop();
    if (handler === undefined) {
      this.#halted = true;
      fault.address = address;
      fault.line = this.#program.lines[address] ?? null;
      throw fault;
    }
    this.#frames.length = handler.depth + 1;
    this.#stack.length = Math.min(handler.height, this.#stack.length);
    this.#stack.push(fault.value);
    this.#address = handler.address;
  }
}

/** Runs a program; gives its result, what it printed and how many steps it took. */
export function run(program, options = {}) {
  const machine = new Machine(program, options);
  const result = machine.run();
  return { result, output: machine.output, steps: machine.steps };
}
