import type { Locator, Page } from 'playwright-core'
import type { Words } from '../../server/platform/web/words.ts'
import { castPassword } from '../support/server.ts'

/** How long a page of this house may take before a journey gives up. */
const patienceMs = 10_000

/** The pattern of words that stand in full: no more and no less, whatever they are. */
const whole = (words: string, after = '') => new RegExp(`^\\s*${escaped(words)}${after}\\s*$`)
const escaped = (words: string) => words.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')

/**
 * A person before a page, who finds things as people do: by the words that stand on them, in the language that is
 * read, whatever the markup behind.
 */
export class Reader {
  readonly page: Page
  readonly w: Words
  readonly #origin: string

  constructor(page: Page, w: Words, origin: string) {
    this.page = page
    this.w = w
    this.#origin = origin
    page.setDefaultTimeout(patienceMs)
  }

  async open(path: string): Promise<void> {
    const answer = await this.page.goto(`${this.#origin}${path}`)
    if (!answer?.ok()) throw new Error(`${path} answers ${answer?.status()}: ${await this.page.title()}`)
  }

  /** By the link in the masthead, if the page speaks the other language. */
  async chooseLanguage(): Promise<void> {
    const code = this.w.language === 'zh' ? 'zh-CN' : 'en'
    if ((await this.page.locator('html').getAttribute('lang')) === code) return
    await this.page.locator(`a[hreflang="${code}"]`).click()
    await this.page.locator(`html[lang="${code}"]`).waitFor()
  }

  async signIn(name: string, password = castPassword): Promise<void> {
    await this.open('/sign-in')
    await this.chooseLanguage()
    await this.type('accounts.field.signInName', name)
    await this.type('accounts.field.password', password)
    await this.main.getByRole('button', { name: this.w('layout.sign-in') }).click()
    await this.sees(this.w('layout.sign-out'))
  }

  get main(): Locator {
    return this.page.getByRole('main')
  }

  /** The control under a label, wherever it may stay empty or not. */
  field(key: string, within: Locator = this.main): Locator {
    const optional = `(${escaped(this.w('parts.optional'))})?`
    return within.getByLabel(whole(this.w(key), optional))
  }

  async type(key: string, text: string): Promise<void> {
    await this.field(key).fill(text)
  }

  async pick(key: string, label: string): Promise<void> {
    await this.field(key).selectOption({ label })
  }

  /** One of a group of choices, by the question and the answer. */
  async choose(question: string, answer: string): Promise<void> {
    const group = this.main.getByRole('group', { name: this.w(question) })
    await group.getByLabel(whole(this.w(answer))).check()
  }

  /** A page of the menu, which a phone keeps folded, and everybody what is not of every day. */
  async menu(key: string): Promise<void> {
    const link = this.page.getByRole('navigation').getByRole('link', {
      name: this.w(key),
      exact: true,
      includeHidden: true,
    })
    for (const folded of ['layout.menu', 'layout.menu-more']) {
      const word = this.page.getByText(this.w(folded), { exact: true })
      if (!(await link.isVisible()) && (await word.isVisible())) await word.click()
    }
    await link.click()
    await this.page.locator('nav a[aria-current="page"]', { hasText: whole(this.w(key)) }).waitFor({
      state: 'attached',
    })
  }

  /** A filter above a list; a phone keeps the filters folded. */
  async filter(key: string, label: string): Promise<void> {
    const filter = this.field(key)
    if (!(await filter.isVisible()))
      await this.main.getByText(this.w('parts.filters'), { exact: true }).click()
    await filter.selectOption({ label })
    const before = this.page.url()
    await this.press('parts.filters-apply')
    // A filtered list has an address of its own, with scripts or without.
    await this.page.waitForURL((address) => address.href !== before)
  }

  async press(key: string, within: Locator = this.main): Promise<void> {
    await within
      .getByRole('button', { name: this.w(key), exact: true })
      .first()
      .click()
  }

  async follow(key: string, within: Locator = this.main): Promise<void> {
    await within
      .getByRole('link', { name: this.w(key), exact: true })
      .first()
      .click()
  }

  /** Waits until the words stand somewhere on the page, to be seen. */
  async sees(words: string, within: Locator = this.page.locator('body')): Promise<void> {
    await within.getByText(words).filter({ visible: true }).first().waitFor()
  }

  async says(key: string, values: Record<string, string | number> = {}): Promise<void> {
    await this.sees(this.w(key, values))
  }

  /** The panel, the card or the row that carries these words. */
  part(words: string): Locator {
    return this.main.locator('article, section, tr').filter({ hasText: words }).last()
  }
}
