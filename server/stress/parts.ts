import { setImmediate as breath } from 'node:timers/promises'
import type { Reader } from '../../db/index.ts'
import { Portfolio } from './portfolio.ts'
import * as rows from './rows.ts'
import type { Slice } from './run.ts'

const rowsAtOnce = 2_000

/** Everything in the slice, piece by piece, with a breath between in which pages have their turn. */
export async function portfolioOf(from: Reader, slice: Slice): Promise<Portfolio> {
  const portfolio = new Portfolio()
  for (const find of [rows.guaranteed, rows.covered])
    for (let after = ''; ; ) {
      const found = await find(from, slice, after, rowsAtOnce)
      for (const one of found) portfolio.add(one)
      after = found.at(-1)?.id ?? ''
      if (found.length < rowsAtOnce) break
      await breath()
    }
  return portfolio
}
