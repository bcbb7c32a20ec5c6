import { textField } from '../../shell/app-server.ts'
import { type Html, html } from '../../shell/page.ts'
import { type Fields, type Project, priorities, type TrackerState } from '../model.ts'
import { memberOptions, option } from './parts.ts'

export const noFields: Fields = {
  ...{ title: '', description: '', labels: [], assignee: null, priority: 'medium' },
  ...{ milestone: null, due: null },
}

/** The inputs of an issue's fields, filled in. */
export const fieldInputs = (state: TrackerState, project: Project, fields: Fields): Html => html`
<label>Title <input name="title" size="60" value="${fields.title}"></label>
<label>Description <textarea name="description" rows="4" cols="60">${fields.description}</textarea></label>
<label>Assignee <select name="assignee">${option('', 'Nobody', fields.assignee === null)}${memberOptions(state, project, fields.assignee)}</select></label>
<label>Priority <select name="priority">${priorities.map((each) => option(each, each, each === fields.priority))}</select></label>
<label>Milestone <select name="milestone">${option('', 'None', fields.milestone === null)}${project.milestones.map((each) => option(each, each, each === fields.milestone))}</select></label>
<label>Due date <input type="date" name="due" value="${fields.due ?? ''}"></label>
<fieldset><legend>Labels</legend>${project.labels.map(
  (label) =>
    html`<label><input type="checkbox" name="labels" value="${label}"${fields.labels.includes(label) ? html` checked` : ''}> ${label}</label>`,
)}</fieldset>`

/** What came of those inputs. */
export function fieldsOf(form: FormData): Fields {
  const choice = (name: string) => textField(form, name) || null
  const priority = priorities.find((each) => each === textField(form, 'priority'))
  return {
    title: textField(form, 'title'),
    description: textField(form, 'description').replaceAll('\r\n', '\n'),
    labels: form.getAll('labels').filter((label) => typeof label === 'string'),
    assignee: choice('assignee'),
    priority: priority ?? 'medium',
    milestone: choice('milestone'),
    due: choice('due'),
  }
}

/** Only what differs, so that who may change one field is not refused for the others. */
export function changesOf(before: Fields, after: Fields): Partial<Fields> {
  const names = Object.keys(after) as (keyof Fields)[]
  const changed = names.filter(
    (name) => JSON.stringify(sorted(before[name])) !== JSON.stringify(sorted(after[name])),
  )
  return Object.fromEntries(changed.map((name) => [name, after[name]]))
}

const sorted = (value: Fields[keyof Fields]) => (Array.isArray(value) ? [...value].sort() : value)
