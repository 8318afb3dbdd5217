// A setup file is run for each test file, and what it imports once for all files of a worker.
// oxlint-disable-next-line import/no-unassigned-import
import './own-imports.ts'
