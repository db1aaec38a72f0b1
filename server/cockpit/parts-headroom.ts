import { setImmediate as breath } from 'node:timers/promises'
import type { Reader } from '../../db/index.ts'
import { arrangementCodesOn, arrangementOn } from '../arrangements/index.ts'
import { usedOf } from '../batches/index.ts'
import { bridgePolicyOn } from '../bridge-pool/index.ts'
import { balancesOf, poolsOf as bridgePoolsOf, movingOf } from '../bridges/index.ts'
import { poolRates } from '../covers/index.ts'
import type { EnterpriseId } from '../enterprises/enterprise.ts'
import { circlesOf } from '../guarantees/circles.ts'
import { standingRelations } from '../guarantees/index.ts'
import { positionOf } from '../guarantees/position.ts'
import { leverageTimes } from '../guarantees/ratios.ts'
import type { Day } from '../money/day.ts'
import { type Fen, minus, noFen, plus, times } from '../money/fen.ts'
import type { Parts } from '../parts.ts'
import { isId } from '../platform/ids.ts'
import { guaranteeHandlingShape, guarantorLimitsShape } from '../policies/guarantee-rules.ts'
import { linedRates } from '../stop-lines/index.ts'
import { nearest, type Room, shareWithin } from './headroom.ts'
import { mostCovered } from './parts-covered.ts'
import * as rows from './rows-headroom.ts'

type With = Pick<Parts, 'store' | 'policies'>

/** Of each cap that is held against customers so many are told, the nearest. */
const mostEach = 10
const named = (name: string) => ({ zh: name, en: name })

/** 余量: every cap and line of a place with what is used of it as it stands now, the nearest first. */
export async function roomsIn(parts: With, region: string, on: Day): Promise<readonly Room[]> {
  const found: Room[] = []
  for (const ask of [ofCustomers, ofGuarantors, ofAgreements, ofCovered, ofPools, ofClaims, ofBridges]) {
    found.push(...(await ask(parts, region, on)))
    await breath()
  }
  return nearest(found)
}

/** 单户上限 over all guarantors, of customers with a guarantee under the arrangement that sets it. */
async function ofCustomers({ store, policies }: With, region: string, on: Day): Promise<Room[]> {
  const found: Room[] = []
  for (const code of arrangementCodesOn(policies, on)) {
    const one = arrangementOn(policies, code, on)
    if (!one.ok || !one.policy.value.firstPayer) continue
    const { singleCustomerCapFen: limitFen, name: under } = one.policy.value
    if (limitFen === null) continue
    for (const { id, name, usedFen } of await rows.mostGuaranteed(store.read, region, code, mostEach))
      found.push({
        ...{ rule: 'guarantee-cap', who: named(name), under, href: `/enterprises/${id}` },
        ...{ usedFen, limitFen, by: one.policy.version },
      })
  }
  return found
}

/** 放大倍数 and the ratios for one customer and one group, of every guarantor whose net assets the bureau has approved. */
async function ofGuarantors({ store, policies }: With, region: string, on: Day): Promise<Room[]> {
  const { read } = store
  const { value: limits, version: by } = policies.read('guarantor-limits', on, guarantorLimitsShape)
  const found: Room[] = []
  const groups = await groupsBy(read, policies, on)
  for (const { id, name, book, netAssetsFen } of await rows.guarantorBooks(read, region, on)) {
    if (netAssetsFen === null) continue
    const position = positionOf(book)
    const href = `/guarantors/${id}`
    found.push({
      ...{ rule: 'leverage', who: named(name), under: null, href, by, usedFen: position.liabilityFen },
      limitFen: times(netAssetsFen, leverageTimes(limits, position)),
    })
    for (const one of await rows.mostCommitted(read, id, mostEach))
      found.push({
        ...{ rule: 'customer-ratio', who: named(one.name), under: named(name), by, usedFen: one.usedFen },
        ...{ href: `/enterprises/${one.id}`, limitFen: shareWithin(netAssetsFen, limits.customerPpm) },
      })
    for (const group of (groups.get(id) ?? []).slice(0, mostEach))
      found.push({
        ...{ rule: 'group-ratio', who: named(group.name), under: named(name), by, usedFen: group.usedFen },
        ...{ href: '/exposure/groups', limitFen: shareWithin(netAssetsFen, limits.groupPpm) },
      })
  }
  return found
}

type Group = { readonly name: string; readonly usedFen: Fen }

/** Firms that belong together, with what they have at each guarantor; the largest first. */
async function groupsBy(
  read: Reader,
  policies: With['policies'],
  on: Day,
): Promise<ReadonlyMap<string, readonly Group[]>> {
  const { relatedSharePpm } = policies.read('guarantee-handling', on, guaranteeHandlingShape).value
  const relations = await standingRelations(read)
  const firms = [...new Set(relations.flatMap(({ from, to }) => [from, to]))].filter(
    (member): member is EnterpriseId => isId<'enterprise'>(member),
  )
  const held: Awaited<ReturnType<typeof rows.committedBy>> = []
  const atOnce = 400
  for (let at = 0; at < firms.length; at += atOnce)
    held.push(...(await rows.committedBy(read, firms.slice(at, at + atOnce))))
  const found = new Map<string, Group[]>()
  for (const guarantorId of new Set(held.map((one) => one.guarantorId))) {
    const own = held
      .filter((one) => one.guarantorId === guarantorId)
      .map(({ id, name, usedFen }) => ({
        ...{ firmId: id, firm: name, balanceFen: usedFen, shareFen: usedFen, guarantees: 1 },
      }))
    const circles = circlesOf(relations, own, relatedSharePpm).filter((circle) => circle.firms.length > 1)
    found.set(
      guarantorId,
      circles.map(({ controllers, firms: members, balanceFen }) => ({
        name: controllers.join('、') || (members[0]?.firm ?? ''),
        usedFen: balanceFen,
      })),
    )
  }
  return found
}

