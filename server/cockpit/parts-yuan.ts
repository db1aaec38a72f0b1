import { type Arrangement, arrangementCodesOn, arrangementOn } from '../arrangements/index.ts'
import { forecast } from '../bridge-pool/index.ts'
import { askedOf, poolsOf as bridgePoolsOf } from '../bridges/index.ts'
import { lineOf, mayFile } from '../covers/filing.ts'
import { linedUp, poolsWithBooks, poolTotals, standingOfPool, waitingTotals } from '../covers/index.ts'
import { fundedParties } from '../covers/pool.ts'
import { positionOf } from '../guarantees/position.ts'
import { leverageTimes } from '../guarantees/ratios.ts'
import type { Day } from '../money/day.ts'
import { type Fen, minus, noFen, plus } from '../money/fen.ts'
import type { Parts } from '../parts.ts'
import { guarantorLimitsShape } from '../policies/guarantee-rules.ts'
import { stopOf, stopsOn } from '../stop-lines/index.ts'
import { askings, askingsUnder } from './parts-yuan-needs.ts'
import { guarantorBooks } from './rows-headroom.ts'
import {
  type Asking,
  carriedBy,
  type Fitting,
  fitting,
  guaranteedBy,
  type Lever,
  type Point,
  triedShares,
  triedSums,
} from './yuan.ts'

type With = Pick<Parts, 'store' | 'policies' | 'reference'>
type Named = { readonly zh: string; readonly en: string }

/** What can be raised: the money of a pool, the net assets of a guarantor, the money of a bridge pool. */
export type LeverChoice = {
  readonly code: string
  readonly kind: 'pool' | 'guarantor' | 'bridge'
  readonly name: Named
}

export type Raised = {
  readonly choice: LeverChoice
  readonly asked: number
  readonly points: readonly Point[]
  /** Needs in the hall: who fits today and what stops the others; null for a bridge pool, whose cases wait for money alone. */
  readonly now: Fitting | null
  readonly share: {
    readonly basisPoints: number
    readonly tried: readonly (Point & { readonly basisPoints: number })[]
  } | null
  readonly by: string
}

/** Everything that can be raised in a place. */
export async function leversIn(
  { store, policies }: With,
  region: string,
  on: Day,
): Promise<readonly LeverChoice[]> {
  const { read } = store
  const open = await poolsWithBooks(read)
  const pools = open.filter(({ pool }) => pool.region.startsWith(region))
  const shared = pools.filter(({ pool }) => {
    const found = arrangementOn(policies, pool.arrangement, on)
    if (!found.ok || shareOfParty(found.policy.value, pool.party) === null) return false
    // Nothing is filed before every pool of an arrangement has its book.
    return fundedParties(found.policy.value).every((party) =>
      open.some((one) => one.pool.arrangement === pool.arrangement && one.pool.party === party),
    )
  })
  return [
    ...shared.map(({ pool, name }) => ({ code: pool.id, kind: 'pool' as const, name })),
    ...(await guarantorBooks(read, region, on)).flatMap(({ id, name, netAssetsFen }) =>
      netAssetsFen === null ? [] : { code: id, kind: 'guarantor' as const, name: { zh: name, en: name } },
    ),
    ...(await bridgePoolsOf(read, { region })).map(({ id, name }) => ({
      code: id,
      kind: 'bridge' as const,
      name,
    })),
  ]
}

/** The share of a party in the first layer that it bears with others; null where it bears alone or nothing. */
function shareOfParty({ layers }: Arrangement, party: string): number | null {
  for (const { shares } of layers) {
    const own = shares.find((one) => one.party === party)
    if (own && shares.length > 1) return own.basisPoints
  }
  return null
}

/** What so much more does for one of them. */
export async function raised(
  parts: With,
  region: string,
  choice: LeverChoice,
  moreFen: Fen,
  on: Day,
): Promise<Raised> {
  if (choice.kind === 'bridge') return bridgeRaised(parts, region, choice, moreFen, on)
  const found = await leverOf(parts, await booksOf(parts, region, on), choice, on)
  const asked = await askings(parts.store.read, region, found)
  return {
    ...{ choice, asked: asked.length, by: found.by },
    points: pointsOf(asked, found.leverAt(found.basisPoints), moreFen),
    now: fitting(asked, found.leverAt(found.basisPoints), noFen),
    share: {
      basisPoints: found.basisPoints,
      tried: triedShares(found.basisPoints).map((basisPoints) => ({
        ...pointAt(asked, found.leverAt(basisPoints), moreFen),
        basisPoints,
      })),
    },
  }
}

export type Compared = { readonly choice: LeverChoice; readonly points: readonly Point[] }

/** What the same sums do for each of them; the hall is read once for all. */
export async function compared(
  parts: With,
  region: string,
  levers: readonly LeverChoice[],
  moreFen: Fen,
  on: Day,
): Promise<readonly Compared[]> {
  const books = await booksOf(parts, region, on)
  const unders = new Map<string, Found>()
  const found: { readonly choice: LeverChoice; readonly found: Found | null }[] = []
  for (const choice of levers) {
    const own = choice.kind === 'bridge' ? null : await leverOf(parts, books, choice, on)
    if (own) unders.set(own.code, own)
    found.push({ choice, found: own })
  }
  const all = await askingsUnder(parts.store.read, region, [...unders.values()])
  const askedOfCode = new Map([...unders.keys()].map((code, at) => [code, all[at] ?? []]))
  const each: Compared[] = []
  for (const { choice, found: own } of found)
    each.push({
      choice,
      points: own
        ? pointsOf(askedOfCode.get(own.code) ?? [], own.leverAt(own.basisPoints), moreFen)
        : (await bridgeRaised(parts, region, choice, moreFen, on)).points,
    })
  return each
}

