// A setup file runs for each test file, but what it imports is loaded once for all files of a worker.
// oxlint-disable-next-line import/no-unassigned-import
import './own-imports.ts'
