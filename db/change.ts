import { spawnSync } from 'node:child_process'

/* `npm run db:change -- add-something`: writes the migrations of both databases under one name. */

const name = process.argv[2]
if (!name || !/^[a-z][a-z0-9-]+$/.test(name)) {
  process.stderr.write('Say what changes: npm run db:change -- add-something\n')
  process.exit(1)
}
for (const url of ['file:data/rongqiao.db', 'postgresql://localhost/rongqiao']) {
  const run = spawnSync(
    'npx',
    ['drizzle-kit', 'generate', '--config', 'db/drizzle.config.ts', '--name', name],
    {
      stdio: 'inherit',
      env: { ...process.env, DATABASE_URL: url, NODE_OPTIONS: '--import tsx' },
    },
  )
  if (run.status !== 0) process.exit(run.status ?? 1)
}
