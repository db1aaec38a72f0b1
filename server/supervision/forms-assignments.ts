import { carried, date, lines, picked } from '../platform/web/fields.ts'
import { form } from '../platform/web/forms.ts'
import type { Words } from '../platform/web/words.ts'
import { assignmentSubjects } from './assignment.ts'

const id = /^[0-9a-z]{26}$/
const task = { person: picked(id), task: lines({ min: 2, max: 1000 }), dueOn: date() }

/** 交办: who is to do what, and by when. */
export const assignForm = form('supervision', task)

/** The same where the page does not say what it is about. */
export const assignSubjectForm = form('supervision', {
  kind: carried(new RegExp(`^(${assignmentSubjects.join('|')})$`)),
  of: carried(id),
  ...task,
})

/** 退回: what is missing, and the new day. */
export const returnForm = form('supervision', { returning: lines({ min: 2, max: 1000 }), dueOn: date() })

/** People as the form lists them. */
export const personOptions = (
  w: Words,
  people: readonly { readonly id: string; readonly name: string; readonly role: string }[],
) => people.map(({ id, name, role }) => ({ value: id, label: `${name} · ${w(`accounts.role.${role}`)}` }))
