import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { applicationStates } from '../../server/applications/application.ts'
import { isOpenToBank, mayAsk, takesPapers } from '../../server/documents/access.ts'
import { checklist, owed } from '../../server/documents/checklist.ts'
import { downloadName } from '../../server/documents/pages.ts'
import {
  checkExpiry,
  isExpired,
  isPaperKind,
  paperKinds,
  reminderDue,
  validityOf,
} from '../../server/documents/paper.ts'
import { checkAnswer, checkItems, moveRequest, requestStates } from '../../server/documents/request.ts'
import { checkDocumentRules } from '../../server/documents/rules.ts'
import { showBytes } from '../../server/documents/size.ts'
import { day } from '../../server/money/day.ts'
import type { Instant } from '../../server/platform/clock.ts'
import { table } from '../support/table.ts'

const today = day('2026-03-10')
const rules = { firstReminderDays: 30, lastReminderDays: 7 }
const dayOrNone = (cell: string) => (cell === '-' ? null : day(cell))

describe('how a paper stands', () => {
  for (const row of table(`
    ends       | stands  | reminder
    -          | endless | -
    2026-03-09 | expired | -
    2026-03-10 | soon    | 7
    2026-03-17 | soon    | 7
    2026-03-18 | soon    | 30
    2026-04-09 | soon    | 30
    2026-04-10 | valid   | -
    2030-01-01 | valid   | -
  `))
    test(`with the last day ${row.ends}: ${row.stands}, reminder ${row.reminder}`, () => {
      const expiresOn = dayOrNone(row.ends)
      assert.equal(validityOf({ expiresOn }, today, rules), row.stands)
      assert.equal(isExpired({ expiresOn }, today), row.stands === 'expired')
      const due = expiresOn ? reminderDue(expiresOn, today, rules) : null
      assert.equal(String(due ?? '-'), row.reminder)
      const checked = checkExpiry(expiresOn, today)
      assert.equal(
        checked.ok ? 'fine' : checked.refusal.code,
        row.stands === 'expired' ? 'paper-expired' : 'fine',
      )
    })

  test('knows its kinds', () => {
    assert.ok(paperKinds.every(isPaperKind))
    assert.ok(!isPaperKind('passport'))
  })
})

const at = (time: string) => `2026-03-${time}:00.000Z` as Instant
const paper = (kind: (typeof paperKinds)[number], expiresOn: string | null = null, givenAt = '05T01:00') => ({
  kind,
  expiresOn: expiresOn ? day(expiresOn) : null,
  givenAt: at(givenAt),
})
const terms = { documents: ['business-licence', 'bank-statements'], optionalDocuments: ['permits'] } as const
const told = (lines: ReturnType<typeof checklist>) =>
  lines.map(({ kind, need, standing }) => `${kind} ${need} ${standing}`)

describe('the list of a case', () => {
  test('is what the product asks for, the optional last, before anything came', () => {
    const lines = checklist(terms, [], null, today)
    assert.deepEqual(told(lines), [
      'business-licence required missing',
      'bank-statements required missing',
      'permits optional missing',
    ])
    assert.deepEqual(
      owed(lines).map(({ kind }) => kind),
      ['business-licence', 'bank-statements'],
    )
  })

  test('of a version from before optional papers were asked about has none', () => {
    assert.deepEqual(told(checklist({ documents: ['identity'] }, [], null, today)), [
      'identity required missing',
    ])
  })

  test('counts an expired paper as none, unless a valid one lies beside it', () => {
    const old = paper('business-licence', '2026-03-09')
    assert.equal(checklist(terms, [old], null, today)[0]?.standing, 'expired')
    assert.equal(
      checklist(terms, [old, paper('business-licence', '2026-03-10')], null, today)[0]?.standing,
      'there',
    )
  })

  test('takes in what came besides', () => {
    const lines = checklist(terms, [paper('invoices'), paper('invoices')], null, today)
    assert.equal(told(lines).at(-1), 'invoices extra there')
    assert.equal(lines.at(-1)?.papers.length, 2)
  })

  test('puts what the bank asks for first, and counts only what came since', () => {
    const asked = {
      owedSince: at('08T01:00'),
      items: [
        { kind: 'bank-statements', words: '只有三个月' },
        { kind: 'permits', words: '' },
        { kind: 'bank-statements', words: '缺公章' },
      ],
    } as const
    const before = checklist(terms, [paper('bank-statements'), paper('business-licence')], asked, today)
    assert.deepEqual(told(before), [
      'bank-statements asked missing',
      'permits asked missing',
      'business-licence required there',
    ])
    assert.equal(before[0]?.words, '只有三个月\n缺公章')
    assert.equal(before[0]?.papers.length, 1, 'what came before is still to be seen')
    const after = checklist(
      terms,
      [paper('bank-statements'), paper('bank-statements', null, '09T01:00'), paper('business-licence')],
      asked,
      today,
    )
    assert.deepEqual(
      owed(after).map(({ kind }) => kind),
      ['permits'],
    )
  })
})

