import { shellWord } from '../../../../core/shell-quote.ts'

/** Programs with tests in them that one harness may run: as many keys are made. */
export const MAX_PROGRAMS = 1024

/**
 * For a build tool that runs each program of tests through another one: keeps the program, its arguments,
 * variables and folder for later, when nothing is built any more.
 */
export const SAVE = `#!/bin/sh
runs="\${0%/*}/runs"
run="$runs/$(printf '%s\\n' "$PWD" "$1" | sed 's|/go-build[0-9]*/b[0-9]*/|/|' | cksum | tr ' ' -)"
mkdir "$run" || exit 1
cp "$1" "$run/program"
printf '%s\\n' "$1" >"$run/name"
printf '%s' "$PWD" >"$run/folder"
export -p >"$run/variables"
shift
printf '%s\\n' "$@" >"$run/arguments"
`

/**
 * Beginning of a harness's shell command. The keys are in the memory of the shell alone before anything
 * that is judged runs; `refuse` tells with the last of them that the machine lacks something.
 */
export const takeKeys = (folder: string) => `set -u
folder=${shellWord(folder)}
report="$folder/report"
keys=$(cat "$folder/keys") && rm -f "$folder/keys" || exit 1
token=\${keys##* }
refuse() { printf 'problem %s %s\\n' "$token" "$1" >>"$report"; echo "$1" >&2; exit 1; }
mkdir -p "$folder/runs"
chmod +x "$folder/save"`

/**
 * The rest of it: runs the saved programs one after the other, without the arguments that match the
 * pattern, with variables as they were but for those set here. Each gets its key on descriptor 9. What this writes into the report bears no seal: to change it
 * cannot make a test pass.
 */
export const runSaved = (leftOut: string, variables = ':') => `index=0
code=0
set -- "$folder"/runs/*
[ -e "$1" ] || set --
echo "programs $#" >>"$report"
for run in "$@"; do
  key=\${keys%% *}
  keys=\${keys#* }
  printf 'name %s %s\\n' "$index" "$(cat "$run/name")" >>"$report"
  printf '%s %s %s\\n' "$key" "$index" "$report" | (
    unset keys key token
    . "$run/variables"
    ${variables}
    cd "$(cat "$run/folder")" || exit 1
    set --
    while read -r argument; do
      case $argument in ''|${leftOut}) ;; *) set -- "$@" "$argument" ;; esac
    done <"$run/arguments"
    PALAESTRA_GUARD=1 exec "$run/program" "$@" 9<&0 </dev/null
  )
  status=$?
  [ "$status" -eq 0 ] || code=$status
  printf 'exit %s %s\\n' "$index" "$status" >>"$report"
  index=$((index + 1))
done
exit $code`
