import { actorWords, type TrailRow } from '../audit/index.ts'
import { showInstant } from '../platform/clock.ts'
import { newId } from '../platform/ids.ts'
import type { Words } from '../platform/web/words.ts'
import { lineOf } from './checkpoint.ts'
import { type Fault, faultCodes } from './proof.ts'
import type { EntryRow } from './rows.ts'
import type { CheckpointRow } from './rows-proof.ts'

/** The first row that is wrong, as a sentence. */
export const faultWords = (w: Words, { code, table, row }: Fault): string =>
  w(`ledger.fault.${code}`, { row, table: w(`ledger.table.${table}`) })

type Shown = {
  readonly last: TrailRow | null
  readonly checkpoint: CheckpointRow | null
  readonly isGenuine: boolean | null
  readonly head: Pick<EntryRow, 'seq'> | null
}

/** What the last nightly proof said, what is signed, and how to prove it again. */
export function proofPage(w: Words, { last, checkpoint, isGenuine, head }: Shown, maySign: boolean) {
  const entries = head?.seq ?? 0
  return {
    title: w('ledger.proof-title'),
    verdict: verdictOf(w, last),
    facts: [
      { label: w('ledger.entries'), value: String(entries) },
      {
        label: w('ledger.last-proof'),
        value: last ? showInstant(last.at) : w('ledger.never'),
      },
      {
        label: w('ledger.last-checkpoint'),
        value: checkpoint
          ? w('ledger.checkpoint-of', { number: checkpoint.seq, at: showInstant(checkpoint.writtenAt) })
          : w('ledger.never'),
        ...(checkpoint ? { note: actorWords(w, checkpoint.actor) } : {}),
      },
    ],
    forged:
      isGenuine === false
        ? w('ledger.fault.checkpoint-forged', { row: checkpoint?.seq ?? '', table: '' })
        : null,
    line: checkpoint ? lineOf(checkpoint) : null,
    command: 'npm run ledger:verify -- ledger-checkpoint.txt',
    sign:
      maySign && entries > (checkpoint?.seq ?? 0)
        ? {
            title: w('ledger.sign-title', { count: entries - (checkpoint?.seq ?? 0) }),
            text: w('ledger.sign-text'),
            action: '/ledger/checkpoints',
            label: w('ledger.sign'),
            once: newId(),
          }
        : null,
  }
}

function verdictOf(w: Words, last: TrailRow | null): { tone: string; words: string } {
  if (!last) return { tone: 'warn', words: w('ledger.verdict-none') }
  const { code, table, row, entries, postings } = last.details ?? {}
  const known = faultCodes.find((one) => one === code)
  if (known)
    return {
      tone: 'bad',
      words: faultWords(w, { code: known, table: String(table) as Fault['table'], row: String(row) }),
    }
  return {
    tone: 'good',
    words: w('ledger.verdict-sound', { entries: Number(entries), postings: Number(postings) }),
  }
}
