import type { Transaction } from '../../db/index.ts'
import type { By } from '../accounts/index.ts'
import { act, write } from '../audit/index.ts'
import { notify, type Recipient } from '../inbox/index.ts'
import { plusDays } from '../money/day.ts'
import type { Parts } from '../parts.ts'
import { present } from '../platform/assert.ts'
import { type Id, newId } from '../platform/ids.ts'
import { nextNumber } from '../platform/numbers.ts'
import { done, type Outcome, refuse } from '../platform/outcome.ts'
import { eachInTurn } from '../platform/work/slices.ts'
import { dueIn } from '../policies/index.ts'
import { feedbackOn } from '../ratings/feedback-rule.ts'
import { type ServedCase, servedCase } from '../ratings/index.ts'
import { type ComplaintKind, type ComplaintSide, checkKind, moveComplaint } from './complaint.ts'
import { papersFor } from './parts.ts'
import * as rows from './rows.ts'

type With = Pick<Parts, 'store' | 'policies'>

/** What somebody complains about: the kind, what happened, and papers of the case by their ids. */
export type Filing = {
  readonly side: ComplaintSide
  readonly kind: ComplaintKind
  readonly words: string
  readonly documents: readonly string[]
}

/**
 * 投诉: a side of a case puts before the bureau what the other did. It gets a number, and the bureau a day by which it
 * takes it over. Refuses: `complaint-kind-foreign`, `complaint-there` (one is open), `complaint-paper-unknown`,
 * `calendar-missing`.
 */
export const file = ({ store, policies }: With, by: By, caseId: Id<'application'>, filing: Filing) =>
  act(store, by, async (tx): Promise<Outcome<{ readonly complaint: rows.Complaint }>> => {
    const of = present(await servedCase(tx, caseId), 'the case that was looked up')
    const { side, kind, words } = filing
    const fine = checkKind(side, kind)
    if (!fine.ok) return fine
    if (await rows.openOf(tx, caseId, side)) return refuse('complaint-there')
    const papers = await papersFor(tx, side, of, by.today)
    const named = papers.filter(({ id }) => filing.documents.includes(id)).map(({ id }) => id)
    if (named.length !== new Set(filing.documents).size)
      return refuse('complaint-paper-unknown', { field: 'documents' })
    const { value: rule, version } = feedbackOn(policies, by.today)
    const clock = dueIn(policies, by.today, rule.takeOverWorkdays, version)
    if (!clock.ok) return clock
    const complaint: rows.Complaint = {
      ...{ id: newId<'complaint'>(), number: await nextNumber(tx, 'TS', by.today) },
      ...{ applicationId: caseId, enterpriseId: of.enterpriseId, institutionId: of.institutionId },
      ...{ region: of.region, side, kind, words, documents: named, state: 'filed' },
      ...{ filedAt: by.at, filedBy: present(by.person, 'who complains').id },
      ...{ takenOverAt: null, handlerId: null, answer: null, endedAt: null },
      ...{ dueOn: clock.due.on, duePolicies: clock.due.policies, version: 1 },
    }
    await rows.addComplaint(tx, complaint)
    await trail(tx, by, complaint, 'filed', { to: 'filed' })
    await tell(tx, by, complaint, 'filed', [{ bureauOf: of.region }])
    await tell(tx, by, complaint, 'filed-about', [sidesOf(of)[side === 'firm' ? 'bank' : 'firm']], of.number)
    return done({ complaint })
  })

const sidesOf = ({ enterpriseId, institutionId, officerId }: ServedCase) =>
  ({
    firm: { firm: enterpriseId },
    bank: { bank: institutionId, officer: officerId },
  }) satisfies Record<ComplaintSide, Recipient>

const trail = (
  tx: Transaction,
  by: By,
  { id }: Pick<rows.Complaint, 'id'>,
  what: string,
  more: { readonly from?: string; readonly to: string; readonly why?: string },
) => write(tx, by, { happening: `complaints.${what}`, subject: { kind: 'complaint', id }, ...more })

const tell = (
  tx: Transaction,
  by: By,
  { id, number }: Pick<rows.Complaint, 'id' | 'number'>,
  what: 'filed' | 'filed-about' | 'taken-over' | 'answered' | 'withdrawn',
  to: readonly Recipient[],
  caseNumber = '',
) =>
  notify(tx, by, {
    ...{ to, kind: 'complaints', words: `complaints.notice.${what}`, values: { number, case: caseNumber } },
    ...{ href: `/complaints/${id}`, subject: { kind: 'complaint', id } },
  })

