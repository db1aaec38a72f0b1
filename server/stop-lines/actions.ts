import type { Reader, Store, Transaction } from '../../db/index.ts'
import type { By } from '../accounts/index.ts'
import { arrangementOn } from '../arrangements/index.ts'
import { act, write } from '../audit/index.ts'
import { notify, type Recipient } from '../inbox/index.ts'
import type { Day } from '../money/day.ts'
import { showPercent } from '../money/rate.ts'
import type { Parts } from '../parts.ts'
import { present } from '../platform/assert.ts'
import { type Id, newId } from '../platform/ids.ts'
import { done, type Outcome, refuse } from '../platform/outcome.ts'
import type { InForce } from '../policies/index.ts'
import {
  claimRate,
  type Lines,
  linesOf,
  type Measured,
  standingOf,
  stoppedUntil,
  yearLinesOf,
} from './line.ts'
import * as rows from './rows.ts'
import { measuredAll } from './rows-measured.ts'
import { type StopRule, stopRuleShape } from './rule.ts'

type With = Pick<Parts, 'policies'>

/** An arrangement is the city's. */
const cityCode = '3406'

export const stopRuleOn = ({ policies }: With, on: Day): InForce<StopRule> =>
  policies.read('stop-line', on, stopRuleShape)

/** The lines that count for a rate on a day; none for that of all years of an arrangement that is no longer in force. */
export function linesFor(parts: With, { scope, key, rate }: rows.WatchedRate, on: Day): Lines {
  if (rate === 'year') return yearLinesOf(stopRuleOn(parts, on).value, scope)
  if (scope !== 'arrangement') return linesOf(stopRuleOn(parts, on).value, scope)
  const found = arrangementOn(parts.policies, key, on)
  return found.ok
    ? { warnPpm: found.policy.value.warnLinePpm, stopPpm: found.policy.value.stopLinePpm }
    : { warnPpm: null, stopPpm: null }
}

/** What a filing is about: it is stopped by any of the three. */
export type Filing = { readonly bankId: string; readonly guarantorId: string; readonly arrangement: string }

export const watchedBy = ({ bankId, guarantorId, arrangement }: Filing): readonly rows.Watched[] => [
  { scope: 'bank', key: bankId },
  { scope: 'guarantor', key: guarantorId },
  { scope: 'arrangement', key: arrangement },
]

/**
 * Whether something new may be filed today. What is in force stays as it is, and what was signed on or before the day on
 * which a stop began (`signedOn`) is no new matter.
 * Refuses `stopped-bank`, `stopped-guarantor`, `stopped-arrangement`, and `stopped-year-…` by the year's rate, each with
 * its rate, its line and its last day.
 */
export async function checkStopped(
  from: Reader,
  filing: Filing,
  today: Day,
  signedOn: Day | null = null,
): Promise<Outcome<object>> {
  const stops = await rows.stopsOn(from, watchedBy(filing), today)
  const stop = stops.find(({ fromOn }) => signedOn === null || fromOn < signedOn)
  if (!stop) return done()
  const values = { until: stop.untilOn, rate: showPercent(stop.ratePpm), line: showPercent(stop.linePpm) }
  return refuse(`stopped-${stop.rate === 'year' ? 'year-' : ''}${stop.scope}`, { values })
}

/**
 * 熔断: looks at both rates of these, and stops what has reached its line; tells what has reached the warning. A stop that
 * was lifted covers its days as well: until its end nobody is stopped for the same again. Says how many stops were raised.
 */
export async function watch(
  tx: Transaction,
  parts: With,
  by: By,
  watched: readonly rows.Watched[],
): Promise<number> {
  let count = 0
  for (const one of await rows.measuredOf(tx, watched, by.today))
    if (await judged(tx, parts, by, one)) count += 1
  return count
}

/** Holds one rate against its lines; whether it was stopped just now. */
async function judged(
  tx: Transaction,
  parts: With,
  by: By,
  { sums, ...one }: rows.MeasuredRate,
): Promise<boolean> {
  const rule = stopRuleOn(parts, by.today)
  const lines = linesFor(parts, one, by.today)
  const standing = standingOf(lines, sums, rule.value.leastReleasedFen)
  if (standing === 'warned') await tellOf(tx, by, one, 'warned', sums)
  if (standing !== 'stopped' || (await rows.isCovered(tx, one, by.today))) return false
  await raise(tx, by, one, sums, lines, rule)
  return true
}

