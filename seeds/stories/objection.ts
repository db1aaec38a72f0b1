import type { Application } from '../../server/applications/index.ts'
import { object } from '../../server/objections/index.ts'
import { by, happened, type Stage, scene } from './stage.ts'

/** Fang says that the court case which bank A relied on is settled; the bureau is still examining it. */
export async function fangObjects(stage: Stage, { id }: Application): Promise<void> {
  const { parts, cast } = stage
  scene(stage, 4, '19:40')
  const words = '银行说有未结诉讼，那起案件已于上月调解结案，有调解书。'
  const objecting = { applicationId: id, fact: 'court-case', claims: {}, words, documentId: null } as const
  happened(await object(parts, by(stage, cast.fang), objecting))
}
