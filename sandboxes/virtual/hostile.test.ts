import { afterAll, describe, expect, test } from 'vitest'
import { closeSandboxes, openSandbox } from '../open-sandbox.ts'

const files = {
  big: 'a'.repeat(1_000_000),
  lines: Array.from(
    { length: 40_000 },
    (_, index) => `line ${index} ${(index * 7919) % 1000}\n`,
  ).join(''),
}

/** Scripts that want all time or memory there is. Counted work ends each of them. */
const programs: Record<string, string> = {
  'doubles a variable': 'a=$(cat big); while :; do a=$a$a; done',
  'copies a text into thousands of variables':
    'a=$(cat big); for i in $(seq 5000); do read -r "v$i" < big; done',
  'appends to an array': 'a=$(cat big); x=(); while :; do x+=("$a$RANDOM"); done',
  'fills a map': 'a=$(cat big); declare -A m; while :; do i=$((i+1)); m[$i]="$a$i"; done',
  'fills many arrays': 'for i in $(seq 2000); do eval "a$i=({1..900})"; done',
  'grows its parameters': 'a=$(cat big); while :; do set -- "$@" "$a$#"; done',
  'recurses with local variables': 'a=$(cat big); f() { local x="$a$1"; f $(($1 + 1)); }; f 1',
  'nests substitutions': 'f() { x="$x$(cat big)"; y=$(f); }; f',
  'pipes here-documents to itself': 'a=$(head -c 400000 big); f() { cat <<EOF | f\n$a$a\nEOF\n}; f',
  'opens files': 'for i in $(seq 10 2000); do eval "exec $i<big"; done',
  'parses huge sources':
    's=":"; for i in $(seq 17); do s="$s;$s"; done; while :; do eval "$s"; done',
  'passes huge arguments': `a=$(head -c 500000 big); : ${'"$a$a" '.repeat(5000)}`,
  'forks without end': ':(){ :|:& };:',
  'recurses without end': 'f(){ f; }; f',
  'loops in arithmetic': 'for ((;;)); do ((x+=i*i)); done',
  'expands huge braces': 'echo {1..100000000} | wc -c',
  'nests braces': `echo ${'{a,b}'.repeat(24)} | wc -c`,
  'translates a long text': 'a=$(cat big); while :; do b=`echo $a | tr a b`; done',
  'matches a glob that backtracks': 'a=$(head -c 30000 big); [[ $a == *a*a*a*a*a*a*b ]]; echo $?',
  'matches an expression that backtracks':
    'head -c 40 big > s; echo "!" >> s; grep -E "^(a+)+$" s; awk "/^(a+)+b$/" s; echo $?',
  'counts to a billion': 'seq 1 1000000000 | tail -1; seq 1 0.0001 100000 | tail -1',
  'prints a billion characters': 'printf %1000000000d 1 | wc -c; printf "%*d" 1000000000 1',
  'loops in sed': `echo a | sed ':a;s/a/aa/;ba'; echo a | sed ':a;ba'`,
  'loops in awk': `awk 'BEGIN{while(1);}'; awk 'BEGIN{for(;;) i++}'; echo $?`,
  'doubles in awk': `awk 'BEGIN{s="x"; while(1) s = s s}'; echo $?`,
  'recurses in awk': `awk 'function f(n){return f(n+1)} BEGIN{f(1)}'; echo $?`,
  'loops in jq': `jq -n 'def f: f; f'; jq -n '[repeat(1)]'; jq -n '[range(1e8)]|length'; echo $?`,
  'runs a command a line': 'seq 100000 | xargs -n1 echo | tail -1',
  'reads line by line': 'seq 100000 > n; while read -r l; do x=$l; done < n',
  'runs find on everything for everything': 'find / -exec find / \\; | wc -l',
  'sorts again and again': 'for i in $(seq 500); do sort lines > /dev/null; done',
  'compares files with little in common': `awk '{print $3}' lines > x; sort -r x > y; diff x y | wc -l`,
  'writes without end': 'while :; do cat big >> grow; done',
  'makes files without end': 'while :; do i=$((i+1)); : > f$i; done',
  'makes folders in folders without end': 'while :; do mkdir d && cd d || exit 3; done',
  'calls itself': `echo 'bash s' > s; bash s; echo '. ./t' > t; . ./t`,
  'says yes': 'yes | head -3; while :; do yes > /dev/null; done',
  'sleeps in its trap': `trap 'while :; do :; done' EXIT; sleep infinity`,
}

describe('a hostile script', () => {
  afterAll(() => closeSandboxes())

  for (const [does, program] of Object.entries(programs)) {
    test(`that ${does} gets the same result twice`, async () => {
      const play = async () => {
        await using sandbox = await openSandbox({ files })
        return sandbox.exec(program)
      }

      const first = await play()
      const second = await play()

      expect(second).toEqual(first)
      expect(first.stderr).not.toContain('killed')
      expect(first.durationMs).toBeLessThan(25_000)
    })
  }

  test('that writes more than its memory is told so', async () => {
    await using sandbox = await openSandbox({ limits: { memoryMiB: 1 } })

    const command = 'text=$(seq 10000); while :; do x=$text; done'
    const result = await sandbox.exec(`echo before; ${command}`, { timeoutMs: 600_000 })

    expect(result).toMatchObject({ exitCode: 137, timedOut: false, stdout: 'before\n' })
    expect(result.stderr).toBe('bash: out of memory\n')
  })
})
