import type { Transaction } from '../../db/index.ts'
import type { By } from '../accounts/index.ts'
import { notify, type Recipient } from '../inbox/index.ts'
import type { NoticeKind } from '../inbox/notice.ts'
import { institutionOf } from '../institutions/index.ts'
import { present } from '../platform/assert.ts'
import type { ApplicationState } from './application.ts'
import type { Application } from './rows.ts'

type Side = 'firm' | 'bank'
type Case = Pick<Application, 'id' | 'number' | 'enterpriseId' | 'institutionId' | 'officerId'>
type Hearing = { readonly sides: readonly Side[]; readonly kind: NoticeKind }

export type Happening =
  | Exclude<ApplicationState, 'expired'>
  | 'taken-from-hall'
  | 'offer-taken-back'
  | 'papers-asked'
  | 'papers-answered'
  | 'papers-not-wanted'

/** Who hears of what: the side that has the next step, or that waited for this one. Ends by a clock say their cause. */
const hearings: Readonly<Record<Happening, Hearing>> = {
  submitted: { sides: ['bank'], kind: 'cases' },
  'taken-from-hall': { sides: ['firm'], kind: 'cases' },
  taken: { sides: ['firm'], kind: 'cases' },
  offered: { sides: ['firm'], kind: 'offers' },
  'offer-taken-back': { sides: ['firm'], kind: 'offers' },
  agreed: { sides: ['bank'], kind: 'offers' },
  'not-chosen': { sides: ['bank'], kind: 'offers' },
  signed: { sides: ['firm'], kind: 'loans' },
  declined: { sides: ['firm'], kind: 'cases' },
  withdrawn: { sides: ['bank'], kind: 'cases' },
  'papers-asked': { sides: ['firm'], kind: 'documents' },
  'papers-answered': { sides: ['bank'], kind: 'documents' },
  'papers-not-wanted': { sides: ['firm'], kind: 'documents' },
}

const recipientOf: Readonly<Record<Side, (found: Case) => Recipient>> = {
  firm: ({ enterpriseId }) => ({ firm: enterpriseId }),
  bank: ({ institutionId, officerId }) => ({ bank: institutionId, officer: officerId }),
}

/**
 * Tells the sides of a case what happened in it. The firm is not named to the bank: what a bank may know of the firm
 * is decided anew by every page, and a notice is kept.
 */
export async function tellSides(tx: Transaction, by: By, what: Happening, found: Case): Promise<void> {
  const { sides, kind } = hearings[what]
  const bank = present(await institutionOf(tx, found.institutionId), 'the bank of a case')
  await notify(tx, by, {
    to: sides.map((side) => recipientOf[side](found)),
    kind,
    words: `applications.notice.${what}`,
    values: { number: found.number, bank: bank.shortName },
    href: `/applications/${found.id}`,
    subject: { kind: 'application', id: found.id },
  })
}
