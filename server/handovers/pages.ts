import type { Day } from '../money/day.ts'
import { showInstant } from '../platform/clock.ts'
import { newId } from '../platform/ids.ts'
import type { ShownForm } from '../platform/web/forms.ts'
import type { Words } from '../platform/web/words.ts'
import type { Desk, handoversOf } from './rows.ts'

const hasWork = ({ cases, contracts, ended }: Desk): boolean => cases + contracts + ended > 0

/** Whom the form may name: who has work, and who may take it. */
export function deskOptions(w: Words, desks: readonly Desk[]) {
  const option = ({ id, name, cases, contracts, ended }: Desk) => ({
    value: id,
    label: w('handovers.name-and-cases', { name, cases, contracts, ended }),
  })
  return {
    options: {
      fromId: desks.filter(hasWork).map(option),
      toId: desks.filter(({ state }) => state === 'active').map(option),
    },
  }
}

export const handoversPage = (
  w: Words,
  desks: readonly Desk[],
  past: Awaited<ReturnType<typeof handoversOf>>,
  shown: ShownForm,
) => ({
  title: w('handovers.title'),
  table: {
    caption: w('handovers.desks'),
    columns: ['name', 'role', 'cases', 'late', 'next', 'contracts', 'ended'].map((key) => ({
      label: w(`handovers.column.${key}`),
      ...(['cases', 'late', 'contracts', 'ended'].includes(key) ? { kind: 'number' } : {}),
    })),
    rows: desks.map((desk) => deskRow(w, desk)),
  },
  canHandOver: desks.some(hasWork),
  steps: past.map(({ at, actor, why, details }) => ({
    at: showInstant(at),
    who: actor.split(' · ')[0] ?? actor,
    what: w('handovers.made-words', valuesOf(details)),
    ...(why ? { why } : {}),
  })),
  once: newId(),
  ...shown,
})

function deskRow(w: Words, { name, role, state, cases, contracts, ended, late, dueOn }: Desk) {
  return {
    cells: [
      {
        words: name,
        ...(state === 'active' ? {} : { note: w('handovers.left') }),
      },
      w(`accounts.role.${role}`),
      String(cases),
      late > 0 ? { words: String(late), tone: 'bad' } : String(late),
      nextDue(w, dueOn),
      String(contracts),
      String(ended),
    ],
  }
}

const nextDue = (w: Words, dueOn: Day | null): string => dueOn ?? w('handovers.nothing-due')

/** What the trail kept of a hand-over; a row of another shape shows as blanks, never as an error. */
function valuesOf(details: unknown): Record<'from' | 'to' | 'cases', string> {
  const kept = typeof details === 'object' && details !== null ? (details as Record<string, unknown>) : {}
  const text = (key: string) => String(kept[key] ?? '')
  return { from: text('from'), to: text('to'), cases: text('cases') }
}
