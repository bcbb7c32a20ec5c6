import { mkdir, writeFile } from 'node:fs/promises'
import { basename, join, relative, resolve } from 'node:path'
import { z } from 'zod'
import { ConfigError, messageOf } from '../../core/index.ts'
import { defineCommand } from '../command.ts'
import { scaffold } from '../scaffold.ts'

export const newCommand = defineCommand({
  name: 'new',
  summary: 'Write an env to start from, with its test.',
  operands: [
    { name: 'folder', description: 'Folder to make; its name becomes the name of the env.' },
  ],
  flags: z.strictObject({}),
  examples: ['palaestra new my-env'],
  async run({ operands: [folder = ''] }) {
    const target = resolve(folder)
    const files = scaffold(basename(target))
    await mkdir(target).catch((error: unknown) => {
      if (!isCode(error, 'EEXIST')) refuse(folder, error)
    })
    for (const [name, content] of Object.entries(files)) {
      await writeFile(join(target, name), content, { flag: 'wx' }).catch((error: unknown) =>
        refuse(join(folder, name), error),
      )
    }
    const shown = `./${relative(process.cwd(), join(target, 'env.ts'))}`
    process.stdout.write(
      [
        `Wrote ${Object.keys(files).join(' and ')} to ${folder}.`,
        '',
        'Next:',
        `  npx palaestra check ${shown}`,
        `  npx palaestra run --env ${shown} --agent oracle --episodes 10`,
        `  node --import tsx --test ${shown.replace(/\.ts$/, '.test.ts')}`,
        '',
      ].join('\n'),
    )
    return 0
  },
})

function refuse(path: string, error: unknown): never {
  throw new ConfigError(
    isCode(error, 'EEXIST')
      ? `Cannot write ${path}: it exists already (choose another name)`
      : `Cannot write ${path}: ${messageOf(error)} (choose a folder you may write)`,
    { cause: error },
  )
}

function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code
}
