import type { Reference } from '../parts.ts'
import type { Language } from '../platform/web/words.ts'

type Named = { readonly code: string; readonly nameZh: string; readonly nameEn: string }

/** Names by code, made once for each list of the reference. */
const indexes = new WeakMap<readonly Named[], ReadonlyMap<string, Named>>()

function named(list: readonly Named[], language: Language, code: string): string | null {
  let index = indexes.get(list)
  if (!index) {
    index = new Map(list.map((one) => [one.code, one]))
    indexes.set(list, index)
  }
  const found = index.get(code)
  return found ? (language === 'zh' ? found.nameZh : found.nameEn) : null
}

/** A town with its county, '相山区相南街道'; the code itself where the list does not know it. */
export function placeName({ divisions }: Reference, language: Language, code: string): string {
  const [county, town] = [code.slice(0, 6), code.slice(0, 9)].map((one) => named(divisions, language, one))
  if (code.length <= 6 || !town) return county ?? named(divisions, language, code.slice(0, 4)) ?? code
  // A zone often carries the name of its county already.
  if (county && town.includes(county)) return town
  return language === 'zh' ? `${county ?? ''}${town}` : [town, county].filter(Boolean).join(', ')
}

/** The division of an industry by its name; a finer code that the list does not know falls to what it lies in. */
export function industryName({ industries }: Reference, language: Language, code: string): string {
  for (let length = code.length; length > 0; length--) {
    const found = named(industries, language, code.slice(0, length))
    if (found) return found
  }
  return code
}
