import { applications, offers } from '../../db/tables/applications.ts'
import { enterprises } from '../../db/tables/enterprises.ts'
import { drawdowns, loans } from '../../db/tables/loans.ts'
import { needs } from '../../db/tables/needs.ts'
import { products, productVersions } from '../../db/tables/products.ts'
import type { ApplicationState, DeclineReason } from '../../server/applications/application.ts'
import type { Opening } from '../../server/applications/opening.ts'
import { type Day, day, plusDays, plusMonths } from '../../server/money/day.ts'
import { fen } from '../../server/money/fen.ts'
import { ppm } from '../../server/money/rate.ts'
import { type Instant, startOf } from '../../server/platform/clock.ts'
import { type Id, newId } from '../../server/platform/ids.ts'
import type { Town } from '../support/app.ts'
import { plainTerms } from '../support/world.ts'

/** What one made-up need went through: days are counted from its posting, null is not yet. */
export type Story = {
  readonly region?: string
  readonly bank?: 'bankA' | 'bankB'
  readonly posted: string
  readonly wan: number
  readonly takenAfter?: number | null
  readonly offeredAfter?: number | null
  readonly offeredWan?: number
  readonly drawnAfter?: number | null
  readonly drawnWan?: number
  readonly state?: ApplicationState
  readonly openedBy?: Opening
  readonly declined?: DeclineReason
  readonly dueOn?: string
  /** Lin's firm unless another is named. */
  readonly enterpriseId?: Id<'enterprise'>
}

const wan = (amount: number) => fen(amount * 1_000_000)
const noon = (on: Day): Instant => new Date(Date.parse(startOf(on)) + 12 * 3_600_000).toISOString() as Instant

/** Writes rows by hand, so that the figures can be checked against what stands here and nothing else. */
export async function tell({ store, cast }: Town, stories: readonly Story[]): Promise<void> {
  await store.transact(async (tx) => {
    const product: Record<string, Id<'product'>> = {}
    for (const bank of ['bankA', 'bankB'] as const) {
      const id = newId<'product'>()
      product[bank] = id
      const { name, kind, summary, amountMinFen, amountMaxFen, monthsMax } = plainTerms
      const { rateMinPpm, rateMaxPpm, daysPromised, guaranteeModes } = plainTerms
      await tx.insert(products).values({
        ...{ name, kind, summary, amountMinFen, amountMaxFen, monthsMax },
        ...{ rateMinPpm, rateMaxPpm, daysPromised, guaranteeModes },
        ...{ id, number: `CP-${bank}`, institutionId: cast.institutionIds[bank], state: 'listed' },
        ...{ version: 1, listedVersion: 1, listedAt: noon(day('2025-01-01')) },
        ...{ search: name, createdAt: noon(day('2025-01-01')) },
      })
      await tx.insert(productVersions).values({
        productId: id,
        version: 1,
        terms: plainTerms,
        writtenAt: noon(day('2025-01-01')),
      })
    }
    for (const [at, story] of stories.entries()) await write(tx, cast, product, at, story)
  })
}

type Tx = Parameters<Parameters<Town['store']['transact']>[0]>[0]

async function write(
  tx: Tx,
  cast: Town['cast'],
  product: Record<string, Id<'product'>>,
  at: number,
  story: Story,
) {
  const { bank = 'bankA', takenAfter = null, offeredAfter = null, drawnAfter = null } = story
  const enterpriseId = story.enterpriseId ?? cast.enterpriseIds.linFirm
  const posted = day(story.posted)
  const after = (days: number | null) => (days === null ? null : noon(plusDays(posted, days)))
  const ids = { need: newId<'need'>(), application: newId<'application'>(), offer: newId<'offer'>() }
  await tx.insert(needs).values({
    ...{ id: ids.need, number: `XQ-${at}`, enterpriseId, state: 'published' },
    ...{ amountFen: wan(story.wan), months: 12, purpose: 'wages', guaranteeModes: [], nameShown: 'shown' },
    ...{ story: '', region: story.region ?? '340603001', industry: 'C17', search: '' },
    ...{ publishedAt: noon(posted), createdAt: noon(posted), version: 1 },
  })
  if (story.takenAfter === undefined && !story.state) return
  await tx.insert(applications).values({
    ...{ id: ids.application, number: `SQ-${at}`, needId: ids.need, productVersion: 1, version: 1 },
    ...{ enterpriseId, institutionId: cast.institutionIds[bank] },
    productId: product[bank] ?? newId<'product'>(),
    state: story.state ?? 'taken',
    openedBy: story.openedBy ?? 'firm-applied',
    ...{ fit: {}, ruleVersion: 'match-rule-1', factsFingerprint: 'none', phoneTail: '1234' },
    ...{ submittedAt: noon(posted), takenAt: after(takenAfter), offeredAt: after(offeredAfter) },
    dueOn: story.dueOn ? day(story.dueOn) : null,
    declineReason: story.declined ?? null,
  })
  if (offeredAfter === null) return
  await tx.insert(offers).values({
    ...{ id: ids.offer, applicationId: ids.application, needId: ids.need, state: 'open' },
    ...{ amountFen: wan(story.offeredWan ?? story.wan), months: 12, ratePpm: ppm(43_500) },
    ...{ method: 'bullet', guaranteeMode: 'credit', upfrontFeesFen: fen(0), yearlyFeesFen: fen(0) },
    ...{ validUntil: plusDays(posted, 60), words: '', madeAt: noon(plusDays(posted, offeredAfter)) },
  })
  if (drawnAfter === null) return
  const drawnOn = plusDays(posted, drawnAfter)
  const drawnFen = wan(story.drawnWan ?? story.wan)
  const loanId = newId<'loan'>()
  await tx.insert(loans).values({
    ...{ id: loanId, number: `DK-${at}`, applicationId: ids.application, offerId: ids.offer },
    ...{ needId: ids.need, enterpriseId },
    ...{ institutionId: cast.institutionIds[bank], state: 'drawn', amountFen: wan(story.wan), months: 12 },
    ...{ ratePpm: ppm(43_500), method: 'bullet', signedOn: drawnOn, firstDrawnOn: drawnOn },
    ...{ maturesOn: plusMonths(drawnOn, 12), drawnFen, balanceFen: drawnFen, firstLoan: false, version: 1 },
    ...{ drawingClosed: false, contractNumber: `HT-${at}` },
  })
  await tx.insert(drawdowns).values({
    ...{ id: newId<'drawdown'>(), loanId, amountFen: drawnFen, drawnOn, reportedAt: noon(drawnOn) },
  })
}

/** A firm that waits for the bureau. */
export async function waitingFirm({ store, cast }: Town, name: string, region: string, createdAt: string) {
  const id = newId<'enterprise'>()
  await store.transact((tx) =>
    tx.insert(enterprises).values({
      ...{ id, name, region, uscc: `${id}`.slice(0, 18), pinyin: '', state: 'under-review' },
      ...{ legalRepresentative: '某某', phone: '15400000000', industry: 'C17' },
      ...{ mainBankId: cast.institutionIds.bankA, createdAt: noon(day(createdAt)), version: 1 },
    }),
  )
  return id
}
