import { dueCell } from '../clocks/index.ts'
import { showInstant } from '../platform/clock.ts'
import { newId } from '../platform/ids.ts'
import type { ShownForm } from '../platform/web/forms.ts'
import type { ShownAssignment } from '../supervision/index.ts'
import type { SignedIn } from '../web.ts'
import { pathOf, type Side, standingOf, tones } from './pages.ts'
import { aboutWords, haveWords, subjectHref, wantWords } from './pages-values.ts'
import type { ShownWarning, WarningId } from './rows.ts'
import { checkAcknowledging, checkAssigning, checkBankAnswer, checkClosing, type Finding } from './warning.ts'

/** The forms of the page, each as it was typed where something is to be mended. */
export type WarningForms = Partial<Record<'answer' | 'assignment' | 'closure', ShownForm>>

export type Asked = {
  readonly row: ShownWarning
  readonly side: Side
  /** Whether the reader may know what it is about: of a tax rule an institution needs the firm's consent. */
  readonly isOpen: boolean
  /** Where it may ask for that. */
  readonly askHref: string | null
  readonly forms: WarningForms
  readonly newer: WarningId | null
  readonly running: ShownAssignment | null
  readonly steps: readonly object[]
}

/** One warning: rule, value, threshold and version; what bank and bureau made of it; and what may be done next. */
export function warningPage(visit: SignedIn, asked: Asked) {
  const { w } = visit
  const { row, side, isOpen, newer, running } = asked
  const { warning } = row
  const base = pathOf[side]
  const standing = standingOf(warning, side)
  const href = isOpen ? subjectHref(warning, side) : null
  return {
    title: w(isOpen ? `warnings.rule.${warning.rule}` : 'warnings.to-look'),
    lead: isOpen ? w(`warnings.about.${warning.rule}`) : null,
    back: { href: base, label: w('warnings.title') },
    state: { label: w(`warnings.state.${standing}`), tone: tones[standing] },
    facts: factsOf(visit, asked),
    subject: href ? { href, label: w('warnings.see-subject') } : null,
    newer: newer ? { href: `${base}/${newer}`, label: w('warnings.see-newer') } : null,
    hand:
      side === 'bureau' && running
        ? {
            words: w('warnings.in-hand', { person: running.person, number: running.assignment.number }),
            href: `/bureau/assignments/${running.assignment.id}`,
          }
        : null,
    ask:
      isOpen || !asked.askHref
        ? null
        : { words: w('warnings.needs-consent'), href: asked.askHref, label: w('warnings.ask') },
    acknowledge:
      side === 'bureau' && checkAcknowledging(warning).ok
        ? { action: `${base}/${warning.id}/acknowledgement`, label: w('warnings.acknowledge'), once: newId() }
        : null,
    steps: side === 'bureau' ? asked.steps : [],
    forms: formsOf(visit, asked),
  }
}

const saidWords = (w: SignedIn['w'], finding: Finding | null, did: string | null): string =>
  w('warnings.said', { finding: finding ? w(`warnings.finding.${finding}`) : '', did: did ?? '' })

function factsOf(visit: SignedIn, { row, side, isOpen }: Asked) {
  const { w, parts, today } = visit
  const { warning, firm, institution } = row
  const about = aboutWords(visit, warning)
  const due =
    warning.dueOn && warning.state !== 'closed' ? dueCell(w, parts.reference, warning.dueOn, today) : null
  const at = (label: string, value: string | null | undefined) => (value ? [{ label: w(label), value }] : [])
  return [
    { label: w('warnings.column.about'), value: about.words, ...(about.note ? { note: about.note } : {}) },
    ...at('warnings.column.firm', firm && firm !== about.words ? firm : null),
    ...at('warnings.column.bank', institution),
    ...(isOpen
      ? [
          {
            ...{ label: w('warnings.column.have'), value: haveWords(visit, warning) },
            note: w('warnings.as-of-night', { day: warning.raisedOn }),
          },
          {
            ...{ label: w('warnings.column.want'), value: wantWords(visit, warning) },
            ...(warning.policyVersion ? { by: warning.policyVersion } : {}),
          },
        ]
      : []),
    { label: w('warnings.column.raised'), value: showInstant(warning.raisedAt) },
    ...(warning.dueOn
      ? [
          {
            ...{ label: w('warnings.due'), value: warning.dueOn, by: warning.duePolicies ?? [] },
            ...(due && typeof due !== 'string' ? { note: due.words } : {}),
          },
        ]
      : []),
    ...(isOpen && warning.clearedOn
      ? [{ label: w(`warnings.cleared-${warning.clearedAs}`), value: warning.clearedOn }]
      : []),
    ...(side === 'bureau' && warning.acknowledgedAt
      ? at('warnings.acknowledged', `${showInstant(warning.acknowledgedAt)} · ${row.acknowledgedBy ?? ''}`)
      : []),
    ...(isOpen && warning.answeredAt
      ? [
          {
            label: w('warnings.bank-answer'),
            value: saidWords(w, warning.bankFinding, warning.bankDid),
            note: `${showInstant(warning.answeredAt)} · ${row.answeredBy ?? ''}`,
          },
        ]
      : []),
    ...(isOpen && warning.closedAt
      ? [
          {
            label: w('warnings.closed'),
            value: saidWords(w, warning.outcome, warning.did),
            note: `${showInstant(warning.closedAt)}${side === 'bureau' ? ` · ${row.closedBy ?? ''}` : ''}`,
          },
        ]
      : []),
  ]
}

function formsOf({ w }: SignedIn, { row: { warning }, side, isOpen, forms, running }: Asked) {
  const one = (key: keyof WarningForms, may: boolean) => {
    const shown = forms[key]
    if (!may || !shown) return []
    const action = `${pathOf[side]}/${warning.id}/${key}`
    const title = w(`warnings.form-${key}`)
    return [{ id: key, ...shown, action, title, submitLabel: w(`warnings.submit-${key}`), once: newId() }]
  }
  if (side === 'house') return one('answer', isOpen && checkBankAnswer(warning).ok)
  return [
    ...one('assignment', checkAssigning(warning).ok),
    // What is in somebody's hands is closed once he has answered.
    ...one('closure', checkClosing(warning).ok && running?.assignment.state !== 'assigned'),
  ]
}
