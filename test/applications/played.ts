import type { Person } from '../../server/accounts/index.ts'
import {
  type Application,
  acceptOffer,
  apply,
  makeOffer,
  type Offer,
  sheetById,
  take,
  takeUp,
} from '../../server/applications/index.ts'
import type { OfferTerms } from '../../server/applications/offer.ts'
import type { DataKind } from '../../server/consents/kind.ts'
import { publish } from '../../server/matching/actions.ts'
import { plusDays } from '../../server/money/day.ts'
import { fen, noFen } from '../../server/money/fen.ts'
import { ppm } from '../../server/money/rate.ts'
import type { NeedDraft } from '../../server/needs/draft.ts'
import type { Need } from '../../server/needs/index.ts'
import type { Id } from '../../server/platform/ids.ts'
import type { Outcome } from '../../server/platform/outcome.ts'
import type { ProductTerms } from '../../server/products/product.ts'
import { listed } from '../matching/shelf-of.ts'
import { sentIn } from '../needs/sample-draft.ts'
import type { Town } from '../support/app.ts'
import { consenting } from '../support/consenting.ts'

type Playing = Pick<Town, 'store' | 'parts' | 'by' | 'cast' | 'clock'>

/** What an action gave; a refusal where none was expected ends the test with its code. */
export function given<T extends object>(outcome: Outcome<T>): T {
  if (!outcome.ok) throw new Error(`refused: ${outcome.refusal.code}`)
  return outcome
}

/** The code of a refusal, or 'done'. */
export const codeOf = (outcome: Outcome<object>): string => (outcome.ok ? 'done' : outcome.refusal.code)

/** A need of Lin's firm that stands in the hall: one million yuan for a year against a mortgage. */
export async function inHall(town: Playing, changes: Partial<NeedDraft> = {}): Promise<Need> {
  const { id } = await sentIn(town, town.cast.lin, changes)
  return given(await publish(town.parts, town.by(town.cast.lu), id)).need
}

/** A product of a bank that fits the need, unless a test says otherwise. */
export const onShelf = (
  { store, cast }: Playing,
  bank: 'bankA' | 'bankB' = 'bankA',
  changes: Partial<ProductTerms> = {},
): Promise<Id<'product'>> => listed(store, cast.institutionIds[bank], changes)

/** The example whose yearly cost is known: one million for a year at 4.35 %, one per cent up front. */
export const offerTerms = (
  { clock, cast }: Pick<Playing, 'clock' | 'cast'>,
  changes: Partial<OfferTerms> = {},
): OfferTerms & { words: string } => ({
  amountFen: fen(100_000_000),
  months: 12,
  ratePpm: ppm(43_500),
  method: 'equal-instalment',
  guaranteeMode: 'mortgage',
  upfrontFeesFen: fen(1_000_000),
  yearlyFeesFen: noFen,
  validUntil: plusDays(clock.today(), 10),
  words: '',
  ...(changes.guaranteeMode === 'guarantee' ? { guarantorId: cast.institutionIds.guarantor } : {}),
  ...changes,
})

type Chosen = { readonly needId: Id<'need'>; readonly productId: Id<'product'> }

/** Lin applies, and lets the bank see everything of the firm unless a test says otherwise. */
export const applied = async (
  town: Playing,
  chosen: Chosen,
  kinds?: readonly DataKind[],
): Promise<Application> =>
  given(await apply(town.parts, town.by(town.cast.lin), { ...chosen, consent: consenting(town, kinds) }))
    .application

/** A case that the bank works on, come from the hall. */
export const taken = async (town: Playing, chosen: Chosen, officer: Person): Promise<Application> =>
  given(await take(town.parts, town.by(officer), chosen)).application

export const takenUp = async (town: Playing, { id }: Application, officer: Person): Promise<Application> =>
  given(await takeUp(town.parts, town.by(officer), id)).application

export const offered = async (
  town: Playing,
  { id }: Pick<Application, 'id'>,
  officer: Person,
  changes: Partial<OfferTerms> = {},
): Promise<Offer> => given(await makeOffer(town.parts, town.by(officer), id, offerTerms(town, changes))).offer

export const agreed = async (town: Playing, { id }: Pick<Offer, 'id'>): Promise<Application> =>
  given(await acceptOffer(town.parts, town.by(town.cast.lin), id, await markFor(town, id))).application

/** The mark of the sheet that lies before the firm; of an offer that has none, one that fits nothing. */
export const markFor = async ({ store }: Pick<Playing, 'store'>, id: Id<'offer'>): Promise<string> =>
  (await sheetById(store.read, id))?.sha256 ?? ''

/** A fresh need of Lin's with bank A's offer agreed: what signing starts from. */
export async function agreedCase(town: Playing, productId: Id<'product'>): Promise<Application> {
  const need = await inHall(town)
  const { id } = await taken(town, { needId: need.id, productId }, town.cast.zhou)
  return agreed(town, await offered(town, { id }, town.cast.zhou))
}
