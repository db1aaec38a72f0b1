import { shownOn } from '../../server/consents/index.ts'
import { type DataKind, firmKinds } from '../../server/consents/kind.ts'
import type { Town } from './app.ts'

/** What a firm ticks when it applies: everything of its own, by the texts of today, unless a test says otherwise. */
export const consenting = (
  { parts, clock }: Pick<Town, 'parts' | 'clock'>,
  kinds: readonly DataKind[] = firmKinds,
) => ({ ...shownOn(parts.policies, clock.today(), 'zh'), kinds })

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
