import { copyDatabase, Unsafe } from './backup-file.ts'
import { databaseUrl, dialect } from './dialect.ts'

/* `npm run backup -- data/backups/today.db`: a consistent, checked copy of the database, also while it is in use. */

const say = (line: string) => process.stdout.write(`${line}\n`)
const [to] = process.argv.slice(2)

if (dialect === 'postgresql') {
  say('PostgreSQL is backed up by its own tools:')
  say('  pg_dump --format=custom --file=today.dump "$DATABASE_URL"')
  process.exit(1)
}
if (!to) {
  say('Say where to: npm run backup -- data/backups/today.db')
  process.exit(1)
}
try {
  await copyDatabase(databaseUrl.replace(/^file:/, ''), to)
  say(`${to} is written and checked; ${to}.sha256 is its mark, keep both.`)
} catch (error) {
  if (!(error instanceof Unsafe)) throw error
  say(error.message)
  process.exit(1)
}
