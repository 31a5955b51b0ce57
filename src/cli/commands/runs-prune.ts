import type { StoredFile } from '../../executors/store.ts';
import { type Command, command } from '../command.ts';
import { QUIET } from '../common-options.ts';
import { counted, timeSpan } from '../numbers.ts';
import { isStale, openStore, STORE_OPTION, whereKept } from '../run-store.ts';
import { sizeText } from '../size-text.ts';
import { EXIT } from '../terminal.ts';

/** `makespan runs prune`: removes runs that are kept. */
export const pruneRunsCommand: Command = command({
  name: 'prune',
  summary: 'remove finished runs that are kept, by their age or version, and what is damaged',
  description: [
    'Removes what is damaged or was left half-written an hour ago or longer, and the runs that an option names: with ' +
      'several options, those that any of them names. A run that is removed is done again when it is next asked for.',
  ],
  options: {
    older: { type: 'string', value: 'TIME', describe: 'runs made longer ago than this, such as 12h or 30d' },
    'version-other': { type: 'boolean', describe: 'runs made by other versions of makespan than this one' },
    all: { type: 'boolean', describe: 'every run' },
    'dry-run': { type: 'boolean', describe: 'say what would be removed, and remove nothing' },
    ...STORE_OPTION,
    ...QUIET,
  },
  examples: [
    ['makespan runs prune --older 30d --version-other', 'remove what is old, and what another version has made'],
    ['makespan runs prune --all --dry-run', 'see how much room all of it takes'],
  ],
  see: ['docs/experiments.md'],
  async run({ older, all, store: option, ...flags }, _words, terminal) {
    const store = await openStore(option);
    const now = Date.now();
    const oldest = older === undefined ? Number.NEGATIVE_INFINITY : now - timeSpan('--older', older);
    const goes = ({ content, modified }: StoredFile): boolean => {
      if (all === true) return true;
      if (content === undefined) return isStale(modified);
      if ('damage' in content || modified < oldest) return true;
      return flags['version-other'] === true && content.version !== store.version;
    };
    const removed = { runs: 0, others: 0, bytes: 0 };
    let kept = 0;
    for (const found of store.list()) {
      const isRun = found.content !== undefined && 'record' in found.content;
      if (!goes(found)) {
        if (isRun) kept += 1;
        continue;
      }
      if (flags['dry-run'] !== true) store.remove(found);
      removed[isRun ? 'runs' : 'others'] += 1;
      removed.bytes += found.bytes;
    }
    const verb = flags['dry-run'] === true ? 'would remove' : 'removed';
    const damaged = removed.others === 0 ? '' : ` and ${counted(removed.others, 'damaged file')}`;
    const what = `${verb} ${counted(removed.runs, 'run')}${damaged}, ${sizeText(removed.bytes)}, from ${whereKept(store.folder)}`;
    const isAsked = all === true || older !== undefined || flags['version-other'] === true;
    const stay = `; ${counted(kept, 'run')} ${kept === 1 ? 'stays' : 'stay'}`;
    const hint = isAsked ? '' : ': --older, --version-other or --all says which are to go';
    if (!terminal.quiet) terminal.out(`${what}${kept === 0 ? '' : `${stay}${hint}`}\n`);
    return EXIT.done;
  },
});
