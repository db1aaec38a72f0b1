import { give } from '../../server/consents/actions.ts'
import { shownOn } from '../../server/consents/index.ts'
import { type ConsentPurpose, type DataKind, firmKinds } from '../../server/consents/kind.ts'
import type { Audience } from '../../server/consents/written.ts'
import type { Id } from '../../server/platform/ids.ts'
import type { Town } from './app.ts'

/** What a firm ticks when it applies: everything of its own, by the texts of today, unless a test says otherwise. */
export const consenting = (
  { parts, clock }: Pick<Town, 'parts' | 'clock'>,
  kinds: readonly DataKind[] = firmKinds,
  audience: Audience = 'bank',
) => ({ ...shownOn(parts.policies, clock.today(), 'zh', audience), kinds })

/** The same as a browser sends it. */
export const consentSent = (
  town: Pick<Town, 'parts' | 'clock'>,
  kinds: readonly DataKind[] = firmKinds,
): Record<string, string | readonly string[]> => {
  const { until, textVersion, personTextVersion } = consenting(town, kinds)
  const own = kinds.filter((kind) => kind !== 'person')
  return {
    kinds: own,
    until,
    textVersion,
    personTextVersion,
    ...(kinds.includes('person') ? { person: 'yes' } : {}),
  }
}

/** Lin's firm lets bank A see these kinds, by itself. */
export async function consented(
  town: Pick<Town, 'parts' | 'clock' | 'cast' | 'by'>,
  kinds: readonly DataKind[],
  purpose: ConsentPurpose = 'credit-assessment',
): Promise<readonly Id<'consent'>[]> {
  const { parts, cast, by } = town
  const giving = { ...consenting(town, kinds), institutionId: cast.institutionIds.bankA, purpose }
  const given = await give(parts, by(cast.lin), giving)
  if (!given.ok) throw new Error(`refused: ${given.refusal.code}`)
  return given.consents
}
