import assert from 'node:assert/strict'
import { test } from 'node:test'
import { circlesPage } from '../../server/guarantees/pages-circles.ts'
import { day } from '../../server/money/day.ts'
import { fen } from '../../server/money/fen.ts'
import { speak } from '../../server/platform/web/words.ts'

const today = day('2026-03-10')

test('a circle is called mutual once: by its name where nobody controls it, beside its controller else', () => {
  const circle = (controllers: readonly string[], mutual: boolean) => ({
    ...{ controllers, mutual, firms: [], balanceFen: fen(100), shareFen: fen(40) },
  })
  const { tables } = circlesPage(
    speak('zh'),
    [],
    [circle([], true), circle(['林国栋'], true), circle(['林国栋'], false), circle([], false)],
    { namesPersons: true, isPlace: false, day: { asOf: today, on: null, firstOn: null }, today },
  )
  assert.deepEqual(
    tables[1]?.rows.map(({ cells: [first] }) => first),
    [
      { words: '互保圈', note: undefined },
      { words: '林国栋', note: '互保圈' },
      { words: '林国栋', note: undefined },
      { words: '关联企业', note: undefined },
    ],
  )
})

test('the bureau goes on from a circle to its firms and loans, of the same day; who shares does not', () => {
  const firm = { firmId: 'f1', firm: '淮北某厂', balanceFen: fen(100), shareFen: fen(40), guarantees: 1 }
  const circle = { controllers: ['林国栋'], mutual: false, firms: [firm] }
  const hrefs = (isPlace: boolean, on: ReturnType<typeof day> | null) =>
    circlesPage(speak('zh'), [], [{ ...circle, balanceFen: fen(100), shareFen: fen(40) }], {
      ...{ namesPersons: true, isPlace, day: { asOf: on ?? today, on, firstOn: null }, today },
    }).tables[1]?.rows.map(({ cells: [first] }) =>
      typeof first === 'object' && 'href' in first ? first.href : null,
    )
  assert.deepEqual(hrefs(true, null), ['/cockpit/exposure/circle?firm=f1'])
  assert.deepEqual(hrefs(true, day('2026-03-01')), ['/cockpit/exposure/circle?firm=f1&on=2026-03-01'])
  assert.deepEqual(hrefs(false, null), [null])
})
