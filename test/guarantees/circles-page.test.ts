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
