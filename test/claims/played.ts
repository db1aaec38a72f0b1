import { byPlatform, type Person } from '../../server/accounts/index.ts'
import { type Claiming, checkPapers, decideClaim, fileClaim } from '../../server/claims/actions.ts'
import { bringClaimPapers } from '../../server/claims/actions-papers.ts'
import { payClaim } from '../../server/claims/actions-paying.ts'
import { confirmSettlement, settle } from '../../server/claims/actions-settling.ts'
import { claimRuleOn } from '../../server/claims/parts.ts'
import type { Claim } from '../../server/claims/rows.ts'
import { guaranteeById } from '../../server/claims/rows.ts'
import { type Settlement, settlementsOf } from '../../server/claims/rows-settlements.ts'
import type { ClaimPaper } from '../../server/claims/rule.ts'
import { isOver } from '../../server/claims/settlement.ts'
import { give } from '../../server/consents/actions.ts'
import {
  approveGuarantee,
  askForGuarantee,
  decideAssets,
  type Guarantee,
  signGuarantee,
  stateNetAssets,
  takeUp,
  writeSheet,
} from '../../server/guarantees/index.ts'
import { closeLoanDay, reportDrawdown, sign } from '../../server/loans/index.ts'
import { type LoanRow, loanById } from '../../server/loans/rows.ts'
import { type Day, plusDays } from '../../server/money/day.ts'
import { type Fen, fen, noFen } from '../../server/money/fen.ts'
import { ppm } from '../../server/money/rate.ts'
import { present } from '../../server/platform/assert.ts'
import { agreed, given, inHall, offered, onShelf, taken } from '../applications/played.ts'
import { upload } from '../documents/brought.ts'
import type { Town } from '../support/app.ts'
import { consenting } from '../support/consenting.ts'
import { pdf } from '../support/papers.ts'

type Playing = Pick<Town, 'store' | 'parts' | 'by' | 'cast' | 'clock'>
export const oneMillion = fen(100_000_000)

export const atNoon = ({ clock }: Playing, on: Day): void => clock.set(`${on}T04:00:00.000Z`)

/** Net assets that no cap of these tests comes near to. */
export async function richGuarantor(town: Playing): Promise<void> {
  const { parts, by, cast, clock } = town
  const stated = { asOf: plusDays(clock.today(), -30), netAssetsFen: fen(50_000_000_000), source: '审计报告' }
  const { id } = given(await stateNetAssets(parts, by(cast.han), cast.institutionIds.guarantor, stated))
  given(await decideAssets(parts, by(cast.lu), id, { approved: true, words: '' }))
  const consent = {
    ...consenting(town, undefined, 'guarantor'),
    institutionId: cast.institutionIds.guarantor,
  }
  given(await give(parts, by(cast.lin), { ...consent, purpose: 'credit-assessment' }))
}

/** A loan of Lin's firm with bank A, guaranteed under an arrangement and paid out today. */
export async function guaranteed(
  town: Playing,
  {
    arrangement = '4321',
    amountFen = oneMillion,
    product,
  }: {
    readonly arrangement?: string
    readonly amountFen?: Fen
    readonly product?: Awaited<ReturnType<typeof onShelf>>
  } = {},
): Promise<{ readonly guarantee: Guarantee; readonly loan: LoanRow }> {
  const { parts, by, cast, clock } = town
  const need = await inHall(town, { amountFen, guaranteeModes: ['guarantee'] })
  const productId = product ?? (await onShelf(town, 'bankA', { guaranteeModes: ['guarantee'] }))
  const { id } = await taken(town, { needId: need.id, productId }, cast.zhou)
  await agreed(town, await offered(town, { id }, cast.zhou, { amountFen, guaranteeMode: 'guarantee' }))
  const asking = { guarantorId: cast.institutionIds.guarantor, arrangement }
  const asked = given(await askForGuarantee(parts, by(cast.zhou), id, asking)).guarantee
  given(await takeUp(parts, by(cast.he), asked.id))
  const sheet = { farming: false, feePpm: ppm(8_000), findings: '经营正常，订单稳定。', counters: [] }
  given(await writeSheet(parts, by(cast.he), asked.id, sheet))
  given(await approveGuarantee(parts, by(cast.han), asked.id, ''))
  given(await signGuarantee(parts, by(cast.he), asked.id))
  const contract = {
    signedOn: clock.today(),
    contractNumber: `HT-${asked.number}`,
    register: 'none' as const,
  }
  const { loan } = given(await sign(parts, by(cast.zhou), id, contract))
  const drawing = { amountFen, drawnOn: clock.today() }
  const drawn = given(await reportDrawdown(parts, by(cast.zhou), loan.id, drawing)).loan
  return { guarantee: await now(town, asked.id), loan: drawn }
}

