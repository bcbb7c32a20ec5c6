import { CycleError, MissingTaskError } from './errors.js';

/** Named tasks and what each depends on. */
export class Graph {
  #needs = new Map();

  /** Adds a task, or more dependencies to a task that is there. */
  add(name, dependencies = []) {
    const needs = this.#needs.get(name) ?? new Set();
    for (const dependency of dependencies) needs.add(dependency);
    this.#needs.set(name, needs);
    return this;
  }

  has(name) {
    return this.#needs.has(name);
  }

  names() {
    return [...this.#needs.keys()];
  }

  dependenciesOf(name) {
    return this.#reach(name, (task) => this.#directly(task));
  }

  dependentsOf(name) {
    return this.#reach(name, (task) => this.names().filter((other) => this.#directly(other).has(task)));
  }

  order() {
    const done = new Set();
    const path = [];

    const visit = (name) => {
      if (done.has(name)) return;
      const start = path.indexOf(name);
      if (start !== -1) throw new CycleError([...path.slice(start), name]);
      path.push(name);
      for (const dependency of this.#directly(name)) {
        this.#check(dependency, name);
        visit(dependency);
      }
      path.pop();
      done.add(name);
    };

    for (const name of this.names()) visit(name);
    return [...done];
  }

  levels() {
    const levelOf = new Map();
    const levels = [];
    for (const name of this.order()) {
      const below = [...this.#directly(name)].map((dependency) => levelOf.get(dependency));
      const level = below.length === 0 ? 0 : Math.max(...below) + 1;
      levelOf.set(name, level);
      levels[level] ??= [];
      levels[level].push(name);
    }
    return levels;
  }

  subgraph(names) {
    const kept = new Set(names);
    for (const name of names) {
      for (const dependency of this.dependenciesOf(name)) kept.add(dependency);
    }
    const graph = new Graph();
    for (const name of this.names()) {
      if (kept.has(name)) graph.add(name, this.#directly(name));
    }
    return graph;
  }

  /** The chain of tasks that takes longest, and how long it takes. */
  criticalPath(costs = {}) {
    const best = new Map();
    let last = null;
    for (const name of this.order()) {
      let before = null;
      for (const dependency of this.#directly(name)) {
        if (before === null || best.get(dependency).cost > best.get(before).cost) before = dependency;
      }
      const cost = (costs[name] ?? 1) + (before === null ? 0 : best.get(before).cost);
      best.set(name, { cost, before });
      if (last === null || cost > best.get(last).cost) last = name;
    }
    if (last === null) return { path: [], cost: 0 };

    const path = [];
    for (let name = last; name !== null; name = best.get(name).before) path.unshift(name);
    return { path, cost: best.get(last).cost };
  }

  #directly(name) {
    return this.#needs.get(name) ?? new Set();
  }

  #check(name, neededBy) {
    if (!this.#needs.has(name)) throw new MissingTaskError(name, neededBy);
  }

  #reach(start, next) {
    this.#check(start, null);
    const seen = new Set();
    const open = [start];
    while (open.length > 0) {
      const name = open.pop();
      for (const other of next(name)) {
        if (seen.has(other)) continue;
        seen.add(other);
        open.push(other);
      }
    }
    return [...seen].sort();
  }
}
