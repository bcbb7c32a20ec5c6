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

function plainBlock(node) {
  switch (node.type) {
    case 'rule':
      return '';
    case 'list':
      return node.items.map((item) => plainBlocks(item.children, '\n')).join('\n');
    case 'table':
      return [node.head, ...node.rows].map((row) => row.map(textOf).join('\t')).join('\n');
    case 'quote':
    case 'document':
      return plainBlocks(node.children, '\n\n');
    default:
      return textOf(node);
  }
}

function plainBlocks(blocks, separator) {
  const texts = blocks.map(plainBlock);
  return texts.filter((text) => text !== '').join(separator);
}

/** The text of a document without marks: blocks with an empty line between, cells with a tab. */
export function toPlainText(tree) {
  return plainBlock(tree);
}

/** The beginning of the text on one line, cut after a word with `…`, no longer than told. */
export function excerpt(tree, maxLength = 80) {
  const text = toPlainText(tree).replace(/\s+/g, ' ').trim();
  if (text.length <= maxLength) return text;
  const cut = text.slice(0, maxLength - 1);
  const end = text[maxLength - 1] === ' ' ? cut.length : cut.lastIndexOf(' ');
  return `${end > 0 ? cut.slice(0, end) : cut}…`;
}
