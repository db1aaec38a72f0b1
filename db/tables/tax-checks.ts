import type { Refusal } from '../../server/platform/outcome.ts'
import type { SchemeChecked } from '../../server/tax-checks/check.ts'
import type { Difference } from '../../server/tax-checks/difference.ts'
import { checkOccasions } from '../../server/tax-checks/occasion.ts'
import type { TaxCreditFacts } from '../../server/tax-credit/limit.ts'
import { id, index, instant, json, only, state, table, text } from '../columns.ts'
import { applications } from './applications.ts'
import { enterprises } from './enterprises.ts'

/**
 * 税融通测算: what the schemes said of a firm, on the facts of that moment, kept as it was. A firm's own is kept whenever it
 * reads a new answer; a case keeps one when it is opened, when an offer is made, and when the offer is accepted. Never changed.
 */
export const taxChecks = table(
  'tax_checks',
  {
    id: id<'tax-check'>('id').primaryKey(),
    enterpriseId: id<'enterprise'>('enterprise_id')
      .notNull()
      .references(() => enterprises.id),
    /** Null for a check that the firm kept for itself. */
    applicationId: id<'application'>('application_id').references(() => applications.id),
    occasion: state('occasion', checkOccasions).notNull(),
    madeAt: instant('made_at').notNull(),
    madeBy: id<'person'>('made_by'),
    facts: json<TaxCreditFacts>('facts').notNull(),
    /** What each scheme said, with its version; in a case the scheme of its product alone. */
    checked: json<readonly SchemeChecked[]>('checked').notNull(),
    /** '' where it could not be worked out. */
    lprVersion: text('lpr_version').notNull(),
    /** Why the scheme of a case could not be asked: `checked` is empty then. */
    refusal: json<Refusal>('refusal'),
    /** In a case, the check that it was held against: the firm's own from before it applied, else that of the opening. */
    againstId: id<'tax-check'>('against_id'),
    /** What differed from that check, as it was shown; null where there was none. */
    changes: json<readonly Difference[]>('changes'),
  },
  (t) => [
    only('tax_checks_occasion', t.occasion, checkOccasions),
    index('tax_checks_enterprise').on(t.enterpriseId, t.occasion, t.id),
    index('tax_checks_application').on(t.applicationId, t.id),
  ],
)
