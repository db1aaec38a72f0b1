import type { Store } from '../../db/index.ts'
import type { By } from '../accounts/index.ts'
import { act, write } from '../audit/index.ts'
import { done, type Outcome } from '../platform/outcome.ts'

/** A file of the figures leaves the platform: the trail keeps who took it, of which period and place, and how many events. */
export const recordExport = (
  store: Store,
  by: By,
  taken: {
    readonly period: string
    readonly region: string
    readonly format: string
    readonly events: number
  },
) =>
  act(store, by, async (tx): Promise<Outcome<object>> => {
    await write(tx, by, {
      happening: 'tax-figures.exported',
      subject: { kind: 'figures', id: 'tax-credit' },
      details: taken,
    })
    return done()
  })
