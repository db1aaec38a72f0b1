import { and, asc, eq, sql } from 'drizzle-orm'
import { applications } from '../../db/tables/applications.ts'
import { dispatches } from '../../db/tables/dispatches.ts'
import { documentRequests } from '../../db/tables/documents.ts'
import { renewals } from '../../db/tables/loan-life.ts'
import { loans } from '../../db/tables/loans.ts'
import { needs } from '../../db/tables/needs.ts'
import { owedIn } from './matter.ts'
import { ofAnswers, ofNeeds, ofObjections, ofProducts } from './rows-clocks-bureau.ts'
import { caseColumns, day, isUncontacted, type Source, untold } from './rows-told.ts'

/* Clocks whose owner is to be told, wherever they run: one question for each kind of step. */

/** A step of the bank in a case, told to the officer; the choice of an offer, told to the firm. */
const ofCases =
  (step: keyof typeof owedIn | 'offer'): Source =>
  async (from, window, limit) => {
    const state = step === 'offer' ? 'offered' : owedIn[step]
    const rows = await from
      .select({ ...caseColumns, needId: applications.needId, dueOn: day(applications.dueOn) })
      .from(applications)
      .where(
        and(
          eq(applications.state, state),
          untold(from, window, step, sql`${applications.id}`, applications.dueOn),
        ),
      )
      .orderBy(asc(applications.id))
      .limit(limit)
    return rows.map(({ id, number, dueOn, enterpriseId, institutionId, officerId, needId }) => ({
      ...{ step, number, dueOn, subject: { kind: 'application', id } },
      ...(step === 'offer'
        ? { to: [{ firm: enterpriseId }], href: `/needs/${needId}/offers` }
        : { to: [{ bank: institutionId, officer: officerId }], href: `/applications/${id}` }),
    }))
  }

/** The first contact with the firm of a case that the bank has accepted. */
const ofContacts: Source = async (from, window, limit) => {
  const rows = await from
    .select({ ...caseColumns, dueOn: day(applications.contactDueOn) })
    .from(applications)
    .where(
      and(
        isUncontacted(),
        untold(from, window, 'contact', sql`${applications.id}`, applications.contactDueOn),
      ),
    )
    .orderBy(asc(applications.id))
    .limit(limit)
  return rows.map(({ id, number, dueOn, institutionId, officerId }) => ({
    ...{ step: 'contact', number, dueOn, subject: { kind: 'application', id } },
    ...{ to: [{ bank: institutionId, officer: officerId }], href: `/applications/${id}` },
  }))
}

const ofReports: Source = async (from, window, limit) => {
  const rows = await from
    .select({ ...caseColumns, loanId: loans.id, dueOn: day(loans.reportDueOn) })
    .from(loans)
    .innerJoin(applications, eq(applications.id, loans.applicationId))
    .where(
      and(
        eq(loans.state, 'signed'),
        untold(from, window, 'report', sql`${applications.id}`, loans.reportDueOn),
      ),
    )
    .orderBy(asc(loans.id))
    .limit(limit)
  return rows.map(({ id, number, dueOn, institutionId, officerId, loanId }) => ({
    ...{ step: 'report', number, dueOn, subject: { kind: 'application', id } },
    ...{ to: [{ bank: institutionId, officer: officerId }], href: `/loans/${loanId}` },
  }))
}

/** The bank's answer to a firm's wish to renew. */
const ofRenewals: Source = async (from, window, limit) => {
  const rows = await from
    .select({ ...caseColumns, loan: loans.number, loanId: loans.id, dueOn: day(renewals.dueOn) })
    .from(renewals)
    .innerJoin(loans, eq(loans.id, renewals.loanId))
    .innerJoin(applications, eq(applications.id, loans.applicationId))
    .where(
      and(
        eq(renewals.state, 'wished'),
        untold(from, window, 'renewal', sql`${applications.id}`, renewals.dueOn),
      ),
    )
    .orderBy(asc(renewals.id))
    .limit(limit)
  return rows.map(({ id, loan, dueOn, institutionId, officerId, loanId }) => ({
    ...{ step: 'renewal', number: loan, dueOn, subject: { kind: 'application', id } },
    ...{ to: [{ bank: institutionId, officer: officerId }], href: `/loans/${loanId}/renewal` },
  }))
}

/** The papers that a firm owes; when they are late, the officer who waits for them is told too. */
const ofPapers: Source = async (from, window, limit) => {
  const rows = await from
    .select({ ...caseColumns, dueOn: documentRequests.dueOn })
    .from(documentRequests)
    .innerJoin(applications, eq(applications.id, documentRequests.applicationId))
    .where(
      and(
        eq(documentRequests.state, 'open'),
        untold(from, window, 'papers', sql`${applications.id}`, documentRequests.dueOn),
      ),
    )
    .orderBy(asc(documentRequests.id))
    .limit(limit)
  return rows.map(({ id, number, dueOn, enterpriseId, institutionId, officerId }) => ({
    ...{ step: 'papers', number, dueOn, subject: { kind: 'application', id } },
    to: [
      { firm: enterpriseId },
      ...(window.kind === 'over' ? [{ bank: institutionId, officer: officerId }] : []),
    ],
    href: `/applications/${id}/documents`,
  }))
}

const ofDispatches: Source = async (from, window, limit) => {
  const rows = await from
    .select({
      id: dispatches.id,
      number: needs.number,
      needId: needs.id,
      institutionId: dispatches.institutionId,
      dueOn: dispatches.dueOn,
    })
    .from(dispatches)
    .innerJoin(needs, eq(needs.id, dispatches.needId))
    .where(
      and(
        eq(dispatches.state, 'waiting'),
        untold(from, window, 'dispatch', sql`${dispatches.needId}`, dispatches.dueOn),
      ),
    )
    .orderBy(asc(dispatches.id))
    .limit(limit)
  return rows.map(({ number, needId, institutionId, dueOn }) => ({
    ...{ step: 'dispatch', number, dueOn, subject: { kind: 'need', id: needId } },
    ...{ to: [{ bank: institutionId, officer: null }], href: '/dispatches' },
  }))
}

/** Every clock of which the owner is reminded. `region`: the city, whose office reads the products. */
export const remindable = (region: string): readonly Source[] => [
  ofCases('accept'),
  ofContacts,
  ofCases('decision'),
  ofCases('signing'),
  ofCases('offer'),
  ofReports,
  ofRenewals,
  ofPapers,
  ofDispatches,
  ofNeeds,
  ofProducts(region),
  ofObjections,
  ofAnswers('urge'),
  ofAnswers('supervision'),
]

/**
 * Clocks whose lateness is told at once and goes no further: a bank's late steps go up instead, an offer lapses, and a
 * dispatch moves on, all by themselves.
 */
export const tellable = (region: string): readonly Source[] => [
  ofPapers,
  ofNeeds,
  ofProducts(region),
  ofObjections,
  ofAnswers('urge'),
  ofAnswers('supervision'),
]
