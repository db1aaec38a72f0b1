import { assert } from '../platform/assert.ts'

/** The twenty sections 门类 of GB/T 4754-2017. Their names are data: `seeds/reference/industries.csv`. */
export const industrySections = [
  ...(['A', 'B', 'C', 'D', 'E', 'F', 'G', 'H', 'I', 'J'] as const),
  ...(['K', 'L', 'M', 'N', 'O', 'P', 'Q', 'R', 'S', 'T'] as const),
] as const
export type IndustrySection = (typeof industrySections)[number]

/** A section letter, alone or before the two, three or four digits of division, group or class: 'C1311'. */
export type Industry = `${IndustrySection}${string}`

export const industryLevels = ['section', 'division', 'group', 'class'] as const
export type IndustryLevel = (typeof industryLevels)[number]

/** One line of the standard; names are data in both languages. */
export type IndustryName = {
  readonly code: Industry
  readonly nameZh: string
  readonly nameEn: string
  readonly level: IndustryLevel
}

/** The first and last division 大类 of each section; between them they hold 01 to 97 without a gap. */
const divisions: Readonly<Record<IndustrySection, readonly [number, number]>> = {
  A: [1, 5],
  B: [6, 12],
  C: [13, 43],
  D: [44, 46],
  E: [47, 50],
  F: [51, 52],
  G: [53, 60],
  H: [61, 62],
  I: [63, 65],
  J: [66, 69],
  K: [70, 70],
  L: [71, 72],
  M: [73, 75],
  N: [76, 79],
  O: [80, 82],
  P: [83, 83],
  Q: [84, 85],
  R: [86, 90],
  S: [91, 96],
  T: [97, 97],
}

export const isIndustrySection = (text: string): text is IndustrySection =>
  industrySections.some((section) => section === text)

/**
 * Whether a code is of GB/T 4754-2017: a section, and a division that belongs to it. The third and fourth
 * digit are not looked up, for firms report classes that no list here knows.
 */
export function isIndustry(code: string): code is Industry {
  if (codesSeen.has(code)) return true
  if (!isWellMade(code)) return false
  codesSeen.add(code)
  return true
}

/** Codes that were looked at and are of the standard: a shelf asks for each of its codes at every firm. */
const codesSeen = new Set<string>()

function isWellMade(code: string): boolean {
  const parts = /^([A-T])(?:(\d{2})\d{0,2})?$/.exec(code)
  const section = parts?.[1] ?? ''
  if (!isIndustrySection(section)) return false
  if (parts?.[2] === undefined) return true
  const [first, last] = divisions[section]
  return first <= Number(parts[2]) && Number(parts[2]) <= last
}

/** The next finer codes of an industry: a section's divisions, and ten of whatever is finer; a class has none. */
export function partsOfIndustry(code: string): string[] {
  if (!isIndustrySection(code))
    return code.length < 5 ? Array.from({ length: 10 }, (_, digit) => `${code}${digit}`) : []
  const [first, last] = divisions[code]
  return Array.from({ length: last - first + 1 }, (_, at) => `${code}${String(first + at).padStart(2, '0')}`)
}

/** Whether a code is a section, division, group or class. */
export function industryLevel(code: Industry): IndustryLevel {
  assert(isIndustry(code), `Not an industry: ${code}`)
  if (code.length === 1) return 'section'
  if (code.length === 3) return 'division'
  return code.length === 4 ? 'group' : 'class'
}

/**
 * Whether an industry is the given one or lies within it: 'C' covers 'C13', and both cover 'C1311'.
 * A prefix that is no industry is a bug, not a no: a list of barred industries must not fail open.
 */
export function industryWithin(code: string, prefix: string): boolean {
  assert(isIndustry(prefix), `Not an industry: ${prefix}`)
  return isIndustry(code) && code.startsWith(prefix)
}
