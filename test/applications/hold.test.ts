import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { checkHold, type RunningCase } from '../../server/applications/hold.ts'
import type { InstitutionId } from '../../server/institutions/institution.ts'
import { day } from '../../server/money/day.ts'
import { newId } from '../../server/platform/ids.ts'
import { table } from '../support/table.ts'

const banks: Readonly<Record<string, InstitutionId>> = { A: newId(), B: newId(), C: newId() }
const bank = (letter: string): InstitutionId => banks[letter] ?? assert.fail(letter)

/** `A 03-24` runs until that day; `A stopped 2` stands still with two working days left. */
const running = (text: string): RunningCase[] =>
  text
    .split(', ')
    .filter((one) => one !== '-')
    .map((one) => {
      const [letter = '', when = '', left] = one.split(' ')
      const dueOn = when === 'stopped' ? null : day(`2026-${when}`)
      return { institutionId: bank(letter), dueOn, daysLeft: left ? Number(left) : null }
    })

describe('a need for one bank at a time', () => {
  for (const row of table(`
    what                                           | asked   | cases                | who | on    | answer
    nobody is asked and nobody works on it         | -       | -                    | A   | 03-10 | done
    who is asked may answer                        | A 03-12 | -                    | A   | 03-12 | done
    nobody else until the day is past              | A 03-12 | -                    | B   | 03-12 | need-held 2026-03-12
    and anybody after it                           | A 03-12 | -                    | B   | 03-13 | done
    a case holds it on its last day                | -       | A 03-24              | B   | 03-24 | need-held 2026-03-24
    and no longer                                  | -       | A 03-24              | B   | 03-25 | done
    a late case and one in time: the one in time   | -       | A 03-24, B 04-08     | C   | 03-25 | need-held 2026-04-08
    two in time: the later day                     | -       | A 03-26, B 03-24     | C   | 03-20 | need-held 2026-03-26
    a clock that stands still holds without a day  | -       | A stopped 1          | B   | 06-30 | need-held-on
    also beside one that runs                      | -       | A stopped 1, B 03-24 | C   | 03-20 | need-held-on
    who was late when it stopped gains nothing     | -       | A stopped -1         | B   | 03-26 | done
    a day that nobody counted holds                | -       | A stopped            | B   | 03-26 | need-held-on
    a second product while the first case runs     | -       | A 03-24              | A   | 03-10 | own-case-runs
    also after its clock ran out                   | -       | A 03-24              | A   | 03-30 | own-case-runs
    also when asked                                | A 03-12 | A 03-24              | A   | 03-10 | own-case-runs
    who is asked, though the firm applied to B     | A 03-12 | B 03-12              | A   | 03-11 | done
  `))
    test(row.what ?? '', () => {
      const [asked = '', until] = (row.asked ?? '').split(' ')
      const hold = until
        ? { heldFor: bank(asked), heldUntil: day(`2026-${until}`) }
        : { heldFor: null, heldUntil: null }
      const found = checkHold(bank(row.who ?? ''), hold, running(row.cases ?? ''), day(`2026-${row.on}`))
      const said = found.ok
        ? 'done'
        : [found.refusal.code, found.refusal.values?.until].filter(Boolean).join(' ')
      assert.equal(said, row.answer)
    })
})
