import { afterAll, describe, expect, test } from 'vitest'
import { closeSandboxes } from '../../../../sandboxes/index.ts'
import { describeWith } from '../../../../test/describe-with.ts'
import { goProject } from '../attacks/go.ts'
import { runners } from '../parsers/index.ts'
import { goHarness } from './go.ts'
import { describeNative, testForgedReports } from './native.suite.ts'
import { goTrials } from './native-trials.suite.ts'

const planOf = (command?: string) =>
  goHarness.plan({
    root: '/work',
    folder: '/tmp/.grading-x',
    nonce: 'x',
    testFiles: ['a/a_test.go'],
    command,
  })

describe('go without a sandbox', () => {
  test.each([
    'go test ./... -v -run TestA',
    "go test -run '^(TestA|TestB)$' -count=1 ./pkg/...",
    'CGO_ENABLED=0 go test -v "-run=^TestA$" . 2>&1',
    'go test -race -tags integration -timeout 5m ./...',
  ])('takes over %s', (command) => {
    expect(planOf(command)?.command).toContain(command.replace(' 2>&1', ''))
  })

  test.each([
    'go vet ./... && go test ./...',
    'go test ./... | tee log',
    'go test -exec ./run ./...',
    'go test $(go list ./...)',
    'GOFLAGS=-mod=mod go test ./...',
    'go test -c ./pkg',
    'go test -run `cat names`',
    'make test',
  ])('leaves alone %s', (command) => {
    expect(planOf(command)).toBeUndefined()
  })

  testForgedReports(goHarness, runners.go)
})

describeWith('toolchains', 'go', () => {
  afterAll(() => closeSandboxes())
  describeNative('bubblewrap', goProject, goTrials)
})
