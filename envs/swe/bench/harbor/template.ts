import { ConfigError } from '../../../../core/index.ts'

type Variables = Readonly<Record<string, string | undefined>>

/**
 * Variables of a task with `${NAME}` and `${NAME:-default}` filled in from the host, as late as possible.
 * @throws ConfigError naming what the host does not have.
 */
export function resolveVariables(
  variables: Readonly<Record<string, string>>,
  host: Variables,
  task: string,
): Record<string, string> {
  const resolve = (text: string) =>
    text.replaceAll(/\$\{(\w+)(?::-([^}]*))?\}/g, (_, name: string, otherwise?: string) => {
      const value = host[name] || otherwise
      if (value !== undefined) return value
      throw new ConfigError(
        `Cannot run task ${task}: it needs ${name} from the environment (set it)`,
      )
    })
  return Object.fromEntries(Object.entries(variables).map(([name, text]) => [name, resolve(text)]))
}
