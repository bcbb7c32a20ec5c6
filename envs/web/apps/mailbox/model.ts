/** Everything the mailbox knows; plain data. */
export type MailState = {
  readonly me: Person
  readonly mails: Mail[]
  readonly contacts: Contact[]
  readonly rules: Rule[]
  readonly labels: string[]
  signature: string
  /** Mail that is on its way: it comes once its cause was there. */
  readonly arrivals: Arrival[]
  /** Compose windows whose mail was sent or thrown away: what they still save comes too late. */
  readonly closed: string[]
  lastId: number
  now: number
}

export const folders = ['inbox', 'sent', 'drafts', 'archive', 'spam', 'trash'] as const
export type Folder = (typeof folders)[number]
export const folderNames: Readonly<Record<Folder, string>> = {
  ...{ inbox: 'Inbox', sent: 'Sent', drafts: 'Drafts' },
  ...{ archive: 'Archive', spam: 'Spam', trash: 'Trash' },
}

export type Person = { readonly name: string; readonly address: string }
export type Contact = { readonly id: number; name: string; address: string }
export type Attachment = {
  readonly name: string
  readonly mimeType: string
  readonly content: string
}

/** What is written, before it is sent. */
export type Letter = {
  readonly to: readonly string[]
  readonly cc: readonly string[]
  readonly subject: string
  readonly body: string
  readonly attachments: readonly Attachment[]
  /** Id of the mail it answers or forwards. */
  readonly about: number | null
}

export type Mail = {
  readonly id: number
  readonly thread: number
  readonly from: Person
  readonly at: number
  readonly letter: Letter
  /** Written here; a draft has the compose window it belongs to. */
  readonly isMine: boolean
  readonly compose: string | null
  folder: Folder
  labels: string[]
  isStarred: boolean
  isRead: boolean
}

export type Rule = {
  readonly id: number
  readonly from: string
  readonly subject: string
  readonly label: string | null
  readonly folder: Folder | null
}

export type Arrival = {
  /** Comes once something was sent to this address. */
  readonly after: string
  isDue: boolean
  readonly mail: Mail
}

export const mailOf = (state: MailState, id: number): Mail | undefined =>
  state.mails.find((mail) => mail.id === id)
export const dayOf = (at: number): string => new Date(at).toISOString().slice(0, 10)
export const nameFor = (state: MailState, address: string): string =>
  state.contacts.find((contact) => contact.address === address)?.name ?? address
