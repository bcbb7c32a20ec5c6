import type { Place } from './places.ts'

const SHARED = ['/dev/shm', '/dev/mqueue']

/** Empties this folder whatever is in it; says so where something is left. */
export const emptyFunction = `empty() {
  cd "$1" 2>/dev/null || { echo "cannot enter $1"; return 1; }
  rm -rf -- ..?* .[!.]* * 2>/dev/null
  [ -z "$(ls -A)" ] && return
  chmod -R u+rwX . 2>/dev/null
  rm -rf -- ..?* .[!.]* * 2>/dev/null
  [ -z "$(ls -A)" ] || { echo "files are left in $1"; return 1; }
}
`

/** The modes the folders begin with; access control lists would show as one character more. */
const shownModes = { '755': 'drwxr-xr-x', '1777': 'drwxrwxrwt' } as const

/** Takes away all a user of the container can leave where no process is left. */
export function resetScript(places: readonly Place[]): string {
  const folders = [...places.map(({ path }) => path), ...SHARED]
  return `${emptyFunction}
${places.map(({ path, mode }) => `chmod ${mode} ${path} || exit 1`).join('\n')}
for folder in ${folders.join(' ')}; do
  [ ! -d "$folder" ] || empty "$folder" || exit 1
done
is_as_before() { set -- "$2" $(ls -ld "$1"); [ "$1" = "$2" ]; }
${places.map(({ path, mode }) => `is_as_before ${path} ${shownModes[mode]} || exit 1`).join('\n')}
for table in /proc/sysvipc/*; do
  [ ! -r "$table" ] || { read -r _; ! read -r _; } <"$table" || { echo "left: $table"; exit 1; }
done
`
}
