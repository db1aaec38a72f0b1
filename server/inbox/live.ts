import type { PersonId } from '../accounts/person.ts'

/** Somebody's open page that wants to hear of his inbox. */
export type Listener = {
  readonly personId: PersonId
  /** Hash of the session; with its end the line ends. */
  readonly session: string
  /** How many notices are unread now. */
  tell(unread: number): void
  /** The page is to listen no more: the session is over, or newer pages took its place. */
  over(): void
  /** The line breaks, and the page tries again. */
  end(): void
}

/** As many open pages of one person hear of news; the oldest gives way. Pages in the background do not listen. */
export const mostOfOne = 6
/** As many lines as one process holds; whoever comes then sees news with his next page. */
export const mostOfAll = 5_000

/** The open pages of this process, by person. */
export class Listeners {
  readonly #byPerson = new Map<PersonId, Set<Listener>>()
  #size = 0

  get size(): number {
    return this.#size
  }

  /** False where there is no room. */
  add(listener: Listener): boolean {
    if (this.#size >= mostOfAll) return false
    const own = this.#byPerson.get(listener.personId) ?? new Set()
    const [oldest] = own
    if (own.size >= mostOfOne && oldest) {
      this.remove(oldest)
      oldest.over()
    }
    // Removing the last one of a person takes his set away.
    this.#byPerson.set(listener.personId, own.add(listener))
    this.#size += 1
    return true
  }

  remove(listener: Listener): void {
    const own = this.#byPerson.get(listener.personId)
    if (!own?.delete(listener)) return
    this.#size -= 1
    if (own.size === 0) this.#byPerson.delete(listener.personId)
  }

  of(personId: PersonId): readonly Listener[] {
    return [...(this.#byPerson.get(personId) ?? [])]
  }

  all(): readonly Listener[] {
    return [...this.#byPerson.values()].flatMap((own) => [...own])
  }
}
