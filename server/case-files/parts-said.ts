import { bankRoles, isOneOf } from '../accounts/index.ts'
import type { Application } from '../applications/index.ts'
import { sightIn } from '../applications/sight.ts'
import { lookThrough } from '../consents/index.ts'
import { messagesOf } from '../messages/index.ts'
import { objectionsOfCase } from '../objections/index.ts'
import { kindOfFact } from '../objections/objection.ts'
import { dayOf } from '../platform/clock.ts'
import { banksOf, looksOfCase } from '../second-looks/index.ts'
import { checksOfCase, type TaxCheck } from '../tax-checks/index.ts'
import { keptWithoutDetails } from '../tax-checks/without-details.ts'
import { schemeOn } from '../tax-credit/index.ts'
import type { SignedIn } from '../web.ts'
import { fileLimit, type Said, type Withheld } from './case-file.ts'

/**
 * What both sides wrote, what the firm objected to and showed to others, and the tax checks that were kept. What of it is
 * the firm's data a bank reads by consent, and that it does is recorded as a look; a file that shows none of it is no look.
 */
export async function saidIn(visit: SignedIn, application: Application): Promise<Said> {
  const { me, parts } = visit
  const { read } = parts.store
  const { id } = application
  const kept = await checksOfCase(read, id)
  const objections = await objectionsOfCase(read, id)
  const of = (kind: 'tax' | 'details') =>
    objections.some(({ fact, held, claimed }) => kindOfFact(fact) === kind && (held ?? claimed) !== null)
  const tax = kept.length || of('tax') ? await withheldOf(visit, application, 'tax') : null
  const restsOnDetails = (kept.length > 0 && tax === null) || of('details')
  const details = restsOnDetails ? await withheldOf(visit, application, 'details') : null
  const looks = isOneOf(me, bankRoles) ? null : await looksOfCase(read, id)
  return {
    messages: (await messagesOf(read, id, fileLimit + 1)).toReversed(),
    objections: objections.map((objection) => {
      const kind = kindOfFact(objection.fact)
      return { objection, withheld: kind === 'tax' ? tax : kind === 'details' ? details : null }
    }),
    secondLooks:
      looks &&
      (await Promise.all(looks.map(async (look) => ({ look, banks: await banksOf(read, look.id) })))),
    taxChecks: {
      kept: details ? kept.map(keptWithoutDetails) : kept,
      withheld: tax,
      schemes: schemesOf(visit, kept),
    },
  }
}

/** A firm reads its own; a bank by a consent that holds, with the look recorded before anything is there. */
async function withheldOf(
  { me, parts, by }: SignedIn,
  { id, number, enterpriseId, state }: Application,
  kind: 'tax' | 'details',
): Promise<Withheld> {
  if (!isOneOf(me, bankRoles)) return null
  const purposes = sightIn(state).purposes[kind]
  if (!purposes) return 'case-closed'
  const subject = { kind: 'application', id, about: number }
  const what = kind === 'tax' ? ['taxGrade', 'taxCheck'] : ['foundedOn', 'figures']
  const looked = await lookThrough(parts.store, by, enterpriseId, subject, { kind, purposes, what })
  return looked.ok ? null : 'no-consent'
}

const schemesOf = ({ parts }: SignedIn, kept: readonly TaxCheck[]): Said['taxChecks']['schemes'] =>
  new Map(
    kept.flatMap(({ checked, madeAt }) =>
      checked.flatMap(({ code }) => {
        const found = schemeOn(parts.policies, code, dayOf(madeAt))
        return found.ok ? [[code, found.policy.value] as const] : []
      }),
    ),
  )
