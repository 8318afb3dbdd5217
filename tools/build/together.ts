import { Handover } from '../handover/handover.ts'
import { publicPackages } from '../workspace.ts'

// Builds every package in one process, where a run asks for all of them: the compilers, and what the packages share, are loaded
// once.
const handover = Handover.current()
if (handover?.work().builds) {
  const { buildPackages } = await import('./build-packages.ts')
  try {
    await buildPackages(publicPackages().map(({ folder }) => folder))
    handover.leaveBuilds()
  } catch {
    console.log('Not all packages can be built: each builds itself and reports what it lacks.')
  }
}
