import type { By } from '../../server/accounts/index.ts'
import { bridgeCaseRuleOn } from '../../server/bridge-pool/index.ts'
import type { BridgePaper } from '../../server/bridge-pool/papers.ts'
import * as room from '../../server/bridges/index.ts'
import { showYuan } from '../../server/money/fen.ts'
import type { Parts } from '../../server/parts.ts'
import type { PromiseRow } from '../../server/promises/index.ts'
import type { PromiseTerms } from '../../server/promises/promise.ts'
import { withPaper } from '../papers.ts'
import { happened } from './stage.ts'

const called: Readonly<Record<BridgePaper, string>> = {
  ...{ 'due-contract': '借款合同', 'business-licence': '营业执照', identity: '法定代表人身份证' },
  ...{ resolution: '股东会决议', 'financial-statements': '财务报表', 'credit-report': '征信报告' },
  ...{ 'premises-proof': '场所证明', 'statement-of-truth': '真实性承诺书', other: '其他材料' },
}

/** The firm lays its papers beside the application; who has only just applied has the last two still to bring. */
export async function layPapers(
  parts: Parts,
  by: By,
  { id, number }: Pick<room.Bridge, 'id' | 'number'>,
  isComplete: boolean,
): Promise<void> {
  const { papers } = bridgeCaseRuleOn(parts.policies, by.today).value
  const about = [by.person?.organisation ?? '', number]
  for (const kind of isComplete ? papers : papers.slice(0, -2))
    happened(
      await withPaper(
        `${called[kind]}.pdf`,
        (uploads) => room.bringBridgePapers(parts, by, id, uploads, kind),
        about,
      ),
    )
}

/** The bank signs its letter, and puts the stamped one beside it. */
export async function signLetter(
  parts: Parts,
  by: By,
  { id, version }: Pick<PromiseRow, 'id' | 'version'>,
  terms: PromiseTerms,
): Promise<void> {
  const says = [
    terms.letterNumber,
    `承诺续贷 ${showYuan(terms.amountFen)} 元`,
    `有效期至 ${terms.validUntil}`,
  ]
  happened(
    await withPaper('续贷承诺函.pdf', (scan) => room.signWithFile(parts, by, id, version, terms, scan), says),
  )
}
