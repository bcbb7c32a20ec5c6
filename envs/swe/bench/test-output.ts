/** Lines around the output of the tests, in a log of SWE-bench's harness. */
const START = '>>>>> Start Test Output'
const END = '>>>>> End Test Output'
const FAULTS = [
  '>>>>> Patch Apply Failed',
  '>>>>> Reset Failed',
  '>>>>> Tests Errored',
  '>>>>> Tests Timed Out',
]

/**
 * The output of the tests in a log of SWE-bench's harness; undefined where they did not run. When
 * nothing between the lines can be read, the rest of the log is not tried: whoever prints may write there.
 */
export function testOutputOf(log: string): string | undefined {
  if (FAULTS.some((fault) => log.includes(fault))) return undefined
  const start = log.indexOf(START)
  const end = log.indexOf(END, start + START.length)
  return start === -1 || end === -1 ? undefined : log.slice(start + START.length, end)
}
