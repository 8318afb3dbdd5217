import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { run } from '../rehearse/run.ts'
import { repoRoot } from '../workspace.ts'

const versions = { '@modelcontextprotocol/conformance': '0.2.0-alpha.12', '@modelcontextprotocol/inspector': '2.12.0' } as const

/** The official programs, fetched once: they are larger than everything the repository installs for itself. */
export interface OfficialTools {
  conformance(...given: readonly string[]): Promise<Ended>
  inspector(...given: readonly string[]): Promise<Ended>
}

export interface Ended {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
}

export async function officialTools(): Promise<OfficialTools> {
  const folder = join(repoRoot, 'node_modules/.cache/conformance', Object.values(versions).join('_'))
  const modules = join(folder, 'node_modules/@modelcontextprotocol')
  const program = {
    conformance: join(modules, 'conformance/dist/index.js'),
    inspector: join(modules, 'inspector/clients/launcher/build/index.js'),
  }
  if (!Object.values(program).every((file) => existsSync(file))) {
    mkdirSync(folder, { recursive: true })
    writeFileSync(join(folder, 'package.json'), JSON.stringify({ private: true, dependencies: versions }))
    await run('npm', ['install', '--no-audit', '--no-fund', '--ignore-scripts'], { cwd: folder })
  }
  return {
    conformance: (...given) => ended([program.conformance, ...given], folder),
    inspector: (...given) => ended([program.inspector, ...given], folder),
  }
}

const timeoutMs = 300_000

function ended(given: readonly string[], cwd: string): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, given, {
      cwd,
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: timeoutMs,
      killSignal: 'SIGKILL',
    })
    let stdout = ''
    let stderr = ''
    child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text))
    child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text))
    child.on('error', reject)
    child.on('close', (code) => resolve({ code: code ?? -1, stdout, stderr }))
  })
}
