import { nodeError } from 'node:internal/errors'

function unknownOption(name) {
  return nodeError('TypeError', 'ERR_PARSE_ARGS_UNKNOWN_OPTION', `Unknown option '${name}'`)
}

function store(values, name, option, value) {
  if (option?.multiple) values[name] = [...(values[name] ?? []), value]
  else values[name] = value
}

/** `util.parseArgs`. */
export function parseArgs(config = {}) {
  const { args = globalThis.process.argv.slice(2), options = {}, strict = true } = config
  const allowPositionals = config.allowPositionals ?? !strict
  const values = Object.create(null)
  const positionals = []
  const shorts = new Map(
    Object.entries(options)
      .filter(([, { short }]) => short)
      .map(([name, { short }]) => [short, name]),
  )
  const rest = expandGroups(args, shorts, options)
  for (let i = 0; i < rest.length; i++) {
    const arg = rest[i]
    if (arg === '--') {
      positionals.push(...rest.slice(i + 1))
      break
    }
    const long = /^--([^=]+)(?:=([\s\S]*))?$/.exec(arg)
    const short = /^-([^-])$/.exec(arg)
    if (long === null && short === null) {
      if (!allowPositionals)
        throw nodeError(
          'TypeError',
          'ERR_PARSE_ARGS_UNEXPECTED_POSITIONAL',
          `Unexpected argument '${arg}'. This command does not take positional arguments`,
        )
      positionals.push(arg)
      continue
    }
    let name = long === null ? (shorts.get(short[1]) ?? short[1]) : long[1]
    const isNegated =
      config.allowNegative && name.startsWith('no-') && options[name.slice(3)]?.type === 'boolean'
    if (isNegated) name = name.slice(3)
    const option = options[name]
    if (strict && option === undefined) throw unknownOption(arg.split('=')[0])
    if (option?.type === 'string') {
      const value = long?.[2] ?? rest[++i]
      if (
        strict &&
        (value === undefined || (long?.[2] === undefined && value.startsWith('-') && value !== '-'))
      ) {
        throw nodeError(
          'TypeError',
          'ERR_PARSE_ARGS_INVALID_OPTION_VALUE',
          `Option '${short ? `-${short[1]}, ` : ''}--${name} <value>' argument missing`,
        )
      }
      store(values, name, option, value ?? true)
    } else {
      if (strict && long?.[2] !== undefined)
        throw nodeError(
          'TypeError',
          'ERR_PARSE_ARGS_INVALID_OPTION_VALUE',
          `Option '--${name}' does not take an argument`,
        )
      store(values, name, option, long?.[2] ?? !isNegated)
    }
  }
  for (const [name, option] of Object.entries(options)) {
    if (option.default !== undefined && values[name] === undefined) values[name] = option.default
  }
  return { values, positionals }
}

/** `-abc` is `-a -b -c`; `-ovalue` is `-o value`. */
function expandGroups(args, shorts, options) {
  const result = []
  for (const [index, arg] of args.entries()) {
    if (arg === '--') return [...result, ...args.slice(index)]
    if (!/^-[^-]./.test(arg)) {
      result.push(arg)
      continue
    }
    for (let i = 1; i < arg.length; i++) {
      result.push(`-${arg[i]}`)
      if (options[shorts.get(arg[i])]?.type === 'string' && i + 1 < arg.length) {
        result.push(arg.slice(i + 1))
        break
      }
    }
  }
  return result
}
