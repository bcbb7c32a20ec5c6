function splitLong(word, width) {
  const pieces = [];
  for (let start = 0; start < word.length; start += width) {
    pieces.push(word.slice(start, start + width));
  }
  return pieces;
}

function wrapParagraph(text, width, { indent, hanging, breakLongWords }) {
  const lines = [];
  let line = indent;
  let empty = true;

  function startLine() {
    lines.push(line.trimEnd());
    line = hanging;
    empty = true;
  }

  function place(word) {
    const room = width - line.length - (empty ? 0 : 1);
    if (word.length > room && !empty) {
      startLine();
      place(word);
      return;
    }
    if (word.length > room && breakLongWords && room > 0) {
      for (const [index, piece] of splitLong(word, width - line.length).entries()) {
        if (index > 0) startLine();
        line += piece;
        empty = false;
      }
      return;
    }
    line += empty ? word : ` ${word}`;
    empty = false;
  }

  for (const word of text.split(/\s+/).filter(Boolean)) place(word);
  lines.push(line.trimEnd());
  return lines;
}

/** Text in lines of at most `width` characters. */
export function wrap(text, width = 80, options = {}) {
  if (!(width > 0)) throw new RangeError('width must be above 0');
  const { indent = '', hanging = indent, breakLongWords = false } = options;
  return text
    .split('\n')
    .flatMap((paragraph) => wrapParagraph(paragraph, width, { indent, hanging, breakLongWords }))
    .join('\n');
}

/** Text of at most `width` characters, with a mark where something was cut out. */
export function truncate(text, width, options = {}) {
  const { position = 'end', ellipsis = '…' } = options;
  if (text.length <= width) return text;
  const room = width - ellipsis.length;
  if (room <= 0) return ellipsis.slice(0, width);

  if (position === 'start') return ellipsis + text.slice(text.length - room);
  if (position === 'middle') {
    const head = Math.ceil(room / 2);
    const tail = room - head;
    return text.slice(0, head) + ellipsis + text.slice(text.length - tail);
  }
  return text.slice(0, room).trimEnd() + ellipsis;
}
