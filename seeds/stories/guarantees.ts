import { asc, eq } from 'drizzle-orm'
import * as tables from '../../db/tables/index.ts'
import { byPerson, byPlatform } from '../../server/accounts/index.ts'
import { decideAssets, recordRelation, stateNetAssets } from '../../server/guarantees/index.ts'
import { topCustomers } from '../../server/guarantees/rows-exposure.ts'
import { type Day, plusDays, yearOf } from '../../server/money/day.ts'
import { fen } from '../../server/money/fen.ts'
import type { Parts } from '../../server/parts.ts'
import { handClock, millisecondsOf } from '../../server/platform/clock.ts'
import { withIdsOf } from '../../server/platform/ids.ts'
import type { Cast } from '../cast.ts'
import { guaranteeLoans } from '../city/guarantees.ts'
import type { OfficeDays } from '../city/office-days.ts'
import { happened } from './stage.ts'

/** Net assets of the guarantors by their codes, in yuan: all invented. */
const netAssets: Readonly<Record<string, number>> = {
  HHDB: 310_000_000,
  LFDB: 180_000_000,
  SNDB: 240_000_000,
}

type Told = { readonly cast: Cast; readonly days: OfficeDays; readonly today: Day }

/**
 * The guarantors of the city: their net assets, and the letters behind its loans. The newest statement of the cast's
 * guarantor waits for the bureau.
 */
export async function tellGuarantees(parts: Parts, { cast, days, today }: Told): Promise<void> {
  let lastDay = plusDays(today, -1)
  while (days.onOrAfter(lastDay) !== lastDay) lastDay = plusDays(lastDay, -1)
  const clock = handClock(`${lastDay}T08:40:00+08:00`)
  await withIdsOf(
    () => millisecondsOf(clock.now()),
    async () => {
      await stateAssets(parts, cast, lastDay, clock)
      await parts.store.transact((tx) => guaranteeLoans(tx, parts, cast))
      await tellRelations(parts, cast, lastDay, clock)
    },
  )
}

type Clock = ReturnType<typeof handClock>

async function stateAssets(parts: Parts, cast: Cast, lastDay: Day, clock: Clock): Promise<void> {
  const guarantors = await parts.store.read
    .select()
    .from(tables.institutions)
    .where(eq(tables.institutions.kind, 'guarantor'))
    .orderBy(asc(tables.institutions.code))
  const yearEnd = `${yearOf(lastDay) - 1}-12-31` as Day
  for (const { id, code } of guarantors) {
    const amount = netAssets[code]
    if (amount === undefined || id === cast.institutionIds.guarantor) continue
    const who = byPlatform(clock.now(), lastDay)
    const stated = {
      asOf: yearEnd,
      netAssetsFen: fen(amount * 100),
      source: '年度审计报告（演示，金额为虚构）',
    }
    const { id: assets } = happened(await stateNetAssets(parts, who, id, stated))
    const head = byPerson(cast.lu, clock.now(), lastDay)
    happened(await decideAssets(parts, head, assets, { approved: true, words: '' }))
  }
  const newer = {
    asOf: plusDays(lastDay, -20),
    netAssetsFen: fen(53_600_000_000),
    source: '月度报表（演示）',
  }
  happened(
    await stateNetAssets(
      parts,
      byPerson(cast.han, clock.now(), lastDay),
      cast.institutionIds.guarantor,
      newer,
    ),
  )
}

/** Who belongs together among the largest customers of the cast's guarantor: one controller, and a circle; invented. */
async function tellRelations(parts: Parts, cast: Cast, lastDay: Day, clock: Clock): Promise<void> {
  const { guarantor: guarantorId } = cast.institutionIds
  const largest = await topCustomers(parts.store.read, { guarantorId })
  const [one, two, three, four] = largest
  if (!one || !two || !three || !four) return
  const firms = await parts.store.read
    .select()
    .from(tables.enterprises)
    .where(eq(tables.enterprises.id, four.id))
  const fourth = firms[0]?.uscc
  if (!fourth) return
  const who = byPerson(cast.he, clock.now(), lastDay)
  const record = async (id: typeof one.id, kind: 'controller' | 'mutual-guarantee', other: Other) =>
    happened(
      await recordRelation(parts, who, id, { kind, other, sharePpm: null, source: '工商登记（演示）' }),
    )
  const controller = { person: '纪修远', documentTail: '0417' }
  await record(one.id, 'controller', controller)
  await record(two.id, 'controller', controller)
  await record(three.id, 'mutual-guarantee', { uscc: fourth })
}

type Other = Parameters<typeof recordRelation>[3]['other']
