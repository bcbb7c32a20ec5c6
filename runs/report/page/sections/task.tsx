import { Disclosure } from '../shell/disclosure.tsx'
import { ValueView } from '../transcript/value-view.tsx'
import { Hash } from './hash.tsx'
import { omit, Pairs } from './pairs.tsx'
import type { Section, SectionProps } from './section.ts'

/** What the agent was given at first. */
export const taskSection: Section = {
  id: 'task',
  title: 'Task',
  isShown: () => true,
  Body: Task,
}

function Task({ episode, row }: SectionProps) {
  const { observation, info, signals, stateHash } = episode.initial
  const task = omit(episode.task, ['id', 'split', 'difficulty', 'kind'])
  const facts = { ...task, ...omit(info, ['signals']) }
  return (
    <>
      <ValueView
        value={observation}
        label="First observation"
        run={row.run}
        class="prose"
        scale={4}
      />
      {Object.keys(facts).length > 0 && <Pairs values={facts} />}
      <div class="meta">
        {Object.keys(signals).length > 0 && (
          <Disclosure summary={`all ${Object.keys(signals).length} signals`} isPrinted>
            {() => <Pairs values={signals} />}
          </Disclosure>
        )}
        <Hash hash={stateHash} />
      </div>
    </>
  )
}
