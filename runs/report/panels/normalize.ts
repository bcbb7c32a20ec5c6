const LONGEST = 160

/**
 * A message with what changes from one time to the next replaced, so that the same mistake is counted
 * once: quoted values, paths, ids and numbers.
 */
export function normalizeMessage(message: string): string {
  const line = message
    .slice(0, 2000)
    .replace(/"(?:[^"\\\n]|\\.)*"|`[^`\n]*`|(?<!\w)'(?:[^'\\\n]|\\.)*'(?!\w)/g, '<value>')
    .replace(
      /\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b|\b(?=[a-f]*\d)[0-9a-f]{8,}\b/gi,
      '<id>',
    )
    .replace(/(?:\b[a-z]+:\/)?(?<![\w<])(?:\.{0,2}\/)?[\w.@-]+(?:\/[\w.@-]+)+\/?/g, '<path>')
    .replace(/(?<![\w.])-?\d+(?:\.\d+)?(?:e[+-]?\d+)?/gi, '<number>')
    .replace(/\s+/g, ' ')
    .trim()
  if (line === '') return 'no reason given'
  return line.length > LONGEST ? `${line.slice(0, LONGEST - 1)}…` : line
}
