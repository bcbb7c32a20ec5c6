/**
 * What the parts of the guard for tape and mocha have in common: they are loaded from the judged tree into the process of
 * the judged code, so they are taken over while they are loaded, and what they rely on is closed to the judged sources.
 */
export const RUNNER = `
const path = require('path')
const EventEmitter = require('events')
const { isMainThread } = require('worker_threads')

/** Judged sources may not change it, nor anybody else once tests are loaded. */
let testsAreLoaded = false
const beforeTests = (file) => !testsAreLoaded && !isSource(file)
const notSources = (file) => !isSource(file)
const keep = (object, label, allows, names) => {
  for (const name of names || ownKeys(object)) {
    if (name !== 'constructor' && name !== 'prototype') guardProperty(object, name, label, allows)
  }
}
const keepLanguage = () => {
  keep(Function.prototype, 'Function.prototype', notSources, ['call', 'apply', 'bind'])
  keep(Promise.prototype, 'Promise.prototype', notSources, ['then', 'catch', 'finally'])
  keep(Array.prototype, 'Array.prototype', notSources, getOwnPropertyNames(Array.prototype))
  keep(EventEmitter, 'EventEmitter', notSources, ['init'])
  keep(EventEmitter.prototype, 'EventEmitter.prototype', notSources, getOwnPropertyNames(EventEmitter.prototype))
}

/** Test files as they were before judged code ran. */
const contents = { __proto__: null }
const contentOf = (file) => { try { return readFileSync(file, 'utf8') } catch (_) { return undefined } }
const remember = (file) => {
  const absolute = path.resolve(settings.root, file)
  if (contents[absolute] === undefined) contents[absolute] = contentOf(absolute)
}
const restore = (file) => {
  const content = contents[file]
  if (content === undefined || contentOf(file) === content) return true
  noteOnce(file, 'the test file ' + shown(file) + ' was changed while tests ran')
  try { fs.rmSync(file, { recursive: true, force: true }) } catch (_) {}
  writeFileSync(file, content)
  return false
}
const restoreAll = () => {
  let unchanged = true
  const files = ownKeys(contents)
  for (let at = 0; at < files.length; at++) unchanged = restore(files[at]) && unchanged
  return unchanged
}

let exited = false
const watchExit = () => {
  const { exit } = process
  process.exit = function () {
    exited = true
    return apply(exit, process, arguments)
  }
}

/** Calls back with the module of the runner as soon as that is loaded, once. */
const whenLoaded = (isRunner, takeOver) => {
  const { load } = Module.prototype
  Module.prototype.load = function (file) {
    restore(file)
    const result = apply(load, this, arguments)
    if (!sign && isRunner(file)) {
      const key = takeKey()
      if (key !== '') {
        process.env.NODE_OPTIONS = text(process.env.NODE_OPTIONS).replace('--require ' + __filename, '').trim()
        const runner = this.exports
        keepLanguage()
        watchExit()
        start(key)
        settings.testFiles.forEach(remember)
        takeOver(runner)
      }
    }
    return result
  }
}
const load = Module.createRequire(path.resolve(settings.root, settings.testFiles[0] || 'test/any.js'))
`

/** Starts the runner's own command, from the repository or from where the machine has such packages. */
export const launcher = (name: string, root: string) => `'use strict'
const { createRequire } = require('module')
const { dirname, join } = require('path')
const { pathToFileURL } = require('url')
const places = [${JSON.stringify(`${root}/`)}, ...(process.env.NODE_PATH || '').split(':').filter(Boolean), '/usr/share/nodejs/', '/usr/lib/node_modules/']
let found
for (const place of places) {
  for (const from of [place, join(place, 'any.js')]) {
    try { found = found || createRequire(from).resolve('${name}/package.json') } catch (_) {}
  }
  try { found = found || require.resolve(join(place, '${name}/package.json')) } catch (_) {}
}
if (!found) {
  console.error('${name} is not installed')
  process.exit(1)
}
const { bin } = require(found)
process.argv[1] = join(dirname(found), typeof bin === 'string' ? bin : bin.${name})
import(pathToFileURL(process.argv[1]).href)
`
