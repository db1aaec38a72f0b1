import type { Transaction } from '../../db/index.ts'
import type { By } from '../accounts/index.ts'
import { write } from '../audit/index.ts'
import type { Parts } from '../parts.ts'
import { present } from '../platform/assert.ts'
import { type Id, newId } from '../platform/ids.ts'
import { nextNumber } from '../platform/numbers.ts'
import { done, type Outcome } from '../platform/outcome.ts'
import { dueBy } from '../policies/index.ts'
import { owedBy } from './actions.ts'
import * as rows from './rows.ts'

/**
 * The bank's yes to a renewal opens a case of its own: on the need and the product of the old loan, in the version applied
 * under then, with the officer who said yes. From here it is a case like any other: an offer with its cost sheet, the firm's
 * acceptance, a contract. The match stays as it was; nothing is matched anew for money that is not lent anew. Who keeps the
 * wish ties it to the case, and then keeps what the scheme says, which leaves the old loan out.
 * Refuses: `calendar-missing`.
 */
export async function openRenewal(
  tx: Transaction,
  { policies }: Pick<Parts, 'policies'>,
  by: By,
  oldCase: Id<'application'>,
): Promise<Outcome<{ readonly application: rows.Application }>> {
  const old = present(await rows.applicationById(tx, oldCase), 'the case of a loan')
  const clock = dueBy(policies, by.today, 'decisionWorkdays')
  if (!clock.ok) return clock
  const id = newId<'application'>()
  const { needId, enterpriseId, institutionId, productId, productVersion } = old
  await rows.addApplication(tx, {
    ...{ id, needId, enterpriseId, institutionId, productId, productVersion },
    ...{ fit: old.fit, ruleVersion: old.ruleVersion, factsFingerprint: old.factsFingerprint },
    number: await nextNumber(tx, 'SQ', by.today),
    state: 'taken',
    openedBy: 'renewal',
    officerId: by.person?.id ?? old.officerId,
    phoneTail: old.phoneTail,
    ...{ submittedAt: by.at, takenAt: by.at },
    ...owedBy(clock.due),
    version: 1,
  })
  const subject = { kind: 'application', id }
  await write(tx, by, { happening: 'applications.opened-for-renewal', subject, to: 'taken' })
  const application = present(await rows.applicationById(tx, id), 'the case just opened')
  return done({ application })
}
