import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import GithubSlugger from 'github-slugger'
import { type Token, type Tokens, lexer, walkTokens } from 'marked'

/** A Markdown page, as far as the checks need it. */
export interface Page {
  /** From the root, with forward slashes. */
  readonly path: string
  readonly text: string
  readonly links: readonly { readonly href: string; readonly line: number }[]
  /** The anchors of its headings on GitHub, and those it sets itself. */
  readonly anchors: ReadonlySet<string>
  readonly headings: readonly string[]
  /** Code blocks with a language, such as `mermaid`. */
  readonly code: readonly { readonly language: string; readonly text: string; readonly line: number }[]
  /** Its tables, cell by cell, without markup. */
  readonly tables: readonly { readonly head: readonly string[]; readonly rows: readonly (readonly string[])[] }[]
}

const left = ['**/node_modules/**', '**/dist/**', '**/CHANGELOG.md', '**/test-results/**', 'templates/**', '.changeset/**']

/** Every page of the repo that people write or generate. */
export function readPages(root: string): Page[] {
  return globSync(['*.md', '{docs,packages,connectors,tools,.github}/**/*.md'], { cwd: root, exclude: left })
    .map((path) => path.replaceAll('\\', '/'))
    .toSorted()
    .map((path) => pageOf(path, readFileSync(join(root, path), 'utf8')))
}

export function pageOf(path: string, text: string): Page {
  const slugger = new GithubSlugger()
  const links: { href: string; line: number }[] = []
  const anchors = new Set([...text.matchAll(/<a (?:id|name)="([^"]+)"/g)].map(([, name]) => name!))
  const headings: string[] = []
  const code: { language: string; text: string; line: number }[] = []
  const tables: { head: readonly string[]; rows: readonly (readonly string[])[] }[] = []
  const lineOf = (part: string): number => text.slice(0, Math.max(0, text.indexOf(part))).split('\n').length
  void walkTokens(lexer(text), (token: Token) => {
    switch (token.type) {
      case 'heading':
        headings.push((token as Tokens.Heading).text)
        anchors.add(slugger.slug(plain((token as Tokens.Heading).text)))
        break
      case 'link':
      case 'image':
        links.push({ href: (token as Tokens.Link).href, line: lineOf(token.raw) })
        break
      case 'code':
        code.push({ language: (token as Tokens.Code).lang ?? '', text: (token as Tokens.Code).text, line: lineOf(token.raw) })
        break
      case 'table': {
        const { header, rows } = token as Tokens.Table
        tables.push({ head: header.map((cell) => plain(cell.text)), rows: rows.map((row) => row.map((cell) => cell.text)) })
        break
      }
    }
  })
  return { path, text, links, anchors, headings, code, tables }
}

function plain(markdown: string): string {
  return markdown.replaceAll(/[`*]|\[([^\]]*)\]\([^)]*\)/g, (_all, label: string | undefined) => label ?? '')
}
