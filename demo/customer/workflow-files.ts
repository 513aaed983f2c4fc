/**
 * The first customer's workflows: names, triggers, inputs, jobs, steps and artifacts are as theirs, what the
 * steps run is not.
 */
export const WORKFLOW_FILES: Readonly<Record<string, string>> = {
  '.github/workflows/codex-template-smoke.yml': `name: Codex Template Smoke
on:
  workflow_dispatch:
  pull_request:
    paths:
      - 'templates/**'
      - 'scripts/ci/run-codex-template-smoke.sh'
      - '.github/workflows/codex-template-smoke.yml'
  push:
    branches: [main]
    paths:
      - 'templates/**'
      - 'scripts/ci/run-codex-template-smoke.sh'
      - '.github/workflows/codex-template-smoke.yml'
jobs:
  smoke:
    runs-on: ubuntu-latest
    steps:
      - name: Generate every template
        run: scripts/ci/run-codex-template-smoke.sh
      - name: Upload the report
        uses: actions/upload-artifact@v4
        with:
          name: codex-template-smoke-report
          path: reports/codex-template-smoke/latest.*
`,
  '.github/workflows/ai-ops-langgraph-verify.yml': `name: AI Ops LangGraph Verify
on:
  workflow_dispatch:
  workflow_call:
jobs:
  verify:
    runs-on: ubuntu-latest
    steps:
      - name: Run the scenarios
        run: scripts/ci/verify.sh
      - name: Upload the report
        uses: actions/upload-artifact@v4
        with:
          name: ai-ops-langgraph-verify
          path: reports/ai-ops-verify.md
`,
  '.github/workflows/ai-ops-auto-handoff.yml': `name: AI Ops Auto Handoff
on:
  workflow_dispatch:
permissions:
  contents: read
  actions: write
jobs:
  handoff:
    runs-on: ubuntu-latest
    steps:
      - name: Generate templates
        run: scripts/ci/generate.sh
      - name: Review the pull request
        run: scripts/ci/review.sh
      - name: Approve the deployment
        run: scripts/ci/approve.sh
      - name: Start LangGraph Verify
        run: gh workflow run "AI Ops LangGraph Verify" --ref "$GITHUB_REF"
      - name: Upload the record
        uses: actions/upload-artifact@v4
        with:
          name: ai-ops-handoff
          path: reports/ai-ops-handoff.json
`,
  '.github/workflows/ai-ops-insights.yml': `name: AI Ops Insights Publisher
on:
  workflow_dispatch:
  schedule:
    - cron: '30 0 * * *'
jobs:
  synthesize:
    runs-on: ubuntu-latest
    steps:
      - name: Collect the newest runs
        run: scripts/ci/insights.sh
      - name: Upload the report
        uses: actions/upload-artifact@v4
        with:
          name: ai-ops-insights
          path: reports/ai-ops-insights.md
`,
  '.github/workflows/hr-module-ci.yml': moduleCi('HR', 'services/hr'),
  '.github/workflows/crm-sales-module-ci.yml': moduleCi('CRM & Sales', 'services/crm', 's'),
};

function moduleCi(module: string, path: string, plural = ''): string {
  return `name: ${module} Module CI
on:
  workflow_dispatch:
  pull_request:
    paths: ['${path}/**']
jobs:
  lint-and-test:
    runs-on: ubuntu-latest
    steps:
      - name: Install dependencies
        run: npm ci
      - name: Lint ${module} module${plural}
        run: npm run lint
      - name: Test ${module} module${plural}
        run: npm test
`;
}
