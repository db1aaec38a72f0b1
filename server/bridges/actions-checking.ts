import type { Transaction } from '../../db/index.ts'
import type { By } from '../accounts/index.ts'
import { act } from '../audit/index.ts'
import {
  type BridgeCondition,
  type BridgeFacts,
  bridgeChecks,
  bridgeMarks,
  leastPromise,
  withRecord,
} from '../bridge-pool/index.ts'
import { checkPapers } from '../bridge-pool/papers.ts'
import { dueLoan } from '../loans/index.ts'
import type { Day } from '../money/day.ts'
import { type Fen, fen, showYuan } from '../money/fen.ts'
import { present } from '../platform/assert.ts'
import type { Id } from '../platform/ids.ts'
import { type Outcome, refuse } from '../platform/outcome.ts'
import { dueIn } from '../policies/index.ts'
import { askPromise } from '../promises/index.ts'
import { end } from './actions-ending.ts'
import { loanKindOf, onRecordOf } from './parts-record.ts'
import {
  bankOf,
  caseRuleOf,
  type Found,
  found,
  foundFor,
  type Step,
  type Stepped,
  step,
  termsOn,
  type With,
} from './parts-step.ts'
import * as rows from './rows.ts'
import { papersOf } from './rows-papers.ts'

type Word = 'yes' | 'no'

/**
 * The operator has looked whether all is there. Without words it goes on, and then every paper of the rule lies beside it;
 * with words it goes back to the firm. Refuses: `bridge-papers-missing`, `bridge-same-person`, `stale`,
 * `bridge-move-not-allowed`.
 */
export const complete = (parts: With, by: By, id: Id<'bridge'>, version: number, lacking: string | null) =>
  act(parts.store, by, async (tx): Promise<Stepped> => {
    const one = await foundFor(tx, id, version, 'completeness')
    if (!one.ok) return one
    const makerId = present(by.person, 'who looks at an application').id
    if (lacking)
      return step(tx, by, parts, one, {
        ...{ to: 'returned', what: 'returned', why: lacking, as: 'maker' },
        changes: { makerId, why: lacking },
      })
    if (one.bridge.state === 'applied') {
      const { papers: wanted } = caseRuleOf(parts, by.today)
      const there = checkPapers(wanted, await papersOf(tx, id))
      if (!there.ok) return there
    }
    return step(tx, by, parts, one, {
      ...{ to: 'checking', what: 'complete', as: 'maker' },
      changes: { makerId, operatorWord: null, bureauWord: null },
      tell: [{ firm: one.bridge.enterpriseId }, { industryOf: one.bridge.region }],
    })
  })

/** What only an operator finds out: at the register, the tax bureau, the court. */
export type Stated = Pick<
  BridgeFacts,
  'stoppedMonths' | 'noVatMonths' | 'overdueMonths' | 'dishonest' | 'marks'
>

/** The question of the form behind a condition; what is not asked there stands at the word. */
const questionOf: Readonly<Partial<Record<BridgeCondition, string>>> = {
  ...{ stopped: 'stoppedMonths', 'no-vat': 'noVatMonths', overdue: 'overdueMonths', dishonest: 'dishonest' },
  ...Object.fromEntries(bridgeMarks.map((one) => [one, one])),
}

/**
 * The operator's word on the terms of the pool, on what he states and what the platform knows itself. A yes needs every condition met: all stay with it as they stood.
 * Refuses: `bridge-conditions` at the question of the first that is not met or not known, `bridge-conditions-record` where the
 * platform's own records say so, `bridge-word-said`, `bridge-words-needed` (a no without a reason), `stale`,
 * `unknown-policy`, `calendar-missing`.
 */
export const check = (
  parts: With,
  by: By,
  id: Id<'bridge'>,
  version: number,
  { word, said, stated }: { readonly word: Word; readonly said: string; readonly stated: Stated },
) =>
  act(parts.store, by, async (tx): Promise<Stepped> => {
    const one = await found(tx, id, version)
    if (!one.ok) return one
    const { bridge, pool } = one
    if (bridge.state !== 'checking')
      return refuse('bridge-move-not-allowed', { values: { state: bridge.state, to: 'promise' } })
    if (bridge.operatorWord) return refuse('bridge-word-said')
    if (word === 'no' && !said.trim()) return refuse('bridge-words-needed', { field: 'said' })
    const on = termsOn(parts, pool, by.today)
    if (!on.ok) return on
    const timesThisYear = await rows.timesInYear(tx, pool.id, bridge.enterpriseId, by.today)
    const known = present(await dueLoan(tx, present(bridge.loanId, 'its loan')), 'the loan of an advance')
    const record = await onRecordOf(tx, parts, bridge.enterpriseId, by.today)
    const facts: BridgeFacts = {
      ...present(bridge.facts, 'the facts of an application'),
      ...withRecord(stated, record, on.terms),
      ...{ loan: loanKindOf(parts, known, by.today), timesThisYear },
    }
    const checks = bridgeChecks(facts, on.terms)
    const unmet = checks.find(({ met }) => met === 'no') ?? checks.find(({ met }) => met === 'unknown')
    if (word === 'yes' && unmet)
      return refuse(unmet.onRecord ? 'bridge-conditions-record' : 'bridge-conditions', {
        field: questionOf[unmet.condition] ?? 'word',
      })
    const makerId = present(by.person, 'who checks').id
    const changes = {
      makerId,
      facts,
      checks,
      operatorWord: word,
      operatorSaid: said,
      policyVersion: on.version,
    }
    const saying = { what: 'checked', changes, as: 'maker' } as const
    return spoken(tx, by, parts, one, saying, word === 'no' ? said : null)
  })

