import type { Transaction } from '../../db/index.ts'
import type { By } from '../accounts/by.ts'
import { newId } from '../platform/ids.ts'
import { addTrail, addTrails, type TrailRow } from './rows.ts'

/** What happened to what. The room's words have a sentence for it under `happening.<what happened>`. */
export type Happening = {
  /** `<room>.<what happened>`, such as `applications.taken`. */
  readonly happening: string
  readonly subject: { readonly kind: string; readonly id: string }
  readonly from?: string
  readonly to?: string
  readonly why?: string
  readonly details?: Record<string, unknown>
}

/** 留痕: writes who, when, what and why in the transaction of what happened; if it fails, nothing happened. */
export async function write(tx: Transaction, by: By, what: Happening): Promise<void> {
  await addTrail(tx, rowOf(by, what))
}

/** The same for many things that happened at once. `written` hears how many rows were written since its last word. */
export const writeAll = (
  tx: Transaction,
  by: By,
  all: readonly Happening[],
  written?: (count: number) => unknown,
): Promise<void> =>
  addTrails(
    tx,
    all.map((what) => rowOf(by, what)),
    written,
  )

const rowOf = (by: By, what: Happening): TrailRow => ({
  id: newId<'trail'>(),
  at: by.at,
  personId: by.person?.id ?? null,
  actor: by.actor,
  institutionId: by.person?.institutionId ?? by.program?.institutionId ?? null,
  happening: what.happening,
  subjectKind: what.subject.kind,
  subjectId: what.subject.id,
  fromState: what.from ?? null,
  toState: what.to ?? null,
  why: what.why ?? null,
  details: what.details ?? null,
  requestId: by.requestId,
  address: by.address,
})
