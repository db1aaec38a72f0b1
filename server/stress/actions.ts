import type { Reader, Store, Transaction } from '../../db/index.ts'
import type { By } from '../accounts/index.ts'
import { poolsOf } from '../arrangements/index.ts'
import { act, write } from '../audit/index.ts'
import { balance } from '../ledger/index.ts'
import { noFen } from '../money/fen.ts'
import type { Parts } from '../parts.ts'
import { present } from '../platform/assert.ts'
import { type Clock, plusMinutes } from '../platform/clock.ts'
import { newId } from '../platform/ids.ts'
import { nextNumber } from '../platform/numbers.ts'
import { done, type Outcome, refuse } from '../platform/outcome.ts'
import { piecesFrom } from '../platform/work/thread.ts'
import { portfolioOf } from './parts.ts'
import type { DrawingPiece } from './parts-drawing.ts'
import * as rows from './rows.ts'
import { defaultRateOf, stressRuleOn } from './rule.ts'
import { patienceMinutes, type StressQuestion } from './run.ts'
import type { Purse } from './share.ts'
import type { StressAnswer, StressTask } from './stress.ts'

type With = Pick<Parts, 'store' | 'policies' | 'clock'>
type Asked = Outcome<{ readonly run: rows.StressRun; readonly task: StressTask }>

const threadBounds = { seconds: 600, megabytes: 1_000 }
/**
 * Begins a run over what is in force now, by the policy of today; `draw` then works on it. One runs at a time, for it
 * takes a whole processor.
 *
 * Refuses: `stress-nothing` (the slice holds no loan), `stress-under-way`, `already-submitted`.
 */
export async function ask(parts: With, by: By, question: StressQuestion): Promise<Asked> {
  const { store, policies } = parts
  const { value: rule, version } = stressRuleOn(policies, by.today)
  const portfolio = await portfolioOf(store.read, question)
  const { all, failed } = portfolio
  if (all.loans === 0) return refuse('stress-nothing')
  const terms = await rows.termsOf(
    store.read,
    portfolio.firsts.map(({ id }) => id),
  )
  const given = question.ratePpm
  const { groups, cells } = portfolio.packed(
    ({ id }) => present(terms.get(id), 'what was agreed of sharing'),
    (size) => given ?? defaultRateOf(rule, size),
    question.recoveryPpm,
  )
  const draw = given === null ? drawOf(rule) : null
  const advances = await rows.advanced(store.read, question)
  const task = { groups, cells, purses: await pursesOf(store.read, groups), draw, failed, advances }
  return act(store, by, async (tx): Promise<Asked> => {
    await giveUpSilent(tx, by)
    if ((await rows.runsUnderWay(tx, null)).length > 0) return refuse('stress-under-way')
    const run: rows.StressRun = {
      ...{ id: newId<'stress-run'>(), number: await nextNumber(tx, 'YL', by.today) },
      ...{ region: present(by.person?.region, 'the office that asks'), state: 'running', question },
      ...{ rule, ruleVersion: version },
      ...{ scenarios: draw?.scenarios ?? 1, drawn: 0, beatAt: by.at },
      ...{ loans: all.loans, balanceFen: all.balanceFen, answer: null },
      ...{ askedAt: by.at, askedBy: present(by.person, 'who asks').id, endedAt: null, version: 1 },
    }
    await rows.addRun(tx, run)
    await trail(tx, by, run, 'asked', { to: 'running' })
    return done({ run, task })
  })
}

const drawOf = (rule: { scenarios: number; correlationPpm: number; seed: number }) => ({
  ...{ scenarios: rule.scenarios, correlation: rule.correlationPpm / 1_000_000, seed: rule.seed },
})

/** What every pool can pay today; one without an account has nothing. */
async function pursesOf(from: Reader, groups: StressTask['groups']): Promise<Purse[]> {
  const accounts = await rows.accountsOfPools(from)
  const purses = new Map<string, Purse>()
  for (const { code, terms } of groups)
    for (const party of poolsOf(terms)) {
      const account = accounts.find((one) => one.code === code && one.party === party)
      const freeFen = account ? await balance(from, account.bookId, 'cash-free') : noFen
      purses.set(`${code} ${party}`, { code, party, freeFen })
    }
  return [...purses.values()]
}

/**
 * Works on a run in a thread until it is done or called off, and keeps what came of it; at every word of the thread the run
 * says how far it is, and hears whether it was called off. A thread that dies leaves the run
 * as lost. Never rejects but for a database that is gone.
 */
export async function draw(
  { store, clock }: Pick<With, 'store' | 'clock'>,
  { id }: rows.StressRun,
  task: StressTask,
): Promise<void> {
  const entry = new URL('./parts-drawing.ts', import.meta.url)
  try {
    for await (const piece of piecesFrom<DrawingPiece>(entry, task, threadBounds)) {
      if ('answer' in piece) {
        await finish(store, clock, id, piece.answer)
        return
      }
      const beat = { drawn: piece.drawn, beatAt: clock.now() }
      if (!(await store.transact((tx) => rows.changeRunning(tx, id, beat)))) return
    }
  } catch {
    const ended = { state: 'lost', endedAt: clock.now() } as const
    await store.transact((tx) => rows.changeRunning(tx, id, ended))
  }
}

const finish = (store: Store, clock: Clock, id: rows.StressRun['id'], answer: StressAnswer) =>
  store.transact((tx) =>
    rows.changeRunning(tx, id, {
      ...{ state: 'done', answer, drawn: answer.scenarios, endedAt: clock.now(), beatAt: clock.now() },
    }),
  )

/** Calls a run off. Refuses: `stress-over` (it is not under way any more), `already-submitted`. */
export const cancel = (store: Store, by: By, run: rows.StressRun) =>
  act(store, by, async (tx): Promise<Outcome<object>> => {
    const changed = await rows.changeRunning(tx, run.id, { state: 'cancelled', endedAt: by.at })
    if (!changed) return refuse('stress-over')
    await trail(tx, by, run, 'cancelled', { from: 'running', to: 'cancelled' })
    return done({})
  })

/** Runs whose program is gone are lost: nobody works on them any more. */
async function giveUpSilent(tx: Transaction, by: By): Promise<void> {
  for (const { id } of await rows.runsUnderWay(tx, plusMinutes(by.at, -patienceMinutes)))
    await rows.changeRunning(tx, id, { state: 'lost', endedAt: by.at })
}

const trail = (
  tx: Transaction,
  by: By,
  { id }: rows.StressRun,
  what: 'asked' | 'cancelled',
  more: { readonly from?: string; readonly to: string },
) => write(tx, by, { happening: `stress.${what}`, subject: { kind: 'stress-run', id }, ...more })
