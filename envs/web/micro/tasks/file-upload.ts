import { at, fill, press } from '../../steps.ts'
import type { MicroKind } from '../kind.ts'
import { html } from '../page.ts'
import { code, some, TOPICS } from '../words.ts'

/** Files of the task to be chosen; harder: several, and by what the user calls them. */
export const fileUpload: MicroKind = {
  kind: 'file-upload',
  pose(rng, level) {
    const files = some(rng, TOPICS, 2 + level).map((topic) => ({
      name: `${topic.toLowerCase()}-${rng.int(2020, 2026)}.csv`,
      mimeType: 'text/csv',
      content: `topic,code\n${topic},${code(rng)}\n`,
    }))
    const wanted = some(rng, files, level === 1 ? 1 : 2).sort((a, b) => (a.name < b.name ? -1 : 1))
    const note = level === 3 ? code(rng) : ''
    return {
      goal: `Upload ${wanted.map(({ name }) => `"${name}"`).join(' and ')}${note ? ` with the note "${note}"` : ''}. Your files are ${files.map(({ name }) => `"${name}"`).join(', ')}.`,
      title: 'Upload',
      main: html`<form data-own="1"><label>Files <input type="file" name="files" multiple></label><label>Note <input name="note"></label><p><button>Upload</button></p></form>`,
      script: SCRIPT,
      expected: {
        files: wanted.map(({ name }) => name).join('|'),
        content: wanted
          .map(({ content }) => content)
          .join('|')
          .trim(),
        note,
      },
      files,
      gold: [
        { on: at('button', 'Files'), do: 'upload', files: wanted.map(({ name }) => name) },
        ...(note ? [fill('Note', note)] : []),
        press('Upload'),
      ],
    }
  },
}

const SCRIPT = `
const read = async () => {
  const files = [...$('[type=file]').files].sort((a, b) => (a.name < b.name ? -1 : 1))
  const texts = await Promise.all(files.map((file) => file.text()))
  return { files: files.map(({ name }) => name).join('|'), content: texts.join('|'), note: $('[name=note]').value }
}
$('[type=file]').addEventListener('change', async () => draft(await read()))
$('form').addEventListener('submit', async () => submit(await read()))
`
