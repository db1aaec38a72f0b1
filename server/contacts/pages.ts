import { dueWords } from '../clocks/index.ts'
import type { Day } from '../money/day.ts'
import type { Reference } from '../parts.ts'
import { showInstant } from '../platform/clock.ts'
import { newId } from '../platform/ids.ts'
import type { ShownForm } from '../platform/web/forms.ts'
import type { Words } from '../platform/web/words.ts'
import { type ContactClock, type ContactWay, mayRecord, owesContact } from './contact.ts'
import type { contactsOf } from './rows.ts'

type Case = ContactClock & {
  readonly id: string
  readonly number: string
  readonly contactDuePolicies: readonly string[] | null
  readonly contactWay: ContactWay | null
}
type Calendar = Pick<Reference, 'calendar'>
type Side = 'bank' | 'firm'

/** What stands beside the step of a case while the firm has not heard from its bank: by when, and how far that is. */
export function contactDue(w: Words, reference: Calendar, found: Case, side: Side, today: Day) {
  if (!owesContact(found)) return null
  const { words, late } = dueWords(w, reference, found.contactDueOn, today)
  const said = w(`contacts.due-${side}`, { day: found.contactDueOn ?? '', words })
  return { words: said, by: found.contactDuePolicies, late }
}

/** Whether and how the firm was reached; the bank reads its notes and writes down the next, the firm reads the days. */
export function contactSection(
  w: Words,
  reference: Calendar,
  found: Case,
  { side, listed, today }: { side: Side; listed: Awaited<ReturnType<typeof contactsOf>>; today: Day },
) {
  const { id, state, contactedOn, contactWay } = found
  const due = contactDue(w, reference, found, side, today)
  const first = contactedOn && contactWay ? w(`contacts.first.${contactWay}`, { day: contactedOn }) : null
  const newHref = side === 'bank' && mayRecord(state) ? `/applications/${id}/contacts/new` : null
  if (!due && !first && !newHref) return null
  return {
    title: w('contacts.title'),
    due,
    first,
    steps: listed.map(({ contact, officer }) => ({
      at: contact.reachedOn,
      who: officer,
      what: w(`contacts.way.${contact.way}`),
      note: side === 'bank' ? contact.note : null,
      recorded: w('contacts.recorded', { at: showInstant(contact.at) }),
    })),
    newHref,
  }
}

/** The form in which an officer says that he reached the firm. */
export const contactPage = (w: Words, { id, number }: Pick<Case, 'id' | 'number'>, form: ShownForm) => ({
  title: w('contacts.page-title', { number }),
  ...form,
  action: `/applications/${id}/contacts`,
  back: `/applications/${id}`,
  once: newId(),
})
