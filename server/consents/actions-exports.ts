import type { Store } from '../../db/index.ts'
import type { By } from '../accounts/index.ts'
import { act, write } from '../audit/index.ts'
import { present } from '../platform/assert.ts'
import { done, type Outcome, refuse } from '../platform/outcome.ts'
import { type ConsentFilters, consentsOf, type ListedConsent } from './rows.ts'
import { type ListedLook, type LookFilters, looksAt } from './rows-looks.ts'

/** More rows than a spreadsheet is good for; a narrower filter is the better answer. */
export const exportLimit = 20_000

/**
 * Hands a firm its own consents, and leaves in the trail who took them.
 * Refuses: `consents-export-empty`, `consents-export-too-large`.
 */
export const exportConsents = (store: Store, by: By, filters: ConsentFilters) =>
  act(store, by, async (tx): Promise<Outcome<{ readonly rows: readonly ListedConsent[] }>> => {
    const id = present(by.person?.enterpriseId, 'the firm of its own people')
    const rows = await consentsOf(tx, id, filters, by.today, exportLimit + 1, 0)
    return handOut(tx, by, 'consents', rows)
  })

/** The same for who saw what. Refuses: `consents-export-empty`, `consents-export-too-large`. */
export const exportLooks = (store: Store, by: By, filters: LookFilters) =>
  act(store, by, async (tx): Promise<Outcome<{ readonly rows: readonly ListedLook[] }>> => {
    const id = present(by.person?.enterpriseId, 'the firm of its own people')
    const rows = await looksAt(tx, id, filters, exportLimit + 1, 0)
    return handOut(tx, by, 'looks', rows)
  })

async function handOut<Row>(
  tx: Parameters<typeof write>[0],
  by: By,
  what: 'consents' | 'looks',
  rows: readonly Row[],
): Promise<Outcome<{ readonly rows: readonly Row[] }>> {
  if (rows.length === 0) return refuse('consents-export-empty')
  if (rows.length > exportLimit) return refuse('consents-export-too-large', { values: { max: exportLimit } })
  await write(tx, by, {
    happening: 'consents.exported',
    subject: { kind: 'enterprise', id: present(by.person?.enterpriseId, 'the firm of its own people') },
    details: { what, rows: rows.length },
  })
  return done({ rows })
}
