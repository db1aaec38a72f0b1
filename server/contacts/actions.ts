import type { Store, Transaction } from '../../db/index.ts'
import type { By } from '../accounts/index.ts'
import type { ApplicationState } from '../applications/application.ts'
import { act, write } from '../audit/index.ts'
import { notify } from '../inbox/index.ts'
import { institutionOf } from '../institutions/index.ts'
import type { Day } from '../money/day.ts'
import { present } from '../platform/assert.ts'
import { dayOf, type Instant } from '../platform/clock.ts'
import { type Id, newId } from '../platform/ids.ts'
import { done, type Outcome } from '../platform/outcome.ts'
import { type ContactWay, checkRecord, type RecordedWay } from './contact.ts'
import * as rows from './rows.ts'

/** What of a case a record is about. */
export type Reached = {
  readonly id: Id<'application'>
  readonly number: string
  readonly state: ApplicationState
  readonly submittedAt: Instant
  readonly enterpriseId: Id<'enterprise'>
  readonly institutionId: Id<'institution'>
}

/**
 * The firm of a case hears from its bank. Only the first time ends the clock, and only before there is an offer; false for
 * every other. Within the transaction of what the bank did.
 */
export async function noteContact(
  tx: Transaction,
  by: By,
  id: Id<'application'>,
  way: ContactWay,
  on: Day = by.today,
): Promise<boolean> {
  const isFirst = await rows.markContacted(tx, id, { contactedOn: on, contactWay: way })
  // Papers asked for and offers stand in the trail by themselves.
  if (isFirst && way !== 'papers' && way !== 'offer') {
    const subject = { kind: 'application', id }
    await write(tx, by, { happening: `contacts.first-${way}`, subject, details: { on } })
  }
  return isFirst
}

/**
 * 联系记录: an officer says that he reached the firm by telephone or by a visit. The firm is told, so that a record that is
 * not true is seen by the one who knows; the note stays with the bank. Refuses: as `checkRecord`.
 */
export const recordContact = (
  store: Store,
  by: By,
  found: Reached,
  { way, reachedOn, note }: { readonly way: RecordedWay; readonly reachedOn: Day; readonly note: string },
) =>
  act(store, by, async (tx): Promise<Outcome<object>> => {
    const fine = checkRecord({ ...found, openedOn: dayOf(found.submittedAt) }, reachedOn, by.today)
    if (!fine.ok) return fine
    await rows.addContact(tx, {
      ...{ id: newId<'contact'>(), applicationId: found.id, way, reachedOn, note, at: by.at },
      personId: present(by.person, 'who reached the firm').id,
    })
    await noteContact(tx, by, found.id, way, reachedOn)
    const bank = present(await institutionOf(tx, found.institutionId), 'the bank of a case')
    await notify(tx, by, {
      to: [{ firm: found.enterpriseId }],
      kind: 'cases',
      words: `contacts.notice.${way}`,
      values: { number: found.number, bank: bank.shortName, day: reachedOn },
      href: `/applications/${found.id}`,
      subject: { kind: 'application', id: found.id },
    })
    return done()
  })
