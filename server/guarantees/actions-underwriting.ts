import type { Transaction } from '../../db/index.ts'
import type { By } from '../accounts/index.ts'
import { act, write } from '../audit/index.ts'
import { requireConsent } from '../consents/index.ts'
import { firmOf } from '../enterprises/index.ts'
import type { Ppm } from '../money/rate.ts'
import { present } from '../platform/assert.ts'
import { type Id, newId } from '../platform/ids.ts'
import { done, type Outcome, refuse } from '../platform/outcome.ts'
import { actorOf, type Kept, moved, type With } from './actions.ts'
import { headroom, keepFigures, reweigh } from './actions-figures.ts'
import { tellOfGuarantee } from './actions-notices.ts'
import type { CounterItem } from './counters.ts'
import { checkFee, yearlyFee } from './fee.ts'
import { ruleOn, versionsWith } from './policies.ts'
import type { Sums } from './position.ts'
import { capRefusal } from './ratios.ts'
import * as rows from './rows.ts'
import { customerKind, scopeFindings, scopeStanding } from './scope.ts'

/** 尽调表: what an officer found, and on what terms he would guarantee. */
export type Sheet = {
  /** 三农, as the officer found. */
  readonly farming: boolean
  readonly feePpm: Ppm
  readonly findings: string
  readonly counters: readonly CounterItem[]
}

/**
 * Writes the underwriting sheet, as often as it takes until the manager decides. The size of the firm is that of the day.
 *
 * Refuses: `move-not-allowed` (it is not under underwriting), `consent-missing`, `consent-revoked`, `consent-expired` (the
 * firm lets this guarantor see what it needs, or there is no sheet), what `checkFee` refuses, `out-of-scope`,
 * `counter-words` (a counter-guarantee without a description), `stale`.
 */
export const writeSheet = (parts: With, by: By, id: Id<'guarantee'>, sheet: Sheet) =>
  act(parts.store, by, async (tx): Promise<Kept> => {
    const guarantee = present(await rows.guaranteeById(tx, id), 'the guarantee of a sheet')
    if (guarantee.state !== 'underwriting')
      return refuse('move-not-allowed', { values: { state: guarantee.state, to: 'underwriting' } })
    const consented = await firmConsents(tx, by, guarantee)
    if (!consented.ok) return consented
    const fees = ruleOn(parts.policies, 'guarantee-fees', by.today)
    const fee = checkFee(fees.value, guarantee.amountFen, sheet.feePpm)
    if (!fee.ok) return fee
    if (sheet.counters.some(({ kind, words }) => kind !== 'none' && words.trim() === ''))
      return refuse('counter-words', { field: 'counterWords1' })
    const firm = present(await firmOf(tx, guarantee.enterpriseId), 'the firm of a guarantee')
    const facts = { size: firm.size, farming: sheet.farming, industry: firm.industry }
    const scope = scopeFindings(guarantee.terms, facts)
    if (scopeStanding(scope) === 'no') return refuse('out-of-scope')
    const after = await rows.changeGuarantee(tx, guarantee, {
      ...{ scope, farming: sheet.farming, size: firm.size, kind: customerKind(facts) },
      ...{ industry: firm.industry, feePpm: sheet.feePpm, findings: sheet.findings },
      feeFen: yearlyFee(guarantee.amountFen, sheet.feePpm),
      ...{ underwrittenAt: by.at, underwrittenBy: by.person?.id ?? null },
      policies: versionsWith(guarantee.policies, fees.version),
    })
    if (!after) return refuse('stale')
    await rows.replaceCounters(
      tx,
      id,
      sheet.counters.map((item) => ({ ...item, id: newId<'counter'>(), guaranteeId: id })),
    )
    await keepFigures(tx, parts, by, guarantee, after)
    await write(tx, by, {
      happening: 'guarantees.underwritten',
      subject: { kind: 'guarantee', id },
      details: { ...sheet, counters: sheet.counters.map((item) => ({ ...item })) },
    })
    await tellOfGuarantee(tx, by, 'underwritten', after)
    return done({ guarantee: after })
  })

