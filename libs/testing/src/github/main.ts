import { parseArgs } from 'node:util';
import { startGithubContractServer } from './github-contract-server.js';

/**
 * The contract server as a process of its own, for examples: prints one JSON line with its address and runs until it is ended.
 *
 *   node dist/libs/testing/src/github/main.js --repository acme/models --run-ms 1500
 *   {"url":"http://127.0.0.1:40001","repository":"acme/models","workflow":"deploy.yml","ref":"main","token":"ghp_contract"}
 *
 * `--port N` fixes the port, `--workflow FILE` the workflow's name, `--run-ms N` how long runs take, `--conclusion X` how they end,
 * `--problems` prints what broke GitHub's schemas (a JSON line on stderr) when the process is asked to end.
 */
const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '0' },
    repository: { type: 'string', default: 'acme/models' },
    workflow: { type: 'string', default: 'deploy.yml' },
    ref: { type: 'string', default: 'main' },
    token: { type: 'string', default: 'ghp_contract' },
    'run-ms': { type: 'string', default: '2000' },
    conclusion: { type: 'string', default: 'success' },
    problems: { type: 'boolean', default: false },
  },
});

const { repository, workflow, ref, token, conclusion } = values;
const server = await startGithubContractServer({
  port: Number(values.port),
  workflows: [{ repository, file: workflow, refs: [ref] }],
  tokens: [token],
  behaviour: { plan: { kind: 'time', ms: Number(values['run-ms']), conclusion } },
});
process.stdout.write(`${JSON.stringify({ url: server.url, repository, workflow, ref, token })}\n`);

async function end(): Promise<void> {
  if (values.problems) process.stderr.write(`${JSON.stringify({ problems: server.problems, dispatches: server.dispatches })}\n`);
  await server.close();
}

process.once('SIGTERM', () => void end());
process.once('SIGINT', () => void end());
