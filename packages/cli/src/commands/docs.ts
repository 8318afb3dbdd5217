import { mkdir, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import type { CommandContext } from '../command-context.ts'
import { compiledOf } from '../config/find-operation.ts'
import { type CommonOptions, setUp } from '../config/setup.ts'
import { type ConnectorDescription, describeConnector } from '../describe/connector-description.ts'
import { type ExitCode, exitCode } from '../exit-code.ts'
import { connectorPage } from '../markdown/connector-page.ts'
import { connectorsTable } from '../markdown/connectors-table.ts'

export interface DocsOptions extends CommonOptions {
  readonly out?: string
}

/** `portico docs [connector]`: prints a connector's page, or the index of all; with `--out` writes them to a folder. */
export async function docs({ io, output, options }: CommandContext<DocsOptions>, only: string | undefined): Promise<ExitCode> {
  const setup = await setUp(io, options)
  const described: ConnectorDescription[] = []
  for (const name of only === undefined ? setup.names : [only]) {
    const connector = await setup.connector(name)
    compiledOf(name, connector)
    described.push(describeConnector(connector))
  }
  const index = `# Connectors\n\n${connectorsTable(described, (id) => `${id}.md`)}\n`
  if (options.out !== undefined) {
    const folder = resolve(io.cwd, options.out)
    const pages = described.map((each): [string, string] => [join(folder, `${each.id}.md`), connectorPage(each)])
    const files = only === undefined ? [[join(folder, 'index.md'), index] as [string, string], ...pages] : pages
    await mkdir(folder, { recursive: true })
    for (const [file, text] of files) await writeFile(file, text)
    if (output.json) await output.document({ files: files.map(([file]) => file) })
    else await output.lines(files.map(([file]) => file))
    return exitCode.ok
  }
  if (output.json)
    await output.document({ connectors: described.map((each) => ({ id: each.id, markdown: connectorPage(each) })) })
  else await output.write(only === undefined ? index : described.map(connectorPage).join('\n'))
  return exitCode.ok
}
