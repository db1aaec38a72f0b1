import type { Reader } from '../../db/index.ts'
import { poolRates } from '../covers/index.ts'
import type { InstitutionId } from '../institutions/institution.ts'
import { type Day, yearOf } from '../money/day.ts'
import type { Parts } from '../parts.ts'
import { type LinedRate, linedRates } from '../stop-lines/index.ts'
import type { Rate } from './finding.ts'
import type { Draft } from './parts.ts'

type Place = Pick<
  Draft,
  'subjectKind' | 'subject' | 'subjectId' | 'about' | 'institutionId' | 'region' | 'dimension' | 'member'
>

/**
 * Every claim rate that has lines: of banks, of guarantors, of arrangements, and of those with pools of their own. Of whoever
 * has guarantees both, over all years and of this one: either may warn and stop, each by lines of its own.
 */
export async function claimRates(
  from: Reader,
  { policies }: Pick<Parts, 'policies'>,
  on: Day,
): Promise<(Place & { readonly rate: Rate; readonly policyVersion: string })[]> {
  const guaranteed = await linedRates(from, { policies }, on)
  const pooled = await poolRates(from, policies, on)
  return [
    ...guaranteed.map((one) => ({
      ...guaranteedPlace(one, on),
      policyVersion: one.version,
      rate: rateOf(one),
    })),
    ...pooled.map(({ code, name, region, version, badFen, coveredFen, warnPpm, stopPpm }) => ({
      ...({ subjectKind: 'arrangement', subjectId: code, subject: `pool ${code}`, about: name.zh } as const),
      ...{ region, policyVersion: version, rate: { badFen, wholeFen: coveredFen, warnPpm, stopPpm } },
    })),
  ]
}

const rateOf = ({ claimedFen, releasedFen, lines }: LinedRate): Rate => ({
  ...{ badFen: claimedFen, wholeFen: releasedFen, ...lines },
})

/** The rate of a year is a matter of its own in every year: that of the last one is over when a new one begins. */
function guaranteedPlace({ scope, key, rate, name, region }: LinedRate, on: Day): Place {
  const year = rate === 'year' ? String(yearOf(on)) : null
  return {
    subjectKind: scope === 'arrangement' ? 'arrangement' : 'institution',
    ...{ subjectId: key, subject: [scope, key, ...(year ? [year] : [])].join(' '), about: name, region },
    ...(scope === 'arrangement' ? {} : { institutionId: key as InstitutionId }),
    ...{ dimension: rate, member: year },
  }
}
