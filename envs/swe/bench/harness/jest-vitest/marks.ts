/**
 * Who runs tests may write to the repository, and other processes load from it later. The kernel sets the time of the
 * last change of a file and nobody can set it back, so that a change that was undone again shows, too.
 */
export const MARKS = String.raw`'use strict'
const { createHash } = require('node:crypto')
const { lstatSync, readdirSync, readFileSync, realpathSync } = require('node:fs')
const { basename, join, relative } = require('node:path')

const MAX_ENTRIES = 300_000
const CODE = /\.(?:[cm]?[jt]sx?|vue|svelte)$/
const FOLDER = /(?:^|\/)(?:tests?|specs?|__tests__|__mocks__|e2e|cypress)\//i
const FILE = /^(?:tests?|.*[-_.](?:test|spec)|tests?[-_.].*)\.[cm]?[jt]sx?$/i
const CONFIG = /^(?:package|[tj]sconfig.*)\.json$|^\.?(?:jest|vitest|vite|babel|swc).*(?:config|setup|workspace|rc)\b|^setup[-_.]?tests?\./i

exports.mark = (root, folder) => {
  const marks = new Map()
  const add = (path, how) => marks.size < MAX_ENTRIES && marks.set(path, { how, before: how(path) })
  const packages = (path, isTop) => {
    for (const entry of entriesOf(path)) {
      const inner = join(path, entry.name)
      if (isTop && entry.name.startsWith('.') && entry.name !== '.pnpm') continue
      add(inner, changeOf)
      if (entry.isDirectory()) packages(inner, false)
    }
  }
  const tree = (path) => {
    for (const entry of entriesOf(path)) {
      const inner = join(path, entry.name)
      if (entry.name === 'node_modules') {
        add(inner, packagesOf)
        packages(realOf(inner), true)
      } else if (entry.isDirectory()) {
        if (entry.name !== '.git') tree(inner)
      } else if (entry.name.endsWith('.snap')) add(inner, contentOf)
      else if (isProtected(relative(root, inner))) add(inner, changeOf)
    }
  }
  tree(root)
  packages(folder, false)
  return marks
}

exports.changed = (marks, root) => {
  const found = new Set()
  for (const [path, { how, before }] of marks) {
    if (how(path) !== before) found.add(nameOf(relative(root, path)))
    if (found.size === 3) break
  }
  return [...found]
}

const nameOf = (path) => (path.startsWith('..') ? 'the harness' : path)

/** By path; a process that runs tests compares them before it reads them. */
exports.snapshotsOf = (marks) =>
  Object.fromEntries(
    [...marks].flatMap(([path, { before }]) => (path.endsWith('.snap') ? [[path, before]] : [])),
  )

function isProtected(path) {
  const name = basename(path)
  return CONFIG.test(name) || (CODE.test(name) && (FOLDER.test(path) || FILE.test(name)))
}

function changeOf(path) {
  try {
    const { ino, ctimeNs } = lstatSync(path, { bigint: true })
    return ino + ' ' + ctimeNs
  } catch {
    return 'gone'
  }
}

/** Caches stand in folders with a dot. */
function packagesOf(path) {
  const names = entriesOf(path).map(({ name }) => name)
  try {
    return lstatSync(path).ino + ' ' + names.filter((name) => !name.startsWith('.')).sort()
  } catch {
    return 'gone'
  }
}

/** Runners write them again as they were. */
function contentOf(path) {
  try {
    return createHash('sha256').update(readFileSync(path)).digest('hex')
  } catch {
    return 'gone'
  }
}

function entriesOf(path) {
  try {
    return readdirSync(path, { withFileTypes: true })
  } catch {
    return []
  }
}

function realOf(path) {
  try {
    return realpathSync(path)
  } catch {
    return path
  }
}
`