const pointsOf = (asked: readonly Asking[], lever: Lever, moreFen: Fen): readonly Point[] =>
  triedSums(moreFen).map((sum) => pointAt(asked, lever, sum))

function pointAt(asked: readonly Asking[], lever: Lever, moreFen: Fen): Point {
  const { needs, fitFen, stopped } = fitting(asked, lever, moreFen)
  return { moreFen, needs, fitFen, short: stopped.money }
}

type Books = {
  readonly pools: Awaited<ReturnType<typeof poolsWithBooks>>
  readonly guarantors: Awaited<ReturnType<typeof guarantorBooks>>
}

const booksOf = async ({ store }: With, region: string, on: Day): Promise<Books> => ({
  pools: await poolsWithBooks(store.read),
  guarantors: await guarantorBooks(store.read, region, on),
})

const leverOf = (parts: With, books: Books, choice: LeverChoice, on: Day): Promise<Found> =>
  choice.kind === 'pool' ? poolLever(parts, books, choice, on) : guarantorLever(parts, books, choice, on)

type Found = {
  readonly arrangement: Arrangement
  readonly code: string
  readonly by: string
  readonly basisPoints: number
  leverAt(basisPoints: number): Lever
}

async function poolLever(
  { store, policies }: With,
  { pools }: Books,
  { code: id }: LeverChoice,
  on: Day,
): Promise<Found> {
  const { read } = store
  const pool = pools.find((one) => one.pool.id === id)
  if (!pool) throw new Error(`no pool ${id}`)
  const { arrangement: code, party } = pool.pool
  const found = arrangementOn(policies, code, on)
  if (!found.ok) throw new Error(`no arrangement ${code}`)
  const { value, version: by } = found.policy
  const { money } = await standingOfPool(read, pool)
  const totals = await poolTotals(read, code)
  const waiting = await waitingTotals(read, code)
  const coveredFen = plus(linedUp(totals).coveredFen, waiting.filedFen)
  const { standing } = lineOf(value, linedUp(totals))
  const isStopped = value.stopLinePpm !== null && !mayFile(standing, await stopOf(read, code, on))
  const { stopLinePpm, singleCustomerCapFen: capFen } = value
  return {
    ...{ arrangement: value, code, by },
    basisPoints: shareOfParty(value, party) ?? 0,
    leverAt: (basisPoints) => ({
      ...{ capFen, isStopped },
      roomFen: carriedBy({ freeFen: money.freeFen, coveredFen }, { stopLinePpm, basisPoints }),
    }),
  }
}

async function guarantorLever(
  { store, policies }: With,
  { guarantors }: Books,
  { code: id }: LeverChoice,
  on: Day,
): Promise<Found> {
  const own = guarantors.find((one) => one.id === id)
  const code = arrangementCodesOn(policies, on).find((one) => one === '4321')
  const found = code ? arrangementOn(policies, code, on) : null
  if (!own || own.netAssetsFen === null || !code || !found?.ok) throw new Error(`no guarantor ${id}`)
  const { value, version: by } = found.policy
  const { value: limits } = policies.read('guarantor-limits', on, guarantorLimitsShape)
  const position = positionOf(own.book)
  const [netAssetsFen, times] = [own.netAssetsFen, leverageTimes(limits, position)]
  // A bank's own stop is not known before there is a bank.
  const stops = await stopsOn(
    store.read,
    [
      { scope: 'guarantor', key: id },
      { scope: 'arrangement', key: code },
    ],
    on,
  )
  return {
    ...{ arrangement: value, code, by },
    basisPoints: shareOfParty(value, 'guarantor') ?? 0,
    leverAt: (basisPoints) => ({
      ...{ capFen: value.singleCustomerCapFen, isStopped: stops.length > 0 },
      roomFen: guaranteedBy({ netAssetsFen, liabilityFen: position.liabilityFen }, { times, basisPoints }),
    }),
  }
}

/** Cases of a bridge pool that wait for money: how many would have it today, in their order, with so much more. */
async function bridgeRaised(
  parts: With,
  region: string,
  choice: LeverChoice,
  moreFen: Fen,
  on: Day,
): Promise<Raised> {
  const pool = (await bridgePoolsOf(parts.store.read, { region })).find(({ id }) => id === choice.code)
  if (!pool) throw new Error(`no pool ${choice.code}`)
  const { asked, waiting } = await askedOf(parts, pool, on)
  const points = triedSums(moreFen).map((sum): Point => {
    const cash = { ...asked.cash, freeFen: plus(asked.cash.freeFen, sum) }
    const { expected } = forecast({ ...asked, cash })
    const paid = waiting.filter(({ id }) => expected.get(id)?.moneyOn === on)
    const fitFen = sumOf(paid)
    const short = { needs: waiting.length - paid.length, fen: minus(sumOf(waiting), fitFen) }
    return { moreFen: sum, needs: paid.length, fitFen, short }
  })
  return { choice, asked: waiting.length, points, now: null, share: null, by: pool.policyCode }
}

const sumOf = (cases: readonly { readonly amountFen: Fen }[]): Fen =>
  plus(...cases.map(({ amountFen }) => amountFen))
