// Opens a sandbox of each kind it is told, with a command that does not end, and waits to be killed.
import { readFileSync } from 'node:fs'
import { openSandbox } from '../open-sandbox.ts'
import { driverFolder } from './driver-folder.ts'
import { markedProcesses } from './processes.ts'

const isSleeping = (pid) => {
  try {
    return readFileSync(`/proc/${pid}/comm`, 'utf8') === 'sleep\n'
  } catch {
    return false
  }
}

let asleep = 0
for (const kind of process.argv.slice(2)) {
  const sandbox = await openSandbox({ kind, unsafeProcess: true })
  sandbox.exec('setsid sleep 1000 & sleep 1000').catch(() => {})
  asleep += 2
  while (markedProcesses(`${driverFolder().name}/`).filter(isSleeping).length < asleep) {
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}
console.log(driverFolder().path)
setInterval(() => {}, 1000)
