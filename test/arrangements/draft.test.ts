import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import {
  afterStep,
  type Draft,
  draftFields,
  draftOf,
  layersValue,
  newDraft,
  readDraft,
} from '../../server/arrangements/draft.ts'
import { editFaults, editForm } from '../../server/arrangements/forms.ts'
import { checkArrangement } from '../../server/arrangements/index.ts'
import { speak } from '../../server/platform/web/words.ts'
import { anyArrangement, arrangement, codes, withLayers } from './sample.ts'

const zh = speak('zh')

/** 'guarantor 40 bank 60 ≤ pool / bank 100': the rows of a form, as they are typed. */
const typedLayers = (text: string): Draft => ({
  ...newDraft,
  layers: text.split('/').map((part) => {
    const [left = '', limit] = part.split('≤').map((one) => one.trim())
    const words = left.split(' ').map((word) => (word === '-' ? '' : word))
    return {
      limit: limit === undefined ? 'none' : /^\d/.test(limit) ? 'amount' : 'pool',
      limitFen: limit !== undefined && /^\d/.test(limit) ? limit : '',
      limitParty: limit !== undefined && !/^\d/.test(limit) ? limit : '',
      shares: words.flatMap((word, at) =>
        at % 2 === 0 ? [{ party: word, percent: words[at + 1] ?? '' }] : [],
      ),
    }
  }),
})

/** What the form says to these rows, at which of its fields. */
function saysTo(draft: Draft): string {
  const form = editForm(draft, true, true)
  const answers = {
    'base.normalInterest': 'no',
    'scope.farming': 'yes',
    'scope.unsecuredOnly': 'no',
    base: '0',
  }
  const read = form.read({ ...draftFields(draft), ...answers })
  if (!read.ok)
    return Object.entries(read.faults)
      .map(([name, { code }]) => `${code} ${name}`)
      .join(', ')
  const { value, fieldOf } = layersValue(draft, read.value)
  const refusals = checkArrangement({ ...arrangement('startup-fund'), firstPayer: null, ...value })
  return (
    Object.entries(editFaults(form, refusals, fieldOf))
      .map(([name, { code }]) => `${code.replace('refusal:', '')} ${name}`)
      .join(', ') || 'fine'
  )
}

describe('the rows of a form', () => {
  for (const [text, says] of [
    ['guarantor 40 bank 60', 'fine'],
    ['guarantor 40 - - bank 60', 'fine'],
    ['guarantor 33.33 bank 66.67', 'fine'],
    ['guarantor 40 bank 50', 'shares-do-not-add-up layers.0.shares.0.percent'],
    ['- - guarantor 40 bank 50', 'shares-do-not-add-up layers.0.shares.1.percent'],
    ['guarantor 40.001 bank 60', 'two-decimals layers.0.shares.0.percent'],
    ['guarantor 40 bank 101', 'out-of-range layers.0.shares.1.percent'],
    ['guarantor 100 bank 0', 'share-is-nothing layers.0.shares.1.percent'],
    ['- - guarantor 50 guarantor 50', 'party-twice layers.0.shares.2.party'],
    ['uncle 100', 'unknown-choice layers.0.shares.0.party'],
    ['- 40 bank 60', 'unknown-party layers.0.shares.0.party'],
    ['guarantor - bank 100', 'required layers.0.shares.0.percent'],
    ['- -', 'empty-layer layers.0.shares.0.percent'],
    ['guarantor 100 ≤ 500', 'last-layer-limited layers.0.limit'],
    ['guarantor 100 ≤ 0 / bank 100', 'limit-is-nothing layers.0.limitFen'],
    ['guarantor 100 / bank 100', 'layer-never-reached layers.1.limit'],
    ['guarantor 100 ≤ fund / bank 100', 'pool-has-no-share layers.0.limitParty'],
    ['fund 100 ≤ uncle / bank 100', 'unknown-choice layers.0.limitParty'],
    ['fund 50 bank 50 ≤ fund / fund 100', 'pool-without-limit layers.1.shares.0.percent'],
  ] as const)
    test(`${text}: ${says}`, () => assert.equal(saysTo(typedLayers(text)), says))

  test('a limit of an amount that nobody gave is asked for', () => {
    const [layer] = typedLayers('guarantor 100').layers
    assert.ok(layer)
    const draft = { ...newDraft, layers: [{ ...layer, limit: 'amount' }, { ...layer }] }
    assert.equal(saysTo(draft), 'required layers.0.limitFen')
  })

  test('layers for some loans are looked at as closely, at their own fields', () => {
    const { layers } = typedLayers('guarantor 40 bank 50')
    const draft = { ...typedLayers('guarantor 40 bank 60'), 'first-loan': layers }
    assert.equal(saysTo(draft), 'shares-do-not-add-up first-loan.0.shares.0.percent')
  })
})

describe('a button of the form', () => {
  const draft = typedLayers('fund 80 bank 20 ≤ fund / bank 100')
  for (const [button, rows] of [
    ['add-layer layers', '2 1 2'],
    ['remove-layer layers 0', '1'],
    ['add-share layers 1', '2 2'],
    ['remove-share layers 0 0', '1 1'],
    ['remove-share layers 0 7', '2 1'],
    ['remove-layer layers 5', '2 1'],
    ['add-share layers', '2 1'],
    ['add-layer uncle', '2 1'],
    ['propose', '2 1'],
  ] as const)
    test(`${button}: ${rows}`, () =>
      assert.equal(
        afterStep(draft, button)
          .layers.map(({ shares }) => shares.length)
          .join(' '),
        rows,
      ))

  test('never leads past six layers of nine parties, whatever is sent', () => {
    let long = newDraft
    for (let pressed = 0; pressed < 20; pressed += 1) {
      long = afterStep(afterStep(long, 'add-layer layers'), 'add-share layers 0')
    }
    assert.deepEqual(
      long.layers.map(({ shares }) => shares.length),
      [9, 2, 2, 2, 2, 2],
    )
    const flood = Object.fromEntries(
      Array.from({ length: 500 }, (_, at) => [`layers.${at}.shares.${at}.party`, 'bank']),
    )
    assert.ok(readDraft(flood).layers.length <= 6)
  })
})

describe('an arrangement', () => {
  const round = (one: ReturnType<typeof arrangement>) => {
    const draft = draftOf(one)
    const form = editForm(draft, false, true)
    const read = form.read({
      ...draftFields(readDraft(draftFields(draft))),
      ...{ 'base.normalInterest': 'no', 'scope.farming': 'yes', 'scope.unsecuredOnly': 'no', base: '0' },
    })
    assert.ok(read.ok, JSON.stringify(read))
    const { layers, variants } = one
    assert.deepEqual(layersValue(draft, read.value).value, { layers, variants })
  }

  for (const code of codes) test(`${code} comes through its form unchanged`, () => round(arrangement(code)))

  test('of any kind comes through its form unchanged', () =>
    fc.assert(fc.property(anyArrangement, round), { numRuns: 50 }))

  test('with a limit in fen shows and reads it to the fen', () =>
    round(withLayers('treasury 10000 ≤ 123456789', 'guarantor 6667 bank 3333')))

  test('says each fault in both languages', () => {
    const refusals = checkArrangement(withLayers('guarantor 4000 bank 5999'))
    const [fault] = refusals
    assert.ok(fault)
    assert.equal(zh.refusal(fault), '这一层的比例合计为 99.99 %，应为 100 %。')
    assert.match(speak('en').refusal(fault), /99\.99%/)
  })
})
