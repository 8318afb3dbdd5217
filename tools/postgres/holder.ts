import { rmSync } from 'node:fs'
import { scratchFolder } from '../vitest/scratch-folder.ts'
import { startPostgres } from './server.ts'

// Holds a server for the process that forked it, and stops it when that process ends, killed or not.
const home = scratchFolder()
const server = await startPostgres({ durable: false, home })
process.on('disconnect', () => {
  void server.stop().then(() => {
    rmSync(home, { recursive: true, force: true })
    process.exit(0)
  })
})
process.send!(server.url)
