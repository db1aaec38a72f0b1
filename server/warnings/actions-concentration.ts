import { setImmediate as breath } from 'node:timers/promises'
import { arrangementOn } from '../arrangements/index.ts'
import type { EnterpriseId } from '../enterprises/enterprise.ts'
import { figuresNow } from '../exposures/index.ts'
import { circlesOf } from '../guarantees/circles.ts'
import { standingRelations } from '../guarantees/index.ts'
import { type Fen, fen, plus, total } from '../money/fen.ts'
import { guaranteeHandlingShape } from '../policies/guarantee-rules.ts'
import { concentrationFound } from './finding.ts'
import { type Asked, type Draft, datedBy } from './parts.ts'
import * as rows from './rows-finding.ts'
import type { Concentration } from './warning.ts'

/** A part of what a guarantor or the pools of an arrangement have in force. */
type Part = {
  readonly dimension: Concentration
  readonly key: string
  readonly name: string
  readonly partFen: Fen
}
type Whole = Pick<Draft, 'subjectKind' | 'subjectId' | 'about' | 'region' | 'institutionId'> & {
  readonly wholeFen: Fen
  readonly parts: readonly Part[]
}

/** 集中度 of every guarantor and of the pools of every arrangement: by customer, circle, bank and industry. */
export async function concentrationDrafts(asked: Asked<'concentration'>): Promise<Draft[]> {
  const { rule } = asked
  const wholes = [...(await ofGuarantors(asked)), ...(await ofPools(asked))]
  return wholes.flatMap(({ wholeFen, parts, ...place }) =>
    parts.flatMap(({ dimension, key, name, partFen }): Draft[] => {
      const found = concentrationFound(dimension, { partFen, wholeFen }, rule)
      if (!found) return []
      const subject = `${place.subjectId} ${dimension} ${key}`
      const enterpriseId = dimension === 'customer' ? (key as EnterpriseId) : null
      return [
        {
          ...{ ...place, rule: 'concentration', subject, dimension, member: name, enterpriseId, found },
          ...datedBy(asked),
        },
      ]
    }),
  )
}

const relatedShare = ({ policies, by }: Asked<'concentration'>): number =>
  policies.read('guarantee-handling', by.today, guaranteeHandlingShape).value.relatedSharePpm

/** Digits of a city's division code: exposure is kept for cities and counties. */
const cityDigits = 4

async function ofGuarantors(asked: Asked<'concentration'>): Promise<Whole[]> {
  const { read } = asked.store
  const { rule } = asked
  const names = await rows.institutionsNamed(read)
  const circles = await circlesIn(asked)
  const wholes: Whole[] = []
  for (const { id, name, region, wholeFen } of await rows.guarantorsInForce(read)) {
    if (wholeFen < rule.leastFen) continue
    const leastFen = rows.shareOf(wholeFen, rule.customerSharePpm)
    const customers = await rows.largeCustomers(read, id, leastFen)
    const kept = await figuresNow(read, { party: id, place: region.slice(0, cityDigits) })
    wholes.push({
      ...{ subjectKind: 'institution', subjectId: id, about: name, region, institutionId: id, wholeFen },
      parts: [
        ...customers.map((one) => ({ ...one, dimension: 'customer', key: one.id }) as const),
        ...(circles.get(id) ?? []),
        ...kept.flatMap(({ dimension, key, balanceFen: partFen }): Part[] => {
          if (dimension === 'bank') return [{ dimension, key, name: names.get(key)?.name ?? key, partFen }]
          return dimension === 'industry' ? [{ dimension, key, name: key, partFen }] : []
        }),
      ],
    })
  }
  return wholes
}

/** Circles of more than one firm with what each guarantor has for them, by guarantor. */
async function circlesIn(asked: Asked<'concentration'>): Promise<ReadonlyMap<string, Part[]>> {
  const { read } = asked.store
  const relations = await standingRelations(read)
  const members = [...new Set(relations.flatMap(({ from, to }) => [from, to]))]
  const found = new Map<string, Part[]>()
  const held: Awaited<ReturnType<typeof rows.guaranteedFirms>> = []
  const atOnce = 400
  for (let at = 0; at < members.length; at += atOnce)
    held.push(...(await rows.guaranteedFirms(read, members.slice(at, at + atOnce) as EnterpriseId[])))
  for (const guarantorId of new Set(held.map((one) => one.guarantorId))) {
    const own = held
      .filter((one) => one.guarantorId === guarantorId)
      .map(({ id, name, partFen }) => ({
        firmId: id,
        firm: name,
        balanceFen: partFen,
        shareFen: partFen,
        guarantees: 1,
      }))
    found.set(guarantorId, circleParts(circlesOf(relations, own, relatedShare(asked))))
  }
  return found
}

/** A firm alone is a customer and no circle. Named after who controls it, else after its largest firm. */
const circleParts = (circles: ReturnType<typeof circlesOf>): Part[] =>
  circles
    .filter(({ firms }) => firms.length > 1)
    .map(({ controllers, firms, balanceFen }) => ({
      dimension: 'circle',
      key: firms.map(({ firmId }) => firmId).toSorted()[0] ?? '',
      name: controllers.join('、') || (firms[0]?.firm ?? ''),
      partFen: balanceFen,
    }))

/** Covers are gone through a page at a time, with a breath in between: of a million only sums are kept. */
const pageSize = 500

async function ofPools(asked: Asked<'concentration'>): Promise<Whole[]> {
  const { store, policies, by } = asked
  const names = await rows.institutionsNamed(store.read)
  const sums = new Map<string, Map<string, Part>>()
  for (let after: Parameters<typeof rows.coveredLoans>[1] = null; ; ) {
    const page = await rows.coveredLoans(store.read, after, pageSize)
    for (const one of page) {
      const own = sums.get(one.arrangement) ?? new Map<string, Part>()
      sums.set(one.arrangement, own)
      const partFen = fen(Math.min(one.filedFen, one.balanceFen))
      const letter = one.industry.slice(0, 1)
      add(own, { dimension: 'customer', key: one.enterpriseId, name: one.firm, partFen })
      add(own, { dimension: 'industry', key: letter, name: letter, partFen })
      const bank = names.get(one.institutionId)?.name ?? one.institutionId
      add(own, { dimension: 'bank', key: one.institutionId, name: bank, partFen })
    }
    after = page.at(-1)?.id ?? null
    if (page.length < pageSize) break
    await breath()
  }
  const relations = await standingRelations(store.read)
  return [...sums].flatMap(([code, parts]): Whole[] => {
    const found = arrangementOn(policies, code, by.today)
    if (!found.ok) return []
    const all = [...parts.values()]
    const customers = all.filter(({ dimension }) => dimension === 'customer')
    const own = customers.map(({ key, name, partFen }) => ({
      ...{ firmId: key, firm: name, balanceFen: partFen, shareFen: partFen, guarantees: 1 },
    }))
    return [
      {
        ...{ subjectKind: 'arrangement', subjectId: code, about: found.policy.value.name.zh, region: '3406' },
        wholeFen: total(customers.map(({ partFen }) => partFen)),
        parts: [...all, ...circleParts(circlesOf(relations, own, relatedShare(asked)))],
      },
    ]
  })
}

function add(sums: Map<string, Part>, part: Part): void {
  const key = `${part.dimension} ${part.key}`
  const before = sums.get(key)
  sums.set(key, before ? { ...before, partFen: plus(before.partFen, part.partFen) } : part)
}
