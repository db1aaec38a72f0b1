import { execFile, execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { inflateSync } from 'node:zlib'
import { chromium, type Page } from 'playwright-core'

export type PageOptions = {
  /** 1440 is an office screen, 390 a phone with touch. */
  width: 1440 | 390
  /** False shows what a reader without scripts gets. */
  javaScript?: boolean
  locale?: 'zh-CN' | 'en'
}

export type TestBrowser = {
  /** Opens a page of its own person: it shares no cookie with any other page. */
  newPage(options: PageOptions): Promise<Page>
  close(): Promise<void>
}

export type Violation = { rule: string; impact: string; help: string; where: string[] }

const troubles = new WeakMap<Page, string[]>()

/**
 * Starts a real Chromium out of the development dependencies: nothing is downloaded, no Chromium or Chinese font
 * of the machine is used, and root may run it. Security of the page (CSP, same origin) stays switched on.
 */
export async function openBrowser(): Promise<TestBrowser> {
  const home = await unpacked()
  const executablePath = join(home, 'chromium')
  const browser = await chromium.launch({
    executablePath,
    args: ['--font-render-hinting=none', '--disable-gpu', '--no-zygote'],
    env: { ...process.env, ...librariesFor(executablePath, home), FONTCONFIG_FILE: join(home, 'fonts.conf') },
  })
  return {
    newPage: async ({ width, javaScript = true, locale = 'zh-CN' }) => {
      const phone = width === 390
      const context = await browser.newContext({
        viewport: { width, height: phone ? 844 : 900 },
        isMobile: phone,
        hasTouch: phone,
        javaScriptEnabled: javaScript,
        locale,
        timezoneId: 'Asia/Shanghai',
      })
      return watched(await context.newPage())
    },
    close: () => browser.close(),
  }
}

/** What axe finds on the page as it stands now, serious and critical findings only; needs a page with scripts on. */
export async function axeViolations(page: Page): Promise<Violation[]> {
  // Evaluated from outside the page, so the page's own CSP need not allow it.
  await page.evaluate(axeSource)
  return page.evaluate<
    Violation[]
  >(`axe.run(document, { resultTypes: ['violations'], selectors: false, preload: false }).then(({ violations }) =>
    violations.filter(({ impact }) => impact === 'serious' || impact === 'critical').map((found) => ({
      rule: found.id, impact: found.impact, help: found.help, where: found.nodes.map((node) => node.html),
    })))`)
}

/** Errors of scripts and refusals by CSP that the page's console has shown since it was opened. */
export const troublesOn = (page: Page): readonly string[] => troubles.get(page) ?? []

function watched(page: Page): Page {
  const heard: string[] = []
  troubles.set(page, heard)
  page.on('pageerror', (error) => heard.push(error.message))
  page.on('console', (message) => {
    if (message.type() === 'error') heard.push(message.text())
  })
  return page
}

const here = createRequire(import.meta.url)
/** The small build: each page reads it anew, which takes longer than showing the page. */
const axeSource = readFileSync(here.resolve('axe-core/axe.min.js'), 'utf8')
const packedFonts = join(dirname(here.resolve('@fontsource/noto-sans-sc/package.json')), 'files')
const modules = fileURLToPath(new URL('../../node_modules/', import.meta.url))
const weights = [400, 500, 600, 700]
/** Two numbered parts hold what the common one lacks: the river 浍 and the town 铚城 of this city. */
const scripts = ['latin', 'chinese-simplified', '29', '60']

/**
 * The folder with the unpacked browser and fonts, made once per installation. Test files start at the same time in
 * processes of their own, so it is built aside and moved into place whole; who comes second throws its copy away.
 */
async function unpacked(): Promise<string> {
  const cache = join(modules, '.cache')
  // Named after what is in it, so that an older one is not taken for it.
  const home = join(cache, ['test-browser', ...scripts].join('-'))
  const ready = join(home, 'fonts.conf')
  if (await readable(ready)) return home
  await mkdir(cache, { recursive: true })
  const aside = await mkdtemp(join(cache, 'test-browser-'))
  await unpackChromium(aside)
  await unpackFonts(aside, home)
  await rename(aside, home).catch(() => rm(aside, { recursive: true }))
  if (!(await readable(ready))) throw new Error(`the test browser could not be unpacked to ${home}`)
  return home
}

const readable = (path: string): Promise<boolean> =>
  readFile(path).then(
    () => true,
    () => false,
  )

/**
 * The package unpacks into the temporary folder and takes whatever lies there, even a half-written file of another
 * process. A child process with a temporary folder of its own avoids that. The environment's name makes the package
 * add the NSS libraries, which a bare Debian lacks.
 */
async function unpackChromium(into: string): Promise<void> {
  await promisify(execFile)(
    process.execPath,
    [
      '--input-type=module',
      '--eval',
      "import packed from '@sparticuz/chromium'; await packed.executablePath()",
    ],
    {
      cwd: modules,
      env: { PATH: process.env.PATH, TMPDIR: into, AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs20.x' },
    },
  )
}

/** The machine's own libraries come first; the packed ones help out where some are missing. */
function librariesFor(executable: string, home: string): Record<string, string> {
  const needed = execFileSync('ldd', [executable], { encoding: 'utf8' })
  return needed.includes('not found') ? { LD_LIBRARY_PATH: join(home, 'al2023', 'lib') } : {}
}

async function unpackFonts(into: string, home: string): Promise<void> {
  await mkdir(join(into, 'noto'))
  for (const script of scripts) {
    for (const weight of weights) {
      const packed = await readFile(join(packedFonts, `noto-sans-sc-${script}-${weight}-normal.woff`))
      await writeFile(join(into, 'noto', `${script}-${weight}.ttf`), trueType(packed))
    }
  }
  // The files name each weight as a family of its own ("Noto Sans SC Thin"); one name makes bold text find its bold.
  const fontsConfiguration = `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>${join(home, 'noto')}</dir>
  <cachedir>${join(home, 'font-cache')}</cachedir>
  <match target="scan"><edit name="family" mode="assign"><string>Noto Sans SC</string></edit></match>
  <match target="pattern"><edit name="family" mode="append"><string>Noto Sans SC</string></edit></match>
</fontconfig>
`
  await writeFile(join(into, 'fonts.conf'), fontsConfiguration)
}

/**
 * A WOFF file is a TrueType file whose tables are deflated one by one (W3C WOFF 1.0, §3 to §5). Chromium reads WOFF
 * from the web only, and from the machine TrueType only.
 */
function trueType(woff: Buffer): Buffer {
  const tables = woff.readUInt16BE(12)
  const directory = Buffer.alloc(12 + 16 * tables)
  const power = Math.floor(Math.log2(tables))
  woff.copy(directory, 0, 4, 8)
  directory.writeUInt16BE(tables, 4)
  directory.writeUInt16BE(16 * 2 ** power, 6)
  directory.writeUInt16BE(power, 8)
  directory.writeUInt16BE(16 * (tables - 2 ** power), 10)
  const parts: Buffer[] = [directory]
  let offset = directory.length
  for (let table = 0; table < tables; table += 1) {
    const from = 44 + 20 * table
    const packedLength = woff.readUInt32BE(from + 8)
    const length = woff.readUInt32BE(from + 12)
    const start = woff.readUInt32BE(from + 4)
    const packed = woff.subarray(start, start + packedLength)
    const entry = 12 + 16 * table
    woff.copy(directory, entry, from, from + 4)
    directory.writeUInt32BE(woff.readUInt32BE(from + 16), entry + 4)
    directory.writeUInt32BE(offset, entry + 8)
    directory.writeUInt32BE(length, entry + 12)
    const padding = Buffer.alloc((4 - (length % 4)) % 4)
    parts.push(packedLength < length ? inflateSync(packed) : packed, padding)
    offset += length + padding.length
  }
  return Buffer.concat(parts)
}
