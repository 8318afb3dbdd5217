/** How a list continues. To the caller, a page's `next` is an opaque cursor, whatever the vendor calls it. */
export type Paging = LinkHeaderPaging | CursorPaging | LastItemPaging | PageNumberPaging | OffsetPaging | NextUrlPaging

/** Made by `linkHeader`. */
export interface LinkHeaderPaging {
  readonly by: 'link'
  /** Query parameters of the next page's URL that say where it begins. All others come from the input, on every page. */
  readonly position: readonly string[]
}
/** Made by `cursor`. */
export interface CursorPaging {
  readonly by: 'cursor'
  /** Dotted path in the answer. */
  readonly from: string
  /** The query or body field that takes it. */
  readonly to: string
  /** Dotted path in the answer to the flag that says more follow. Without one, the presence of a cursor does. */
  readonly more?: string
}
/** Made by `lastItem`. */
export interface LastItemPaging {
  readonly by: 'last'
  readonly field: string
  readonly to: string
  /** Dotted path in the answer to the flag that says more follow. */
  readonly more: string
}
/** Made by `pageNumber`. */
export interface PageNumberPaging {
  readonly by: 'number'
  readonly to: string
  /** Dotted path in the answer to the page count; without it, or if an answer has none, the first empty page ends the list. */
  readonly pages?: string
  readonly first: number
}
/** Made by `offset`. */
export interface OffsetPaging {
  readonly by: 'offset'
  readonly to: string
  /**
   * Dotted path in the answer to the total; without it, or if an answer has none, the first empty page ends the list. An empty
   * page before the total is a contract violation: state a total only where the vendor counts exactly what it returns.
   */
  readonly total?: string
}
/** Made by `nextUrl`. */
export interface NextUrlPaging {
  readonly by: 'url'
  /** Dotted path in the answer. The URL must be on the operation's own origin. */
  readonly from: string
  /** Query parameters of the URL that say where the next page begins. All others come from the input, on every page. */
  readonly position: readonly string[]
  /**
   * The path of such URLs, as a template: `/services/data/v60.0/query/{locator}`. Placeholders shared with the route come from
   * the input; the others are the position, which stands for the whole original query, so the operation's own query is not sent
   * with it. Default: the route's own path, with the operation's own query.
   */
  readonly path?: string
  /** True when the vendor names a next page even on the last one: the first empty page then ends the list. */
  readonly untilEmpty?: true
}

/**
 * RFC 8288 `Link: <…>; rel="next"`. `position` names the vendor's paging parameters in it (`['page']`), a fact of the vendor's
 * documentation. None may be a field of the input.
 */
export function linkHeader(position: readonly string[]): LinkHeaderPaging {
  return { by: 'link', position }
}
/**
 * The answer holds the next cursor at `from`; it goes back in `to`. State the flag `more` if the last page has a cursor too, as
 * GraphQL connections do: `cursor('issues.pageInfo.endCursor', 'after', { more: 'issues.pageInfo.hasNextPage' })`.
 */
export function cursor(from: string, to = 'cursor', options: { more?: string } = {}): CursorPaging {
  return { by: 'cursor', from, to, ...options }
}
/** The last item's `field` goes back in `to` while the flag at `more` is true. */
export function lastItem(to: string, more: string, field = 'id'): LastItemPaging {
  return { by: 'last', to, more, field }
}
/**
 * Pages are numbered from `first` (default 1). Only the vendor ends the list: by its page count, or by an empty page. A
 * short page proves nothing, since a vendor may cap the requested size or leave out what the credentials may not see. State
 * `pages` where the vendor gives it: that saves the request for an empty page.
 */
export function pageNumber(to: string, options: { pages?: string; first?: number } = {}): PageNumberPaging {
  return { by: 'number', to, first: options.first ?? 1, ...options }
}
/** `to` takes the number of items before the page. The vendor's total ends the list, or the first empty page. */
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
/** A page of a query that also promises facts about the page as a whole, such as the total number of items. */
export interface PageWithFacts<Item, Facts> extends Page<Item> {
  readonly facts: Facts
}
