import { rm } from 'node:fs/promises'
import { build } from 'esbuild'

/*
 * Makes `dist`, the program as `npm start` runs it: the same files at the same places, in JavaScript. Node 20 reads
 * TypeScript by a loader in a thread of its own, which costs every start seconds and the running program a quarter of
 * its memory. Templates, words, migrations and lists go along as they are.
 */

const [, , folder = 'dist'] = process.argv
const asTheyAre = ['.css', '.csv', '.ejs', '.js', '.json', '.png', '.sql', '.svg']

/** What names another file of ours names it as it is called in `dist`. */
const renamed = {
  name: 'renamed',
  setup({ onResolve }) {
    onResolve({ filter: /^\.{1,2}\/.*\.ts$/ }, ({ kind, path }) =>
      kind === 'entry-point' ? null : { path: path.replace(/ts$/, 'js'), external: true },
    )
  },
}

await rm(folder, { recursive: true, force: true })
await build({
  entryPoints: [
    ...['db', 'seeds', 'server'].map((from) => `./${from}/**/*.ts`),
    './package.json',
    './db/migrations/**/*.sql',
    './db/migrations/**/_journal.json',
    './seeds/**/*.csv',
    './views/**/*',
  ],
  outbase: '.',
  outdir: folder,
  bundle: true,
  packages: 'external',
  format: 'esm',
  platform: 'node',
  target: 'node20',
  loader: Object.fromEntries(asTheyAre.map((ending) => [ending, 'copy'])),
  plugins: [renamed],
  logLevel: 'warning',
})
