import { runners } from '../parsers/runners.ts'
import { CANARIES, GUARD, GUARD_FILE, HOOKS } from './go-guard.ts'
import type { Harness } from './harness.ts'
import { type ProgramReport, readPrograms } from './program-reports.ts'
import { MAX_PROGRAMS, runSaved, SAVE, takeKeys } from './saved-runs.ts'
import { createKeys } from './sealed-records.ts'

/** `go test`, with variables before it; nothing that a shell would do more than to start it. */
const COMMAND =
  /^(?:(?!GO)[A-Z_][A-Z0-9_]*=[\w./:,-]* +)*go test(?: +(?:[\w@%+=:,./^$*-]+|'[^']*'|"(?:[^"$`\\]|\$(?=["|)]))*"))*$/
/** Flags that this harness needs for itself, or under which no tests run. */
const TAKEN = /(?:^| )-{1,2}(?:exec|overlay|toolexec|o|c|C|n|i|fuzz|list|args)(?:[ =]|$)/

/**
 * `go test` with a copy of the package `testing` that reports to a guard in it. Everything is built
 * before any of it runs.
 */
export const goHarness: Harness = {
  plan({ folder, nonce, testFiles, command }) {
    const own = command?.trim().replace(/ 2>&1$/, '')
    if (own !== undefined && (!COMMAND.test(own) || TAKEN.test(own))) return undefined
    const keys = createKeys(MAX_PROGRAMS + 1)
    return {
      files: {
        [`${folder}/keys`]: keys.join(' '),
        [`${folder}/save`]: SAVE,
        [`${folder}/testing/${GUARD_FILE}`]: GUARD,
        [`${folder}/report`]: '',
      },
      command: script(folder, nonce, own ?? runners.go.command(testFiles)),
      report: `${folder}/report`,
      read: (report) => readPrograms(report, { keys, canaries: CANARIES, isCrash, log }),
    }
  },
}

/** Go ends the whole program where one test panics: what had passed counts, and what it had not come to is missing. */
const isCrash = (exitCode: number) => exitCode !== 0

const MARKS = { passed: 'PASS', failed: 'FAIL', skipped: 'SKIP', error: 'FAIL' } as const

function log(programs: readonly ProgramReport[]): string {
  const lines = programs.flatMap(({ name, tests }) => [
    // Where Go ends the program, it tells of the test that made it do so past the report.
    ...tests.flatMap((test) => [
      `=== RUN   ${test.name}`,
      `--- ${MARKS[test.status ?? 'failed']}: ${test.name} (0.00s)`,
    ]),
    ...(name === undefined ? [] : [`ok  \t${name}\t0.000s`]),
  ])
  return lines.map((line) => `${line}\n`).join('')
}

const script = (folder: string, nonce: string, command: string) => `${takeKeys(folder)}
command -v go >/dev/null || refuse 'go is not installed'
export GOPROXY=off GOSUMDB=off GOTOOLCHAIN=local
cache=$(go env GOCACHE)
[ "$cache" != off ] && mkdir -p "$cache" 2>/dev/null && [ -w "$cache" ] || export GOCACHE="$folder/cache"
source=$(go env GOROOT)/src/testing
for file in testing.go fuzz.go example.go; do
  cp "$source/$file" "$folder/testing/$file" || refuse "the sources of Go's package testing are not there"
done
hook() {
  sed "s/^$2$/& $3;/" "$folder/testing/$1" >"$folder/hooked"
  cmp -s "$folder/hooked" "$folder/testing/$1" && return 1
  mv "$folder/hooked" "$folder/testing/$1"
}
${HOOKS.map(hookLine).join('\n')}
{
  printf '{"Replace":{'
  # Whatever imports \`testing\` is initialised after it.
  go list -e -deps -f '{{if and (not .Standard) .GoFiles}}{{.Name}} {{.Dir}}{{end}}' ./... 2>/dev/null |
    sort -u | while read -r name dir; do
      case $dir in *[\\"\\\\]*) continue ;; "$PWD"|"$PWD"/*) ;; *) continue ;; esac
      [ -e "$folder/first-$name.go" ] || printf 'package %s\\n\\nimport _ "testing"\\n' "$name" >"$folder/first-$name.go"
      printf '"%s/a${nonce}.go":"%s/first-%s.go",' "$dir" "$folder" "$name"
    done
  for file in testing.go fuzz.go example.go; do
    printf '"%s/%s":"%s/testing/%s",' "$source" "$file" "$folder" "$file"
  done
  printf '"%s/${GUARD_FILE}":"%s/testing/${GUARD_FILE}"}}\\n' "$source" "$folder"
} >"$folder/overlay.json"
flags=\${GOFLAGS:-}
(
  export GOFLAGS="$flags -exec=$folder/save -overlay=$folder/overlay.json -vet=off -count=1"
  ${command}
) >/dev/null
${runSaved('-test.v|-test.v=*|-test.testlogfile=*', 'GOFLAGS=$flags')}`

function hookLine({ file, line, code, isOptional }: (typeof HOOKS)[number]): string {
  const quoted = [file, line, code.replaceAll('&', String.raw`\&`)].map((word) => `'${word}'`)
  const refusal = isOptional ? 'true' : `refuse 'this version of Go has another package testing'`
  return `hook ${quoted.join(' ')} || ${refusal}`
}
