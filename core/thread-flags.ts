/** How a program is given that is no file: a thread whose code is a file refuses to start with these. */
const TEXT_PROGRAM = /^(-e|-p|-pe|-c|-i|--eval|--print|--check|--interactive|--input-type)(=|$)/

/** How modules are found and loaded. */
const LOADING = /^(-C|-r|--conditions|--require|--import|--loader|--experimental-loader)(=|$)/
const SWITCHES = /^--(enable-source-maps|no-warnings|preserve-symlinks|experimental-\w+-types)$/

/**
 * Node's flags for a thread of a process that was started with these, or undefined where it can inherit them all.
 * Otherwise only those about modules go with it, since a thread refuses to be given what concerns its process.
 */
export function threadFlags(flags: readonly string[]): string[] | undefined {
  if (!flags.some((flag) => TEXT_PROGRAM.test(flag))) return undefined
  return flags.flatMap((flag, index) => {
    if (SWITCHES.test(flag)) return [flag]
    if (!LOADING.test(flag)) return []
    const value = flag.includes('=') ? [] : flags.slice(index + 1, index + 2)
    return [flag, ...value]
  })
}
