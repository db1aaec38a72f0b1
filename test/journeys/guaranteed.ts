import type { Guarantee } from '../../server/guarantees/index.ts'
import { guaranteeById, standingOfCase } from '../../server/guarantees/index.ts'
import { present } from '../../server/platform/assert.ts'
import { inHall, onShelf, taken } from '../applications/played.ts'
import { oneMillion } from '../claims/played.ts'
import type { Town } from '../support/app.ts'
import type { Reader } from './reader.ts'
import { offers } from './steps.ts'

/** From the bank's offer to the money under a letter of guarantee, by the pages of everybody who has to do with it. */
export async function becomesGuaranteed(
  made: Town,
  comes: (name: string) => Promise<Reader>,
): Promise<Guarantee> {
  const { cast, store } = made
  const need = await inHall(made, { amountFen: oneMillion, guaranteeModes: ['guarantee'] })
  const productId = await onShelf(made, 'bankA', { guaranteeModes: ['guarantee'] })
  const { id } = await taken(made, { needId: need.id, productId }, cast.zhou)
  const zhou = await comes('zhou')
  await zhou.open(`/applications/${id}`)
  await offers(zhou, '4.35', '')
  const lin = await comes('lin')
  await lin.open(`/needs/${need.id}/offers`)
  await lin.follow('applications.accept')
  await lin.choose('applications.field.agreed', 'applications.sheet-agreed.yes')
  await lin.press('applications.confirm-accept')
  await lin.says('applications.accepted-flash')

  await zhou.open(`/applications/${id}/guarantee`)
  for (const name of ['guarantorId', 'arrangement']) {
    const field = zhou.main.locator(`select[name=${name}]`)
    const wanted = name === 'arrangement' ? '4321' : cast.institutionIds.guarantor
    if (await field.count()) await field.selectOption(wanted)
  }
  await zhou.press('guarantees.ask-label')
  await zhou.says('guarantees.ask-flash')
  const asked = present(await standingOfCase(store.read, id), 'the guarantee that was asked for')
  const at = `/guarantees/${asked.id}`
  const he = await comes('he')
  await he.open(at)
  await he.press('guarantees.step-label.take-up')
  await he.says('guarantees.taken-up-flash')
  await he.open(`${at}/sheet`)
  await he.choose('guarantees.field.farming', 'guarantees.farming.no')
  await he.type('guarantees.field.feePpm', '0.8')
  await he.type('guarantees.field.findings', '经营正常，订单稳定。')
  await he.main.locator('select[name=counterKind1]').selectOption('person')
  await he.main.locator('[name=counterWords1]').fill('法定代表人连带责任保证')
  await he.press('guarantees.sheet-label')
  await he.says('guarantees.sheet-flash')
  const han = await comes('han')
  await han.open(`${at}/approval`)
  await han.press('guarantees.approval-label')
  await han.says('guarantees.approval-flash')
  await he.open(at)
  await he.press('guarantees.step-label.sign')
  await he.says('guarantees.signed-flash')

  await zhou.open(`/applications/${id}`)
  await zhou.follow('applications.next.bank.agreed-label')
  await zhou.type('loans.field.contractNumber', '相农商借字 2026-4321')
  await zhou.choose('loans.field.register', 'loans.register.none')
  await zhou.press('loans.sign')
  await zhou.says('loans.signed-flash')
  await zhou.follow('loans.next.bank-drawdowns-label')
  await zhou.press('loans.report')
  await zhou.says('loans.drawdowns-flash')
  return present(await guaranteeById(store.read, asked.id), 'the guarantee in force')
}
