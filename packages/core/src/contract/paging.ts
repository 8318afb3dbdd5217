/** How a list goes on. `next` of a page is an opaque cursor to the caller, whatever the vendor calls it. */
export type Paging = LinkHeaderPaging | CursorPaging | LastItemPaging | PageNumberPaging | OffsetPaging | NextUrlPaging

export interface LinkHeaderPaging {
  readonly by: 'link'
}
export interface CursorPaging {
  readonly by: 'cursor'
  /** Dotted path in the answer. */
  readonly from: string
  /** The query or body field that takes it. */
  readonly to: string
}
export interface LastItemPaging {
  readonly by: 'last'
  readonly field: string
  readonly to: string
  /** Dotted path in the answer of the flag that says more follow. */
  readonly more: string
}
export interface PageNumberPaging {
  readonly by: 'number'
  readonly to: string
  /** Dotted path in the answer of the page count; without it the first page that is not full ends the list. */
  readonly pages?: string
  readonly first: number
  /** Field of the input that says how many items a full page has. */
  readonly size?: string
}
export interface OffsetPaging {
  readonly by: 'offset'
  readonly to: string
  /** Dotted path in the answer of the total; without it the first empty page ends the list. */
  readonly total?: string
}
export interface NextUrlPaging {
  readonly by: 'url'
  /** Dotted path in the answer. The URL must be of the operation's own origin. */
  readonly from: string
  /** The path that such URLs have, as a template: `/services/data/{version}/query/{locator}`. Default: the route's own. */
  readonly path?: string
  /** The vendor names a next page also on the last one: the first that is empty ends the list. */
  readonly untilEmpty?: true
}

/** RFC 8288 `Link: <…>; rel="next"`. */
export function linkHeader(): LinkHeaderPaging {
  return { by: 'link' }
}
/** The answer holds the next cursor at `from`; it goes back in `to`. */
export function cursor(from: string, to = 'cursor'): CursorPaging {
  return { by: 'cursor', from, to }
}
/** The last item's `field` goes back in `to` while the flag at `more` is true. */
export function lastItem(to: string, more: string, field = 'id'): LastItemPaging {
  return { by: 'last', to, more, field }
}
export function pageNumber(to: string, options: { pages?: string; first?: number; size?: string }): PageNumberPaging {
  return { by: 'number', to, first: options.first ?? 1, ...options }
}
export function offset(to: string, options: { total?: string } = {}): OffsetPaging {
  return { by: 'offset', to, ...options }
}
/** The answer holds the whole URL of the next page. */
export function nextUrl(from: string, options: { path?: string; untilEmpty?: true } = {}): NextUrlPaging {
  return { by: 'url', from, ...options }
}

export interface Page<Item> {
  readonly items: readonly Item[]
  /** Pass it back as `{ cursor }` for the next page. Absent on the last one. */
  readonly next?: string
}
/** A page of a query that also promises something of the page as a whole, such as how many items there are in all. */
export interface PageWithFacts<Item, Facts> extends Page<Item> {
  readonly facts: Facts
}
