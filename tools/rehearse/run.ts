import { spawn } from 'node:child_process'

export interface RunOptions {
  readonly cwd: string
  readonly env?: Readonly<Record<string, string>>
  /** Default: 15 minutes. */
  readonly timeoutMs?: number
}

/** Runs a program without a shell and returns its stdout. If it fails, throws with the end of its output. */
export function run(command: string, args: readonly string[], { cwd, env, timeoutMs = 900_000 }: RunOptions): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd,
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: timeoutMs,
      killSignal: 'SIGKILL',
    })
    let stdout = ''
    let said = ''
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text
      said = (said + text).slice(-4_000)
    })
    child.stderr.setEncoding('utf8').on('data', (text: string) => (said = (said + text).slice(-4_000)))
    child.on('error', reject)
    child.on('close', (code) => {
      if (code === 0) resolve(stdout)
      else reject(new Error(`${command} ${args.join(' ')} ended with ${code}:\n${said}`))
    })
  })
}
