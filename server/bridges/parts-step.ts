import type { Transaction } from '../../db/index.ts'
import { type By, poolRoles } from '../accounts/index.ts'
import { write } from '../audit/index.ts'
import {
  type BridgeCaseRule,
  type BridgePolicy,
  bridgeCaseRuleOn,
  bridgePolicyOn,
} from '../bridge-pool/index.ts'
import { keepAdvance } from '../exposures/index.ts'
import { notify, type Recipient } from '../inbox/index.ts'
import type { Day } from '../money/day.ts'
import { type Fen, minus, noFen } from '../money/fen.ts'
import type { Parts } from '../parts.ts'
import { present } from '../platform/assert.ts'
import { type Id, newId } from '../platform/ids.ts'
import { done, type Outcome, refuse } from '../platform/outcome.ts'
import { dueIn } from '../policies/index.ts'
import { type BridgeState, checkHands, type Hand, isOut, moveBridge, ownerOf } from './bridge.ts'
import { type Doing, isDoable } from './doings.ts'
import * as rows from './rows.ts'
import { type Pool, poolById } from './rows-pools.ts'

export type With = Pick<Parts, 'store' | 'policies' | 'reference' | 'config'>
export type Stepped = Outcome<{ readonly bridge: rows.Bridge }>

/** The terms of a pool in force on a day, with how its cases are handled. */
export function termsOn({ policies }: Pick<Parts, 'policies'>, pool: Pool, on: Day) {
  const terms = bridgePolicyOn(policies, pool.policyCode, on)
  if (!terms.ok) return terms
  const rule = bridgeCaseRuleOn(policies, on)
  return done({
    terms: terms.policy.value,
    version: terms.policy.version,
    rule: rule.value,
    ruleVersion: rule.version,
  })
}
/** How cases are handled today. */
export const caseRuleOf = ({ policies }: Pick<Parts, 'policies'>, on: Day): BridgeCaseRule =>
  bridgeCaseRuleOn(policies, on).value

export type Terms = { readonly terms: BridgePolicy; readonly rule: BridgeCaseRule }

export type Found = { readonly bridge: rows.Bridge; readonly pool: Pool }

/** The case as it stands now, with its pool. Refuses: `stale` (it is not the version that was read). */
export async function found(
  tx: Transaction,
  id: Id<'bridge'>,
  version: number | null,
): Promise<Outcome<Found>> {
  const bridge = present(await rows.bridgeById(tx, id), 'the advance that was looked up')
  if (version !== null && bridge.version !== version) return refuse('stale')
  return done({ bridge, pool: present(await poolById(tx, bridge.poolId), 'the pool of an advance') })
}

/**
 * The same for one thing that somebody does, in a state that it is for and in no other: a page that shows no form for it
 * keeps nobody from sending one. Refuses: `stale`, `bridge-move-not-allowed`.
 */
export async function foundFor(
  tx: Transaction,
  id: Id<'bridge'>,
  version: number,
  doing: Doing,
): Promise<Outcome<Found>> {
  const one = await found(tx, id, version)
  if (!one.ok || isDoable(doing, one.bridge)) return one
  return refuse('bridge-move-not-allowed', { values: { state: one.bridge.state, to: doing } })
}

/** How many working days the owner of a state has; none where it waits for a day of its own. */
const stepsWorkdays: Partial<Record<BridgeState, keyof BridgeCaseRule>> = {
  applied: 'completenessWorkdays',
  checking: 'wordWorkdays',
  promise: 'promiseWorkdays',
  'own-money': 'ownMoneyWorkdays',
  approval: 'approvalWorkdays',
  'third-approval': 'approvalWorkdays',
}

/** The clock of a state. Money that is set aside is due on its last day, money out on its own. */
function clockOf({ policies }: Pick<Parts, 'policies'>, by: By, to: BridgeState, after: rows.BridgeChanges) {
  const { value: rule, version } = bridgeCaseRuleOn(policies, by.today)
  const workdays = stepsWorkdays[to]
  if (workdays) return dueIn(policies, by.today, Number(rule[workdays]), version)
  const on = to === 'reserved' ? after.reservedUntil : to === 'paid' ? after.lastOn : null
  return done({ due: on ? { on, policies: [version] } : null })
}

