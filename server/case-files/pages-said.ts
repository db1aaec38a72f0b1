import { changesTable, unaskedWords } from '../applications/index.ts'
import { objectedWords, taxOfWords } from '../objections/index.ts'
import type { Reference } from '../parts.ts'
import { showInstant } from '../platform/clock.ts'
import type { Words } from '../platform/web/words.ts'
import { lookStateOn } from '../second-looks/second-look.ts'
import { factLines, schemeShown } from '../tax-checks/index.ts'
import type { FileShown } from './case-file.ts'
import { table } from './pages-table.ts'

/** What was said in a case; a bank's file has no second looks, and no word that there could be some. */
export const saidTables = (w: Words, reference: Reference, shown: FileShown) => [
  messagesTable(w, shown),
  objectionsTable(w, reference, shown),
  ...(shown.said.secondLooks ? [secondLooksTable(w, shown.today, shown.said.secondLooks)] : []),
]

/** Who of the firm wrote is the firm's to know. */
const messagesTable = (w: Words, { said, isBank, names }: FileShown) =>
  table(
    w,
    w('case-files.messages'),
    ['at', 'who', 'what'],
    said.messages.map(({ message, name }) => ({
      cells: [
        showInstant(message.at),
        message.side === 'bank'
          ? { words: name, note: names.bank }
          : isBank
            ? w('messages.side.firm')
            : { words: name, note: w('messages.side.firm') },
        message.text,
      ],
    })),
  )

const objectionsTable = (w: Words, reference: Reference, { said }: FileShown) =>
  table(
    w,
    w('case-files.objections'),
    ['number', 'fact', 'held', 'claimed', 'why', 'answer'],
    said.objections.map(({ objection: one, withheld }) => {
      const value = (side: string | null) =>
        withheld
          ? w(`case-files.because.${withheld}`)
          : one.claimed === null
            ? ''
            : objectedWords(w, reference, one.fact, side)
      return {
        cells: [
          { words: one.number, note: `${showInstant(one.madeAt)} · ${w('case-files.due')} ${one.dueOn}` },
          {
            words: w(`objections.fact.${one.fact}`),
            note: taxOfWords(w, one) ?? '',
          },
          value(one.held),
          value(one.claimed),
          one.words,
          {
            words: one.answer ?? '',
            note: [w(`objections.state.${one.state}`), one.decidedAt && showInstant(one.decidedAt)]
              .filter(Boolean)
              .join(' · '),
          },
        ],
      }
    }),
  )

const secondLooksTable = (
  w: Words,
  today: FileShown['today'],
  looks: NonNullable<FileShown['said']['secondLooks']>,
) =>
  table(
    w,
    w('case-files.second-looks'),
    ['number', 'given', 'bank', 'answer', 'why'],
    looks.flatMap(({ look, banks }) =>
      banks.map(({ answer, bank, product }) => ({
        cells: [
          {
            words: look.number,
            note: [
              w(`second-looks.state.${lookStateOn(look, today)}`),
              look.endedAt && showInstant(look.endedAt),
            ]
              .filter(Boolean)
              .join(' · '),
          },
          { words: showInstant(look.openedAt), note: `${w('case-files.until')} ${look.until}` },
          bank,
          {
            words: [w(`second-looks.answer.${answer.state}`), product].filter(Boolean).join(' '),
            ...(answer.answeredAt ? { note: showInstant(answer.answeredAt) } : {}),
          },
          answer.words ?? '',
        ],
      })),
    ),
  )

/** The tax checks that were kept, each with its facts and every rule; or why its content is kept back. */
export const checksShown = (w: Words, reference: Reference, { said }: FileShown) =>
  said.taxChecks.kept.map(({ occasion, madeAt, lprVersion, facts, checked, refusal, changes }) => {
    const { withheld, schemes } = said.taxChecks
    return {
      title: `${w(`tax-checks.occasion.${occasion}`)} · ${showInstant(madeAt)}`,
      withheld: withheld ? w(`case-files.because.${withheld}`) : '',
      facts: withheld
        ? []
        : [
            ...factLines(w, facts),
            ...(lprVersion ? [{ label: w('case-files.lpr'), value: lprVersion }] : []),
          ],
      unasked: withheld ? null : unaskedWords(w, refusal),
      changes: withheld || !changes ? null : changesTable(w, reference, changes),
      schemes: withheld
        ? []
        : checked.map((one) => schemeShown(w, reference, one, schemes.get(one.code) ?? null)),
    }
  })