type Found = { readonly complaint: rows.Complaint; readonly of: ServedCase }

/** The complaint as it stands now. Refuses: `stale` (it is not the version that was read). */
async function read(tx: Transaction, id: Id<'complaint'>, version: number): Promise<Outcome<Found>> {
  const complaint = present(await rows.complaintById(tx, id), 'the complaint that was looked up')
  if (complaint.version !== version) return refuse('stale')
  return done({ complaint, of: present(await servedCase(tx, complaint.applicationId), 'its case') })
}

/**
 * 受理: somebody of the bureau takes the complaint over, and both sides hear of it.
 * Refuses: `stale`, `complaint-move-not-allowed`, `calendar-missing`.
 */
export const takeOver = ({ store, policies }: With, by: By, id: Id<'complaint'>, version: number) =>
  act(store, by, async (tx): Promise<Outcome<object>> => {
    const found = await read(tx, id, version)
    if (!found.ok) return found
    const { complaint, of } = found
    const moved = moveComplaint(complaint.state, 'taken-over')
    if (!moved.ok) return moved
    const rule = feedbackOn(policies, by.today)
    const clock = dueIn(policies, by.today, rule.value.complaintAnswerWorkdays, rule.version)
    if (!clock.ok) return clock
    const taken = { state: moved.state, takenOverAt: by.at, handlerId: by.person?.id ?? null }
    const due = { dueOn: clock.due.on, duePolicies: clock.due.policies }
    if (!(await rows.changeComplaint(tx, complaint, { ...taken, ...due }))) return refuse('stale')
    await trail(tx, by, complaint, 'taken-over', { from: complaint.state, to: moved.state })
    await tell(tx, by, complaint, 'taken-over', Object.values(sidesOf(of)))
    return done()
  })

type Ending = { readonly version: number; readonly answer: string | null }

async function end(
  tx: Transaction,
  by: By,
  { complaint, of }: Found,
  to: 'answered' | 'withdrawn',
  answer: string | null,
): Promise<Outcome<object>> {
  const moved = moveComplaint(complaint.state, to)
  if (!moved.ok) return moved
  const ended = { state: moved.state, answer, endedAt: by.at, dueOn: null, duePolicies: null }
  if (!(await rows.changeComplaint(tx, complaint, ended))) return refuse('stale')
  const why = answer ? { why: answer } : {}
  await trail(tx, by, complaint, to, { from: complaint.state, to, ...why })
  const office: Recipient[] = to === 'withdrawn' ? [{ bureauOf: of.region }] : []
  await tell(tx, by, complaint, to, [...Object.values(sidesOf(of)), ...office])
  return done()
}

/** 答复: the bureau answers, in words that both sides read. Refuses: `stale`, `complaint-move-not-allowed`. */
export const answer = (
  { store }: Pick<With, 'store'>,
  by: By,
  id: Id<'complaint'>,
  { version, answer: words }: Ending & { readonly answer: string },
) =>
  act(store, by, async (tx): Promise<Outcome<object>> => {
    const found = await read(tx, id, version)
    return found.ok ? end(tx, by, found, 'answered', words) : found
  })

/** The side that complained lets it be. Refuses: `stale`, `complaint-move-not-allowed`. */
export const withdraw = ({ store }: Pick<With, 'store'>, by: By, id: Id<'complaint'>, version: number) =>
  act(store, by, async (tx): Promise<Outcome<object>> => {
    const found = await read(tx, id, version)
    return found.ok ? end(tx, by, found, 'withdrawn', null) : found
  })

/** Nights can fail; a month of them does not, and what is older was told of. */
const daysLookedBack = 31

/** The nightly job: tells the bureau, once a step, of a complaint that is past its day. Answers how many were told. */
export const chaseComplaints = ({ store }: Pick<With, 'store'>, by: By): Promise<number> => {
  const since = plusDays(by.today, -daysLookedBack)
  const find = (tx: Transaction, after: rows.Complaint['id'] | null, limit: number) =>
    rows.lateComplaints(tx, since, by.today, after, limit)
  return eachInTurn(store, find, async (tx, found) => {
    let told = 0
    for (const { id, number, region, state, dueOn } of found)
      told += await notify(tx, by, {
        to: [{ bureauOf: region }],
        ...{ kind: 'complaints', words: 'complaints.notice.late', values: { number, day: dueOn ?? '' } },
        ...{ href: `/complaints/${id}`, subject: { kind: 'complaint', id } },
        once: `complaint late ${id} ${state}`,
      })
    return told
  })
}
