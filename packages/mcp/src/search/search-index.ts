import type { Tool } from '@modelcontextprotocol/server'
import MiniSearch from 'minisearch'
import type { ServedTool } from '../toolset/served-tool.ts'

/** Ranks tools by how well their words match a query (BM25), over names, titles, descriptions and fields. */
export class SearchIndex {
  readonly #index: MiniSearch<Entry>
  readonly #wires: ReadonlyMap<string, Tool>

  constructor(tools: ReadonlyMap<string, ServedTool>) {
    this.#wires = new Map([...tools.values()].map(({ wire }) => [wire.name, wire]))
    this.#index = new MiniSearch<Entry>({
      idField: 'name',
      fields: ['name', 'title', 'description', 'fields'],
      tokenize: words,
      searchOptions: {
        boost: { name: 3, title: 3, fields: 0.5 },
        prefix: (term) => term.length > 2,
        fuzzy: (term) => (term.length > 4 ? 0.2 : false),
      },
    })
    this.#index.addAll([...this.#wires.values()].map(entryOf))
  }

  /** The permitted tools that match, best first. */
  find(query: string, permitted: ReadonlySet<string>): readonly Tool[] {
    const hits = this.#index.search(query, { filter: ({ id }) => permitted.has(id as string) })
    return hits.map(({ id }) => this.#wires.get(id as string)!)
  }
}

interface Entry {
  readonly name: string
  readonly title: string
  readonly description: string
  readonly fields: string
}

function entryOf({ name, title = '', description = '', inputSchema }: Tool): Entry {
  const properties = (inputSchema.properties ?? {}) as Readonly<Record<string, { readonly description?: string }>>
  const fields = Object.entries(properties).map(([field, schema]) => `${field} ${schema.description ?? ''}`)
  return { name, title, description, fields: fields.join(' ') }
}

/** `github_createIssue` as `github create issue`. */
function words(text: string): string[] {
  return text
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1 $2')
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '')
}
