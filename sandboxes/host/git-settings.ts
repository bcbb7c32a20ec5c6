/** Who commits, and what else a git of this machine would ask about. */
export const gitSettings = `[user]
\tname = Agent
\temail = agent@sandbox
[init]
\tdefaultBranch = main
[gc]
\tauto = 0
[safe]
\tdirectory = *
`
