import { type Json, messageOf, packageVersion } from '../../core/index.ts'
import type { RunFile } from '../run-file.ts'
import type { Block, FigureBlock } from './blocks.ts'
import { plural } from './format.ts'
import type {
  EpisodeRow,
  PageBlock,
  PageData,
  PagePanel,
  PageRun,
  PageTraining,
  SampleRow,
} from './page-data.ts'
import type { AnyPanel } from './panel.ts'
import { renderPlot } from './plots/render.ts'
import { labelsOf, type RunReader, type RunView } from './read/read-run.ts'
import { envsOf, modelOf, seedOf } from './read/training/stored-training-file.ts'
import type { Training } from './read/training/training.ts'

/** The aggregates of a report: what `--json` prints. */
export interface Aggregates {
  readonly runs: readonly (Omit<PageRun, 'details'> & Pick<RunView, 'summary'>)[]
  /** By panel; a panel with nothing to tell is not there. */
  readonly panels: Readonly<Record<string, Json>>
  /** Panels that could not be made of these runs, and why: one never costs the others. */
  readonly problems: readonly string[]
}

export function viewsOf(readers: readonly RunReader[]): RunView[] {
  const labels = labelsOf(readers.map(({ dir }) => dir))
  return readers.map((reader, index) => reader.view(labels[index] ?? reader.dir))
}

export async function aggregatesOf(
  views: readonly RunView[],
  panels: readonly AnyPanel[],
): Promise<Aggregates> {
  const collected: [string, Json][] = []
  const problems: string[] = []
  for (const panel of panels) {
    const concerned = views.filter((view) => isAbout(panel, view))
    if (views.length > 0 && concerned.length === 0) continue
    try {
      const data = await panel.collect(concerned.map((view) => view.forPanel(panel)))
      if (data !== null) collected.push([panel.id, data])
    } catch (error) {
      problems.push(problemOf(panel, error))
    }
  }
  return {
    runs: views.map((view) => {
      const { details: _, ...run } = pageRun(view)
      return { ...run, summary: view.summary }
    }),
    panels: Object.fromEntries(collected),
    problems,
  }
}

/** A training run that kept its episodes is of both sorts. */
function isAbout({ about = 'episodes' }: AnyPanel, { training, results }: RunView): boolean {
  return about === 'training' ? training !== null : training === null || results.length > 0
}

/** What is kept apart from the page's data, and opened on demand. */
export interface Apart {
  /** Where a transcript is; null: it is left out, or a server has it. */
  blobOf(run: number, id: string): number | null
  readonly samples?: readonly SampleRow[]
  readonly leftOut: string
}

/** The page's data, transcripts and tokens aside. */
export async function composePage(
  views: readonly RunView[],
  panels: readonly AnyPanel[],
  apart: Apart,
): Promise<PageData> {
  const { panels: collected, problems } = await aggregatesOf(views, panels)
  const drawn: PagePanel[] = []
  for (const panel of panels) {
    const data = collected[panel.id]
    if (data !== undefined) drawn.push(await drawPanel(panel, data))
  }
  if (problems.length > 0) {
    const blocks = problems.map((text): PageBlock => ({ kind: 'note', text, tone: 'warning' }))
    drawn.push({ id: 'problems', title: 'What could not be made', isDense: false, blocks })
  }
  return {
    version: 1,
    title: titleOf(views),
    generatedAt: new Date().toISOString(),
    runs: views.map(pageRun),
    panels: drawn,
    episodes: views.flatMap(({ results, listed, tags }, run) =>
      listed.map(
        (episode, index): EpisodeRow => ({
          ...episode,
          run,
          success: results[index]?.success ?? null,
          tags: tags[index] ?? {},
          blob: apart.blobOf(run, episode.id),
        }),
      ),
    ),
    samples: apart.samples ?? [],
    leftOut: apart.leftOut,
  }
}

export function titleOf(views: readonly Pick<RunView, 'label'>[]): string {
  const [first] = views
  if (!first) return 'Palaestra report'
  return views.length === 1 ? first.label : `${plural(views.length, 'run')} compared`
}

function pageRun(view: RunView): PageRun {
  const { label, dir, file, summary, notes, results, training } = view
  if (training) return trainingPageRun(view, training)
  return {
    label,
    dir,
    env: file.env?.id ?? file.config?.env ?? 'unknown env',
    agent: view.agent ?? 'unknown agent',
    status: file.status ?? 'unknown',
    episodes: results.length,
    planned: file.config?.episodes ?? null,
    startedAt: file.startedAt ?? null,
    seconds: file.seconds ?? null,
    training: null,
    notes,
    details: detailsOf(file, summary.sandbox),
  }
}

function trainingPageRun({ label, dir, results, notes }: RunView, training: Training): PageRun {
  const { file, lines } = training
  const { algorithm, status, startedAt, seconds, steps } = file
  const about: PageTraining = {
    algorithm,
    model: modelOf(file),
    seed: seedOf(file),
    updates: lines.at(-1)?.update ?? 0,
    planned: steps,
  }
  return {
    ...{ label, dir, status, startedAt, seconds, notes, training: about },
    env: envsOf(file).join(', '),
    agent: algorithm,
    episodes: results.length,
    planned: null,
    // A panel of its own has the configuration.
    details: [],
  }
}

function detailsOf(
  { config, versions, machine, concurrency }: Partial<RunFile>,
  sandbox: string | null,
): [string, string][] {
  const shown = (value: unknown) => (typeof value === 'string' ? value : JSON.stringify(value))
  return [
    ...Object.entries(config ?? {}).map(([name, value]): [string, string] => [name, shown(value)]),
    ...(sandbox === null ? [] : [['sandbox', sandbox] as [string, string]]),
    ...(concurrency === undefined ? [] : [['concurrency', shown(concurrency)] as [string, string]]),
    ...Object.entries(versions ?? {}).map(([name, value]): [string, string] => [
      `${name} version`,
      value,
    ]),
    ...(machine
      ? [
          [
            'machine',
            `${machine.cpus} x ${machine.cpu}, ${Math.round(machine.memoryMiB / 1024)} GiB, ${machine.platform}`,
          ] as [string, string],
        ]
      : []),
    ['report made by', `palaestra ${packageVersion}`],
  ]
}

async function drawPanel(panel: AnyPanel, data: Json): Promise<PagePanel> {
  const { id, title, isDense = false } = panel
  try {
    const blocks: PageBlock[] = []
    for (const block of panel.show(data)) blocks.push(await drawBlock(block))
    return { id, title, isDense, blocks }
  } catch (error) {
    const note: PageBlock = { kind: 'note', text: problemOf(panel, error), tone: 'warning' }
    return { id, title, isDense, blocks: [note] }
  }
}

function problemOf({ title }: AnyPanel, error: unknown): string {
  return `The panel ${title} could not be made: ${messageOf(error)}`
}

async function drawBlock(block: Block): Promise<PageBlock> {
  if (block.kind !== 'figure') return block
  const { spec, ...figure }: FigureBlock = block
  return { ...figure, svg: await renderPlot(spec) }
}
