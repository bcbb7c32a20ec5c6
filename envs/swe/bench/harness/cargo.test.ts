import { afterAll, describe, expect, test } from 'vitest'
import { closeSandboxes } from '../../../../sandboxes/index.ts'
import { describeWith } from '../../../../test/describe-with.ts'
import { cargoProject } from '../attacks/cargo.ts'
import { runners } from '../parsers/index.ts'
import { cargoHarness } from './cargo.ts'
import { describeNative, testForgedReports } from './native.suite.ts'
import { cargoTrials } from './native-trials.suite.ts'

const planOf = (command?: string) =>
  cargoHarness.plan({
    root: '/work',
    folder: '/tmp/.grading-x',
    nonce: 'x',
    testFiles: ['tests/a.rs'],
    command,
  })

describe('cargo without a sandbox', () => {
  test.each([
    'cargo test --features a,b --test x',
    'RUST_BACKTRACE=1 cargo +stable test --workspace -- --test-threads=1 2>&1',
    "cargo test -p core 'names::' --no-fail-fast",
  ])('takes over %s', (command) => {
    expect(planOf(command)?.command).toContain(command.replace(' 2>&1', ''))
  })

  test.each([
    'cargo build && cargo test',
    'cargo test --doc',
    'cargo test --target x86_64-unknown-linux-musl',
    'cargo test --config build.rustc-wrapper=true',
    'RUSTC_WRAPPER=./rustc cargo test',
    'cargo nextest run',
    'cargo test $NAMES',
  ])('leaves alone %s', (command) => {
    expect(planOf(command)).toBeUndefined()
  })

  testForgedReports(cargoHarness, runners.cargo)
})

describeWith('toolchains', 'cargo', () => {
  afterAll(() => closeSandboxes())
  describeNative('bubblewrap', cargoProject, cargoTrials)
})
