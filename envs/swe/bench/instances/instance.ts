import type { z } from 'zod'
import { hashJson, type TaskInfo } from '../../../../core/index.ts'
import {
  isTestPath,
  type Language,
  languageNamed,
  languageOf,
  runnablePaths,
} from '../parsers/index.ts'
import { parsePatch } from '../patch/parse.ts'
import { reversePatch } from '../patch/reverse.ts'
import { isMultiSwe, multiSweFields, sweBenchFields } from './fields.ts'

/** A repair task of a real repository, whichever family it comes from. */
export interface Instance {
  readonly id: string
  /** `owner/name`. */
  readonly repo: string
  readonly baseCommit: string | undefined
  readonly statement: string
  readonly hints: string | undefined
  /** The fix. */
  readonly gold: string | undefined
  /** Puts the bug into a repository that does not have it (SWE-smith). */
  readonly bugPatch: string | undefined
  /** Tests that judge, put on after the agent is done. */
  readonly testPatch: string | undefined
  readonly failToPass: readonly string[]
  readonly passToPass: readonly string[]
  readonly version: string | undefined
  readonly language: Language | undefined
  readonly testCommand: string | undefined
  readonly logParser: string | undefined
  /** What to hand to the runner; empty where nothing is known. */
  readonly testFiles: readonly string[]
  readonly image: string | undefined
  readonly snapshot: string | undefined
  readonly info: TaskInfo
}

/** What is wrong with a row: the field, and why. */
export class RowProblem extends Error {
  override readonly name = 'RowProblem'
  readonly field: string

  constructor(field: string, reason: string) {
    super(`field ${field}: ${reason}`)
    this.field = field
  }
}

/**
 * One row of an instances file as an instance.
 * @throws RowProblem naming the first field that is missing or wrong.
 */
export function readInstance(row: object): Instance {
  return isMultiSwe(row) ? fromMultiSwe(row) : fromSweBench(row)
}

function fromSweBench(row: object): Instance {
  const fields = parse(sweBenchFields, row)
  const { patch, fix_patch: fixPatch, repo } = fields
  const image = imageOf(fields)
  // SWE-smith's `patch` makes the bug; everywhere else it is the fix.
  const isSmith = repo.startsWith('swesmith/') || /(?:^|[/.])swesmith\b/.test(image ?? '')
  const bugPatch = isSmith ? patch : undefined
  const gold = isSmith ? reversed(patch) : (fixPatch ?? patch)
  if (fields.FAIL_TO_PASS.length === 0 && fields.PASS_TO_PASS.length === 0) {
    throw new RowProblem('FAIL_TO_PASS', 'expected at least one test')
  }
  const smithKind = isSmith ? /\.(\w+?)__\w+$/.exec(fields.instance_id)?.[1] : undefined
  return complete(row, {
    ...common(fields, gold, fields.test_patch),
    id: fields.instance_id,
    repo,
    baseCommit: fields.base_commit || undefined,
    statement: fields.problem_statement,
    hints: fields.hints_text,
    gold,
    bugPatch,
    failToPass: fields.FAIL_TO_PASS,
    passToPass: fields.PASS_TO_PASS,
    version: fields.version == null ? undefined : String(fields.version),
    kind: fields.kind ?? smithKind,
    split: fields.split,
    difficulty: fields.difficulty ?? undefined,
  })
}

function fromMultiSwe(row: object): Instance {
  const fields = parse(multiSweFields, row)
  const { org, repo, number, fix_patch: gold } = fields
  const issues = fields.resolved_issues.map(({ title, body }) => paragraphs(title, body))
  const failToPass = [...fields.f2p_tests, ...fields.s2p_tests, ...fields.n2p_tests]
  if (failToPass.length === 0) {
    throw new RowProblem(
      'f2p_tests',
      'expected at least one test in f2p_tests, s2p_tests or n2p_tests',
    )
  }
  return complete(row, {
    ...common({ ...fields, language: fields.language ?? fields.lang }, gold, fields.test_patch),
    id: fields.instance_id ?? `${org}__${repo}-${number}`,
    repo: `${org}/${repo}`,
    baseCommit: fields.base.sha,
    statement: issues.length > 0 ? issues.join('\n\n') : paragraphs(fields.title, fields.body),
    hints: undefined,
    gold,
    bugPatch: undefined,
    failToPass,
    passToPass: fields.p2p_tests,
    version: undefined,
    kind: fields.kind,
    split: fields.split,
    difficulty: fields.difficulty ?? undefined,
  })
}

function parse<S extends z.ZodType>(schema: S, row: object): z.infer<S> {
  const parsed = schema.safeParse(row)
  if (parsed.success) return parsed.data
  const issue = parsed.error.issues[0]
  const field = String(issue?.path[0] ?? 'instance')
  const isMissing = !Object.hasOwn(row, field)
  const reason = issue?.message.replace(/^Invalid input: /, '') ?? 'not an instance'
  throw new RowProblem(field, isMissing ? 'is missing' : reason)
}

type Ours = Pick<
  z.infer<typeof sweBenchFields>,
  | 'snapshot'
  | 'test_cmd'
  | 'log_parser'
  | 'test_files'
  | 'language'
  | 'environment_image'
  | 'image_name'
  | 'docker_image'
>

function common(fields: Ours, gold: string | undefined, testPatch: string | undefined) {
  const touched = pathsOf(gold)
  const tested = pathsOf(testPatch)
  const named = fields.language === undefined ? undefined : languageNamed(fields.language)
  const language = named ?? languageOf([...touched, ...tested])
  const isTest = (path: string) => language === undefined || isTestPath(path, language)
  return {
    testPatch,
    language,
    testCommand: fields.test_cmd,
    logParser: fields.log_parser,
    testFiles: fields.test_files ?? runnablePaths(tested.filter(isTest)),
    image: imageOf(fields),
    snapshot: fields.snapshot,
  }
}

const imageOf = (fields: Pick<Ours, 'environment_image' | 'image_name' | 'docker_image'>) =>
  fields.environment_image ?? fields.image_name ?? fields.docker_image

/** Files a patch leaves behind; none of one that cannot be read, which grading will say. */
function pathsOf(patch: string | undefined): readonly string[] {
  const parsed = parsePatch(patch ?? '')
  if (parsed.problem !== undefined) return []
  return parsed.files.flatMap(({ newPath }) => (newPath === undefined ? [] : [newPath]))
}

function reversed(patch: string | undefined): string | undefined {
  if (patch === undefined) return undefined
  const reverse = reversePatch(patch)
  if (reverse === undefined) throw new RowProblem('patch', 'expected a unified diff')
  return reverse
}

function complete(
  row: object,
  {
    kind,
    split,
    difficulty,
    ...instance
  }: Omit<Instance, 'info'> & {
    kind: string | undefined
    split: string | undefined
    difficulty: string | number | undefined
  },
): Instance {
  const info: TaskInfo = {
    id: instance.id,
    split: split ?? 'test',
    ...(difficulty === undefined ? {} : { difficulty }),
    kind: kind ?? instance.repo,
    hash: hashJson(row),
  }
  return { ...instance, info }
}

const paragraphs = (...texts: (string | null | undefined)[]) =>
  texts.filter((text) => text != null && text !== '').join('\n\n')
