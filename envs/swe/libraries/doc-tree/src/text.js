import { textOf } from './tree.js';

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
