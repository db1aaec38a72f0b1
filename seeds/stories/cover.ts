import { confirmCover, fileCover } from '../../server/covers/index.ts'
import { coverIn } from '../../server/covers/rows.ts'
import { present } from '../../server/platform/assert.ts'
import type { Id } from '../../server/platform/ids.ts'
import { by, happened, type Stage, scene } from './stage.ts'

/** Zhou files the loan of last year, and Tang takes it into cover: it lent on nothing but the firm's word. */
export async function isTakenIntoCover(stage: Stage, loan: Id<'loan'>): Promise<void> {
  const { parts, cast } = stage
  scene(stage, 304, '15:30')
  const { cover } = happened(await fileCover(parts, by(stage, cast.zhou), loan, 'tax-credit-pool'))
  scene(stage, 302, '09:50')
  const shown = await coverIn(parts.store.read, { operatorId: cast.institutionIds.pool }, cover.id)
  happened(
    await confirmCover(parts.store, by(stage, cast.tang), present(shown, 'a filing before its operator')),
  )
}
