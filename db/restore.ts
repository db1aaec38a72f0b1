import { restoreDatabase, Unsafe } from './backup-file.ts'
import { databaseUrl, dialect } from './dialect.ts'

/* `npm run restore -- data/backups/today.db [--replace]`: puts a copy in the place of the database. */

const say = (line: string) => process.stdout.write(`${line}\n`)
const words = process.argv.slice(2)
const [copy] = words.filter((word) => !word.startsWith('--'))

if (dialect === 'postgresql') {
  say('PostgreSQL is restored by its own tools, with the program stopped:')
  say('  pg_restore --clean --if-exists --dbname="$DATABASE_URL" today.dump')
  process.exit(1)
}
if (!copy) {
  say('Say which copy: npm run restore -- data/backups/today.db')
  process.exit(1)
}
try {
  const to = databaseUrl.replace(/^file:/, '')
  const old = await restoreDatabase(copy, to, words.includes('--replace'))
  say(`${to} is now the copy ${copy}.${old ? ` What was there lies in ${old}.` : ''}`)
} catch (error) {
  if (!(error instanceof Unsafe)) throw error
  say(error.message)
  process.exit(1)
}
