import { clone } from './clone.js';
import { DefinitionError } from './errors.js';
import { buildNodes, resolve } from './tree.js';

/** A definition that was checked and made ready for machines. */
export function createChart(definition) {
  const problems = problemsOf(definition);
  if (problems.length > 0) throw new DefinitionError(problems);
  const nodes = buildNodes(definition);
  for (const node of nodes.values()) {
    for (const transition of node.transitions) {
      const { target } = transition;
      transition.target = target === null ? null : resolve(nodes, node, target);
    }
  }
  return { nodes, root: nodes.get(''), context: clone(definition.context ?? {}) };
}

/** What is wrong with a definition, a line each. */
export function problemsOf(definition) {
  const nodes = buildNodes(definition);
  return [...nodes.values()].flatMap((node) =>
    problemsIn(nodes, node).map((problem) => `${node.id || 'the root'} ${problem}`),
  );
}

/** The names of all events that a chart knows, sorted. */
export function eventsOf(chart) {
  const transitions = [...chart.nodes.values()].flatMap((node) => node.transitions);
  const events = new Set(transitions.map(({ event }) => event).filter((event) => event !== null));
  return [...events].sort();
}

function problemsIn(nodes, node) {
  const { name, kind, parent, initial, children, transitions } = node;
  const problems = [];
  if (name.includes('.') || name.includes('#')) problems.push('has a name with a dot or a hash');
  if (kind === 'compound' && children.length === 0) problems.push('has no states');
  if (kind !== 'compound' && children.length > 0) problems.push(`is ${kind} and cannot have states`);
  if (kind === 'compound' && initial !== null && !children.some((child) => child.name === initial)) {
    problems.push(`starts in ${initial}, which it does not have`);
  }
  if ((kind === 'final' || kind === 'history') && transitions.length > 0) {
    problems.push(`is ${kind} and cannot have transitions`);
  }
  if (kind === 'history' && parent.initial === name) problems.push('is history and cannot be the start');
  for (const { event, target, guard } of transitions) {
    if (event === null && target === null && guard === null) problems.push('has an endless transition');
    const isThere = target === null || resolve(nodes, node, target)?.parent;
    if (!isThere) problems.push(`goes to ${target}, which is not there`);
  }
  return problems;
}
