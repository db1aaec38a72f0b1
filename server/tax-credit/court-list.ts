import { z } from 'zod'
import { checkUscc } from '../enterprises/uscc.ts'
import { type Day, plusDays } from '../money/day.ts'
import { type Refusal, refuse } from '../platform/outcome.ts'
import { nameShape, wholeShape } from '../policies/shapes.ts'

/**
 * Policy `court-list-<code>`: the firms of the city on a public list of the courts 失信被执行人名单 (最高人民法院
 * 中国执行信息公开网), as the bureau took it over on the day from which the version counts. No such data comes in by itself:
 * what nobody took over, nobody knows.
 */
export const courtListShape = z.strictObject({
  name: nameShape,
  /** Unified social credit codes; a firm whose code is not among them was not on the list that day. */
  codes: z.array(z.string()),
  /** For so many days a list is believed, the day it was taken over included. */
  validDays: wholeShape,
})
export type CourtList = z.infer<typeof courtListShape>

/** Why a list that somebody took over cannot be used: an empty list when it can. */
export function checkCourtList(value: unknown): readonly Refusal[] {
  const read = courtListShape.safeParse(value)
  if (!read.success)
    return read.error.issues.map(({ path }) => refuse('scheme-malformed', { field: path.join('.') }).refusal)
  const { codes, validDays } = read.data
  const faults: Refusal[] = codes
    .filter((code) => !checkUscc(code).valid)
    .slice(0, 1)
    .map((code) => refuse('court-list-code', { field: 'codes', values: { code } }).refusal)
  if (validDays === 0) faults.push(refuse('figure-is-nothing', { field: 'validDays' }).refusal)
  return faults
}

/** A list with the day on which it was taken over. */
export type TakenOver = { readonly since: Day; readonly list: CourtList }

/**
 * Whether a firm is a dishonest debtor 失信被执行人 by the lists that are still believed on a day: one that names it is
 * enough; null where there is none.
 */
export function isDishonest(lists: readonly TakenOver[], uscc: string, on: Day): boolean | null {
  const believed = lists.filter(({ since, list }) => since <= on && on < plusDays(since, list.validDays))
  if (believed.length === 0) return null
  return believed.some(({ list }) => list.codes.includes(uscc))
}