/** Writes a stop down, and tells of it. */
export async function raise(
  tx: Transaction,
  by: By,
  { scope, key, rate }: rows.WatchedRate,
  { claimedFen, releasedFen }: Measured,
  { stopPpm }: Lines,
  rule: Pick<InForce<StopRule>, 'value' | 'version'>,
  name?: string,
): Promise<void> {
  const id = newId<'stop'>()
  const ratePpm = present(claimRate(claimedFen, releasedFen), 'the rate that reached its line')
  const untilOn = stoppedUntil(by.today, rule.value)
  await rows.addStop(tx, {
    ...{
      id,
      scope,
      scopeKey: key,
      rate,
      state: 'active' as const,
      fromOn: by.today,
      untilOn,
      claimedFen,
      releasedFen,
    },
    ...{ ratePpm, linePpm: present(stopPpm, 'the line that was reached'), raisedAt: by.at, version: 1 },
    ruleVersion: rule.version,
  })
  await write(tx, by, {
    happening: 'stop-lines.stopped',
    subject: { kind: 'stop', id },
    to: 'active',
    details: { scope, key, rate, ratePpm, untilOn },
  })
  await tellOf(tx, by, { scope, key, rate }, 'stopped', { claimedFen, releasedFen }, name)
}

/** The bureau of the city, and the institution itself. Of a warning once a month. */
export async function tellOf(
  tx: Transaction,
  by: By,
  { scope, key, rate: which }: rows.WatchedRate,
  what: 'warned' | 'stopped',
  { claimedFen, releasedFen }: Measured,
  called?: string,
): Promise<void> {
  const found = (await rows.namesOf(tx)).get(key)
  const institution: Recipient[] =
    scope === 'arrangement' ? [] : [{ bank: key as Id<'institution'>, officer: null }]
  const rate = claimRate(claimedFen, releasedFen)
  const told = which === 'year' ? `year-${what}` : what
  await notify(tx, by, {
    ...{ to: [{ bureauOf: found?.region ?? cityCode }, ...institution], kind: 'claims' },
    ...{ words: `stop-lines.notice.${told}`, href: '/stop-lines' },
    values: { name: called ?? found?.name ?? key, rate: rate === null ? '' : showPercent(rate) },
    subject: { kind: 'stop', id: key },
    ...(what === 'warned'
      ? { once: `stop-line-warned ${scope} ${key} ${which} ${by.today.slice(0, 7)}` }
      : {}),
  })
}

export type LinedRate = rows.WatchedRate &
  Measured & {
    readonly lines: Lines
    readonly version: string
    readonly name: string
    readonly region: string
  }

/** Everybody's rates with the lines that they are held against, and the version that set them; of those released enough. */
export async function linedRates(from: Reader, parts: With, on: Day): Promise<LinedRate[]> {
  const rule = stopRuleOn(parts, on)
  const names = await rows.namesOf(from)
  const rates: LinedRate[] = []
  for (const { scope, key, rate, sums } of await measuredAll(from, on)) {
    if (sums.releasedFen < rule.value.leastReleasedFen) continue
    // The lines of the year stand in the rule for everybody, those of all years of an arrangement in its own row.
    const found = scope === 'arrangement' && rate === 'all' ? arrangementOn(parts.policies, key, on) : null
    const version = found?.ok ? found.policy.version : rule.version
    const { name, region } = names.get(key) ?? { name: key, region: cityCode }
    const lines = linesFor(parts, { scope, key, rate }, on)
    rates.push({ ...{ scope, key, rate, ...sums, lines, version }, name, region })
  }
  return rates
}

/**
 * The nightly job: everybody's rate, because releases move it as well. Says how many were stopped. Measured beside the program, so
 * that nobody waits for the lock behind all guarantees; whoever is paid meanwhile is judged by his own payout.
 */
export async function watchAll(
  { store, policies }: Pick<Parts, 'store' | 'policies'>,
  by: By,
): Promise<number> {
  const measured = await measuredAll(store.read, by.today)
  return store.transact(async (tx) => {
    let count = 0
    for (const one of measured) if (await judged(tx, { policies }, by, one)) count += 1
    return count
  })
}

/** The head of the bureau lifts a stop, and says why. Refuses `stop-over`, `stale`. */
export const lift = (store: Store, by: By, id: rows.Stop['id'], why: string) =>
  act(store, by, async (tx): Promise<Outcome<object>> => {
    const found = present(await rows.stopById(tx, id), 'the stop that was looked up')
    if (found.state !== 'active' || found.untilOn < by.today) return refuse('stop-over')
    const lifted = { liftedAt: by.at, liftedBy: present(by.person, 'who lifts').id, why }
    if (!(await rows.changeStop(tx, found, { ...lifted, state: 'lifted' }))) return refuse('stale')
    await write(tx, by, {
      ...{ happening: 'stop-lines.lifted', subject: { kind: 'stop', id }, from: 'active', to: 'lifted', why },
      details: { scope: found.scope, key: found.scopeKey },
    })
    return done()
  })
