import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { makespan, type Recorded } from '../cli/recorder.ts';
import { commandWords, type Fence, fences, ROOT, read, WALKTHROUGHS } from './markdown.ts';

/** What only CI does, from a fresh clone: it would install or build again here. */
const ELSEWHERE = /^(npm (ci|start|cit)|git clone|cd )/;
/** A command that is meant to fail says so. */
const EXPECTED_CODE = /\s+# exit code (\d+)$/;

/** The line above a block that names the file in which the reader saves it: "Save this as `mine.mjs`:". */
function fileOf(markdown: string, { line }: Fence): string | undefined {
  const above = markdown
    .split('\n')
    .slice(0, line - 1)
    .reverse()
    .find((text) => text.trim() !== '');
  return /`([\w./-]+)`:$/.exec(above ?? '')?.[1];
}

/** A shown output may leave lines out where it says `...`. */
function expectShown(shown: string, printed: string, place: string): void {
  const parts = shown.split(/^\.\.\.\n/m);
  let from = 0;
  for (const part of parts) {
    const at = printed.indexOf(part, from);
    expect(at, `${place}: expected to be printed:\n${part}\nbut printed was:\n${printed}`).toBeGreaterThanOrEqual(0);
    from = at + part.length;
  }
}

async function execute(line: string, place: string): Promise<Recorded | undefined> {
  // What times policies takes its time, and is tested with smaller workloads.
  if (ELSEWHERE.test(line) || /makespan bench /.test(line)) return undefined;
  const code = Number(EXPECTED_CODE.exec(line)?.[1] ?? 0);
  const command = line.replace(/\s+#.*$/, '').replace(/^npx /, '');
  expect(command, place).toMatch(/^makespan /);
  const recorded = await makespan(...commandWords(command));
  expect(recorded, `${place}: ${line}`).toMatchObject(code === 0 ? { code, err: '' } : { code });
  return recorded;
}

it.each(WALKTHROUGHS)('%s can be followed to the letter', async (page) => {
  const folder = mkdtempSync(join(tmpdir(), 'makespan-walkthrough-'));
  const before = process.cwd();
  onTestFinished(() => {
    process.chdir(before);
    rmSync(folder, { recursive: true, force: true });
  });
  cpSync(join(ROOT, 'scenarios'), join(folder, 'scenarios'), { recursive: true });
  symlinkSync(join(ROOT, 'traces'), join(folder, 'traces'));
  process.chdir(folder);
  const markdown = read(page);
  let last: Recorded | undefined;
  for (const fence of fences(markdown)) {
    const place = `${page}:${fence.line}`;
    const file = fileOf(markdown, fence);
    if (fence.language === 'sh') {
      for (const line of fence.text.trim().split('\n')) last = (await execute(line, place)) ?? last;
    } else if (fence.language === 'text') {
      expect(last, `${place} shows what nothing printed`).toBeDefined();
      expectShown(fence.text, last!.out + last!.err, place);
    } else if (file !== undefined) {
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, fence.text);
    }
  }
});

it('the walkthroughs are all pages that show how something is done', () => {
  const pages = readdirSync(join(ROOT, 'docs')).filter((name) => /^(tutorial|how-to-)/.test(name));
  expect([...WALKTHROUGHS].sort()).toEqual(pages.map((name) => `docs/${name}`).sort());
  expect(pages.length).toBeGreaterThanOrEqual(5);
});
