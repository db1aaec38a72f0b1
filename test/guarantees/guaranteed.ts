import { acceptOffer } from '../../server/applications/index.ts'
import { give } from '../../server/consents/actions.ts'
import {
  approveGuarantee,
  askForGuarantee,
  decideAssets,
  type Guarantee,
  guaranteeById,
  signGuarantee,
  stateNetAssets,
  takeUp,
  writeSheet,
} from '../../server/guarantees/index.ts'
import { sign } from '../../server/loans/index.ts'
import type { LoanRow } from '../../server/loans/rows.ts'
import { publish } from '../../server/matching/actions.ts'
import { plusDays } from '../../server/money/day.ts'
import { fen } from '../../server/money/fen.ts'
import { ppm } from '../../server/money/rate.ts'
import { present } from '../../server/platform/assert.ts'
import type { Id } from '../../server/platform/ids.ts'
import { given, markFor, offered, onShelf, taken } from '../applications/played.ts'
import { sentIn } from '../needs/sample-draft.ts'
import type { Town } from '../support/app.ts'
import { consenting } from '../support/consenting.ts'

export const million = 100_000_000

/** A firm, Lin's unless said otherwise, lets the guarantor see what it needs. */
export async function consentToGuarantor(made: Town, owner = made.cast.lin): Promise<void> {
  const { parts, cast, by } = made
  const giving = {
    ...consenting(made, ['details'], 'guarantor'),
    ...{ institutionId: cast.institutionIds.guarantor, purpose: 'credit-assessment' as const },
  }
  given(await give(parts, by(owner), giving))
}

/** The guarantor's net assets, stated by Han and approved by Lu. */
export async function netAssets(made: Town, amount = 300 * million): Promise<void> {
  const { parts, cast, by, clock } = made
  const stated = { asOf: plusDays(clock.today(), -60), netAssetsFen: fen(amount), source: '2025 年审计报告' }
  const { id } = given(await stateNetAssets(parts, by(cast.han), cast.institutionIds.guarantor, stated))
  given(await decideAssets(parts, by(cast.lu), id, { approved: true, words: '' }))
}

/** A fresh need, Lin's unless said otherwise, whose accepted offer of a sum asks for a guarantee, of a guarantor and at a bank of the cast. */
export async function guaranteedCase(
  made: Town,
  amount = million,
  {
    guarantorId = made.cast.institutionIds.guarantor,
    bank = 'bankA' as 'bankA' | 'bankB',
    owner = made.cast.lin,
  } = {},
): Promise<Id<'application'>> {
  const officer = bank === 'bankA' ? made.cast.zhou : made.cast.wu
  const terms = {
    guaranteeModes: ['guarantee' as const],
    amountMinFen: fen(1),
    amountMaxFen: fen(50 * million),
  }
  const productId = await onShelf(made, bank, terms)
  const { parts, by, cast } = made
  const draft = { amountFen: fen(amount), guaranteeModes: ['guarantee' as const] }
  const sent = await sentIn(made, owner, draft)
  const { need } = given(await publish(parts, by(cast.lu), sent.id))
  const { id } = await taken(made, { needId: need.id, productId }, officer)
  const changes = { guaranteeMode: 'guarantee' as const, amountFen: fen(amount), guarantorId }
  const offer = await offered(made, { id }, officer, changes)
  given(await acceptOffer(parts, by(owner), offer.id, await markFor(made, offer.id)))
  return id
}

export const asking = ({ cast }: Pick<Town, 'cast'>) => ({
  guarantorId: cast.institutionIds.guarantor,
  arrangement: '4321',
})

export const sheet = {
  farming: false,
  feePpm: ppm(8_000),
  findings: '订单稳定，现金流覆盖利息。',
  counters: [{ kind: 'person' as const, words: '法定代表人连带责任保证', valueFen: null }],
}

export const askedFor = async (made: Town, amount?: number): Promise<Guarantee> => {
  const id = await guaranteedCase(made, amount)
  const { parts, by, cast } = made
  return given(await askForGuarantee(parts, by(cast.zhou), id, asking(made))).guarantee
}

/** Asked for, taken up and with its sheet: what Han decides on. */
export async function underwritten(made: Town, amount?: number): Promise<Guarantee> {
  const { id } = await askedFor(made, amount)
  const { parts, by, cast } = made
  given(await takeUp(parts, by(cast.he), id))
  return given(await writeSheet(parts, by(cast.he), id, sheet)).guarantee
}

/** With its letter. Consent and net assets have to be there. */
export async function lettered(made: Town, amount?: number): Promise<Guarantee> {
  const { id } = await underwritten(made, amount)
  const { parts, by, cast } = made
  given(await approveGuarantee(parts, by(cast.han), id, '同意'))
  return given(await signGuarantee(parts, by(cast.he), id)).guarantee
}

/** The contract of a guaranteed case, signed today. */
export const contractOf = async (made: Town, { applicationId }: Guarantee): Promise<LoanRow> => {
  const contract = {
    ...{ signedOn: made.clock.today(), contractNumber: `HT-${applicationId.slice(-6)}` },
    register: 'none' as const,
  }
  return given(await sign(made.parts, made.by(made.cast.zhou), applicationId, contract)).loan
}

export const guaranteeNow = async (
  { store }: Pick<Town, 'store'>,
  { id }: Pick<Guarantee, 'id'>,
): Promise<Guarantee> => present(await guaranteeById(store.read, id), 'the guarantee of a test')
