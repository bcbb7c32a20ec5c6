import type { TaskFile } from '../../../session/session.ts'
import { click, DONE, fill, link, pause, press, report } from '../../../steps.ts'
import { dayOf, type Letter } from '../model.ts'
import { EMPTY, type MailTemplate, openMail, search, sentence, singles } from './setting.ts'

/** What is written: new, replies, forwards, drafts. */
export const writing: readonly MailTemplate[] = [
  {
    ...{ name: 'reply', difficulty: 1 },
    pose(state, rng) {
      const mail = rng.pick(singles(state))
      const body = sentence(rng)
      const letter: Letter = {
        ...{ ...EMPTY, to: [mail.from.address], body, about: mail.id },
        subject: `Re: ${mail.letter.subject}`,
      }
      return {
        user: state.me.address,
        goal: `Reply to ${mail.from.name}'s mail "${mail.letter.subject}" with: ${body}`,
        operations: [{ do: 'send', letter }],
        gold: [...openMail(mail), link('Reply'), fill('Message', body), press('Send'), DONE],
      }
    },
  },
  {
    ...{ name: 'reply-all', difficulty: 2 },
    pose(state, rng) {
      const found = singles(state).filter(({ letter }) => letter.cc.length > 0)
      if (found.length === 0) return null
      const mail = rng.pick(found)
      const body = sentence(rng)
      const letter: Letter = {
        ...{ ...EMPTY, to: [mail.from.address], cc: mail.letter.cc, body, about: mail.id },
        subject: `Re: ${mail.letter.subject}`,
      }
      return {
        user: state.me.address,
        goal: `Answer everybody on "${mail.letter.subject}", not only the sender, and write: ${body}`,
        operations: [{ do: 'send', letter }],
        gold: [...openMail(mail), link('Reply all'), fill('Message', body), press('Send'), DONE],
      }
    },
  },
  {
    ...{ name: 'forward', difficulty: 2 },
    pose(state, rng) {
      const found = singles(state).filter(({ letter }) => letter.attachments.length > 0)
      if (found.length === 0) return null
      const mail = rng.pick(found)
      const contact = rng.pick(state.contacts)
      if (contact.address === mail.from.address) return null
      const body = sentence(rng)
      const letter: Letter = {
        ...{ ...EMPTY, to: [contact.address], body, about: mail.id },
        ...{ subject: `Fwd: ${mail.letter.subject}`, attachments: mail.letter.attachments },
      }
      return {
        user: state.me.address,
        goal: `Forward "${mail.letter.subject}" with its attachment to ${contact.name}. Write above it: ${body}`,
        operations: [{ do: 'send', letter }],
        gold: [
          ...[...openMail(mail), link('Forward'), fill('To', contact.address, 'combobox')],
          ...[fill('Message', body), press('Send'), DONE],
        ],
      }
    },
  },
  {
    ...{ name: 'compose', difficulty: 2 },
    pose(state, rng) {
      const [to, cc] = rng.shuffle(state.contacts)
      if (!to || !cc) return null
      const subject = `${rng.pick(['Lunch', 'Room booking', 'Team photo', 'Budget'])} on ${dayOf(state.now + rng.int(2, 40) * 86_400_000)}`
      const body = sentence(rng)
      const letter: Letter = { ...EMPTY, to: [to.address], cc: [cc.address], subject, body }
      return {
        user: state.me.address,
        goal: `Write to ${to.name}, with ${cc.name} in copy. Subject: "${subject}". Text: ${body}`,
        operations: [{ do: 'send', letter }],
        gold: [
          link('Compose'),
          { on: { role: 'combobox', name: 'To' }, do: 'type', text: to.name.slice(0, 4) },
          click('option', new RegExp(to.address)),
          fill('Cc', cc.address, 'combobox'),
          ...[fill('Subject', subject), fill('Message', body), press('Send'), DONE],
        ],
      }
    },
  },
  {
    ...{ name: 'attach', difficulty: 3 },
    pose(state, rng) {
      const contact = rng.pick(state.contacts)
      const number = rng.int(10_000, 99_999)
      const subject = `${rng.pick(['Minutes', 'Receipt', 'Report'])} ${number}`
      const file: TaskFile & { readonly content: string } = {
        name: `${subject.toLowerCase().replace(' ', '-')}.txt`,
        ...{ mimeType: 'text/plain', content: `${subject}\nTotal ${rng.int(10, 900)}\n` },
      }
      const other: TaskFile = { name: 'notes.txt', mimeType: 'text/plain', content: 'Private.\n' }
      const letter: Letter = { ...EMPTY, to: [contact.address], subject, attachments: [file] }
      return {
        user: state.me.address,
        files: rng.shuffle([file, other]),
        goal: `Send the file ${file.name} to ${contact.name}, subject "${subject}", without any text.`,
        operations: [{ do: 'send', letter }],
        gold: [
          ...[link('Compose'), fill('To', contact.address, 'combobox'), fill('Subject', subject)],
          { on: { role: 'button', name: 'Attach files' }, do: 'upload', files: [file.name] },
          ...[press('Send'), DONE],
        ],
      }
    },
  },
  {
    ...{ name: 'draft', difficulty: 2 },
    pose(state, rng) {
      const contact = rng.pick(state.contacts)
      const subject = `${rng.pick(['Complaint', 'Application', 'Proposal', 'Apology'])} ${rng.int(100, 999)}`
      const body = sentence(rng)
      const letter: Letter = { ...EMPTY, to: [contact.address], subject, body }
      return {
        user: state.me.address,
        goal: `Prepare a mail to ${contact.name} with the subject "${subject}" and the text "${body}". I want to look at it first: leave it in the drafts.`,
        operations: [{ do: 'saveDraft', letter, compose: 'asked' }],
        gold: [
          ...[link('Compose'), fill('To', contact.address, 'combobox'), fill('Subject', subject)],
          ...[fill('Message', body), press('Save draft'), DONE],
        ],
      }
    },
  },
  {
    ...{ name: 'send-draft', difficulty: 2 },
    pose(state, rng) {
      const [to, cc] = rng.shuffle(state.contacts)
      if (!to || !cc) return null
      const letter: Letter = {
        ...{ ...EMPTY, to: [to.address], body: sentence(rng) },
        subject: `${rng.pick(['Seating plan', 'Opening hours', 'Price list'])} ${rng.int(100, 999)}`,
      }
      const id = ++state.lastId
      state.mails.push({
        ...{ id, thread: id, from: state.me, at: state.now - 3_600_000, letter, isMine: true },
        ...{ compose: 'begun', folder: 'drafts', labels: [], isStarred: false, isRead: true },
      })
      const sent = { ...letter, cc: [cc.address] }
      return {
        user: state.me.address,
        goal: `There is a draft "${letter.subject}". Put ${cc.name} in copy and send it as it is.`,
        operations: [{ do: 'send', letter: sent, compose: 'begun' }],
        gold: [
          ...[link('Drafts'), link(letter.subject), fill('Cc', cc.address, 'combobox')],
          ...[press('Send'), DONE],
        ],
      }
    },
  },
  {
    ...{ name: 'ask-and-forward', difficulty: 3 },
    pose(state, rng) {
      const [asked, boss] = rng.shuffle(state.contacts)
      if (!asked || !boss) return null
      const order = rng.int(10_000, 99_999)
      const subject = `Order ${order}`
      const body = 'What is the tracking code?'
      const code = `${rng.pick(['ZK', 'WD', 'PH'])}${rng.int(100_000, 999_999)}`
      const id = ++state.lastId
      const reply: Letter = {
        ...{ ...EMPTY, to: [state.me.address], subject: `Tracking of order ${order}` },
        body: `The tracking code is ${code}.`,
      }
      state.arrivals.push({
        ...{ after: asked.address, isDue: false },
        mail: {
          ...{ id, thread: id, from: asked, at: state.now + 60_000, letter: reply, isMine: false },
          ...{ compose: null, folder: 'inbox', labels: [], isStarred: false, isRead: false },
        },
      })
      const question: Letter = { ...EMPTY, to: [asked.address], subject, body }
      const told: Letter = { ...EMPTY, to: [boss.address], subject: 'Tracking code', body: code }
      return {
        user: state.me.address,
        goal: `Ask ${asked.name} in a mail with the subject "${subject}": ${body} The answer comes at once. Then write to ${boss.name}, subject "Tracking code", with nothing but the code as text.`,
        operations: [
          { do: 'send', letter: question },
          { do: 'refresh' },
          { do: 'send', letter: told },
        ],
        gold: [
          ...[link('Compose'), fill('To', asked.address, 'combobox'), fill('Subject', subject)],
          ...[fill('Message', body), press('Send'), pause],
          ...[link(reply.subject), link('Compose'), fill('To', boss.address, 'combobox')],
          ...[fill('Subject', 'Tracking code'), fill('Message', code), press('Send'), DONE],
        ],
      }
    },
  },
  {
    ...{ name: 'no-such-attachment', difficulty: 2 },
    pose(state, rng) {
      const found = singles(state).filter(({ letter }) => letter.attachments.length === 0)
      const mail = rng.pick(found)
      const contact = rng.pick(state.contacts)
      return {
        user: state.me.address,
        goal: `Forward the PDF that is attached to ${mail.from.name}'s mail "${mail.letter.subject}" to ${contact.name}.`,
        ...{ operations: [], isInfeasible: true },
        gold: [...openMail(mail), report('The mail has no attachment.')],
      }
    },
  },
  {
    ...{ name: 'no-such-mail', difficulty: 2 },
    pose(state, rng) {
      const contact = rng.pick(state.contacts)
      const topic = `${rng.pick(['chess club', 'boat trip', 'piano', 'allotment'])} ${rng.int(100, 999)}`
      return {
        user: state.me.address,
        goal: `Reply to ${contact.name}'s mail about the ${topic}: tell them that I will come.`,
        ...{ operations: [], isInfeasible: true },
        gold: [...search(topic), report('There is no such mail.')],
      }
    },
  },
]
