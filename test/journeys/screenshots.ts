import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { demoPassword } from '../../server/accounts/pages.ts'
import { speak } from '../../server/platform/web/words.ts'
import { openBrowser } from '../support/browser.ts'
import { Reader } from './reader.ts'

/* Takes the pictures of the README from the demo city, as `npm start` makes it: `npm run screenshots`. */

const home = fileURLToPath(new URL('../../', import.meta.url))
const folder = join(home, 'views/screenshots')

type Picture = {
  readonly name: string
  /** The sign-in name of the person whose page it is. */
  readonly whose: string
  readonly height: number
  readonly reach: (reader: Reader) => Promise<void>
}

const pictures: readonly Picture[] = [
  {
    name: 'offers',
    whose: 'lin',
    height: 1160,
    reach: (reader) => reader.follow('home.next-offers-label'),
  },
  { name: 'hall', whose: 'wu', height: 1160, reach: (reader) => reader.menu('layout.menu-hall') },
  { name: 'funnel', whose: 'lu', height: 1160, reach: (reader) => reader.menu('layout.menu-funnel') },
]

const place = await mkdtemp(join(tmpdir(), 'rongqiao-screenshots-'))
const program = spawn(process.execPath, ['--import', 'tsx', 'server/start.ts'], {
  cwd: home,
  env: {
    ...process.env,
    DATABASE_URL: `file:${join(place, 'city.db')}`,
    PORT: '0',
    LOG_LEVEL: 'warn',
    OVERLOAD_MS: '0',
  },
  stdio: ['ignore', 'pipe', 'inherit'],
})
const browser = await openBrowser()
try {
  const origin = await addressOf(program)
  await mkdir(folder, { recursive: true })
  for (const { name, whose, height, reach } of pictures) {
    const page = await browser.newPage({ width: 1440 })
    const reader = new Reader(page, speak('zh'), origin)
    await reader.signIn(whose, demoPassword)
    await reach(reader)
    await page.waitForLoadState('networkidle')
    // A pointer over a button would leave its mark on the picture.
    await page.mouse.move(0, 0)
    await page.screenshot({
      path: join(folder, `${name}.png`),
      clip: { x: 0, y: 0, width: 1440, height },
      fullPage: true,
    })
    await page.context().close()
  }
} finally {
  await browser.close()
  program.kill('SIGTERM')
  await once(program, 'exit')
  await rm(place, { recursive: true })
}

/** The address that the program prints once it listens. */
async function addressOf({ stdout }: typeof program): Promise<string> {
  for await (const line of createInterface({ input: stdout })) {
    const found = /http:\/\/127\.0\.0\.1:\d+/.exec(line)
    if (!found) continue
    // What it prints afterwards must go somewhere, or it waits for a reader for ever.
    stdout.resume()
    return found[0]
  }
  throw new Error('the program ended before it listened')
}
