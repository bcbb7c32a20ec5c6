/** How many files of the repository itself a command writes new text to, and not to copies elsewhere. */
export function editsIn(command: string): number {
  // What follows a change of the folder is about the watched copy.
  const [own = ''] = command.split(/^cd /m)
  return (own.match(/^mkdir -p '(?!\/)[^']*' && (?:cat|head -c \d+) > /gm) ?? []).length
}
