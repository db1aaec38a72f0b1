import type { BridgePolicy } from '../bridge-pool/index.ts'
import type { KeptFiles } from '../documents/index.ts'
import type { Day } from '../money/day.ts'
import { plusDays } from '../money/day.ts'
import { fen, minus } from '../money/fen.ts'
import type { Parts } from '../parts.ts'
import type { Id } from '../platform/ids.ts'
import type { Refusal } from '../platform/outcome.ts'
import type { Form, Reading, ShownForm } from '../platform/web/forms.ts'
import type { Words } from '../platform/web/words.ts'
import type { PromiseRow } from '../promises/index.ts'
import type { SignedIn } from '../web.ts'
import { applyAgain, withdraw } from './actions.ts'
import { approve, approveThird, refuseCase } from './actions-approving.ts'
import { breakPromise, decline, renew, settle, signWithFile } from './actions-bank.ts'
import { check, complete, ownMoney, ownMoneyNeeded, speak } from './actions-checking.ts'
import { goToCourt } from './actions-court.ts'
import { giveBack, pay, payFee } from './actions-money.ts'
import { undoBack, undoPayout } from './actions-undoing.ts'
import { noReason } from './bridge.ts'
import type { Doing, LetterDoing } from './doings.ts'
import * as forms from './forms.ts'
import type { FoundBridge } from './parts.ts'
import { termsOn } from './parts-step.ts'
import type { Bridge } from './rows.ts'
import type { Pool } from './rows-pools.ts'

/*
 * Each thing that somebody can do, as a form and what is done with its answers: one place, so that the page which shows a
 * form and the address that takes it cannot differ.
 */

export type Read =
  | { readonly ok: false; readonly form: ShownForm }
  | {
      readonly ok: true
      run(): Promise<KeptFiles<object>>
      refused(refusal: Refusal): ShownForm
    }

/** The form of a thing to do, filled with what is most likely meant. */
export function doingForm(
  w: Words,
  parts: Pick<Parts, 'policies'>,
  today: Day,
  key: Doing,
  { bridge, pool }: FoundBridge,
): ShownForm {
  const version = String(bridge.version)
  const prefix = { prefix: `${key}-` }
  switch (key) {
    case 'application': {
      const { borrower, amountFen, payOn, backOn, whyNot } = bridge
      return forms.againForm.filled(w, { borrower, amountFen, payOn, backOn, whyNot, version }, prefix)
    }
    case 'completeness':
      return forms.completeForm.filled(w, { version }, prefix)
    case 'check':
      return forms.checkFormOf(exclusionsOf(parts, pool, today)).filled(w, { version }, prefix)
    case 'word':
      return forms.wordForm.filled(w, { version }, prefix)
    case 'own-money': {
      const terms = termsOn(parts, pool, today)
      const ownMoneyFen = terms.ok ? ownMoneyNeeded(bridge, terms.rule.ownMoneyPpm) : undefined
      return forms.ownMoneyForm.filled(
        w,
        { ...(ownMoneyFen ? { ownMoneyFen } : {}), ownMoneyOn: today, version },
        prefix,
      )
    }
    case 'payout':
      return forms.payForm.filled(w, { version }, prefix)
    case 'new-loan':
      return forms.newLoanForm.filled(w, { newLoanOn: today, version }, prefix)
    case 'return':
      return forms.backForm.filled(
        w,
        { amountFen: minus(bridge.amountFen, bridge.repaidFen), returnedOn: today, version },
        prefix,
      )
    case 'fee':
      return forms.feeForm.filled(w, { feeFen: bridge.feeFen, feePaidOn: today, version }, prefix)
    case 'court':
      return forms.courtForm.filled(w, { filedOn: today, version }, prefix)
    case 'withdrawal':
      return forms.withdrawForm.filled(w, { version }, prefix)
    case 'refusal':
    case 'payout-reversal':
    case 'return-reversal':
      return forms.whyForm.filled(w, { version }, prefix)
    default:
      return forms.stepForm.filled(w, { version }, prefix)
  }
}

/** What the terms of a pool ask about a borrower; a pool whose terms have ended asks nothing, and says no when it is sent. */
function exclusionsOf(parts: Pick<Parts, 'policies'>, pool: Pool, today: Day): BridgePolicy['exclusions'] {
  const on = termsOn(parts, pool, today)
  return on.ok ? on.terms.exclusions : nothingAsked
}
const nothingAsked: BridgePolicy['exclusions'] = {
  ...{ stoppedMonths: null, noVatMonths: null, overdueMonths: null, timesPerYear: null },
  ...{ dishonestDebtors: false, marks: [] },
}

/** The form of a letter, with the least that will do. */
export function letterForm(
  w: Words,
  today: Day,
  key: LetterDoing,
  promise: PromiseRow,
  bridge: Bridge,
): ShownForm {
  const version = String(promise.version)
  const prefix = { prefix: `${key}-` }
  if (key !== 'signature') return forms.whyForm.filled(w, { version }, prefix)
  const newLoanBy = bridge.backOn < today ? today : bridge.backOn
  const least = fen(Math.max(promise.leastFen, bridge.principalDueFen))
  return forms.signForm.filled(
    w,
    { amountFen: least, validUntil: plusDays(newLoanBy, 20), newLoanBy, version },
    prefix,
  )
}

