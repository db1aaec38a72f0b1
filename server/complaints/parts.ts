import type { Reader } from '../../db/index.ts'
import type { Person } from '../accounts/index.ts'
import { sightIn } from '../applications/sight.ts'
import { isConsented, openingsOf } from '../consents/disclosure.ts'
import { consentsBetween } from '../consents/index.ts'
import { kindOfPaper } from '../consents/needed.ts'
import { isOpenToBank } from '../documents/access.ts'
import { type CasePaper, casePapers } from '../documents/index.ts'
import type { Day } from '../money/day.ts'
import { present } from '../platform/assert.ts'
import { isId } from '../platform/ids.ts'
import { type ServedCase, servedCase, sideIn } from '../ratings/index.ts'
import { NotFound } from '../web.ts'
import type { ComplaintSide } from './complaint.ts'
import { type Complaint, complaintById } from './rows.ts'

/** How a reader stands to a complaint: his side made it, it is about his side, or he is of the bureau of the place. */
export type Standing = 'mine' | 'other' | 'bureau'

/** A complaint with its case, for both sides and the bureau of the place. Throws `NotFound` for everybody else. */
export async function complaintFor(
  from: Reader,
  who: Person,
  id: string,
): Promise<{ readonly complaint: Complaint; readonly of: ServedCase; readonly standing: Standing }> {
  const complaint = isId<'complaint'>(id) ? await complaintById(from, id) : null
  const side = complaint && sideIn(who, complaint)
  if (!complaint || !side) throw new NotFound(id)
  const standing = side === 'bureau' ? 'bureau' : side === complaint.side ? 'mine' : 'other'
  return {
    ...{ complaint, standing },
    of: present(await servedCase(from, complaint.applicationId), 'the case of a complaint'),
  }
}

/**
 * The papers of a case that a side can rest its complaint on: the firm's are its own, and a bank can only point at what
 * it may open itself today.
 */
export async function papersFor(
  from: Reader,
  side: ComplaintSide,
  of: ServedCase,
  today: Day,
): Promise<readonly CasePaper[]> {
  if (side === 'bank' && !isOpenToBank(of.state)) return []
  const papers = await casePapers(from, of.id)
  if (side === 'firm') return papers
  const given = await consentsBetween(from, of.enterpriseId, of.institutionId)
  const openings = openingsOf(given, sightIn(of.state), today)
  return papers.filter(({ kind }) => isConsented(openings, kindOfPaper(kind)))
}