/** A sheet rests on the firm's data; without its consent to this guarantor there is none. */
const firmConsents = (
  tx: Transaction,
  by: By,
  { enterpriseId, guarantorId: institutionId }: rows.Guarantee,
) => requireConsent(tx, { enterpriseId, institutionId }, 'details', ['credit-assessment'], by.today)

/**
 * 审批: the manager promises, on a colleague's sheet, under every cap as it stands at this moment: two promises that
 * together pass one never both come true. The room that there was is kept with the promise. `seen` is the version of the
 * guarantee that lay before him; the program itself has just read it.
 *
 * Refuses: `underwriting-missing`, `maker-is-checker`, `scope-unknown`, `out-of-scope`, what `capRefusal` refuses,
 * `move-not-allowed`, `stale`.
 */
export const approveGuarantee = (parts: With, by: By, id: Id<'guarantee'>, words: string, seen?: number) =>
  act(parts.store, by, async (tx): Promise<Kept> => {
    const guarantee = present(await rows.guaranteeById(tx, id), 'the guarantee to be approved')
    if (seen !== undefined && seen !== guarantee.version) return refuse('stale')
    const checked = await mayBePromised(tx, parts, by, guarantee)
    if (!checked.ok) return checked
    const more = {
      rooms: checked.rooms,
      ...{ approvedAt: by.at, approvedBy: by.person?.id ?? null, dueOn: null, duePolicies: null },
      policies: versionsWith(guarantee.policies, ...checked.versions),
    }
    return moved(tx, parts, by, guarantee, 'approved', actorOf(by), more, words)
  })

async function mayBePromised(
  tx: Transaction,
  parts: With,
  by: By,
  guarantee: rows.Guarantee,
): Promise<Outcome<{ rooms: Awaited<ReturnType<typeof headroom>>; versions: readonly string[] }>> {
  if (guarantee.state !== 'underwriting')
    return refuse('move-not-allowed', { values: { state: guarantee.state, to: 'approved' } })
  if (guarantee.underwrittenAt === null) return refuse('underwriting-missing')
  if (guarantee.underwrittenBy !== null && guarantee.underwrittenBy === by.person?.id)
    return refuse('maker-is-checker')
  const scope = scopeStanding(guarantee.scope)
  if (scope !== 'yes') return refuse(scope === 'no' ? 'out-of-scope' : 'scope-unknown')
  return underCaps(tx, parts, by, guarantee)
}

/** Every cap at this moment, with the versions of the rules behind them. Refuses as `capRefusal`. */
export async function underCaps(
  tx: Transaction,
  parts: Pick<With, 'policies'>,
  by: By,
  guarantee: rows.Guarantee,
  counted?: Sums,
): Promise<Outcome<{ rooms: Awaited<ReturnType<typeof headroom>>; versions: readonly string[] }>> {
  await reweigh(tx, parts, by.today, guarantee.guarantorId)
  const rooms = await headroom(tx, parts, by.today, guarantee, counted)
  const over = capRefusal(rooms)
  if (over) return over
  const versions = (['guarantor-limits', 'guarantee-weights', 'guarantee-handling'] as const).map(
    (rule) => ruleOn(parts.policies, rule, by.today).version,
  )
  return done({ rooms, versions })
}

/** The manager sends a sheet back to its officer, with what to mend. Refuses `underwriting-missing`, `move-not-allowed`, `stale`. */
export const returnSheet = (parts: With, by: By, id: Id<'guarantee'>, why: string) =>
  act(parts.store, by, async (tx): Promise<Kept> => {
    const guarantee = present(await rows.guaranteeById(tx, id), 'the guarantee of a sheet')
    if (guarantee.state !== 'underwriting')
      return refuse('move-not-allowed', { values: { state: guarantee.state, to: 'underwriting' } })
    if (guarantee.underwrittenAt === null) return refuse('underwriting-missing')
    const after = await rows.changeGuarantee(tx, guarantee, { underwrittenAt: null, underwrittenBy: null })
    if (!after) return refuse('stale')
    await write(tx, by, { happening: 'guarantees.sheet-returned', subject: { kind: 'guarantee', id }, why })
    await tellOfGuarantee(tx, by, 'sheet-returned', after)
    return done({ guarantee: after })
  })