type Asking<Value> = Pick<Form<never>, 'again' | 'refused'> & { read(body: unknown): Reading<Value> }

/** Reads a form and says what is done with it. */
function reading<Value extends { readonly version: string }>(
  { w, body }: SignedIn,
  form: Asking<Value>,
  key: string,
  run: (value: Value, version: number) => Promise<KeptFiles<object>>,
): Read {
  const read = form.read(body)
  const prefix = { prefix: `${key}-` }
  if (!read.ok) return { ok: false, form: form.again(w, read.typed, read.faults, prefix) }
  const { value } = read
  return {
    ok: true,
    run: () => run(value, Number(value.version)),
    refused: (refusal) => form.refused(w, body, refusal, prefix),
  }
}

/** The operator's word, on what the terms of the pool ask. */
const readCheck = (
  visit: SignedIn,
  { id }: Pick<Bridge, 'id'>,
  exclusions: BridgePolicy['exclusions'],
): Read =>
  reading(visit, forms.checkFormOf(exclusions), 'check', ({ word, said, ...rest }, version) =>
    check(visit.parts, visit.by, id, version, {
      ...{ word, said: said ?? '', stated: forms.statedIn(rest, exclusions) },
    }),
  )

/** What somebody sent about an advance. */
export function runDoing(visit: SignedIn, key: Doing, { bridge, pool }: FoundBridge): Read {
  const { parts, by, today } = visit
  const { id } = bridge
  switch (key) {
    case 'application':
      return reading(visit, forms.againForm, key, ({ version: _, ...asking }, version) =>
        applyAgain(parts, by, id, version, asking),
      )
    case 'completeness':
      return reading(visit, forms.completeForm, key, ({ lacking }, version) =>
        complete(parts, by, id, version, lacking),
      )
    case 'check':
      return readCheck(visit, bridge, exclusionsOf(parts, pool, today))
    case 'word':
      return reading(visit, forms.wordForm, key, ({ word, said }, version) =>
        speak(parts, by, id, version, { word, said: said ?? '' }),
      )
    case 'own-money':
      return reading(visit, forms.ownMoneyForm, key, ({ version: _, ...own }, version) =>
        ownMoney(parts, by, id, version, own),
      )
    case 'approval':
      return reading(visit, forms.stepForm, key, (_, version) => approve(parts, by, id, version))
    case 'third-approval':
      return reading(visit, forms.stepForm, key, (_, version) => approveThird(parts, by, id, version))
    case 'payout':
      return reading(visit, forms.payForm, key, ({ accountNumber }, version) =>
        pay(parts, by, id, version, accountNumber),
      )
    case 'settlement':
      return reading(visit, forms.stepForm, key, (_, version) => settle(parts, by, id, version))
    case 'new-loan':
      return reading(visit, forms.newLoanForm, key, ({ version: _, ...loan }, version) =>
        renew(parts, by, id, version, loan),
      )
    case 'return':
      return reading(visit, forms.backForm, key, ({ version: _, ...back }, version) =>
        giveBack(parts, by, id, version, back),
      )
    case 'fee':
      return reading(visit, forms.feeForm, key, ({ version: _, ...fee }, version) =>
        payFee(parts, by, id, version, fee),
      )
    case 'court':
      return reading(visit, forms.courtForm, key, ({ filedOn, courtCase }, version) =>
        goToCourt(parts, by, id, version, { filedOn, courtCase }),
      )
    case 'withdrawal':
      return reading(visit, forms.withdrawForm, key, ({ why }, version) =>
        withdraw(parts, by, id, version, why ?? noReason),
      )
    case 'refusal':
      return reading(visit, forms.whyForm, key, ({ why }, version) => refuseCase(parts, by, id, version, why))
    case 'payout-reversal':
      return reading(visit, forms.whyForm, key, ({ why }, version) => undoPayout(parts, by, id, version, why))
    case 'return-reversal':
      return reading(visit, forms.whyForm, key, ({ why }, version) => undoBack(parts, by, id, version, why))
  }
}

/** What a bank sent about its letter. */
export function runLetter(visit: SignedIn, key: LetterDoing, id: Id<'promise'>): Read {
  const { parts, by } = visit
  if (key === 'signature')
    return reading(visit, forms.signForm, key, ({ version: _, accountNumber, ...terms }, version) =>
      signWithFile(
        parts,
        by,
        id,
        version,
        { ...terms, accountNumber: accountNumber.replace(/\s/g, '') },
        visit.uploads,
      ),
    )
  const work = key === 'declining' ? decline : breakPromise
  return reading(visit, forms.whyForm, key, ({ why }, version) => work(parts, by, id, version, why))
}
