/**
 * The half in the runner's own process, where no judged code runs: it starts the processes that run tests, each with
 * a key of its own on a channel of its own, and believes nothing that comes without that key. What such a process
 * tells the runner itself (its messages are no secret) is not asked.
 */
export const PARENT = String.raw`'use strict'
const childProcess = require('node:child_process')
const { randomBytes } = require('node:crypto')
const { readFileSync, rmSync, writeFileSync } = require('node:fs')
const { syncBuiltinESMExports } = require('node:module')
const { relative } = require('node:path')

const MAX_LINE = 2 ** 24
const SETTLE_MS = 3000

/** The key stands in the report until somebody takes it: a report that still has it was never begun. */
exports.openReport = (path) => {
  const text = readFileSync(path, 'utf8')
  const key = text.slice(0, text.indexOf(' '))
  rmSync(path)
  return (record) => {
    rmSync(path, { recursive: true, force: true })
    writeFileSync(path, key + ' ' + JSON.stringify(record) + '\n', { flag: 'wx' })
  }
}

exports.watchForks = (childModule, settings) => {
  const session = { tests: [], notes: new Set(), faults: new Set(), open: new Map() }
  const { fork } = childProcess
  childProcess.fork = (program, ...rest) => {
    const [args, options] = Array.isArray(rest[0]) ? rest : [[], rest[0]]
    const key = randomBytes(24).toString('hex')
    const child = fork(program, args, withChannel(options ?? {}, childModule))
    const channel = child.stdio[4]
    channel.on('error', () => {})
    channel.write(JSON.stringify({ key, ...settings }) + '\n')
    channel.unref()
    listen(channel, child, key, session, settings.root)
    return child
  }
  syncBuiltinESMExports()
  return session
}

function withChannel({ silent, stdio, ...options }, childModule) {
  const one = silent || stdio === 'pipe' ? 'pipe' : 'inherit'
  const base = Array.isArray(stdio) ? stdio.slice(0, 4) : [one, one, one, 'ipc']
  const execArgv = ['--require', childModule, ...(options.execArgv ?? process.execArgv)]
  return { ...options, stdio: [...base, 'pipe'], execArgv }
}

function listen(channel, child, key, session, root) {
  const waiting = new Map()
  const nameOf = (file) => relative(root, file)
  const kinds = {
    start: (file) => waiting.set(file, []) && session.open.set(file, child),
    test: (file, status, ...titles) => waiting.get(file)?.push({ file, status, titles }),
    end: (file) => {
      session.tests.push(...(waiting.get(file) ?? []))
      waiting.delete(file)
      session.open.delete(file)
    },
    broken: (file) => waiting.delete(file) && session.open.delete(file),
    fault: (sentence) => session.faults.add(sentence),
    note: (sentence) => session.notes.size < 20 && session.notes.add(sentence),
  }
  const accept = (line) => {
    const { kind, parts } = parsed(line, key) ?? {}
    if (Object.hasOwn(kinds, kind)) kinds[kind](...parts)
    else session.notes.add('something wrote to the channel of the results')
  }
  let text = ''
  channel.setEncoding('utf8')
  channel.on('data', (more) => {
    text += more
    const lines = text.split('\n')
    text = lines.pop()
    lines.forEach(accept)
    if (text.length > MAX_LINE) channel.destroy()
  })
  child.once('exit', (code, signal) => {
    setTimeout(() => {
      for (const file of waiting.keys()) {
        const how = signal ?? 'exit code ' + code
        session.notes.add('the process of ' + nameOf(file) + ' ended before its tests: ' + how)
        if (session.open.get(file) === child) session.open.delete(file)
      }
    }, 200).unref()
  })
}

function parsed(line, key) {
  if (!line.startsWith(key + ' ')) return undefined
  try {
    const [kind, ...parts] = JSON.parse(line.slice(key.length + 1))
    return { kind, parts }
  } catch {
    return undefined
  }
}

/** Messages of two channels can overtake each other: what was begun has a moment to end. */
exports.settle = async (session) => {
  const end = Date.now() + SETTLE_MS
  await new Promise((resolve) => setTimeout(resolve, 300))
  while (session.open.size > 0 && Date.now() < end) {
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}

exports.recordOf = ({ tests, notes, faults }, changed) => {
  const moved = changed.slice(0, 3).map((path) => path + ' was changed while the tests ran')
  const integrity = [...notes, ...faults, ...moved]
  const isSound = faults.size === 0 && moved.length === 0
  return { started: true, ended: isSound, tests: isSound ? tests : [], integrity }
}
`
