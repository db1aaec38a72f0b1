import { Client } from 'pg'
import { databaseUrl, openStore } from '../../db/index.ts'

/* Makes the migrated database that every PostgreSQL test copies; run once by `test/run.ts`. */

const admin = new Client({ connectionString: databaseUrl })
await admin.connect()
await admin.query('create database rongqiao_template')
await admin.end()
const store = await openStore(
  Object.assign(new URL(databaseUrl), { pathname: '/rongqiao_template' }).toString(),
)
await store.migrate()
await store.close()
