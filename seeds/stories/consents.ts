import type { Person } from '../../server/accounts/index.ts'
import type { Application } from '../../server/applications/index.ts'
import { sightIn } from '../../server/applications/sight.ts'
import { give, revoke } from '../../server/consents/actions.ts'
import { accept } from '../../server/consents/actions-requests.ts'
import { ask, disclose, shownOn } from '../../server/consents/index.ts'
import { plusDays } from '../../server/money/day.ts'
import { by, happened, type Stage, scene } from './stage.ts'

/* What the cast lets banks see, who looks, and what is taken back. */

/** Lin lets the bank go on looking at the workshop's figures, and takes that back when the loan is nearly repaid. */
export async function watchesTheLoan(stage: Stage): Promise<void> {
  const { parts, cast, clock } = stage
  const { lin } = cast
  scene(stage, 307, '15:20')
  const purpose = 'post-loan'
  const shown = shownOn(parts.policies, clock.today(), 'zh')
  const until = plusDays(clock.today(), 365)
  const giving = {
    ...shown,
    until,
    institutionId: cast.institutionIds.bankA,
    kinds: ['details'],
    purpose,
  } as const
  const { consents } = happened(await give(parts, by(stage, lin), giving))
  scene(stage, 120, '20:40')
  for (const id of consents) happened(await revoke(parts.store, by(stage, lin), id))
}

/** The officer opens the page of the case, and what he sees of the firm is recorded. */
export const looksAt = (stage: Stage, officer: Person, application: Application) => {
  const { id, number, enterpriseId, state } = application
  const subject = { kind: 'application', id, about: number }
  return disclose(stage.parts.store, by(stage, officer), enterpriseId, subject, sightIn(state))
}

/** Bank B took the need without knowing whose it is: it asks, Lin says so, and a second question is still open. */
export async function asksForName(stage: Stage, application: Application): Promise<void> {
  const { parts, cast, clock } = stage
  const { lin, wu } = cast
  const asking = {
    applicationId: application.id,
    enterpriseId: application.enterpriseId,
    purpose: 'credit-assessment',
  } as const
  scene(stage, 5, '15:55')
  const why = '想约时间上门看看车间，请告知企业名称和联系电话。'
  const { id } = happened(await ask(parts, by(stage, wu), { ...asking, kind: 'contact', why }))
  scene(stage, 4, '19:10')
  happened(await accept(parts, by(stage, lin), id, shownOn(parts.policies, clock.today(), 'zh')))
  scene(stage, 3, '09:05')
  await looksAt(stage, wu, application)
  const more = '方案里想按纳税等级再让一点利率，请授权查看纳税信息。'
  happened(await ask(parts, by(stage, wu), { ...asking, kind: 'tax', why: more }))
}
