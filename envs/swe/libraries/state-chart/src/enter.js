import { ancestorsOf } from './tree.js';

/** The states that are entered on the way from `home` (null: from nowhere) to `target`, outer ones first. */
export function statesToEnter(target, home, history = new Map()) {
  const leaf = leafOf(target, history);
  const entered = [leaf];
  for (const above of ancestorsOf(leaf)) {
    if (above === home) break;
    entered.push(above);
  }
  return entered.reverse();
}

/** The innermost state that a target leads to: history goes back, others start from the beginning. */
function leafOf(target, history) {
  let node = target.kind === 'history' ? (history.get(target) ?? initialOf(target.parent)) : target;
  while (node.kind === 'compound') node = initialOf(node);
  return node;
}

function initialOf(node) {
  return node.children.find(({ name }) => name === node.initial);
}
