import { cpus } from 'node:os'
import { referencePolicies } from '../../seeds/reference/policies.ts'
import { arrangementShape, splitLoss } from '../../server/arrangements/index.ts'
import { day } from '../../server/money/day.ts'
import { fen } from '../../server/money/fen.ts'
import { ppm } from '../../server/money/rate.ts'
import { schedule } from '../../server/money/schedule.ts'
import { split } from '../../server/money/split.ts'
import { bareLoss, bareSchedule, bareSplit } from './money-bare.ts'

/*
 * The money core against a hand-written loop over the same arithmetic without types, refusals or assertions, in one
 * run, round by round in turn.
 *
 *   npm run bench -- money
 *   npm run bench -- money --rounds=9
 */

const rounds = Number(process.argv.find((word) => word.startsWith('--rounds='))?.split('=')[1] ?? 7)
const say = (line = '') => process.stdout.write(`${line}\n`)

const splits = 1_000_000
const schedules = 10_000
const months = 360
const turns = 20
const shares = [4000, 3000, 2000, 1000]

/** Another amount each time, so that nothing is worked out once for all: 1,000,000.01 yuan and 0.07 yuan more a time. */
const amountAt = (at: number) => 100_000_001 + 7 * at

/** A 4321 as the book has it, whole: layers, first payer, what is borne. */
const arrangement = arrangementShape.parse(
  referencePolicies.find(({ code }) => code === 'arrangement-4321')?.value,
)

const shapes = [
  {
    name: '1,000,000 splits by 4321',
    target: true,
    bare: summed(splits, (at) => bareSplit(amountAt(at), shares)[at % 4]),
    ours: summed(splits, (at) => split(fen(amountAt(at)), shares)[at % 4]),
  },
  {
    name: '10,000 schedules of 360 months',
    target: true,
    bare: summed(schedules, (at) => ofRows(bareSchedule(amountAt(at), 43_500, months, 2026, 1, 31), at)),
    ours: summed(schedules, (at) => ofRows(scheduleOf(amountAt(at)), at)),
  },
  {
    name: '1,000,000 losses by 4321, with who pays first',
    target: false,
    bare: summed(splits, (at) => bareLoss(amountAt(at), shares).shares[at % 4]?.borneFen),
    ours: summed(splits, (at) => lossOf(amountAt(at)).shares[at % 4]?.borneFen),
  },
]

/**
 * A work answers a sum of what it made, so that none of it can be left out; bare and ours must agree on it. It is done
 * in twentieths, ours and bare by turns, so that a slow moment of the machine falls on both.
 */
function summed(count: number, make: (at: number) => number | undefined): (turn: number) => number {
  const some = count / turns
  return (turn) => {
    let sum = 0
    for (let at = turn * some; at < (turn + 1) * some; at += 1) sum += (make(at) ?? Number.NaN) % 1000
    return sum
  }
}

type Made = { readonly rows: readonly { readonly dueOn: string }[]; readonly totalInterestFen: number }
const ofRows = ({ rows, totalInterestFen }: Made, at: number): number =>
  totalInterestFen + rows.length + Number(rows[at % months]?.dueOn.slice(8))

function scheduleOf(principalFen: number) {
  const made = schedule({
    principalFen: fen(principalFen),
    annualRatePpm: ppm(43_500),
    months,
    method: 'equal-instalment',
    drawnOn: day('2026-01-31'),
    dayCount: 'monthly',
  })
  if (!made.ok) throw new Error(made.code)
  return made
}

function lossOf(lossFen: number) {
  const made = splitLoss(arrangement, { lossFen: fen(lossFen) })
  if (!made.ok) throw new Error(made.refusal.code)
  return made
}

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN

type Work = (turn: number) => number

/** One round: all turns of both, and what they came to. */
function round(bare: Work, ours: Work): { bare: number; ours: number } {
  const taken = { bare: 0, ours: 0 }
  for (let turn = 0; turn < turns; turn += 1) {
    const started = performance.now()
    const wanted = bare(turn)
    const between = performance.now()
    const made = ours(turn)
    taken.bare += between - started
    taken.ours += performance.now() - between
    if (made !== wanted) throw new Error(`bare says ${wanted}, ours ${made}`)
  }
  return taken
}

const whole = (ms: number) => Math.round(ms).toLocaleString('en')

say(
  `${rounds} rounds, Node ${process.version}, ${cpus().length} cores (${cpus()[0]?.model.trim()}), ${new Date().toISOString().slice(0, 10)}`,
)
say()
say('| work | bare, ms | ours, ms | ours of bare, median | wanted | each round |')
say('|---|---:|---:|---:|---:|---|')
for (const { name, target, bare, ours } of shapes) {
  round(bare, ours) // to warm up
  const measured = Array.from({ length: rounds }, () => round(bare, ours))
  const ratios = measured.map((one) => one.ours / one.bare)
  const each = ratios.map((ratio) => ratio.toFixed(2)).join(' ')
  const [bareMs, oursMs] = [
    whole(median(measured.map((one) => one.bare))),
    whole(median(measured.map((one) => one.ours))),
  ]
  say(
    `| ${name} | ${bareMs} | ${oursMs} | **${median(ratios).toFixed(2)}** | ${target ? '3.00' : ''} | ${each} |`,
  )
}