/** The industry bureau's word, beside the operator's: neither waits for the other. Refuses as `check`. */
export const speak = (
  parts: With,
  by: By,
  id: Id<'bridge'>,
  version: number,
  { word, said }: { readonly word: Word; readonly said: string },
) =>
  act(parts.store, by, async (tx): Promise<Stepped> => {
    const one = await found(tx, id, version)
    if (!one.ok) return one
    const { bridge } = one
    if (bridge.state !== 'checking')
      return refuse('bridge-move-not-allowed', { values: { state: bridge.state, to: 'promise' } })
    if (bridge.bureauWord) return refuse('bridge-word-said')
    if (word === 'no' && !said.trim()) return refuse('bridge-words-needed', { field: 'said' })
    const bureauBy = present(by.person, 'who speaks for the bureau').id
    const changes = { bureauWord: word, bureauSaid: said, bureauBy }
    return spoken(tx, by, parts, one, { what: 'bureau-spoke', changes }, word === 'no' ? said : null)
  })

/** One no ends it; two yeses ask the bank for its letter; after the first the case stays where it is. */
async function spoken(
  tx: Transaction,
  by: By,
  parts: With,
  one: Found,
  saying: Pick<Step, 'what' | 'changes' | 'as'>,
  no: string | null,
): Promise<Stepped> {
  const kept = await step(tx, by, parts, one, { ...saying, to: one.bridge.state, stays: true })
  if (!kept.ok) return kept
  const { bridge } = kept
  if (no) return end(tx, by, parts, { ...one, bridge }, 'refused', no)
  if (bridge.operatorWord !== 'yes' || bridge.bureauWord !== 'yes') return kept
  const on = termsOn(parts, one.pool, by.today)
  if (!on.ok) return on
  const clock = dueIn(parts.policies, by.today, on.rule.promiseWorkdays, on.ruleVersion)
  if (!clock.ok) return clock
  const { id: bridgeId, enterpriseId, institutionId, amountFen } = bridge
  await askPromise(tx, by, {
    ...{ bridgeId, enterpriseId, institutionId, due: clock.due },
    loanId: present(bridge.loanId, 'the old loan of an advance'),
    leastFen: leastPromise(on.terms, amountFen),
  })
  return step(
    tx,
    by,
    parts,
    { ...one, bridge },
    {
      ...{ to: 'promise', what: 'promise-asked' },
      tell: [{ firm: enterpriseId }, bankOf(bridge)],
    },
  )
}

/** What the firm has to bring: its part of the old loan, and all that the advance does not cover. */
export function ownMoneyNeeded(
  { principalDueFen, amountFen }: Pick<rows.Bridge, 'principalDueFen' | 'amountFen'>,
  ownMoneyPpm: number,
): Fen {
  const part = Number((BigInt(principalDueFen) * BigInt(ownMoneyPpm) + 999_999n) / 1_000_000n)
  return fen(Math.max(part, principalDueFen - amountFen))
}

/** The operator has seen the firm's own money at the bank. Refuses: `bridge-own-money-short`, `bridge-day-ahead`,
 * `bridge-same-person`, `bridge-move-not-allowed`, `stale`. */
export const ownMoney = (
  parts: With,
  by: By,
  id: Id<'bridge'>,
  version: number,
  { ownMoneyFen, ownMoneyOn }: { readonly ownMoneyFen: Fen; readonly ownMoneyOn: Day },
) =>
  act(parts.store, by, async (tx): Promise<Outcome<{ readonly bridge: rows.Bridge }>> => {
    const one = await foundFor(tx, id, version, 'own-money')
    if (!one.ok) return one
    const on = termsOn(parts, one.pool, by.today)
    if (!on.ok) return on
    const least = ownMoneyNeeded(one.bridge, on.rule.ownMoneyPpm)
    if (ownMoneyFen < least)
      return refuse('bridge-own-money-short', {
        field: 'ownMoneyFen',
        values: { leastYuan: showYuan(least) },
      })
    if (ownMoneyOn > by.today) return refuse('bridge-day-ahead', { field: 'ownMoneyOn' })
    const makerId = present(by.person, 'who saw the money').id
    return step(tx, by, parts, one, {
      ...{ to: 'approval', what: 'own-money-there', as: 'maker' },
      changes: { ownMoneyFen, ownMoneyOn, makerId },
      tell: [
        ...(await rows.peopleWith(tx, one.pool.institutionId, 'pool-checker')),
        { firm: one.bridge.enterpriseId },
      ],
    })
  })
