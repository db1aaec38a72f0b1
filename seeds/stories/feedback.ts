import type { Application } from '../../server/applications/index.ts'
import { file, takeOver } from '../../server/complaints/index.ts'
import { answer, rate } from '../../server/ratings/index.ts'
import { by, happened, type Stage, scene } from './stage.ts'

/** Lin was served well last year, and says so now that the loan is paid back; the bank thanks. */
export async function linRates(stage: Stage, { id }: Pick<Application, 'id'>): Promise<void> {
  const { parts, cast } = stage
  scene(stage, 20, '20:30')
  const comment = '第一次在银行贷款，材料讲得清楚，从申请到放款不到两周。'
  const said = { score: 5, reasons: ['in-time', 'terms-clear'], comment } as const
  const { rating } = happened(await rate(parts, by(stage, cast.lin), id, said))
  scene(stage, 19, '09:20')
  const thanks = '感谢信任。续贷可提前三个月联系，符合条件的可以办理无还本续贷。'
  happened(await answer(parts, by(stage, cast.zhou), rating.id, thanks))
}

/** Fang finds the bank's no unfair: a bad rating that the bank still owes an answer to, and a complaint. */
export async function fangComplains(stage: Stage, { id }: Pick<Application, 'id'>): Promise<void> {
  const { parts, cast } = stage
  scene(stage, 3, '20:10')
  const comment = '谢绝理由里写的诉讼早已调解结案，打电话说明也没有人核实。'
  const bad = { score: 2, reasons: ['no-reason-given'], comment } as const
  happened(await rate(parts, by(stage, cast.fang), id, bad))
  scene(stage, 3, '20:40')
  const words =
    '银行以一起已经调解结案的诉讼谢绝我店的申请，电话说明后仍不核实。请督促银行重新核实并说明情况。'
  const filing = { side: 'firm', kind: 'refused-without-reason', words, documents: [] } as const
  const { complaint } = happened(await file(parts, by(stage, cast.fang), id, filing))
  scene(stage, 2, '10:15')
  happened(await takeOver(parts, by(stage, cast.qin), complaint.id, complaint.version))
}
