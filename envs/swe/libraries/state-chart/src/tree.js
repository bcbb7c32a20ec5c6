/** The states of a definition by id, parents before children. The root has the id ''. */
export function buildNodes(definition) {
  const nodes = new Map();

  const visit = (name, state, parent) => {
    const node = {
      id: parent === null ? '' : idOf(parent, name),
      name,
      parent,
      kind: kindOf(state, parent),
      deep: state.history === 'deep',
      entry: listOf(state.entry),
      exit: listOf(state.exit),
      children: [],
      transitions: [],
    };
    nodes.set(node.id, node);
    node.transitions = transitionsOf(node, state);
    for (const [key, child] of Object.entries(state.states ?? {})) {
      node.children.push(visit(key, child, node));
    }
    node.initial = state.initial ?? node.children.find(({ kind }) => kind !== 'history')?.name ?? null;
    return node;
  };

  visit('', definition, null);
  return nodes;
}

/** The state that a target names: a sibling `b`, a child `.b` or, from the root, `#a.b`. */
export function resolve(nodes, source, target) {
  if (target.startsWith('#')) return nodes.get(target.slice(1));
  if (target.startsWith('.')) return nodes.get(idOf(source, target.slice(1)));
  return nodes.get(idOf(source.parent ?? source, target));
}

/** A state's parents, the nearest first. */
export function ancestorsOf(node) {
  const ancestors = [];
  for (let above = node.parent; above !== null; above = above.parent) ancestors.push(above);
  return ancestors;
}

/** Whether a state lies in another one, and is not that one. */
export function isInside(node, outer) {
  return ancestorsOf(node).includes(outer);
}

/** The nearest state around both; for the root it is the root. */
export function homeOf(first, second) {
  const others = ancestorsOf(second);
  return ancestorsOf(first).find((node) => others.includes(node)) ?? others.at(-1);
}

function idOf(parent, name) {
  return parent.id === '' ? name : `${parent.id}.${name}`;
}

function kindOf(state, parent) {
  if (state.final === true) return 'final';
  if (state.history !== undefined) return 'history';
  return state.states === undefined && parent !== null ? 'atomic' : 'compound';
}

function transitionsOf(source, { on = {}, always = [] }) {
  const make = (choices, event) =>
    listOf(choices).map((choice) => {
      const { target = null, guard = null, actions } =
        typeof choice === 'string' ? { target: choice } : choice;
      return { source, event, target, guard, actions: listOf(actions) };
    });
  return [...Object.entries(on).flatMap(([event, choices]) => make(choices, event)), ...make(always, null)];
}

function listOf(value) {
  if (value === undefined) return [];
  return Array.isArray(value) ? [...value] : [value];
}
