/** The nodes directly below a node, wherever it keeps them. */
export function childrenOf(node) {
  if (node.type === 'list') return node.items.flatMap((item) => item.children);
  if (node.type === 'table') return [node.head, ...node.rows].flat(2);
  return node.children ?? [];
}

/** Calls the function for every node, parents first; with `false` it leaves a node's children out. */
export function walk(node, visit, depth = 0) {
  if (visit(node, depth) === false) return;
  for (const child of childrenOf(node)) walk(child, visit, depth + 1);
}

/** All nodes of a type, in the order of the text. */
export function findAll(tree, type) {
  const found = [];
  walk(tree, (node) => {
    if (node.type === type) found.push(node);
  });
  return found;
}

/** The text of an inline node or a list of them, without any marks. */
export function textOf(node) {
  if (Array.isArray(node)) return node.map(textOf).join('');
  if (node.type === 'break') return '\n';
  if (node.type === 'image') return node.alt;
  return node.value ?? textOf(childrenOf(node));
}
