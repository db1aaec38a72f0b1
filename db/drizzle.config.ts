import { defineConfig } from 'drizzle-kit'
import { dialect } from './dialect.ts'

/** Generates the migrations of the dialect that `DATABASE_URL` names; `db/change.ts` runs it for both. */
export default defineConfig({
  dialect,
  schema: './db/tables/index.ts',
  out: process.env.MIGRATIONS_OUT ?? `./db/migrations/${dialect}`,
})
