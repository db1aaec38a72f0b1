import { createHash } from 'node:crypto'
import type { PromiseTerms } from './promise.ts'

type Letter = PromiseTerms & { readonly number: string; readonly loanId: string; readonly bridgeId: string }

/**
 * The mark of a letter: the hash of all that it says, in one fixed order. Whoever is shown a letter on paper compares the
 * mark on it with the platform's.
 */
export function markOfLetter(letter: Letter): string {
  const { number, loanId, bridgeId, amountFen, validUntil, newLoanBy, letterNumber, signer } = letter
  const said = [number, loanId, bridgeId, amountFen, validUntil, newLoanBy, letterNumber, signer]
  const all = JSON.stringify([...said, letter.accountName, letter.accountNumber])
  return createHash('sha256').update(all).digest('hex')
}
