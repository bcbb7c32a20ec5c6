import { clone } from './clone.js';
import { statesToEnter } from './enter.js';
import { MachineError } from './errors.js';
import { ancestorsOf, homeOf, isInside } from './tree.js';

/** Runs a chart. */
export class Machine {
  #chart;
  #actions;
  #guards;
  #maxSteps;
  #status = 'idle';
  #current = null;
  #context;
  #history = new Map();
  #raised = [];
  #inbox = [];
  #busy = false;
  #listeners = new Set();

  constructor(chart, { actions = {}, guards = {}, maxSteps = 100 } = {}) {
    this.#chart = chart;
    this.#actions = actions;
    this.#guards = guards;
    this.#maxSteps = maxSteps;
    this.#context = clone(chart.context);
  }

  /** `idle`, `running` or `done`. */
  get status() {
    return this.#status;
  }

  /** The id of the innermost state the machine is in, or null. */
  get state() {
    return this.#current?.id ?? null;
  }

  get context() {
    return clone(this.#context);
  }

  /** Whether the machine is in a state, or in one inside of it. */
  matches(id) {
    return this.#active().includes(this.#node(id));
  }

  /** Enters the first states. */
  start() {
    if (this.#status !== 'idle') throw new MachineError('The machine was started already');
    this.#status = 'running';
    const event = { type: 'start' };
    this.#work(() => {
      this.#enter(statesToEnter(this.#chart.root, null), event);
      this.#settle(event);
    });
    return this;
  }

  /** Handles an event; tells whether a transition was taken. An event sent by an action waits its turn. */
  send(event) {
    if (this.#status === 'idle') throw new MachineError('The machine was not started');
    if (this.#busy) {
      this.#inbox.push(asEvent(event));
      return false;
    }
    return this.#work(() => this.#handle(asEvent(event)));
  }

  /** Whether an event would be handled now. */
  can(event) {
    return this.#find(asEvent(event)) !== undefined;
  }

  /** Calls a function with `{ event, state }` after every transition; gives a function that ends this. */
  onChange(listener) {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Plain data from which a machine of the same chart can go on. */
  snapshot() {
    const history = [...this.#history].map(([node, kept]) => [node.id, kept.id]);
    return { status: this.#status, state: this.state, context: this.context, history };
  }

  /** Goes on from a snapshot; no action is run. */
  restore({ status, state, context, history }) {
    const current = state === null ? null : this.#node(state);
    const kept = history.map(([id, child]) => [this.#node(id), this.#node(child)]);
    this.#status = status;
    this.#current = current;
    this.#context = clone(context);
    this.#history = new Map(kept);
    return this;
  }

  #node(id) {
    const node = this.#chart.nodes.get(id);
    if (node === undefined) throw new MachineError(`No state ${id}`);
    return node;
  }

  /** The states the machine is in, inner ones first. */
  #active() {
    return this.#current === null ? [] : [this.#current, ...ancestorsOf(this.#current)];
  }

  /** Does something with what it leads to; what is sent meanwhile comes after it. */
  #work(run) {
    this.#busy = true;
    try {
      const result = run();
      while (this.#inbox.length > 0) this.#handle(this.#inbox.shift());
      return result;
    } finally {
      this.#busy = false;
      this.#inbox = [];
      this.#raised = [];
    }
  }

  #handle(event) {
    const isTaken = this.#step(event);
    if (isTaken) this.#settle(event);
    return isTaken;
  }

  /** Takes transitions without an event, then those of raised events, until nothing is left. */
  #settle(cause) {
    let event = cause;
    for (let steps = 0; this.#status === 'running'; steps += 1) {
      if (steps >= this.#maxSteps) throw new MachineError(`No rest after ${this.#maxSteps} steps`);
      if (this.#step(event, null)) continue;
      if (this.#raised.length === 0) return;
      event = this.#raised.shift();
      this.#step(event);
    }
  }

  #step(event, type = event.type) {
    const transition = this.#find(event, type);
    if (transition === undefined) return false;
    this.#take(transition, event);
    for (const listener of [...this.#listeners]) listener({ event: clone(event), state: this.state });
    return true;
  }

  /** The first transition of the innermost state, or else of one around it, that an event leads to. */
  #find(event, type = event.type) {
    if (this.#status !== 'running') return undefined;
    const transitions = this.#active().flatMap((node) => node.transitions);
    return transitions.find((transition) => transition.event === type && this.#allows(transition, event));
  }

  #allows({ guard }, event) {
    if (guard === null) return true;
    const test = this.#guards[guard];
    if (test === undefined) throw new MachineError(`No guard ${guard}`);
    return test({ context: this.context, event });
  }

  #take({ source, target, actions }, event) {
    const home = target === null ? null : homeOf(source, target);
    const exits = target === null ? [] : this.#active().filter((node) => isInside(node, home));
    for (const node of exits) this.#remember(node);
    for (const node of exits) {
      for (const action of node.exit) this.#run(action, event);
      this.#current = node.parent;
    }
    for (const action of actions) this.#run(action, event);
    if (target !== null) this.#enter(statesToEnter(target, home, this.#history), event);
  }

  /** Keeps what a state was in for its history: the child, or the innermost state. */
  #remember(node) {
    const child = this.#active().find(({ parent }) => parent === node);
    for (const memory of node.children.filter(({ kind }) => kind === 'history')) {
      this.#history.set(memory, memory.deep ? this.#current : child);
    }
  }

  #enter(nodes, event) {
    for (const node of nodes) {
      this.#current = node;
      for (const action of node.entry) this.#run(action, event);
      if (node.kind === 'final') this.#finish(node.parent);
    }
  }

  /** Raises `done.<id>` for a state that has come to its end; the end of the root is the end of all. */
  #finish(node) {
    if (node.parent === null) this.#status = 'done';
    else this.#raised.push({ type: `done.${node.id}` });
  }

  #run(name, event) {
    const action = this.#actions[name];
    if (action === undefined) throw new MachineError(`No action ${name}`);
    const raise = (raised) => this.#raised.push(asEvent(raised));
    const changes = action({ context: this.context, event, raise });
    if (changes !== undefined) this.#context = { ...this.#context, ...clone(changes) };
  }
}

function asEvent(event) {
  return typeof event === 'string' ? { type: event } : { ...event };
}
