import { isDeepStrictEqual } from 'node:util'
import type { Store, Transaction } from '../../db/index.ts'
import type { By } from '../accounts/index.ts'
import { act, write } from '../audit/index.ts'
import { supervisionOn } from '../clocks/rule.ts'
import type { Firm } from '../enterprises/index.ts'
import { notify } from '../inbox/index.ts'
import type { Parts } from '../parts.ts'
import { assert } from '../platform/assert.ts'
import { newId } from '../platform/ids.ts'
import { nextNumber } from '../platform/numbers.ts'
import { done, type Outcome, refuse } from '../platform/outcome.ts'
import { untilNone } from '../platform/work/slices.ts'
import { dueIn } from '../policies/index.ts'
import { checkDraft, isEditable, isPastItsDay, isWithdrawable, type NeedDraft } from './draft.ts'
import { mayMoveNeed, type NeedState } from './need.ts'
import {
  addNeed,
  changeNeed,
  draftsOf,
  type Need,
  type NeedChanges,
  needById,
  needsPastTheirDay,
  openApplications,
} from './rows.ts'
import { copiedFrom } from './search.ts'

type Kept = Outcome<{ readonly need: Need }>
type With = Pick<Parts, 'store' | 'reference'>

/**
 * Keeps a new draft under the id that its form was opened with. A firm may write one while it is still under review. Who
 * goes back to the form, changes it and sends it again changes that draft. Refuses: `need-not-draft` (it was sent in
 * meanwhile), and what `checkDraft` refuses.
 */
export const writeDraft = (
  { store, reference }: With,
  by: By,
  firm: Firm,
  draft: NeedDraft,
  id: Need['id'] = newId<'need'>(),
) =>
  act(store, by, async (tx): Promise<Kept> => {
    const there = await needById(tx, id)
    if (there) return changeWithin(tx, { reference }, by, firm, there, draft)
    const fine = checkDraft(draft, firm, by.today)
    if (!fine.ok) return fine
    // A form without an address of its own, sent twice: he wants the draft that he has, not a second one.
    const same = (await draftsOf(tx, firm.id)).find((one) => saysTheSame(one, columnsOf(draft)))
    if (same) return done({ need: same })
    const number = await nextNumber(tx, 'XQ', by.today)
    const need = await addNeed(tx, {
      ...columnsOf(draft),
      ...copiedFrom(firm, draft, number, reference),
      id,
      number,
      enterpriseId: firm.id,
      state: 'draft',
      createdAt: by.at,
      createdBy: by.person?.id ?? null,
      version: 1,
    })
    await write(tx, by, {
      happening: 'needs.drafted',
      subject: { kind: 'need', id: need.id },
      to: 'draft',
    })
    return done({ need })
  })

function saysTheSame(need: Need, asked: ReturnType<typeof columnsOf>): boolean {
  const there = Object.fromEntries(Object.keys(asked).map((name) => [name, need[name as keyof typeof asked]]))
  return isDeepStrictEqual(there, { ...asked })
}

const columnsOf = (draft: NeedDraft) => ({ ...draft, openness: draft.openness ?? 'open' })

/** Changes a draft; what it was returned for is then answered. Refuses: `need-not-draft`, `stale`, and what `checkDraft` refuses. */
export const changeDraft = (
  { store, reference }: With,
  by: By,
  firm: Firm,
  known: Pick<Need, 'id' | 'version'>,
  draft: NeedDraft,
) => act(store, by, (tx) => changeWithin(tx, { reference }, by, firm, known, draft))

async function changeWithin(
  tx: Transaction,
  { reference }: Pick<With, 'reference'>,
  by: By,
  firm: Firm,
  { id, version }: Pick<Need, 'id' | 'version'>,
  draft: NeedDraft,
): Promise<Kept> {
  const need = await needById(tx, id)
  if (need?.enterpriseId !== firm.id || !isEditable(need.state)) return refuse('need-not-draft')
  const fine = checkDraft(draft, firm, by.today)
  if (!fine.ok) return fine
  const copied = copiedFrom(firm, draft, need.number, reference)
  const changes = { ...columnsOf(draft), ...copied, returnedFor: null }
  const changed = await changeNeed(tx, { id, version }, changes)
  if (!changed) return refuse('stale')
  await write(tx, by, { happening: 'needs.changed', subject: { kind: 'need', id } })
  return done({ need: changed })
}

/**
 * Sends a draft to the bureau, which owes its answer by a day. Refuses: `firm-not-verified`, `need-move-not-allowed`,
 * `calendar-missing`, and what `checkDraft` refuses, since days may have passed; `stale` where `read`, the version that
 * the page showed, is no longer the present one.
 */
