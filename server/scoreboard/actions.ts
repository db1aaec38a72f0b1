import type { Reader, Store } from '../../db/index.ts'
import type { By } from '../accounts/index.ts'
import { act, write } from '../audit/index.ts'
import { countiesWithin } from '../dashboards/places.ts'
import { sizeClasses } from '../enterprises/size-class.ts'
import { allBanks, type Institution } from '../institutions/index.ts'
import type { Parts } from '../parts.ts'
import { present } from '../platform/assert.ts'
import { newId } from '../platform/ids.ts'
import { done, type Outcome, refuse } from '../platform/outcome.ts'
import { clocksOn } from '../policies/index.ts'
import { editionOf } from './edition.ts'
import { editionMoves } from './publication.ts'
import { isFinished, quarterOf } from './quarter.ts'
import * as rows from './rows.ts'
import { factsOf } from './rows-facts.ts'
import { scoreboardRuleOn } from './rule.ts'

type With = Pick<Parts, 'store' | 'policies' | 'reference'>
export type Proposing = { readonly quarter: string; readonly reason: string | null }

/** The city whose office this is; a county's office reads and proposes nothing. */
export const cityOf = (by: By): string | null => {
  const region = by.person?.region ?? ''
  return region.length === 4 ? region : null
}

/**
 * Works out the scoreboard of a finished quarter and lays it before a second person, as it would be published.
 *
 * Refuses: `scoreboard-city-only`, `scoreboard-quarter-unknown`, `scoreboard-unfinished`, `scoreboard-waiting` (one waits),
 * `scoreboard-reason-needed` (of a correction), `scoreboard-nothing` (nothing happened), and what `editionOf` refuses.
 */
export async function propose(
  { store, policies, reference }: With,
  by: By,
  { quarter: code, reason }: Proposing,
): Promise<Outcome<{ readonly id: rows.Edition['id'] }>> {
  const region = cityOf(by)
  if (!region) return refuse('scoreboard-city-only')
  const quarter = quarterOf(code)
  if (!quarter) return refuse('scoreboard-quarter-unknown', { field: 'quarter' })
  if (!isFinished(quarter, by.today)) return refuse('scoreboard-unfinished', { field: 'quarter' })
  const { value: rule, version: ruleVersion } = scoreboardRuleOn(policies, by.today)
  const counting = {
    calendar: reference.calendar,
    decisionWorkdays: (from: typeof by.today) => clocksOn(policies, from).value.decisionWorkdays,
  }
  return act(store, by, async (tx): Promise<Outcome<{ readonly id: rows.Edition['id'] }>> => {
    if (await rows.waitingFor(tx, region, code)) return refuse('scoreboard-waiting', { field: 'quarter' })
    const before = await rows.publishedBefore(tx, region, code)
    if (before.length > 0 && !reason) return refuse('scoreboard-reason-needed', { field: 'reason' })
    const facts = await factsOf(tx, region, quarter, counting)
    if (facts.loans.length + facts.cases.length === 0)
      return refuse('scoreboard-nothing', { field: 'quarter' })
    const banks = await banksNow(tx)
    const known = {
      bank: banks.map(({ id }) => id),
      district: countiesWithin(reference, region).map(({ code: county }) => county),
      ...{ industry: [], size: [...sizeClasses].filter((size) => size !== 'not-classified') },
    }
    const made = editionOf({ facts, rule, known, before })
    if (!made.ok) return refuse(made.refusal.code, { field: 'quarter', values: { least: rule.leastFirms } })
    const id = newId<'scoreboard-edition'>()
    await rows.addEdition(tx, {
      ...{ id, region, quarter: code, edition: before.length + 1, state: 'proposed' },
      ...{ reason: before.length > 0 ? reason : null, content: made.content, facts, rule, ruleVersion },
      names: Object.fromEntries(banks.map((bank) => [bank.id, bank.shortName])),
      ...{ proposedAt: by.at, proposedBy: present(by.person, 'who proposes').id },
      ...{ decidedAt: null, decidedBy: null, why: null, version: 1 },
    })
    await write(tx, by, {
      ...{ happening: 'scoreboard.proposed', subject: { kind: 'scoreboard-edition', id }, to: 'proposed' },
      ...(reason ? { why: reason } : {}),
      details: { quarter: code, edition: before.length + 1 },
    })
    return done({ id })
  })
}

/** Banks that are in business: those without a case are part of the answer. */
const banksNow = (from: Reader): Promise<Institution[]> => allBanks(from)

/**
 * The head of the bureau publishes what somebody else proposed: from now on everybody sees these figures, and always these.
 * Refuses: `scoreboard-own`, `scoreboard-decided`, `stale`.
 */
export const publish = (store: Store, by: By, id: rows.Edition['id']) =>
  decide(store, by, id, 'published', null)

/** The head sends a proposal back, and says why. Refuses: `scoreboard-decided`, `stale`. */
export const reject = (store: Store, by: By, id: rows.Edition['id'], why: string) =>
  decide(store, by, id, 'rejected', why)

const decide = (
  store: Store,
  by: By,
  id: rows.Edition['id'],
  state: 'published' | 'rejected',
  why: string | null,
) =>
  act(store, by, async (tx): Promise<Outcome<object>> => {
    const found = present(await rows.editionById(tx, id), 'the edition that was looked up')
    const person = present(by.person, 'who decides')
    if (!editionMoves[found.state].includes(state)) return refuse('scoreboard-decided')
    if (state === 'published' && found.proposedBy === person.id) return refuse('scoreboard-own')
    const change = { state, decidedAt: by.at, decidedBy: person.id, why }
    if (!(await rows.decide(tx, found, change))) return refuse('stale')
    await write(tx, by, {
      ...{ happening: `scoreboard.${state}`, subject: { kind: 'scoreboard-edition', id } },
      ...{ from: 'proposed', to: state, ...(why ? { why } : {}) },
      details: { quarter: found.quarter, edition: found.edition },
    })
    return done()
  })
