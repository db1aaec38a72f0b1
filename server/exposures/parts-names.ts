import { arrangementOn } from '../arrangements/index.ts'
import { bridgePolicyOn } from '../bridge-pool/index.ts'
import { industryName, placeName } from '../enterprises/index.ts'
import type { SignedIn } from '../web.ts'
import { bearerRoles, type ExposureDimension } from './exposure.ts'
import type { FigureRow } from './rows-figures.ts'
import { namesOf } from './rows-names.ts'

export type NameOf = (dimension: ExposureDimension, key: string) => string

/** The words of every key of some figures, in the reader's language. */
export async function namesFor(
  { w, parts, today }: Pick<SignedIn, 'w' | 'parts' | 'today'>,
  figures: readonly Pick<FigureRow, 'key' | 'dimension'>[],
): Promise<NameOf> {
  const asked = figures.filter(({ dimension }) => ['bank', 'guarantor', 'party'].includes(dimension))
  const names = await namesOf(parts.store.read, [...new Set(asked.map(({ key }) => key))])
  const role = (key: string) =>
    bearerRoles.some((one) => one === key)
      ? w(key === 'bridge-pool' ? 'exposures.role.bridge-pool' : `arrangements.party.${key}`)
      : key
  return (dimension, key) => {
    switch (dimension) {
      case 'role':
        return role(key)
      case 'district':
        return placeName(parts.reference, w.language, key)
      case 'industry':
        return industryName(parts.reference, w.language, key)
      case 'size':
        return key === 'unknown' ? w('exposures.unknown') : w(`enterprises.size.${key}`)
      case 'vintage':
        return key
      case 'scheme': {
        const found = arrangementOn(parts.policies, key, today)
        if (found.ok) return found.policy.value.name[w.language]
        return bridgePolicyOn(parts.policies, key, today).ok ? w('exposures.role.bridge-pool') : key
      }
      default:
        return names.get(key)?.[w.language] ?? role(key)
    }
  }
}