export const now = async ({ store }: Pick<Playing, 'store'>, id: Guarantee['id']): Promise<Guarantee> =>
  present(await guaranteeById(store.read, id), 'the guarantee of a test')

/** So many days later, with the night before looked after: instalments that fell due are late. */
export async function later(town: Playing, days: number): Promise<void> {
  atNoon(town, plusDays(town.clock.today(), days))
  await closeLoanDay(town.parts, byPlatform(town.clock.now(), town.clock.today()))
}

/** Everything that is claimed; whoever claims is sure of the sums. */
export const claiming = (_: unknown, changes: Partial<Claiming> = {}): Claiming => ({
  sure: [changes.principalFen ?? oneMillion, changes.interestFen ?? noFen],
  kind: 'interim',
  basis: 'unperformed',
  principalFen: oneMillion,
  interestFen: noFen,
  interestFrom: null,
  interestUntil: null,
  words: '借款人连续两期未还，催收无果。',
  ...changes,
})

/** The papers that the rule wants, but one, brought by the bank; the same bytes for each, which are kept once. */
export async function papered(
  town: Playing,
  { id }: Pick<Guarantee, 'id'>,
  but: ClaimPaper | null = null,
): Promise<void> {
  const { parts, by, cast, clock } = town
  for (const kind of claimRuleOn(parts, clock.today()).value.papers) {
    if (kind === but) continue
    const files = [upload(pdf('claim'), `${kind}.pdf`)]
    given(await bringClaimPapers(parts, by(cast.zhou), id, { files, fault: null }, kind))
  }
}

export async function filed(
  town: Playing,
  guarantee: Pick<Guarantee, 'id'>,
  changes: Partial<Claiming> = {},
): Promise<Claim> {
  await papered(town, guarantee)
  const { parts, by, cast } = town
  return given(await fileClaim(parts, by(cast.zhou), guarantee.id, claiming(town, changes))).claim
}

/** Checked by one, approved by another, paid by a third. */
export async function paid(town: Playing, { id }: Pick<Claim, 'id'>): Promise<Claim> {
  const { parts, by, cast, clock } = town
  given(await checkPapers(parts, by(cast.he), id))
  given(await decideClaim(parts, by(cast.han), id, { outcome: 'approved', answer: '' }))
  return given(await payClaim(parts, by(cast.feng), id, { paidOn: clock.today(), reference: 'DC-1' })).claim
}

/** Two of each institution: who confirms and who pays. */
export const payers = ({
  cast,
}: Pick<Playing, 'cast'>): Readonly<Record<string, readonly [Person, Person]>> => ({
  guarantor: [cast.he, cast.feng],
  reguarantor: [cast.shen, cast.yan],
  treasury: [cast.cai, cast.bai],
  bank: [cast.zhou, cast.qian],
})

export async function settled(town: Playing, one: Settlement): Promise<void> {
  const [first, second] = present(payers(town)[one.fromParty], 'the people of a party')
  given(await confirmSettlement(town.parts, town.by(first), one.id))
  const paying = { paidOn: town.clock.today(), reference: `P-${one.number}` }
  given(await settle(town.parts, town.by(second), one.id, paying))
}

export const openSettlements = async (
  { store }: Pick<Playing, 'store'>,
  { id }: Pick<Guarantee, 'id'>,
): Promise<Settlement[]> => (await settlementsOf(store.read, id)).filter(({ state }) => !isOver(state))

export const loanNow = async ({ store }: Pick<Playing, 'store'>, id: LoanRow['id']): Promise<LoanRow> =>
  present(await loanById(store.read, id), 'the loan of a test')
