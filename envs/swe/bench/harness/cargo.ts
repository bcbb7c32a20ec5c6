import { shellWord } from '../../../../core/shell-quote.ts'
import { runners } from '../parsers/runners.ts'
import { cargoTargets } from '../parsers/test-files.ts'
import { CANARIES, earlyGuard, guardCrate, localCanaries } from './cargo-guard.ts'
import type { Harness } from './harness.ts'
import { type ProgramReport, readPrograms } from './program-reports.ts'
import { MAX_PROGRAMS, runSaved, SAVE, takeKeys } from './saved-runs.ts'
import { createKeys } from './sealed-records.ts'

/** `cargo test`, with variables before it; nothing that a shell would do more than to start it. */
const COMMAND =
  /^(?:(?!CARGO_|RUSTC|RUSTDOC)[A-Z_][A-Z0-9_]*=[\w./:,-]* +)*cargo(?: +\+[\w.-]+)? +test(?: +(?:[\w@%+=:,./-]+|'[^']*'|"[^"$`\\]*"))*$/
/** Flags under which this harness would not see what runs. */
const TAKEN =
  /(?:^| )(?:--(?:doc|target|config|no-run|bench|benches|list|message-format|unit-graph)|-Z)(?:[ =]|$)/

/**
 * `cargo test` with another runner of tests in each program than libtest's. Everything is built before any of
 * it runs. Doctests are not run: what they print is all that tells of them.
 */
export const cargoHarness: Harness = {
  plan({ folder, nonce, testFiles, command }) {
    const own = command?.trim().replace(/ 2>&1$/, '')
    if (own !== undefined && (!COMMAND.test(own) || TAKEN.test(own))) return undefined
    if (/\s/.test(folder)) return undefined
    const keys = createKeys(MAX_PROGRAMS + 1)
    return {
      files: {
        [`${folder}/keys`]: keys.join(' '),
        [`${folder}/save`]: SAVE,
        [`${folder}/early.rs`]: earlyGuard(nonce),
        [`${folder}/guard.rs`]: guardCrate(nonce),
        [`${folder}/canaries.rs`]: localCanaries(nonce),
        [`${folder}/rustdoc`]: '#!/bin/sh\nexit 0\n',
        [`${folder}/rustc`]: rustc(folder, nonce),
        [`${folder}/report`]: '',
      },
      command: script(folder, nonce, own ?? runners.cargo.command(testFiles), testFiles),
      report: `${folder}/report`,
      read: (report) =>
        readPrograms(report, { keys, canaries: CANARIES, isCrash: () => false, log }),
    }
  },
}

const STATUS = { passed: 'ok', failed: 'FAILED', skipped: 'ignored', error: 'FAILED' } as const

function log(programs: readonly ProgramReport[]): string {
  const parts = programs.map(({ tests }) => [
    `running ${tests.length} tests`,
    ...tests.map(({ name, status = 'failed' }) => `test ${name} ... ${STATUS[status]}`),
    'test result: done.',
  ])
  return parts
    .flat()
    .map((line) => `${line}\n`)
    .join('')
}

/** The compiler for packages of the workspace: programs of tests get the other runner. */
const rustc = (folder: string, nonce: string) => `#!/bin/sh
for argument in "$@"; do
  [ "$argument" = --test ] || continue
  RUSTC_BOOTSTRAP=1
  export RUSTC_BOOTSTRAP
  exec "$@" --extern guard_${nonce}=${folder}/libguard_${nonce}.rlib \\
    '-Zcrate-attr=feature(custom_test_frameworks)' '-Zcrate-attr=test_runner(guard_${nonce}::run)' \\
    -Zpre-link-args=${folder}/early.o
done
exec "$@"
`

function script(
  folder: string,
  nonce: string,
  command: string,
  testFiles: readonly string[],
): string {
  const integration = testFiles.filter((file) => cargoTargets([file]) && file.endsWith('.rs'))
  const files =
    testFiles.length === 0
      ? "find . -path ./target -prune -o -path '*/tests/*.rs' -print"
      : `printf '%s\\n' ${integration.map(shellWord).join(' ')}`
  return `${takeKeys(folder)}
command -v cargo >/dev/null && command -v rustc >/dev/null || refuse 'cargo or rustc is not installed'
chmod +x "$folder/rustc" "$folder/rustdoc"
bootstrap() { RUSTC_BOOTSTRAP=1 rustc --edition 2018 "$@"; }
bootstrap --crate-type lib --emit obj -C panic=abort -o "$folder/early.o" "$folder/early.rs" &&
  bootstrap --crate-type rlib --crate-name guard_${nonce} -o "$folder/libguard_${nonce}.rlib" "$folder/guard.rs" ||
  refuse 'this version of Rust cannot build the runner of tests'
${files} | while read -r file; do
  [ -f "$file" ] && cat "$folder/canaries.rs" >>"$file"
done
triple=\${CARGO_BUILD_TARGET:-$(rustc -vV | sed -n 's/^host: //p')}
triple=$(printf %s "$triple" | tr 'a-z.-' 'A-Z__')
(
  command -v cc >/dev/null || export "CARGO_TARGET_\${triple}_LINKER=gcc"
  export "CARGO_TARGET_\${triple}_RUNNER=$folder/save" RUSTC_WORKSPACE_WRAPPER="$folder/rustc"
  export RUSTDOC="$folder/rustdoc" CARGO_NET_OFFLINE=true CARGO_TERM_COLOR=never
  ${command}
)
${runSaved('--list')}`
}
