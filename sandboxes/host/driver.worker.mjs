// Opens a sandbox of each kind it is told, with a command that does not end, and waits to be killed.
import { openSandbox } from '../open-sandbox.ts'
import { driverFolder } from './driver-folder.ts'

for (const kind of process.argv.slice(2)) {
  const sandbox = await openSandbox({ kind, unsafeProcess: true })
  sandbox.exec('setsid sleep 1000 & sleep 1000').catch(() => {})
  await new Promise((resolve) => setTimeout(resolve, 300))
}
console.log(driverFolder().path)
setInterval(() => {}, 1000)