/** 见贷即担: the total of each agreement, and the ceiling of its claims. */
async function ofAgreements({ store }: With, region: string, on: Day): Promise<Room[]> {
  const found: Room[] = []
  for (const { agreement, guarantor } of await rows.agreementsInForce(store.read, region, on)) {
    const { id, number, totalFen, ceilingPpm } = agreement
    const { guaranteedFen, claimedFen } = await usedOf(store.read, id)
    const whose = { who: named(number), under: named(guarantor), href: `/batches/${id}`, by: number }
    found.push(
      { ...whose, rule: 'agreement', usedFen: guaranteedFen, limitFen: totalFen },
      {
        ...{ ...whose, rule: 'agreement-ceiling', usedFen: claimedFen },
        limitFen: shareWithin(guaranteedFen, ceilingPpm),
      },
    )
  }
  return found
}

/** 单户上限 of arrangements with pools. */
async function ofCovered({ store, policies }: With, region: string, on: Day): Promise<Room[]> {
  const found: Room[] = []
  for (const code of arrangementCodesOn(policies, on)) {
    const one = arrangementOn(policies, code, on)
    if (!one.ok || one.policy.value.firstPayer) continue
    const { singleCustomerCapFen: limitFen, name: under } = one.policy.value
    if (limitFen === null) continue
    for (const { id, name, usedFen } of await mostCovered(store.read, region, code, mostEach))
      found.push({
        ...{ rule: 'cover-cap', who: named(name), under, href: `/enterprises/${id}` },
        ...{ usedFen, limitFen, by: one.policy.version },
      })
  }
  return found
}

/** 预警线 and 熔断线 of pools: how much more of what they stand for may go bad. */
async function ofPools({ store, policies }: With, region: string, on: Day): Promise<Room[]> {
  return (await poolRates(store.read, policies, on))
    .filter((one) => one.region.startsWith(region))
    .flatMap(({ name, version, badFen, coveredFen, warnPpm, stopPpm }) =>
      lined('pool', { who: name, by: version, usedFen: badFen }, coveredFen, { warnPpm, stopPpm }),
    )
}

/** The same of claim rates of banks, guarantors and arrangements over all years: how much more may be claimed. */
async function ofClaims({ store, policies }: With, region: string, on: Day): Promise<Room[]> {
  return (await linedRates(store.read, { policies }, on))
    .filter((one) => one.rate === 'all' && one.region.startsWith(region))
    .flatMap(({ scope, key, name, version, claimedFen, releasedFen, lines }) => {
      const arrangement = scope === 'arrangement' ? arrangementOn(policies, key, on) : null
      const who = arrangement?.ok ? arrangement.policy.value.name : named(name)
      return lined('claim', { who, by: version, usedFen: claimedFen }, releasedFen, lines)
    })
}

function lined(
  what: 'pool' | 'claim',
  own: Pick<Room, 'who' | 'by' | 'usedFen'>,
  ofFen: Fen,
  { warnPpm, stopPpm }: { readonly warnPpm: number | null; readonly stopPpm: number | null },
): Room[] {
  const href = what === 'pool' ? '/compensation' : '/stop-lines'
  const at = (rule: Room['rule'], linePpm: number | null): Room[] =>
    linePpm === null ? [] : [{ ...own, rule, under: null, href, limitFen: shareWithin(ofFen, linePpm) }]
  return [...at(`${what}-warn`, warnPpm), ...at(`${what}-stop`, stopPpm)]
}

/** Of bridge pools the cap of one advance, and the share of the pool that one borrower may have. */
async function ofBridges({ store, policies }: With, region: string, on: Day): Promise<Room[]> {
  const { read } = store
  const found: Room[] = []
  for (const pool of await bridgePoolsOf(read, { region })) {
    const terms = bridgePolicyOn(policies, pool.policyCode, on)
    if (!terms.ok) continue
    const { value, version: by } = terms.policy
    const own = { under: pool.name, by }
    const moving = await movingOf(read, pool.id)
    const names = await rows.firmsNamed(
      read,
      moving.map(({ enterpriseId }) => enterpriseId),
    )
    const who = (id: EnterpriseId) => ({ who: named(names.get(id) ?? ''), href: `/enterprises/${id}` })
    const sums = new Map<EnterpriseId, Fen>()
    for (const { enterpriseId, borrower, amountFen, repaidFen } of moving) {
      const outFen = minus(amountFen, repaidFen)
      sums.set(enterpriseId, plus(sums.get(enterpriseId) ?? noFen, outFen))
      const capFen = value.borrowers[borrower]?.capFen ?? null
      if (capFen !== null)
        found.push({
          ...{ ...own, ...who(enterpriseId), rule: 'bridge-cap', usedFen: amountFen, limitFen: capFen },
        })
    }
    if (value.poolSharePpm === null) continue
    const { 'funders-capital': capitalFen } = await balancesOf(read, pool.bookId)
    const limitFen = shareWithin(capitalFen, value.poolSharePpm)
    for (const [id, usedFen] of sums)
      found.push({ ...own, ...who(id), rule: 'bridge-share', usedFen, limitFen })
  }
  const rules = ['bridge-cap', 'bridge-share'] as const
  return rules.flatMap((rule) => nearest(found.filter((one) => one.rule === rule)).slice(0, mostEach))
}
