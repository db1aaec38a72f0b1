import { cpus, loadavg } from 'node:os'
import { arrangementPolicies } from '../../seeds/reference/arrangements.ts'
import { claimPolicies } from '../../seeds/reference/claim-rules.ts'
import { arrangementOn } from '../../server/arrangements/index.ts'
import { day } from '../../server/money/day.ts'
import { fen } from '../../server/money/fen.ts'
import { sfc32 } from '../../server/platform/chance.ts'
import { piecesFrom } from '../../server/platform/work/thread.ts'
import { policyBook } from '../../server/policies/index.ts'
import type { DrawingPiece } from '../../server/stress/parts-drawing.ts'
import { Portfolio } from '../../server/stress/portfolio.ts'
import { defaultRateOf, stressRuleOn } from '../../server/stress/rule.ts'
import type { StressTask } from '../../server/stress/stress.ts'

/*
 * A stress test of a large city: 10,000 years over 100,000 loans, by the rates and the correlation of the reference policy,
 * in the thread in which the program draws. 4321 with twelve guarantors, and the two pools, which run dry in bad years.
 *
 *   npm run bench -- stress
 *   npm run bench -- stress --loans=20000 --scenarios=2000 --rounds=3
 */

const option = (name: string, usual: number) =>
  Number(process.argv.find((word) => word.startsWith(`--${name}=`))?.split('=')[1] ?? usual)
const loanCount = option('loans', 100_000)
const scenarios = option('scenarios', 10_000)
const rounds = option('rounds', 5)
const say = (line = '') => process.stdout.write(`${line}\n`)

const today = day('2026-11-20')
const book = policyBook([...arrangementPolicies, ...claimPolicies])
const { value: rule } = stressRuleOn(book, today)
const chance = sfc32(3406)
const pick = <Value>(list: readonly Value[]): Value => list[Math.floor(chance() * list.length)] as Value

function termsOf(code: string) {
  const found = arrangementOn(book, code, today)
  if (!found.ok) throw new Error(found.refusal.code)
  return found.policy.value
}

const codes = ['4321', '4321', '4321', 'tax-credit-pool', 'startup-fund'] as const
const began = performance.now()
const portfolio = new Portfolio()
for (let at = 0; at < loanCount; at += 1) {
  const code = pick(codes)
  portfolio.add({
    ...{ id: String(at), code, terms: `${code}-1` },
    guarantorId: code === '4321' ? `guarantor-${Math.floor(chance() * 12)}` : null,
    size: pick(['micro', 'micro', 'small', 'small', 'medium', 'large', null] as const),
    // From 100,000 to 10 million yuan, most of them small.
    balanceFen: fen(Math.round(10_000_000 * 100 ** chance())),
  })
}
const { groups, cells } = portfolio.packed(
  ({ code }) => termsOf(code),
  (size) => defaultRateOf(rule, size),
  rule.recoveryPpm,
)
const task: StressTask = {
  ...{ groups, cells },
  purses: [
    { code: 'tax-credit-pool', party: 'pool', freeFen: fen(20_000_000_000) },
    { code: 'startup-fund', party: 'fund', freeFen: fen(3_000_000_000) },
  ],
  draw: { scenarios, correlation: rule.correlationPpm / 1_000_000, seed: rule.seed },
}
const gathered = performance.now() - began

const taken: number[] = []
let answers = ''
for (let round = 0; round < rounds; round += 1) {
  const start = performance.now()
  const entry = new URL('../../server/stress/parts-drawing.ts', import.meta.url)
  for await (const piece of piecesFrom<DrawingPiece>(entry, task, { seconds: 600, megabytes: 1_000 }))
    if ('answer' in piece) {
      const text = JSON.stringify(piece.answer)
      if (answers && answers !== text) throw new Error('the same task gave two answers')
      answers = text
    }
  taken.push((performance.now() - start) / 1000)
}
const [middle, most] = [taken.toSorted((a, b) => a - b)[rounds >> 1] ?? 0, Math.max(...taken)]
const { pools, loss } = JSON.parse(answers)
say(
  `${scenarios} years over ${loanCount} loans in ${groups.length} groups and ${cells.length} cells, ${rounds} rounds, ` +
    `Node ${process.version}, ${cpus().length} cores, load ${loadavg()[0]?.toFixed(1)}`,
)
say()
say('| | seconds |')
say('|---|---:|')
say(`| put together from the loans | ${(gathered / 1000).toFixed(2)} |`)
say(`| drawn in the thread, median | **${middle.toFixed(2)}** |`)
say(`| most | ${most.toFixed(2)} |`)
say()
say(
  `The same answer each time; the pools ran dry in ${pools.map((pool: { broken: number }) => pool.broken).join(' and ')} of the years;`,
)
say(`the loss not passed in 99 of 100 years is ${(loss.p99Fen / 1e10).toFixed(2)} hundred million yuan.`)
