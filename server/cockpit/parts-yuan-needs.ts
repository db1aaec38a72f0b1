import { setImmediate as breath } from 'node:timers/promises'
import type { Reader } from '../../db/index.ts'
import type { Arrangement } from '../arrangements/index.ts'
import { isUnsecured, kindsFor } from '../covers/filing.ts'
import type { EnterpriseId } from '../enterprises/enterprise.ts'
import type { ShelfVerdict } from '../matching/match.ts'
import { type Fen, noFen } from '../money/fen.ts'
import { type NeedAsked, needScope } from './need-scope.ts'
import { coveredBy } from './rows-headroom.ts'
import * as rows from './rows-yuan.ts'
import type { Asking } from './yuan.ts'

/** An arrangement as it is filed under. */
export type Under = { readonly arrangement: Arrangement; readonly code: string }
type Taken = ReadonlySet<string> | null

/** A match holds a word on every product of its day, so of few needs at once. */
const atOnce = 400

/** The needs in the hall, each held against the rules of filing; with what its firm has where a customer is capped. */
export async function askings(read: Reader, region: string, under: Under): Promise<readonly Asking[]> {
  const [asked = []] = await askingsUnder(read, region, [under])
  return asked
}

/** The same under several arrangements, in their order: the hall and its matches are long, and read once for all. */
export async function askingsUnder(
  read: Reader,
  region: string,
  unders: readonly Under[],
): Promise<readonly (readonly Asking[])[]> {
  const all: { readonly under: Under; readonly taken: Taken; readonly asked: Asking[] }[] = []
  for (const under of unders) all.push({ under, taken: await productsTaken(read, under), asked: [] })
  const asksMatches = all.some(({ taken }) => taken !== null)
  for (let after: Parameters<typeof rows.hallNeeds>[2] = null; ; ) {
    const page = await rows.hallNeeds(read, region, after, atOnce)
    const firms = [...new Set(page.map(({ enterpriseId }) => enterpriseId))]
    const ids = page.map(({ id }) => id)
    const newest = asksMatches ? await rows.newestVerdicts(read, ids) : new Map()
    for (const { under, taken, asked } of all) {
      const has = await hasOf(read, under, firms)
      for (const need of page) {
        const verdicts = saidOf(taken, newest.get(need.id) ?? [])
        asked.push({
          ...{ id: need.id, firmId: need.enterpriseId, amountFen: need.amountFen },
          scope: needScope(under.arrangement, { ...need, verdicts }),
          hasFen: has.get(need.enterpriseId) ?? noFen,
        })
      }
    }
    after = page.at(-1)?.id ?? null
    if (page.length < atOnce) return all.map(({ asked }) => asked)
    await breath()
  }
}

/** The products on the shelf whose loans an arrangement takes; null where it takes loans of every kind. */
async function productsTaken(read: Reader, { arrangement, code }: Under): Promise<Taken> {
  const kinds = kindsFor(code)
  if (kinds === null) return null
  const listed = await rows.listedOf(read, kinds)
  const { unsecuredOnly } = arrangement.scope
  return new Set(
    listed
      .filter(({ guaranteeModes }) => !unsecuredOnly || guaranteeModes.some(isUnsecured))
      .map(({ id }) => id),
  )
}

const saidOf = (taken: Taken, newest: readonly ShelfVerdict[]): NeedAsked['verdicts'] =>
  taken === null ? null : newest.filter(({ productId }) => taken.has(productId)).map(({ verdict }) => verdict)

/** What firms have under the cap of the arrangement already: guaranteed over all guarantors, or covered under it. */
async function hasOf(
  read: Reader,
  { arrangement, code }: Under,
  firms: readonly EnterpriseId[],
): Promise<ReadonlyMap<string, Fen>> {
  const found = new Map<string, Fen>()
  if (arrangement.singleCustomerCapFen === null) return found
  if (arrangement.firstPayer) for (const [id, sum] of await rows.guaranteedOf(read, firms)) found.set(id, sum)
  else for (const { id, usedFen } of await coveredBy(read, code, firms)) found.set(id, usedFen)
  return found
}