describe('a request for papers', () => {
  for (const row of table(`
    from     | may go to
    open     | answered ended
    answered | resumed ended
    resumed  |
    ended    |
  `))
    test(`that is ${row.from} may become ${row['may go to'] || 'nothing else'}`, () => {
      const from = requestStates.find((state) => state === row.from) ?? 'open'
      const open = requestStates.filter((to) => moveRequest(from, to).ok)
      assert.deepEqual(open, row['may go to'].split(' ').filter(Boolean))
    })

  test('asks for something, and for another paper only in words', () => {
    const code = (...asked: Parameters<typeof checkItems>) => {
      const checked = checkItems(...asked)
      return checked.ok ? 'fine' : checked.refusal.code
    }
    assert.equal(code([], '请补齐'), 'nothing-asked')
    assert.equal(code([{ kind: 'other', words: ' ' }], ''), 'asked-words-required')
    assert.equal(code([{ kind: 'other', words: '' }], '请补水电费单'), 'fine')
    assert.equal(code([{ kind: 'other', words: '水电费单' }], ''), 'fine')
    assert.equal(code([{ kind: 'permits', words: '' }], ''), 'fine')
  })

  test('is answered with all papers, or with words', () => {
    assert.ok(checkAnswer(0, '').ok)
    assert.ok(checkAnswer(2, '下周补').ok)
    assert.equal(checkAnswer(2, ' ').ok, false)
  })
})

describe('who may do what with the papers of a case', () => {
  const open = ['submitted', 'taken', 'offered', 'agreed']
  test('the firm brings them until the end, the bank reads them then only of a loan', () => {
    assert.deepEqual(applicationStates.filter(takesPapers), open)
    assert.deepEqual(applicationStates.filter(isOpenToBank), [...open, 'signed'])
  })
  test('the bank asks while the next step is its own', () =>
    assert.deepEqual(applicationStates.filter(mayAsk), ['taken', 'agreed']))
})

describe('the rules for papers', () => {
  const fine = {
    fileMegabytes: 20,
    filesAtOnce: 5,
    quotaMegabytes: 500,
    dailyFiles: 100,
    answerWorkdays: 5,
    firstReminderDays: 30,
    lastReminderDays: 7,
  }
  const fields = (value: object) => checkDocumentRules(value).map(({ code, field }) => `${code} ${field}`)
  test('are whole numbers within reason, and remind in order', () => {
    assert.deepEqual(fields(fine), [])
    assert.deepEqual(fields({ ...fine, fileMegabytes: 101 }), ['policy-malformed fileMegabytes'])
    assert.deepEqual(fields({ ...fine, filesAtOnce: 0 }), ['policy-malformed filesAtOnce'])
    assert.deepEqual(fields({ ...fine, dailyFiles: 1.5 }), ['policy-malformed dailyFiles'])
    assert.deepEqual(fields({ ...fine, lastReminderDays: 30 }), ['reminders-out-of-order lastReminderDays'])
  })
})

describe('what people read', () => {
  for (const row of table(`
    bytes       | shown
    0           | 0 B
    1023        | 1023 B
    1024        | 1 KB
    86000       | 84 KB
    1023999     | 1 MB
    1258291     | 1.2 MB
    20971520    | 20 MB
    524288000   | 500 MB
  `))
    test(`${row.bytes} bytes as ${row.shown}`, () => assert.equal(showBytes(Number(row.bytes)), row.shown))

  test('a download has the ending of what it is', () => {
    assert.equal(downloadName({ name: '执照.exe', type: 'pdf' }), '执照.pdf')
    assert.equal(downloadName({ name: 'a.b.JPEG', type: 'jpeg' }), 'a.b.jpg')
    assert.equal(downloadName({ name: '', type: 'xlsx' }), 'paper.xlsx')
    assert.equal(downloadName({ name: '.pdf', type: 'png' }), 'paper.png')
  })
})