export const sendIn = (
  { store, reference, policies }: With & Pick<Parts, 'policies'>,
  by: By,
  firm: Firm,
  id: Need['id'],
  read?: number,
) =>
  act(store, by, async (tx): Promise<Kept> => {
    const need = await needById(tx, id)
    if (!need) return refuse('need-move-not-allowed')
    if (read !== undefined && read !== need.version) return refuse('stale')
    if (firm.state !== 'verified') return refuse('firm-not-verified')
    const fine = checkDraft(need, firm, by.today)
    if (!fine.ok) return fine
    const copied = copiedFrom(firm, need, need.number, reference)
    const { value: rule, version } = supervisionOn(policies, by.today)
    const clock = dueIn(policies, by.today, rule.needReviewWorkdays, version)
    if (!clock.ok) return clock
    const review = { reviewDueOn: clock.due.on, reviewDuePolicies: clock.due.policies }
    return moveNeed(tx, by, need, 'under-review', undefined, { ...copied, ...review, returnedFor: null })
  })

type Withdrawal = { readonly read?: number; readonly why?: string | null }

/** Ends a need that no institution works on, with a reason if the firm likes. Refuses: `need-in-progress`, `need-move-not-allowed`, `stale`. */
export const withdraw = (store: Store, by: By, id: Need['id'], { read, why }: Withdrawal = {}) =>
  act(store, by, async (tx): Promise<Kept> => {
    const need = await needById(tx, id)
    if (!need) return refuse('need-move-not-allowed')
    if (read !== undefined && read !== need.version) return refuse('stale')
    if (need.state === 'in-progress' || (await openApplications(tx, id)) > 0)
      return refuse('need-in-progress')
    return isWithdrawable(need.state)
      ? moveNeed(tx, by, need, 'withdrawn', why ?? undefined)
      : refuse('need-move-not-allowed')
  })

/** Gives a need back to its firm with words that say what to mend. Refuses: `need-move-not-allowed`, `stale`. */
export const giveBack = (store: Store, by: By, id: Need['id'], words: string, read?: number) =>
  act(store, by, async (tx): Promise<Kept> => {
    const need = await needById(tx, id)
    if (need?.state !== 'under-review') return refuse('need-move-not-allowed')
    if (read !== undefined && read !== need.version) return refuse('stale')
    return moveNeed(tx, by, need, 'draft', words, { returnedFor: words })
  })

/** The nightly job: ends the needs whose last day in the hall has passed, and says how many. */
export const expireNeeds = (store: Store, by: By): Promise<number> =>
  untilNone(store, async (tx, limit) => {
    let ended = 0
    for (const need of await needsPastTheirDay(tx, by.today, limit)) {
      assert(isPastItsDay(need.expiresOn, by.today), 'a need that is found past its day')
      if ((await moveNeed(tx, by, need, 'expired')).ok) ended += 1
    }
    return ended
  })

/**
 * Moves a need along `needMoves`, with its trail, and returns it as it then is. Rooms that follow a need to its
 * end (applications, loans) move it by this and nothing else.
 *
 * Refuses: `need-move-not-allowed`, and `stale` when the need changed since it was read.
 */
export async function moveNeed(
  tx: Transaction,
  by: By,
  need: Need,
  to: NeedState,
  why?: string,
  changes: NeedChanges = {},
): Promise<Outcome<{ readonly need: Need }>> {
  if (!mayMoveNeed(need.state, to)) return refuse('need-move-not-allowed')
  const moved = await changeNeed(tx, need, { ...changes, state: to })
  if (!moved) return refuse('stale')
  const what = happeningOf(need.state, to)
  await write(tx, by, {
    happening: `needs.${what}`,
    subject: { kind: 'need', id: need.id },
    from: need.state,
    to,
    ...(why ? { why } : {}),
  })
  await tellOf(tx, by, what, moved)
  return done({ need: moved })
}

/** What the firm hears of its need; what becomes of it within a case, the case tells. */
const firmHears = ['returned', 'published', 'expired', 'back-in-hall']

async function tellOf(tx: Transaction, by: By, what: string, need: Need): Promise<void> {
  const about = { kind: 'needs', subject: { kind: 'need', id: need.id } } as const
  const notice = { ...about, words: `needs.notice.${what}`, values: { number: need.number } }
  if (firmHears.includes(what))
    await notify(tx, by, { ...notice, to: [{ firm: need.enterpriseId }], href: `/needs/${need.id}` })
  if (what === 'under-review')
    await notify(tx, by, { ...notice, to: [{ bureauOf: need.region }], href: `/bureau/needs/${need.id}` })
}

/** How the trail calls a move; two of them lead back and have names of their own. */
function happeningOf(from: NeedState, to: NeedState): string {
  if (to === 'draft') return 'returned'
  return from === 'in-progress' && to === 'published' ? 'back-in-hall' : to
}
