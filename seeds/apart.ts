import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { Reader } from '../db/index.ts'
import { enterprises } from '../db/tables/enterprises.ts'
import { assert } from '../server/platform/assert.ts'

/** A city is hundreds of thousands of things that live for moments: with more room for the young they are swept less often. */
const roomy = ['--max-semi-space-size=64', '--min-semi-space-size=32']

/**
 * Makes the demo city in a process of its own, unless firms stand in the database already: what the making takes of
 * memory goes with the process, and the one that serves people stays small.
 */
export async function makeCityApart(from: Reader): Promise<void> {
  if ((await from.$count(enterprises)) > 0) return
  // A watching parent would make a child that watches and never ends; and the making takes its own memory.
  const options = process.execArgv.filter((option) => !/^--(watch|max-)/.test(option))
  const making = fileURLToPath(import.meta.url).replace(/apart(?=\.\w+$)/, 'run')
  const child = spawn(process.execPath, [...roomy, ...options, making], { stdio: 'inherit' })
  const [code] = await once(child, 'exit')
  assert(code === 0, 'the demo city was not made; its own message stands above')
}
