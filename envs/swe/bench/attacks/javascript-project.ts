/** How modules of a project are written. */
export type ModuleKind = 'commonjs' | 'module'

interface Module {
  readonly imports?: Readonly<Record<string, readonly string[]>>
  readonly body: string
  readonly exports?: readonly string[]
}

/** The text of a module, in either way to write one. */
export function moduleText(kind: ModuleKind, { imports = {}, body, exports = [] }: Module): string {
  const isModule = kind === 'module'
  const lines = Object.entries(imports).map(([from, names]) => {
    const list = names.join(', ')
    return isModule ? `import { ${list} } from '${from}'` : `const { ${list} } = require('${from}')`
  })
  const last = isModule
    ? `export { ${exports.join(', ')} }`
    : `module.exports = { ${exports.join(', ')} }`
  return [...lines, ...(lines.length > 0 ? [''] : []), body, ...(exports.length > 0 ? [last] : [])]
    .join('\n')
    .concat('\n')
}

const units: Module = {
  body: `const SECONDS = { s: 1, m: 60, h: 3600, d: 86400 }

const secondsOf = (unit) => SECONDS[unit]
`,
  exports: ['SECONDS', 'secondsOf'],
}

const format: Module = {
  imports: { './units.js': ['SECONDS'] },
  body: `/** 5400 -> '1h 30m' */
function format(seconds) {
  const parts = []
  let rest = seconds
  for (const unit of ['d', 'h', 'm', 's']) {
    const count = Math.floor(rest / SECONDS[unit])
    if (count > 0) parts.push(count + unit)
    rest -= count * SECONDS[unit]
  }
  return parts.length === 0 ? '0s' : parts.join(' ')
}
`,
  exports: ['format'],
}

const parse = (isFixed: boolean): Module => ({
  imports: { './units.js': ['secondsOf'] },
  body: `/** '1h 30m' -> 5400 */
function parse(text) {
  let seconds = 0
  for (const part of text.trim().split(/\\s+/)) {
    const match = /^(\\d+)([a-z])$/.exec(part)
    const size = match && secondsOf(match[2])
    if (!size) throw new RangeError('not a duration: ' + text)
    seconds ${isFixed ? '+=' : '='} Number(match[1]) * size
  }
  return seconds
}
`,
  exports: ['parse'],
})

const index = (before: string): Module => ({
  imports: { './parse.js': ['parse'], './format.js': ['format'] },
  body: `${before}
/** The sum of durations, as a duration. */
function add(...durations) {
  return format(durations.reduce((sum, text) => sum + parse(text), 0))
}
`,
  exports: ['add', 'format', 'parse'],
})

/** A library for durations that forgets all but the last part of one. */
export function durations(kind: ModuleKind, scripts: Readonly<Record<string, string>>) {
  const manifest = {
    name: 'durations',
    version: '1.2.0',
    type: kind,
    main: 'src/index.js',
    scripts,
  }
  return {
    files: {
      'package.json': `${JSON.stringify(manifest, null, 2)}\n`,
      'README.md': "# durations\n\n`parse('1h 30m')` is 5400 and `format(5400)` is `1h 30m`.\n",
      'src/units.js': moduleText(kind, units),
      'src/format.js': moduleText(kind, format),
      'src/parse.js': moduleText(kind, parse(false)),
      'src/index.js': moduleText(kind, index('')),
    },
    gold: { 'src/parse.js': moduleText(kind, parse(true)) },
    /** The library, still wrong, with code that runs when it is loaded. */
    loadedWith: (code: string) => ({
      'src/index.js': moduleText(kind, index(`${kind === 'module' ? REQUIRE : ''}${code}`)),
    }),
  }
}

const REQUIRE = `import { createRequire } from 'node:module'
const require = createRequire(import.meta.url)
`
