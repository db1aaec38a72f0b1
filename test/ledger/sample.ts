import type { Store } from '../../db/index.ts'
import type { By } from '../../server/accounts/index.ts'
import { act } from '../../server/audit/index.ts'
import {
  type BookId,
  type BookKind,
  credit,
  debit,
  type EntryDraft,
  type LedgerParts,
  openBook,
  post,
  type Reversal,
  reserve,
  reverse,
  type Use,
  useReservation,
  voidReservation,
} from '../../server/ledger/index.ts'
import type { Day } from '../../server/money/day.ts'
import { type Fen, fen } from '../../server/money/fen.ts'
import { assert } from '../../server/platform/assert.ts'
import { newId } from '../../server/platform/ids.ts'
import type { Outcome } from '../../server/platform/outcome.ts'
import type { Town } from '../support/app.ts'

/** The ledger as a room uses it: each call is one action of one person. */
export function ledgerOf(store: Store, parts: LedgerParts, by: () => By) {
  return {
    open: (
      code: string,
      kind: BookKind,
      institutionId: Town['cast']['institutionIds']['pool'] | null = null,
    ) =>
      act(store, by(), (tx) =>
        openBook(tx, by(), {
          code,
          kind,
          name: { zh: `账簿 ${code}`, en: code },
          institutionId,
          region: '3406',
        }),
      ),
    post: (draft: EntryDraft) => act(store, by(), (tx) => post(tx, by(), parts, draft)),
    reserve: (draft: Parameters<typeof reserve>[3]) =>
      act(store, by(), (tx) => reserve(tx, by(), parts, draft)),
    use: (draft: Use) => act(store, by(), (tx) => useReservation(tx, by(), parts, draft)),
    void: (draft: Parameters<typeof voidReservation>[3]) =>
      act(store, by(), (tx) => voidReservation(tx, by(), parts, draft)),
    reverse: (draft: Reversal) => act(store, by(), (tx) => reverse(tx, by(), parts, draft)),
  }
}
export type Ledger = ReturnType<typeof ledgerOf>

export const theCase = { kind: 'institution', id: 'case' } as const

/** Money that a funder pays in; the key is new unless it is given. */
export const paidIn = (book: BookId, amountFen: number, on: Day, key: string = newId()): EntryDraft => ({
  key,
  kind: 'ledger.capital-paid-in',
  subject: theCase,
  on,
  memo: { funder: '市财政', amountFen },
  lines: [debit(book, 'cash-free', amountFen as Fen), credit(book, 'funders-capital', amountFen as Fen)],
})

/** Money that goes out at once, without a reservation: an advance. */
export const advanced = (book: BookId, amountFen: number, on: Day, key: string = newId()): EntryDraft => ({
  key,
  kind: 'test.advanced',
  subject: theCase,
  on,
  lines: [debit(book, 'advances-out', amountFen as Fen), credit(book, 'cash-free', amountFen as Fen)],
})

/** A town with a bridge pool, a compensation pool and a guarantor's book, all empty. */
export async function books(made: Town) {
  const { store, parts, cast, by, clock } = made
  const ledger = ledgerOf(store, parts, () => by(cast.tang))
  const opened = async (
    code: string,
    kind: BookKind,
    institutionId: (typeof cast.institutionIds)['pool'] | null,
  ) => happened(await ledger.open(code, kind, institutionId)).book.id
  const bridge = await opened('bridge', 'bridge-pool', cast.institutionIds.pool)
  const pool = await opened('compensation', 'compensation-pool', cast.institutionIds.pool)
  const party = await opened('party-guarantor', 'party', cast.institutionIds.guarantor)
  return { ...made, ledger, bridge, pool, party, today: () => clock.today() }
}

export function happened<T extends object>(outcome: Outcome<T>): T {
  assert(outcome.ok, `refused: ${outcome.ok ? '' : outcome.refusal.code}`)
  return outcome
}

/** The code of a refusal; null for a yes. */
export const codeOf = (outcome: Outcome<object>): string | null => (outcome.ok ? null : outcome.refusal.code)

export const yuan = (amount: number): Fen => fen(amount * 100)
