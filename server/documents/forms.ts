import {
  carried,
  choice,
  choices,
  date,
  type Field,
  line,
  lines,
  optional,
  pickedSome,
} from '../platform/web/fields.ts'
import { form } from '../platform/web/forms.ts'
import { type PaperKind, paperKinds } from './paper.ts'

/** Where the words of papers stand: products name most of them. */
export const paperWords = 'products.document'

/** What is sent beside the files. */
export const uploadForm = form('documents', {
  kind: choice(paperKinds, paperWords, { control: 'select' }),
  expiresOn: optional(date()),
})

export const expiryForm = form('documents', {
  expiresOn: optional(date()),
  version: carried(/^\d{1,9}$/),
})

export const removalForm = form('documents', { version: carried(/^\d{1,9}$/) })

/** Papers of the shelf by their ids; the action looks them up. */
export const shelfForm = form('documents', { papers: pickedSome() })

export const noteName = (kind: PaperKind) => `note-${kind}`

/** What a bank asks for: kinds, a note to each, and words to the firm. */
export const requestForm = form('documents', {
  kinds: choices(paperKinds, paperWords, { min: 0 }),
  ...Object.fromEntries(paperKinds.map((kind) => [noteName(kind), optional(note(kind))])),
  words: optional(lines({ max: 500 })),
})

function note(kind: PaperKind): Field<string> {
  return {
    ...line({ max: 200 }),
    label: (w) => w('documents.note-on', { paper: w(`${paperWords}.${kind}`) }),
  }
}

export const answerForm = form('documents', { answer: optional(lines({ max: 500 })) })
