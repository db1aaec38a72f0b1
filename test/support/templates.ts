import { appendFileSync, readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { rendered } from '../../server/platform/web/views.ts'

/* Every template renders: each process of a step leaves the names of those it rendered, and the runner compares. */

/** Where the processes of a step leave the names; not set where nobody asks. */
const list = process.env.RENDERED_TEMPLATES

if (list) process.once('exit', () => appendFileSync(list, `${rendered().join('\n')}\n`))

const folder = fileURLToPath(new URL('../../views/', import.meta.url))

/** All templates of the house, and those of them that no test has rendered. */
export function templatesOf(file: string): { readonly all: number; readonly missing: readonly string[] } {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ejs'))
    .map((name) => name.replaceAll('\\', '/').replace(/\.ejs$/, ''))
  const done = new Set(readFileSync(file, 'utf8').split('\n'))
  return { all: names.length, missing: names.filter((name) => !done.has(name)) }
}