export type Step = {
  readonly to: BridgeState
  /** What the trail and the notices call it. */
  readonly what: string
  readonly changes?: rows.BridgeChanges
  readonly why?: string
  readonly tell?: readonly Recipient[]
  readonly details?: Record<string, unknown>
  /** A state that stays the same is no move: a word was said, a part came back. */
  readonly stays?: true
  /** As whom the person of the public side does it, who has done nothing in this case as somebody else. */
  readonly as?: Hand
}

/**
 * Whether a person may do a step of a case as somebody. Refuses: `bridge-same-person`, with what he did before; steps ask
 * first, so that nothing else is looked at for him.
 */
export async function mayAs(
  tx: Transaction,
  by: By,
  { bridge }: Pick<Found, 'bridge'>,
  as: Hand,
): Promise<Outcome<object>> {
  return checkHands(await rows.didOf(tx, bridge), present(by.person, `who acts as ${as}`).id, as)
}

/**
 * Brings a case one step further: the move, the clock of its next owner, the trail, and whoever has to do or to know
 * something. Who did it is kept with its hand. Refuses: `bridge-same-person`, `bridge-move-not-allowed`, `calendar-missing`, `stale`.
 */
export async function step(
  tx: Transaction,
  by: By,
  parts: With,
  { bridge, pool }: Found,
  { to, what, changes = {}, why, tell, details, stays, as }: Step,
): Promise<Stepped> {
  const may = as ? await mayAs(tx, by, { bridge }, as) : done()
  if (!may.ok) return may
  const moved = stays ? done() : moveBridge(bridge.state, to)
  if (!moved.ok) return moved
  const clock = stays ? null : clockOf(parts, by, to, changes)
  if (clock && !clock.ok) return clock
  const due = clock ? { dueOn: clock.due?.on ?? null, duePolicies: clock.due?.policies ?? null } : {}
  const after = await rows.changeBridge(tx, bridge, { ...due, ...changes, state: to })
  if (!after) return refuse('stale')
  const byId = by.person?.id ?? null
  await rows.addMove(tx, {
    ...{ id: newId<'bridge-move'>(), bridgeId: bridge.id, what, from: bridge.state, to },
    ...{ hand: as ?? null, byId, movedAt: by.at },
  })
  const paidOutOn = after.paidOutOn ?? bridge.paidOutOn
  if (paidOutOn !== null && outFen(after) !== outFen(bridge))
    await keepAdvance(tx, by, { ...after, paidOutOn }, pool.policyCode, outFen(after))
  await write(tx, by, {
    happening: `bridges.${what}`,
    subject: { kind: 'bridge', id: bridge.id },
    ...(stays ? {} : { from: bridge.state, to }),
    ...(why ? { why } : {}),
    ...(details ? { details } : {}),
  })
  await told(tx, by, what, after, tell ?? (stays ? [] : await hearers(tx, after, pool)))
  return done({ bridge: after })
}

/** What of an advance is with its bank, and not back yet. */
const outFen = ({ state, amountFen, repaidFen }: rows.Bridge): Fen =>
  isOut(state) ? minus(amountFen, repaidFen) : noFen

/** The owner of the next step, and the firm, which always wants to know where its case is. */
async function hearers(tx: Transaction, after: rows.Bridge, pool: Pool): Promise<readonly Recipient[]> {
  const owner = ownerOf[after.state]
  const firm: Recipient = { firm: after.enterpriseId }
  if (owner === null || owner === 'firm') return [firm]
  if (owner === 'bank') return [firm, bankOf(after)]
  if (owner === 'bureau' || owner === 'bureau-head') return [firm, { bureauOf: after.region }]
  return [firm, ...(await rows.peopleWith(tx, pool.institutionId, owner))]
}

export const bankOf = ({ institutionId }: Pick<rows.Bridge, 'institutionId'>): Recipient => ({
  bank: institutionId,
  officer: null,
})

/** Everybody who runs the pool. */
export async function poolPeople(tx: Transaction, pool: Pool): Promise<readonly Recipient[]> {
  return (await Promise.all(poolRoles.map((role) => rows.peopleWith(tx, pool.institutionId, role)))).flat()
}

export const told = (
  tx: Transaction,
  by: By,
  what: string,
  { id, number, reservedUntil, lastOn }: rows.Bridge,
  to: readonly Recipient[],
  once?: string,
) =>
  notify(tx, by, {
    ...{ to, kind: 'loans', words: `bridges.notice.${what}` },
    values: { number, day: (what.startsWith('reserv') ? reservedUntil : lastOn) ?? '' },
    ...{ href: `/bridges/${id}`, subject: { kind: 'bridge', id } },
    ...(once ? { once } : {}),
  })
