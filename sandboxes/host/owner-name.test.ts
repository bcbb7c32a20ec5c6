import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { isOwnerGone, ownerName } from './owner-name.ts'
import { isAlive, statusOf } from './processes.ts'

const [namespace = '', , started = ''] = ownerName().split('-')

test('a program that runs is not gone, whatever follows its name', () => {
  expect(isOwnerGone(ownerName())).toBe(false)
  expect(isOwnerGone(`${ownerName()}-x7Yz01`)).toBe(false)
})

test('a program is gone once it has ended, though its id came back', () => {
  const ended = spawnSync('true').pid

  expect(isOwnerGone(`${namespace}-${ended}-${started}`)).toBe(true)
  expect(isOwnerGone(`${namespace}-${process.pid}-${Number(started) - 1}-x7Yz01`)).toBe(true)
})

test('a program is gone though nobody has asked how it ended', async () => {
  // What takes the shell's place knows of no child; the shell itself would ask.
  const parent = spawn('sh', ['-c', 'exec 3<&0; cat <&3 & echo $!; exec sleep 60'], {
    stdio: ['pipe', 'pipe', 'ignore'],
  })
  const [printed] = await once(parent.stdout, 'data')
  const pid = Number(String(printed))
  const program = () => readFileSync(`/proc/${parent.pid}/comm`, 'utf8')
  await expect.poll(program).toBe('sleep\n')
  parent.stdin.end()
  await expect.poll(() => isAlive(pid)).toBe(false)

  const name = `${namespace}-${pid}-${statusOf(pid)?.started}`
  const isGone = isOwnerGone(name)
  parent.kill()

  expect(name).toMatch(/^\d+-\d+-\d+$/)
  expect(isGone).toBe(true)
})

test('of other process namespaces, and of other names, nobody can tell', () => {
  expect(isOwnerGone(`${Number(namespace) + 1}-${process.pid}-1`)).toBe(false)
  expect(isOwnerGone('notes.txt')).toBe(false)
  expect(isOwnerGone(`${ownerName()}0x`)).toBe(false)
})
