import assert from 'node:assert/strict'
import { inspect } from 'node:util'
import type { Instalment } from '../../server/money/amortise.ts'
import type { Fen } from '../../server/money/fen.ts'
import { fen, parseYuan, showYuan } from '../../server/money/fen.ts'

/** Yuan as published numbers are written, to fen. */
export function yuan(text: string): Fen {
  const read = parseYuan(text)
  assert(read.ok, `not yuan: ${text}`)
  return fen(read.fen)
}

/** The answer of a function that may refuse, where a test relies on it. */
export function granted<T extends { ok: boolean }>(answer: T): Extract<T, { ok: true }> {
  assert(isGranted(answer), `refused: ${inspect(answer)}`)
  return answer
}

const isGranted = <T extends { ok: boolean }>(answer: T): answer is Extract<T, { ok: true }> => answer.ok

/** Instalments as lines 'payment interest principal balance', to set beside a published table. */
export const lines = (instalments: readonly Omit<Instalment<unknown>, 'dueOn'>[]): string[] =>
  instalments.map((row) =>
    [row.paymentFen, row.interestFen, row.principalFen, row.balanceFen]
      .map((amount) => showYuan(amount).replaceAll(',', ''))
      .join(' '),
  )
