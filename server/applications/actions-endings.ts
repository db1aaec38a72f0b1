import type { Store } from '../../db/index.ts'
import type { By } from '../accounts/index.ts'
import { act } from '../audit/index.ts'
import { consentFor } from '../consents/disclosure.ts'
import { type Consent, consentsBetween } from '../consents/index.ts'
import { type DataKind, dataKinds } from '../consents/kind.ts'
import type { Day } from '../money/day.ts'
import type { Id } from '../platform/ids.ts'
import { type Outcome, refuse } from '../platform/outcome.ts'
import { closeOffers, isOlder, moveCase, owedOn, released } from './actions.ts'
import { checkDecline, type DeclineReason } from './application.ts'
import { checkEvidence, type Evidence } from './evidence.ts'
import * as rows from './rows.ts'

type Moved = Outcome<{ readonly application: rows.Application }>

/** A bank's no: the reason by its code, what it rests on, and the words that the firm reads. */
export type No = Partial<Evidence> & { readonly reason: DeclineReason; readonly words: string }

/**
 * 谢绝: with a coded reason, what it rests on, and words that the firm reads. An open offer ends with it.
 * Refuses: `words-required`, as `checkEvidence`, and as `moveCase`.
 */
export const decline = (
  store: Store,
  by: By,
  known: Pick<rows.Application, 'id' | 'version'>,
  { reason, words, facts = [], papers = [] }: No,
) =>
  act(store, by, async (tx): Promise<Moved> => {
    const fine = checkDecline(reason, words)
    if (!fine.ok) return fine
    const application = await rows.applicationById(tx, known.id)
    if (!application || application.version !== known.version) return refuse('stale')
    const given = await consentsBetween(tx, application.enterpriseId, application.institutionId)
    const based = checkEvidence(reason, { facts, papers }, openKinds(given, by.today))
    if (!based.ok) return based
    await closeOffers(tx, by, application.id, 'withdrawn')
    const no = {
      declineReason: reason,
      declineWords: words,
      declineFacts: facts,
      declinePapers: papers,
      decidedAt: by.at,
      ...owedOn(null),
    }
    const moved = await moveCase(tx, by, application, 'declined', 'institution', no, words || reason)
    return moved.ok ? released(tx, by, moved.application) : moved
  })

/** The kinds of data that a bank may rest a decision on today. */
export const openKinds = (given: readonly Consent[], today: Day): ReadonlySet<DataKind> =>
  new Set(dataKinds.filter((kind) => consentFor(given, kind, ['credit-assessment'], today) !== null))

type Withdrawal = { readonly read?: number; readonly why?: string | null }

/** 撤回 by the firm, with a reason if it likes to give one. Refuses as `moveCase`. */
export const withdraw = (store: Store, by: By, id: Id<'application'>, { read, why }: Withdrawal = {}) =>
  act(store, by, async (tx): Promise<Moved> => {
    const application = await rows.applicationById(tx, id)
    if (isOlder(read, application)) return refuse('stale')
    if (!application) return refuse('move-not-allowed')
    await closeOffers(tx, by, id, 'not-chosen')
    const ended = { decidedAt: by.at, ...owedOn(null) }
    const moved = await moveCase(tx, by, application, 'withdrawn', 'applicant', ended, why ?? undefined)
    return moved.ok ? released(tx, by, moved.application) : moved
  })
