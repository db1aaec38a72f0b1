import type { By } from '../accounts/index.ts'
import { act, write } from '../audit/index.ts'
import type { EnterpriseId } from '../enterprises/enterprise.ts'
import { firmWithCode } from '../enterprises/index.ts'
import { institutionOf } from '../institutions/index.ts'
import type { InstitutionId } from '../institutions/institution.ts'
import type { Day } from '../money/day.ts'
import type { Fen } from '../money/fen.ts'
import type { Ppm } from '../money/rate.ts'
import { present } from '../platform/assert.ts'
import { type Id, newId } from '../platform/ids.ts'
import { done, type Outcome, refuse } from '../platform/outcome.ts'
import type { With } from './actions.ts'
import { checkAssets } from './net-assets.ts'
import type { RelationKind } from './related.ts'
import * as figures from './rows-figures.ts'

/* What a guarantor's caps rest on: its net assets, and who belongs together with whom. */

export type AssetsStated = { readonly asOf: Day; readonly netAssetsFen: Fen; readonly source: string }

/** A guarantor's manager states its net assets. Refuses as `checkAssets`. */
export const stateNetAssets = (parts: With, by: By, guarantorId: InstitutionId, stated: AssetsStated) =>
  act(parts.store, by, async (tx): Promise<Outcome<{ readonly id: Id<'net-assets'> }>> => {
    const newest = await figures.netAssetsOn(tx, guarantorId, by.today)
    const before = (await figures.assetsStanding(tx, guarantorId)).filter(({ state }) => state === 'stated')
    const waiting = before.map(({ asOf }) => asOf)
    const may = checkAssets(stated, { newest: newest?.asOf ?? null, waiting }, by.today)
    if (!may.ok) return may
    const id = newId<'net-assets'>()
    await figures.addNetAssets(tx, {
      ...{ ...stated, id, guarantorId, state: 'stated', statedAt: by.at, statedBy: by.person?.id ?? null },
      ...{ decidedAt: null, decidedBy: null, decisionWords: null },
    })
    await write(tx, by, {
      happening: 'guarantees.assets-stated',
      subject: { kind: 'institution', id: guarantorId },
      details: { asOf: stated.asOf, fen: stated.netAssetsFen },
    })
    return done({ id })
  })

/**
 * The bureau approves or rejects what was stated; one figure counts for a day, so of two that were stated for it the other is
 * rejected. Refuses `assets-decided`, `assets-standing`, `words-required`.
 */
export const decideAssets = (
  parts: With,
  by: By,
  id: Id<'net-assets'>,
  { approved, words }: { readonly approved: boolean; readonly words: string },
) =>
  act(parts.store, by, async (tx): Promise<Outcome<object>> => {
    if (!approved && words.trim() === '') return refuse('words-required', { field: 'words' })
    const stated = present(await figures.netAssetsById(tx, id), 'net assets that were stated')
    const standing = (await figures.assetsStanding(tx, stated.guarantorId)).some(
      ({ asOf, state }) => asOf === stated.asOf && state === 'approved',
    )
    if (approved && stated.state === 'stated' && standing)
      return refuse('assets-standing', { field: 'decision', values: { day: stated.asOf } })
    const decision = {
      state: approved ? ('approved' as const) : ('rejected' as const),
      ...{ decidedAt: by.at, decidedBy: by.person?.id ?? null, decisionWords: words || null },
    }
    if (!(await figures.decideNetAssets(tx, id, decision))) return refuse('assets-decided')
    await write(tx, by, {
      happening: `guarantees.assets-${decision.state}`,
      subject: { kind: 'institution', id: stated.guarantorId },
      ...(words ? { why: words } : {}),
      details: { asOf: stated.asOf, fen: stated.netAssetsFen },
    })
    return done()
  })

export type RelationStated = {
  readonly kind: RelationKind
  /** The other firm by its code, or a person by his name and the last four characters of his document. */
  readonly other: { readonly uscc: string } | { readonly person: string; readonly documentTail: string }
  readonly sharePpm: Ppm | null
  readonly source: string
}

/**
 * Records that two firms belong together, or who controls a firm; it joins from now on.
 * Refuses: `unknown-firm`, `relation-to-itself`, `share-missing` (a shareholder's), `relation-standing` (recorded already).
 */
export const recordRelation = (
  parts: With,
  by: By,
  fromId: EnterpriseId,
  { kind, other, sharePpm, source }: RelationStated,
) =>
  act(parts.store, by, async (tx): Promise<Outcome<{ readonly id: Id<'relation'> }>> => {
    if (kind === 'shareholder' && sharePpm === null) return refuse('share-missing', { field: 'sharePpm' })
    const firm = 'uscc' in other ? await firmWithCode(tx, other.uscc) : null
    if ('uscc' in other && !firm) return refuse('unknown-firm', { field: 'uscc' })
    if (firm?.id === fromId) return refuse('relation-to-itself', { field: 'uscc' })
    const to =
      'uscc' in other
        ? { toMember: present(firm, 'a firm that was found').id as string, toName: firm?.name ?? other.uscc }
        : { toMember: `person:${other.person}:${other.documentTail.toUpperCase()}`, toName: other.person }
    const standing = await figures.relationStands(tx, { fromId, kind, toMember: to.toMember })
    if (standing) return refuse('relation-standing', { field: 'uscc' in other ? 'uscc' : 'person' })
    const id = newId<'relation'>()
    const institutionId = by.person?.institutionId ?? null
    if (institutionId) present(await institutionOf(tx, institutionId), 'the institution of its own people')
    await figures.addRelation(tx, {
      ...{ id, kind, fromId, ...to, sharePpm: kind === 'shareholder' ? sharePpm : null, source },
      ...{ recordedAt: by.at, recordedBy: by.person?.id ?? null, institutionId },
      ...{ endedAt: null, endedBy: null, endWords: null },
    })
    await write(tx, by, {
      happening: 'guarantees.relation-recorded',
      subject: { kind: 'enterprise', id: fromId },
      details: { kind, to: to.toName },
    })
    return done({ id })
  })

/** Ends a relation that stands, with its reason; it stays to be read. Refuses `relation-ended`. */
export const endRelation = (
  parts: With,
  by: By,
  { id, fromId, toName }: Pick<figures.FirmRelation, 'id' | 'fromId' | 'toName'>,
  why: string,
) =>
  act(parts.store, by, async (tx): Promise<Outcome<object>> => {
    const end = { endedAt: by.at, endedBy: by.person?.id ?? null, endWords: why }
    if (!(await figures.endRelation(tx, id, end))) return refuse('relation-ended')
    await write(tx, by, {
      happening: 'guarantees.relation-ended',
      subject: { kind: 'enterprise', id: fromId },
      why,
      details: { to: toName },
    })
    return done()
  })
