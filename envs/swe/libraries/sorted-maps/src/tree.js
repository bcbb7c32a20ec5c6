/*
 * An AVL tree of nodes that never change: what changes is built anew along the path from the root,
 * so that copies of a map can share everything else. `null` is the empty tree.
 */

export function heightOf(node) {
  return node === null ? 0 : node.height;
}

export function sizeOf(node) {
  return node === null ? 0 : node.size;
}

function join(left, key, value, right) {
  const height = Math.max(heightOf(left), heightOf(right)) + 1;
  return { left, key, value, right, height, size: sizeOf(left) + sizeOf(right) + 1 };
}

/** A node of the parts, with one rotation or two where one side is higher by more than 1. */
function balanced(left, key, value, right) {
  if (heightOf(left) > heightOf(right) + 1) {
    if (heightOf(left.left) >= heightOf(left.right)) {
      return join(left.left, left.key, left.value, join(left.right, key, value, right));
    }
    const top = left.right;
    const lower = join(left.left, left.key, left.value, top.left);
    return join(lower, top.key, top.value, join(top.right, key, value, right));
  }
  if (heightOf(right) > heightOf(left) + 1) {
    if (heightOf(right.right) >= heightOf(right.left)) {
      return join(join(left, key, value, right.left), right.key, right.value, right.right);
    }
    const top = right.left;
    const upper = join(top.right, right.key, right.value, right.right);
    return join(join(left, key, value, top.left), top.key, top.value, upper);
  }
  return join(left, key, value, right);
}

/** The tree with the key; a key that is there stays and gets the new value. */
export function insert(node, key, value, compare) {
  if (node === null) return join(null, key, value, null);
  const order = compare(key, node.key);
  if (order === 0) return join(node.left, node.key, value, node.right);
  if (order < 0) {
    return balanced(insert(node.left, key, value, compare), node.key, node.value, node.right);
  }
  return balanced(node.left, node.key, node.value, insert(node.right, key, value, compare));
}

export function remove(node, key, compare) {
  if (node === null) return null;
  const order = compare(key, node.key);
  if (order < 0) {
    return balanced(remove(node.left, key, compare), node.key, node.value, node.right);
  }
  if (order > 0) {
    return balanced(node.left, node.key, node.value, remove(node.right, key, compare));
  }
  if (node.right === null) return node.left;
  const next = first(node.right);
  return balanced(node.left, next.key, next.value, remove(node.right, next.key, compare));
}

export function find(node, key, compare) {
  let current = node;
  while (current !== null) {
    const order = compare(key, current.key);
    if (order === 0) return current;
    current = order < 0 ? current.left : current.right;
  }
  return null;
}

export function first(node) {
  let current = node;
  while (current !== null && current.left !== null) current = current.left;
  return current;
}

export function last(node) {
  let current = node;
  while (current !== null && current.right !== null) current = current.right;
  return current;
}

/** How many keys are before the given one, or with `orEqual` up to it. */
export function rank(node, key, compare, orEqual) {
  if (node === null) return 0;
  const order = compare(node.key, key);
  const isBefore = order < 0 || (orEqual && order === 0);
  if (!isBefore) return rank(node.left, key, compare, orEqual);
  return sizeOf(node.left) + 1 + rank(node.right, key, compare, orEqual);
}

/** The node at an index, or null. */
export function nodeAt(node, index) {
  if (node === null) return null;
  const before = sizeOf(node.left);
  if (index === before) return node;
  return index < before ? nodeAt(node.left, index) : nodeAt(node.right, index - before - 1);
}

/** The nodes from one index up to another, which is not taken in. */
export function* nodesFrom(node, from, to) {
  if (node === null) return;
  const before = sizeOf(node.left);
  if (from < before) yield* nodesFrom(node.left, from, to);
  if (from <= before && before < to) yield node;
  if (before + 1 < to) yield* nodesFrom(node.right, from - before - 1, to - before - 1);
}
