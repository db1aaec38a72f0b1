import type { RegisterSays } from '../../server/loans/first-loan.ts'
import { reportDrawdown, sign } from '../../server/loans/index.ts'
import { type LoanRow, loanById } from '../../server/loans/rows.ts'
import type { Day } from '../../server/money/day.ts'
import { fen } from '../../server/money/fen.ts'
import { present } from '../../server/platform/assert.ts'
import type { Id } from '../../server/platform/ids.ts'
import { agreedCase, given, onShelf } from '../applications/played.ts'
import type { Town } from '../support/app.ts'

type Playing = Pick<Town, 'store' | 'parts' | 'by' | 'cast' | 'clock'>

/** A contract of Lin's firm with bank A over one million, signed today. */
export async function signed(
  made: Playing,
  productId?: Id<'product'>,
  register: RegisterSays = 'none',
): Promise<LoanRow> {
  const { id } = await agreedCase(made, productId ?? (await onShelf(made)))
  const contract = { signedOn: made.clock.today(), contractNumber: 'HT-2026-001', register }
  return given(await sign(made.parts, made.by(made.cast.zhou), id, contract)).loan
}

/** Draws a part of a contract, today unless said otherwise. */
export const drawn = async (
  made: Playing,
  { id }: LoanRow,
  amount: number,
  drawnOn?: Day,
): Promise<LoanRow> => {
  const drawing = { amountFen: fen(amount), drawnOn: drawnOn ?? made.clock.today() }
  return given(await reportDrawdown(made.parts, made.by(made.cast.zhou), id, drawing)).loan
}

export const loanNow = async (
  { store }: Pick<Playing, 'store'>,
  { id }: Pick<LoanRow, 'id'>,
): Promise<LoanRow> => present(await loanById(store.read, id), 'the loan of a test')
