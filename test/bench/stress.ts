import { mkdtempSync, rmSync } from 'node:fs'
import { cpus, tmpdir } from 'node:os'
import { join } from 'node:path'
import { eq } from 'drizzle-orm'
import { openStore, type Store } from '../../db/index.ts'
import { people } from '../../db/tables/accounts.ts'
import { byPerson, byPlatform } from '../../server/accounts/index.ts'
import { readConfig } from '../../server/config.ts'
import { assert, present } from '../../server/platform/assert.ts'
import { systemClock } from '../../server/platform/clock.ts'
import { piecesFrom } from '../../server/platform/work/thread.ts'
import { policyBook, refreshPolicies } from '../../server/policies/index.ts'
import { ask, cancel } from '../../server/stress/actions.ts'
import type { DrawingPiece } from '../../server/stress/parts-drawing.ts'
import { stressRuleOn } from '../../server/stress/rule.ts'
import type { StressTask } from '../../server/stress/stress.ts'
import { demoCity } from './city-file.ts'
import { fillCity } from './city-fill.ts'
import { at, figure, loadOf, option, say, spent, spentOn, type Took } from './measuring.ts'

/*
 * A stress test of a large city: 10,000 years over 100,000 loans, by the rates and the correlation of the reference policy. The
 * loans are put together by the room's own action from the rows of a filled city, and drawn in the thread in which the program
 * draws. 4321 with four guarantors, and three schemes of pools. SQLite only.
 *
 *   npm run bench -- stress
 *   npm run bench -- stress --loans=20000 --scenarios=2000 --rounds=3
 */

const loanCount = option('loans', 100_000)
const rounds = option('rounds', 5)
const folder = mkdtempSync(join(tmpdir(), 'rongqiao-stress-'))
const policies = policyBook()
const byNight = byPlatform(systemClock.now(), systemClock.today())

/** Who asks for such runs in the demo city. */
async function analyst({ read }: Store) {
  const [row] = await read.select().from(people).where(eq(people.signInName, 'qin'))
  const { id, name, role, enterpriseId, institutionId, region } = present(row, 'the analyst of the bureau')
  const person = { id, name, role, enterpriseId, institutionId, region, organisation: '', language: 'zh' }
  return byPerson(person as Parameters<typeof byPerson>[0], byNight.at, byNight.today)
}

/** The task as the program puts it together, so many times; each run is called off before the next. */
async function putTogether(store: Store) {
  const by = await analyst(store)
  const parts = { store, policies, clock: systemClock }
  const { recoveryPpm } = stressRuleOn(policies, by.today).value
  const region = present(by.person?.region, 'the region of an office')
  const question = {
    kind: 'drawn',
    region,
    arrangement: null,
    bankId: null,
    size: null,
    ratePpm: null,
  } as const
  const taken: Took[] = []
  let last: { loans: number; task: StressTask } | null = null
  for (let round = 0; round < rounds; round += 1)
    taken.push(
      await spentOn(async () => {
        const asked = await ask(parts, by, { ...question, recoveryPpm })
        assert(asked.ok, 'a run of the whole city')
        last = { loans: asked.run.loans, task: asked.task }
        assert((await cancel(store, by, asked.run)).ok, 'a run is called off')
      }),
    )
  return { taken, ...present(last as { loans: number; task: StressTask } | null, 'a run') }
}

/** The years of a task, so many times in a thread; the answer must be the same to the fen. */
async function drawnOften(task: StressTask) {
  const entry = new URL('../../server/stress/parts-drawing.ts', import.meta.url)
  const taken: Took[] = []
  let answers = ''
  for (let round = 0; round < rounds; round += 1)
    taken.push(
      await spentOn(async () => {
        for await (const piece of piecesFrom<DrawingPiece>(entry, task, { seconds: 600, megabytes: 1_000 }))
          if ('answer' in piece) {
            const text = JSON.stringify(piece.answer)
            assert(answers === '' || answers === text, 'the same task gave two answers')
            answers = text
          }
      }),
    )
  return { taken, answer: JSON.parse(answers) }
}

try {
  const file = await demoCity(folder, 'city.db', option('port', 4169))
  const [, filling] = await spent(() => fillCity(file, { config: readConfig() }, byNight, loanCount))
  const store = await openStore(`file:${file}`)
  await refreshPolicies({ store, policies })
  const { task, loans, taken: gathered } = await putTogether(store)
  const draw = present(task.draw, 'years that are drawn')
  const scenarios = option('scenarios', draw.scenarios)
  const { taken, answer } = await drawnOften({ ...task, draw: { ...draw, scenarios } })
  await store.close()
  say(
    `${figure(scenarios)} years over ${figure(loans)} loans in ${task.groups.length} groups and ${task.cells.length} cells, ${rounds} rounds, ` +
      `Node ${process.version}, ${cpus().length} cores, load ${loadOf()}; the city filled in ${filling}`,
  )
  say()
  say('| | seconds, median | most | of a processor, median |')
  say('|---|---:|---:|---:|')
  for (const [name, all] of [
    ['read from the database and put together', gathered],
    ['drawn in the thread', taken],
  ] as const) {
    const seconds = (which: 'clock' | 'processor', share: number) =>
      figure(
        at(
          all.map((one) => one[which]),
          share,
        ) / 1000,
        2,
      )
    say(`| ${name} | **${seconds('clock', 0.5)}** | ${seconds('clock', 1)} | ${seconds('processor', 0.5)} |`)
  }
  say()
  say(
    `The same answer each time; the pools ran dry in ${answer.pools.map((pool: { broken: number }) => pool.broken).join(', ')} of the years;`,
  )
  say(
    `the loss not passed in 99 of 100 years is ${figure(answer.loss.p99Fen / 1e10, 2)} hundred million yuan.`,
  )
} finally {
  rmSync(folder, { recursive: true, force: true })
}
