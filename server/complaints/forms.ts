import { carried, choice, lines, optional, pickedSome } from '../platform/web/fields.ts'
import { form } from '../platform/web/forms.ts'
import { type ComplaintSide, kindsOfSide, mostPapers } from './complaint.ts'

const id = /^[0-9a-z]{26}$/
const version = () => carried(/^\d{1,9}$/)

const formOf = (side: ComplaintSide) =>
  form('complaints', {
    kind: choice(kindsOfSide[side], 'complaints.kind', { control: 'radios' }),
    words: lines({ min: 10, max: 1000 }),
    documents: optional(pickedSome(id, mostPapers)),
  })

/** Each side is asked for what it can complain about. */
export const complaintForms = { firm: formOf('firm'), bank: formOf('bank') } as const

export const stepForm = form('complaints', { version: version() })

export const answerForm = form('complaints', { answer: lines({ min: 4, max: 1000 }), version: version() })
