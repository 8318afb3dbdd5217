/** How a list goes on. `next` of a page is an opaque cursor to the caller, whatever the vendor calls it. */
export type Paging = LinkHeaderPaging | CursorPaging | LastItemPaging | PageNumberPaging | OffsetPaging | NextUrlPaging

/** Made by `linkHeader`. */
export interface LinkHeaderPaging {
  readonly by: 'link'
  /** Query parameters of the next page's address that say where it begins. All others are the input's, on every page. */
  readonly position: readonly string[]
}
/** Made by `cursor`. */
export interface CursorPaging {
  readonly by: 'cursor'
  /** Dotted path in the answer. */
  readonly from: string
  /** The query or body field that takes it. */
  readonly to: string
  /** Dotted path in the answer of the flag that says more follow. Without one, a cursor that is there says so. */
  readonly more?: string
}
/** Made by `lastItem`. */
export interface LastItemPaging {
  readonly by: 'last'
  readonly field: string
  readonly to: string
  /** Dotted path in the answer of the flag that says more follow. */
  readonly more: string
}
/** Made by `pageNumber`. */
export interface PageNumberPaging {
  readonly by: 'number'
  readonly to: string
  /** Dotted path in the answer of the page count; without it, or where an answer has none, the first empty page ends the list. */
  readonly pages?: string
  readonly first: number
}
/** Made by `offset`. */
export interface OffsetPaging {
  readonly by: 'offset'
  readonly to: string
  /**
   * Dotted path in the answer of the total; without it, or where an answer has none, the first empty page ends the list. An empty page
   * before the total is a contract violation: state a total only where the vendor counts what it gives.
   */
  readonly total?: string
}
/** Made by `nextUrl`. */
export interface NextUrlPaging {
  readonly by: 'url'
  /** Dotted path in the answer. The URL must be of the operation's own origin. */
  readonly from: string
  /** Query parameters of the URL that say where the next page begins. All others are the input's, on every page. */
  readonly position: readonly string[]
  /**
   * The path that such URLs have, as a template: `/services/data/v60.0/query/{locator}`. Placeholders that the route has are the input's;
   * the others are the position, which stands for all that was asked: the operation's own query is not sent with it. Default: the
   * route's own path, asked with the operation's own query.
   */
  readonly path?: string
  /** The vendor names a next page also on the last one: the first that is empty ends the list. */
  readonly untilEmpty?: true
}

/**
 * RFC 8288 `Link: <…>; rel="next"`. `position` names the vendor's paging parameters in it (`['page']`), a fact of the vendor's
 * documentation. No field of the input may be one.
 */
export function linkHeader(position: readonly string[]): LinkHeaderPaging {
  return { by: 'link', position }
}
/**
 * The answer holds the next cursor at `from`; it goes back in `to`. State the flag `more` where the last page has a cursor, too, as
 * those of GraphQL's connections have: `cursor('issues.pageInfo.endCursor', 'after', { more: 'issues.pageInfo.hasNextPage' })`.
 */
export function cursor(from: string, to = 'cursor', options: { more?: string } = {}): CursorPaging {
  return { by: 'cursor', from, to, ...options }
}
/** The last item's `field` goes back in `to` while the flag at `more` is true. */
export function lastItem(to: string, more: string, field = 'id'): LastItemPaging {
  return { by: 'last', to, more, field }
}
/**
 * Pages are counted from `first` (1 unless stated). Only what the vendor says ends the list: its count of pages, or an empty page. A
 * short page proves nothing, since a vendor may cap a size that was asked for or leave out what the credentials may not see; so state
 * `pages` where the vendor gives it, which spares the request for an empty page.
 */
export function pageNumber(to: string, options: { pages?: string; first?: number } = {}): PageNumberPaging {
  return { by: 'number', to, first: options.first ?? 1, ...options }
}
/** `to` takes how many items came before. The vendor's total ends the list, or the first empty page. */
export function offset(to: string, options: { total?: string } = {}): OffsetPaging {
  return { by: 'offset', to, ...options }
}
/**
 * The answer holds the whole URL of the next page. `position` names the vendor's paging parameters in its query, none of them a field
 * of the input; `[]` where the position is in a `path` of its own.
 */
export function nextUrl(
  from: string,
  position: readonly string[],
  options: { path?: string; untilEmpty?: true } = {},
): NextUrlPaging {
  return { by: 'url', from, position, ...options }
}

/** One page of a list. */
export interface Page<Item> {
  readonly items: readonly Item[]
  /** Pass it back as `{ cursor }` for the next page. Absent on the last one. */
  readonly next?: string
}
/** A page of a query that also promises something of the page as a whole, such as how many items there are in all. */
export interface PageWithFacts<Item, Facts> extends Page<Item> {
  readonly facts: Facts
}
