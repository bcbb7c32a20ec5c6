import { places } from './spec.ts'

const folders = [...Object.values(places), '/dev/shm', '/dev/mqueue']

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
const modes = { workspace: 'drwxr-xr-x', tmp: 'drwxrwxrwt', home: 'drwxr-xr-x' } as const

/** Takes away all a user of the container can leave where no process is left. */
export const resetScript = `${emptyFunction}
chmod 755 ${places.workspace} ${places.home} && chmod 1777 ${places.tmp} || exit 1
for folder in ${folders.join(' ')}; do
  [ ! -d "$folder" ] || empty "$folder" || exit 1
done
is_as_before() { set -- "$2" $(ls -ld "$1"); [ "$1" = "$2" ]; }
${Object.entries(modes)
  .map(([name, mode]) => `is_as_before ${places[name as keyof typeof places]} ${mode} || exit 1`)
  .join('\n')}
for table in /proc/sysvipc/*; do
  [ ! -r "$table" ] || { read -r _; ! read -r _; } <"$table" || { echo "left: $table"; exit 1; }
done
`
