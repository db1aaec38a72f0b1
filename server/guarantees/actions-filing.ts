import type { Transaction } from '../../db/index.ts'
import type { By } from '../accounts/index.ts'
import { act, write } from '../audit/index.ts'
import { type Day, plusMonths } from '../money/day.ts'
import { present } from '../platform/assert.ts'
import { type Id, newId } from '../platform/ids.ts'
import { done, refuse } from '../platform/outcome.ts'
import { checkStopped } from '../stop-lines/index.ts'
import type { Kept, With } from './actions.ts'
import { tellOfGuarantee } from './actions-notices.ts'
import { type FilingActor, type FilingState, filingLateDays, moveFiling } from './filing.ts'
import { lastExtension, mayExtend } from './following.ts'
import { ruleOn } from './policies.ts'
import * as rows from './rows.ts'

/**
 * 报备: the guarantor sends a letter to the provincial group for filing; days past the last one are counted and stay.
 * Refuses: what `checkStopped` refuses (熔断), `filing-not-allowed`, `guarantee-over`, `no-reguarantor` (nobody in the arrangement files), `stale`.
 */
export const sendFiling = (parts: With, by: By, id: Id<'guarantee'>) =>
  act(parts.store, by, async (tx): Promise<Kept> => {
    const guarantee = present(await rows.guaranteeById(tx, id), 'the guarantee to be filed')
    if (guarantee.state === 'withdrawn' || guarantee.state === 'declined') return refuse('guarantee-over')
    // What was signed before a stop began is no new matter: it has to be filed, stopped or not.
    const open = await checkStopped(tx, guarantee, by.today, guarantee.signedOn)
    if (!open.ok) return open
    const late = guarantee.filingDueOn ? filingLateDays(guarantee.filingDueOn, by.today) : 0
    // A filing that is sent again was late or in time by its first day.
    const first = guarantee.filingSentOn === null
    const changes = first ? { filingSentOn: by.today, filingLateDays: late } : {}
    return filed(tx, by, guarantee, 'sent', 'guarantor', changes)
  })

/** 备案: the provincial group takes a letter into its books. Refuses `filing-not-allowed`, `not-its-share`, `stale`. */
export const confirmFiling = (parts: With, by: By, id: Id<'guarantee'>) =>
  act(parts.store, by, async (tx): Promise<Kept> => {
    const guarantee = present(await rows.guaranteeById(tx, id), 'the guarantee to be filed')
    const changes = { filedOn: by.today, filedBy: by.person?.id ?? null, filingWords: null }
    return filed(tx, by, guarantee, 'filed', 'reguarantor', changes)
  })

/** The provincial group sends it back with what is to be mended. Refuses as `confirmFiling`. */
export const returnFiling = (parts: With, by: By, id: Id<'guarantee'>, why: string) =>
  act(parts.store, by, async (tx): Promise<Kept> => {
    const guarantee = present(await rows.guaranteeById(tx, id), 'the guarantee to be filed')
    return filed(tx, by, guarantee, 'returned', 'reguarantor', { filingWords: why }, why)
  })

async function filed(
  tx: Transaction,
  by: By,
  guarantee: rows.Guarantee,
  to: FilingState,
  actor: FilingActor,
  changes: rows.GuaranteeChanges,
  why?: string,
): Promise<Kept> {
  const may = moveFiling(guarantee.filing, to, actor)
  if (!may.ok) return may
  const reguarantor = (await rows.sharesOf(tx, guarantee.id)).find(({ party }) => party === 'reguarantor')
  if (!reguarantor) return refuse('no-reguarantor')
  if (actor === 'reguarantor' && reguarantor.institutionId !== by.person?.institutionId)
    return refuse('not-its-share')
  const after = await rows.changeGuarantee(tx, guarantee, { ...changes, filing: to })
  if (!after) return refuse('stale')
  await write(tx, by, {
    happening: `guarantees.filing-${to}`,
    subject: { kind: 'guarantee', id: guarantee.id },
    ...(why ? { why } : {}),
    // The filing runs beside the guarantee's own states, which the trail keeps as from and to.
    details: { before: guarantee.filing, filing: to, days: after.filingLateDays },
  })
  await tellOfGuarantee(tx, by, to, after, reguarantor.institutionId)
  return done({ guarantee: after })
}

export type Extension = { readonly until: Day; readonly why: string }

/**
 * 展期: the guarantee stands for a loan that is paid back later, be it reduced or claimed in part. Nothing is guaranteed anew, so
 * the caps are not asked. Refuses: `move-not-allowed` (nothing of it is in force), `not-later` (naming the day that stands),
 * `extension-too-far` (naming the last day), `stale`.
 */
export const extendGuarantee = (parts: With, by: By, id: Id<'guarantee'>, { until, why }: Extension) =>
  act(parts.store, by, async (tx): Promise<Kept> => {
    const guarantee = present(await rows.guaranteeById(tx, id), 'the guarantee to be extended')
    const { state, maturesOn } = guarantee
    if (!mayExtend(guarantee) || maturesOn === null)
      return refuse('move-not-allowed', { values: { state, to: 'in-force' } })
    if (until <= maturesOn) return refuse('not-later', { field: 'until', values: { day: maturesOn } })
    const latest = lastExtension(by.today)
    if (until > latest) return refuse('extension-too-far', { field: 'until', values: { day: latest } })
    const { value } = ruleOn(parts.policies, 'guarantee-handling', guarantee.signedOn ?? by.today)
    const changes = { maturesOn: until, coverUntil: plusMonths(until, value.coverMonths) }
    const after = await rows.changeGuarantee(tx, guarantee, changes)
    if (!after) return refuse('stale')
    const { balanceFen, openFen } = after
    await rows.addChange(tx, {
      ...{ id: newId<'guarantee-change'>(), guaranteeId: id, happenedOn: by.today, kind: 'extended' },
      ...{ deltaFen: 0 as typeof balanceFen, balanceFen, openFen, entrySeq: null, at: by.at },
    })
    await write(tx, by, {
      happening: 'guarantees.extended',
      subject: { kind: 'guarantee', id },
      why,
      details: { from: maturesOn, until },
    })
    await tellOfGuarantee(tx, by, 'extended', after)
    return done({ guarantee: after })
  })
