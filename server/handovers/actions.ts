import type { Store } from '../../db/index.ts'
import type { By } from '../accounts/index.ts'
import { act, write } from '../audit/index.ts'
import { notify } from '../inbox/index.ts'
import { present } from '../platform/assert.ts'
import { done, type Outcome, refuse } from '../platform/outcome.ts'
import { desksOf, moveDesk } from './rows.ts'

type Asked = { readonly fromId: string; readonly toId: string; readonly why: string }

/**
 * 交接: everything that an officer works on goes to a colleague in one act, with its clocks as they run: cases,
 * what is due on them, contracts whose firm needs somebody to ask, and ended cases about which something may still come. Each case and the bank keep who did it and why.
 *
 * Refuses: `handover-unknown` (not of this bank, or nobody who works here any more), `handover-same`,
 * `handover-empty`.
 */
export const handOver = (store: Store, by: By, { fromId, toId, why }: Asked) =>
  act(store, by, async (tx): Promise<Outcome<{ readonly cases: number }>> => {
    const bank = present(by.person?.institutionId, 'the bank of its own manager')
    const desks = await desksOf(tx, bank, by.today)
    const from = desks.find(({ id }) => id === fromId)
    const to = desks.find(({ id, state }) => id === toId && state === 'active')
    if (!from) return refuse('handover-unknown', { field: 'fromId' })
    if (!to) return refuse('handover-unknown', { field: 'toId' })
    if (from.id === to.id) return refuse('handover-same', { field: 'toId' })
    const moved = await moveDesk(tx, bank, from.id, to.id)
    if (moved.length === 0) return refuse('handover-empty', { field: 'fromId' })
    for (const id of moved) {
      await write(tx, by, {
        happening: 'handovers.case-moved',
        subject: { kind: 'application', id },
        why: `${from.name} → ${to.name}`,
      })
    }
    await write(tx, by, {
      happening: 'handovers.made',
      subject: { kind: 'institution', id: bank },
      why,
      details: { from: from.name, to: to.name, cases: moved.length },
    })
    await notify(tx, by, {
      to: [{ person: to.id }],
      kind: 'cases',
      words: 'handovers.notice.made',
      values: { from: from.name, cases: moved.length },
      href: '/applications',
      subject: { kind: 'institution', id: bank },
    })
    return done({ cases: moved.length })
  })
