"""The SDK's rules from samples to estimates, so that the report's figures are of what a user gets: `windows`, `energy` and `stream` are its
`src/inference/`, `estimates` its `src/estimates/`, `recording` its `analyzeFile()`.

Both sides are held to `test/golden/`: the SDK's own modules write it (`node tools/golden.mjs`), and the tests of both suites compare with it.
"""
