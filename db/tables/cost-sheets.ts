import { id, instant, table, text } from '../columns.ts'
import { offers } from './applications.ts'

/**
 * 贷款明白纸: what an offer costs, as both sides confirmed it. The content is kept letter by letter with its SHA-256;
 * only the firm's confirmation is added to it, once. Triggers in the migrations see to both.
 */
export const costSheets = table('cost_sheets', {
  offerId: id<'offer'>('offer_id')
    .primaryKey()
    .references(() => offers.id),
  /** Canonical JSON. */
  content: text('content').notNull(),
  sha256: text('sha256').notNull(),
  bankConfirmedAt: instant('bank_confirmed_at').notNull(),
  bankConfirmedBy: id<'person'>('bank_confirmed_by'),
  /** Name, role and organisation as they were. */
  bankConfirmer: text('bank_confirmer').notNull(),
  firmConfirmedAt: instant('firm_confirmed_at'),
  firmConfirmedBy: id<'person'>('firm_confirmed_by'),
  firmConfirmer: text('firm_confirmer'),
})
