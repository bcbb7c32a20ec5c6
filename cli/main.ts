#!/usr/bin/env node
import { ConfigError, didYouMean, messageOf, packageVersion } from '../core/index.ts'
import { closeSandboxes } from '../sandboxes/index.ts'
import type { Command } from './command.ts'
import { readFlags } from './flags.ts'
import { helpOf, overview } from './help.ts'
import { watchStdout } from './output.ts'

/** One line a command, loaded when it is asked for. */
const commands: Readonly<Record<string, () => Promise<Command>>> = {
  run: () => import('./commands/run.ts').then((m) => m.runCommand),
  'env:swe': () =>
    import('./commands/run.ts').then((m) =>
      m.familyRun('env:swe', { env: 'swe/Repair-v0', agent: 'repair' }),
    ),
  'env:web': () =>
    import('./commands/run.ts').then((m) =>
      m.familyRun('env:web', { env: 'web/Micro-v0', agent: 'labels' }),
    ),
  'env:text': () =>
    import('./commands/run.ts').then((m) =>
      m.familyRun('env:text', { env: 'text/GuessNumber-v0', agent: 'random' }),
    ),
  play: () => import('./commands/play.ts').then((m) => m.playCommand),
  demos: () => import('./commands/demos.ts').then((m) => m.demosCommand),
  report: () => import('./commands/report.ts').then((m) => m.reportCommand),
  replay: () => import('./commands/replay.ts').then((m) => m.replayCommand),
  rescore: () => import('./commands/rescore.ts').then((m) => m.rescoreCommand),
  predictions: () => import('./commands/predictions.ts').then((m) => m.predictionsCommand),
  'tasks generate': () => import('./commands/tasks-generate.ts').then((m) => m.generateCommand),
  'tasks verify': () => import('./commands/tasks-verify.ts').then((m) => m.verifyCommand),
  check: () => import('./commands/check.ts').then((m) => m.checkCommand),
  train: () => import('./commands/train-rl.ts').then((m) => m.trainRlCommand('grpo', 'train')),
  'train grpo': () => import('./commands/train-rl.ts').then((m) => m.trainRlCommand('grpo')),
  'train rloo': () => import('./commands/train-rl.ts').then((m) => m.trainRlCommand('rloo')),
  'train reinforce-pp': () =>
    import('./commands/train-rl.ts').then((m) => m.trainRlCommand('reinforce-pp')),
  'train ppo': () => import('./commands/train-rl.ts').then((m) => m.trainRlCommand('ppo')),
  'train sft': () => import('./commands/train.ts').then((m) => m.trainSftCommand),
  devices: () => import('./commands/devices.ts').then((m) => m.devicesCommand),
  'setup tensorflow': () => import('./commands/setup.ts').then((m) => m.setupTensorFlowCommand),
  'env:search': () =>
    import('./commands/run.ts').then((m) =>
      m.familyRun('env:search', { env: 'search/Atlas-v0', agent: 'hop' }),
    ),
  'search-eval': () => import('./commands/search-eval.ts').then((m) => m.searchEvalCommand),
  envs: () => import('./commands/envs.ts').then((m) => m.envsCommand),
  new: () => import('./commands/new.ts').then((m) => m.newCommand),
}

/** The exit code: 0, 1 (it failed), 2 (the user's mistake), 130 (interrupted). */
async function main(argv: readonly string[]): Promise<number> {
  const [name] = argv
  if (name === undefined || name === '--help' || name === '-h' || name === 'help') {
    return showOverview(Object.keys(commands))
  }
  if (name === '--version' || name === '-v') {
    process.stdout.write(`${packageVersion}\n`)
    return 0
  }
  const members = Object.keys(commands).filter((known) => known.startsWith(`${name} `))
  if (members.length > 0 && (argv.length === 1 || isHelp(argv[1]))) return showOverview(members)
  const { load, rest } = commandOf(argv, members)
  const command = await load()
  if (rest.some(isHelp)) {
    process.stdout.write(`${helpOf(command)}\n`)
    return 0
  }
  return command.run(readFlags(command, rest))
}

/** `members` are the commands of two words that begin with the first one. */
function commandOf(argv: readonly string[], members: readonly string[]) {
  // Flags behind a word that is a command itself are its own.
  const isOne = members.length === 0 || (argv[0] === 'train' && argv[1]?.startsWith('-'))
  const words = isOne ? 1 : 2
  const name = argv.slice(0, words).join(' ')
  const load = Object.hasOwn(commands, name) ? commands[name] : undefined
  if (load) return { load, rest: argv.slice(words) }
  const known = members.length > 0 ? members : Object.keys(commands)
  throw new ConfigError(
    `Cannot run palaestra ${name}: there is no such command (${didYouMean(name, known)})`,
  )
}

async function showOverview(names: readonly string[]): Promise<number> {
  const shown = await Promise.all(names.map((name) => commands[name]?.() ?? []))
  process.stdout.write(`${overview(shown.flat())}\n`)
  return 0
}

const isHelp = (word: string | undefined) => word === '--help' || word === '-h'

/** One line, unless PALAESTRA_DEBUG asks for where it came from. */
function report(error: unknown): number {
  const [line = ''] = messageOf(error).split('\n')
  process.stderr.write(`${line}\n`)
  if (process.env['PALAESTRA_DEBUG'] && error instanceof Error) {
    process.stderr.write(`${error.stack}\n`)
    if (error.cause instanceof Error) process.stderr.write(`Caused by: ${error.cause.stack}\n`)
  }
  return error instanceof Error && error.name === 'ConfigError' ? 2 : 1
}

/** What an env's own code leaves unhandled: a rejection costs no run; after an exception nothing is certain. */
process.on('unhandledRejection', (error) => {
  process.stderr.write('An unhandled rejection in code outside this program: ')
  report(error)
})
process.on('uncaughtException', (error) => {
  process.stderr.write('An uncaught exception ended the program: ')
  process.exit(report(error))
})
const stdout = watchStdout()

const code = await main(process.argv.slice(2)).catch(report)
closeSandboxes()
// An env's forgotten timer or socket must not keep the program; what was written is flushed first.
process.stdout.write('', () =>
  process.stderr.write('', () => process.exit(stdout.failed() ? code || 1 : code)),
)
