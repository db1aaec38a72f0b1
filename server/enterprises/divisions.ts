import { assert } from '../platform/assert.ts'

/**
 * The four levels at which the platform serves: 市, 县区, 乡镇街道, 村居. A code of the administrative
 * divisions begins with the code of what it lies in, so the right to an area is the right to a prefix.
 */
export const regionLevels = ['city', 'county', 'town', 'village'] as const
export type RegionLevel = (typeof regionLevels)[number]

/** One division; names are data in both languages. */
export type Division = {
  readonly code: string
  readonly nameZh: string
  readonly nameEn: string
  readonly level: RegionLevel
}

const levelByLength: Readonly<Record<number, RegionLevel>> = {
  4: 'city',
  6: 'county',
  9: 'town',
  12: 'village',
}
const lengths = [4, 6, 9, 12]

/** The level of a code, or null where it is no code in the short form: '3406', not '340600'. */
export function regionLevel(code: string): RegionLevel | null {
  const seen = levelsSeen.get(code)
  if (seen !== undefined) return seen
  if (!/^[1-9]\d+$/.test(code) || shortRegion(code) !== code) return null
  const level = levelByLength[code.length] ?? null
  if (level !== null && levelsSeen.size < mostSeen) levelsSeen.set(code, level)
  return level
}

/** Codes that were looked at and are well made: a shelf asks for each of its regions at every firm. */
const levelsSeen = new Map<string, RegionLevel>()
/** A city has some two thousand divisions down to the village; whatever else is typed is worked out anew. */
const mostSeen = 8_000

/**
 * Whether a region is the given one or lies within it: '3406' covers '340603' and '340603001'.
 * A prefix that is no region is a bug, not a no: an empty one would give somebody the whole country.
 */
export function regionWithin(code: string, prefix: string): boolean {
  assert(regionLevel(prefix) !== null, `Not a region: '${prefix}'`)
  return regionLevel(code) !== null && code.startsWith(prefix)
}

/** The region that a region lies in, or null for a city. */
export function regionAbove(code: string): string | null {
  assert(regionLevel(code) !== null, `Not a region: '${code}'`)
  const shorter = lengths.filter((length) => length < code.length).at(-1)
  return shorter === undefined ? null : code.slice(0, shorter)
}

/** A padded code without its padding, as other registers write it: '340600' and '340600000000' are '3406'. */
export function shortRegion(code: string): string {
  const short = lengths.find((length) => length < code.length && /^0+$/.test(code.slice(length)))
  return short === undefined ? code : code.slice(0, short)
}
