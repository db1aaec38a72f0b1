import type { Application } from '../../server/applications/index.ts'
import { shownOn } from '../../server/consents/index.ts'
import { firmOf } from '../../server/enterprises/index.ts'
import { factsOf, matchRuleOn } from '../../server/matching/index.ts'
import { fitsOf } from '../../server/matching/reading.ts'
import { plusDays } from '../../server/money/day.ts'
import { needById } from '../../server/needs/index.ts'
import { present } from '../../server/platform/assert.ts'
import { listedShelf } from '../../server/products/index.ts'
import { open, propose } from '../../server/second-looks/index.ts'
import { by, happened, type Stage, scene } from './stage.ts'

/** Fang lets other banks look at what bank A declined; bank B, where it has something, proposes a product. */
export async function fangAsksAgain(stage: Stage, application: Application): Promise<void> {
  const { parts, cast, clock, today } = stage
  scene(stage, 12, '20:15')
  const until = plusDays(today, 20)
  const shown = { ...shownOn(parts.policies, clock.today(), 'zh'), until }
  const { look } = happened(await open(parts, by(stage, cast.fang), application.id, shown))
  const { read } = parts.store
  const need = present(await needById(read, application.needId), 'the need of a case')
  const firm = present(await firmOf(read, application.enterpriseId), 'the firm of a case')
  const own = (await listedShelf(read)).filter(
    ({ institutionId }) => institutionId === cast.institutionIds.bankB,
  )
  const facts = await factsOf(read, parts.policies, need, firm, clock.today())
  const fits = fitsOf(facts, own, matchRuleOn(parts.policies, clock.today()))
  const able = fits.find(({ verdict }) => verdict !== 'not')
  if (!able) return
  scene(stage, 10, '15:30')
  const words = '可以先按经营流水给一部分额度，备齐近六个月流水后一周内答复。'
  const proposal = { productId: able.product.id, words }
  happened(await propose(parts, by(stage, cast.wu), look.id, proposal))
}
