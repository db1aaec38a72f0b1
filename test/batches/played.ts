import { reportDrawdown, sign } from '../../server/loans/index.ts'
import type { LoanRow } from '../../server/loans/rows.ts'
import { given } from '../applications/played.ts'
import { guaranteedCase } from '../guarantees/guaranteed.ts'
import type { Town } from '../support/app.ts'

/** A loan of Lin's that is out, whose offer named the guarantor. */
export async function loanOut(made: Town, amount: number): Promise<LoanRow> {
  const { parts, by, cast, clock } = made
  const id = await guaranteedCase(made, amount)
  const contract = {
    signedOn: clock.today(),
    contractNumber: `HT-${id.slice(-8)}`,
    register: 'none' as const,
  }
  const { loan } = given(await sign(parts, by(cast.zhou), id, contract))
  const drawing = { amountFen: loan.amountFen, drawnOn: clock.today() }
  return given(await reportDrawdown(parts, by(cast.zhou), loan.id, drawing)).loan
}
