import type { Reader } from '../../db/index.ts'
import { poolRates } from '../covers/index.ts'
import type { InstitutionId } from '../institutions/institution.ts'
import type { Day } from '../money/day.ts'
import type { Parts } from '../parts.ts'
import { linedRates } from '../stop-lines/index.ts'
import type { Rate } from './finding.ts'
import type { Draft } from './parts.ts'

type Place = Pick<Draft, 'subjectKind' | 'subject' | 'subjectId' | 'about' | 'institutionId' | 'region'>

/** Every claim rate that has lines: of banks, of guarantors, of arrangements, and of those with pools of their own. */
export async function claimRates(
  from: Reader,
  { policies }: Pick<Parts, 'policies'>,
  on: Day,
): Promise<(Place & { readonly rate: Rate; readonly policyVersion: string })[]> {
  const guaranteed = await linedRates(from, { policies }, on)
  const pooled = await poolRates(from, policies, on)
  return [
    ...guaranteed.map(({ scope, key, name, region, claimedFen, releasedFen, lines, version }) => ({
      ...({ subjectKind: scope === 'arrangement' ? 'arrangement' : 'institution', subjectId: key } as const),
      ...{ subject: `${scope} ${key}`, about: name, region, policyVersion: version },
      ...(scope === 'arrangement' ? {} : { institutionId: key as InstitutionId }),
      rate: { badFen: claimedFen, wholeFen: releasedFen, ...lines },
    })),
    ...pooled.map(({ code, name, region, version, badFen, coveredFen, warnPpm, stopPpm }) => ({
      ...({ subjectKind: 'arrangement', subjectId: code, subject: `pool ${code}`, about: name.zh } as const),
      ...{ region, policyVersion: version, rate: { badFen, wholeFen: coveredFen, warnPpm, stopPpm } },
    })),
  ]
}
