import { describe, expect, it } from 'vitest';
import { InputError } from '../src/model/errors.ts';
import { createScheduler, POLICIES, type PolicySpec, PROFILES } from '../src/registry.ts';

describe('createScheduler', () => {
  it('knows these policies, each with a summary, a source and a default for each option', () => {
    expect(POLICIES.map(({ name }) => name)).toEqual([
      ...['fcfs', 'sjf', 'ljf', 'saf', 'sqf', 'lxf', 'wfp3', 'unicef', 'f1', 'f2', 'f3', 'f4'],
      ...['edf', 'llf', 'urgency', 'heft', 'critical-path'],
      ...['multifactor', 'fairshare', 'fairtree', 'aging', 'drf', 'wfq', 'guarantee'],
      ...['min-min', 'max-min', 'sufferage'],
      ...['easy', 'easy-sjbf', 'easy++', 'relaxed', 'backfill'],
      ...['conservative', 'slack', 'conservative-rebuild'],
    ]);
    for (const { name, summary, source, options } of POLICIES) {
      expect(createScheduler(name).name).toBe(name);
      expect(summary).not.toBe('');
      expect(source).toMatch(/\d{4}/);
      for (const option of options) {
        expect(option.meaning).not.toBe('');
        // To say the default is to say nothing.
        expect(createScheduler(`${name}(${option.name}=${option.default})`).name).toBe(name);
      }
    }
  });

  it.each<[PolicySpec, string]>([
    ['easy', 'easy'],
    ['  easy ', 'easy'],
    ['easy()', 'easy'],
    ['easy( )', 'easy'],
    ['backfill(depth=4, order=saf)', 'backfill(depth=4,order=saf)'],
    ['backfill(order=saf,depth=4)', 'backfill(depth=4,order=saf)'],
    ['backfill( order = saf , depth : 4 )', 'backfill(depth=4,order=saf)'],
    ['backfill(depth 4)', 'backfill(depth=4)'],
    ['backfill(depth=1)', 'backfill'],
    ['backfill (depth=all)', 'backfill(depth=all)'],
    ['saf(depth=0)', 'saf(depth=0)'],
    ['wfp3(scan=sjf, depth=1)', 'wfp3(depth=1,scan=sjf)'],
    [' easy++ ', 'easy++'],
    ['backfill(predict=recent, scan=sjf)', 'backfill(scan=sjf,predict=recent)'],
    ['relaxed(omega=0.5)', 'relaxed'],
    [{ policy: 'slack', factor: 2 }, 'slack(factor=2)'],
    [{ policy: 'backfill' }, 'backfill'],
    [{ policy: 'backfill', depth: 4, order: 'saf' }, 'backfill(depth=4,order=saf)'],
    [{ policy: 'backfill', order: 'saf', depth: '4' }, 'backfill(depth=4,order=saf)'],
    [{ policy: 'saf', depth: 1, scan: 'queue' }, 'saf(depth=1)'],
  ])('reads %j as %s', (spec, name) => {
    expect(createScheduler(spec).name).toBe(name);
  });

  it('gives equal policies equal names, which it reads again', () => {
    for (const spec of ['backfill(depth=4,order=saf)', 'wfp3(depth=1,scan=sjf)', 'ljf(depth=all)']) {
      expect(createScheduler(createScheduler(spec).name).name).toBe(spec);
    }
  });

  it('makes what the name says', () => {
    const of = (spec: PolicySpec) => {
      const { order, scan, promises, needsKill } = createScheduler(spec);
      return [order?.name, scan?.name, promises, needsKill];
    };
    expect(of('fcfs')).toEqual([undefined, undefined, false, false]);
    expect(of('sjf')).toEqual(['sjf', undefined, false, false]);
    expect(of('easy')).toEqual([undefined, undefined, true, false]);
    expect(of('easy-sjbf')).toEqual([undefined, 'sjf', true, false]);
    expect(of('conservative')).toEqual([undefined, undefined, true, true]);
    expect(of('conservative-rebuild')).toEqual([undefined, undefined, false, false]);
    expect(of('backfill(depth=2)')).toEqual([undefined, undefined, false, false]);
    expect(of('wfp3(depth=1, scan=saf)')).toEqual(['wfp3', 'saf', false, false]);
    // In the order of arrival there is nothing to sort, and a scan in the queue's own order is the queue.
    expect(of('backfill(order=fcfs, scan=fcfs)')).toEqual([undefined, undefined, true, false]);
    expect(of('saf(depth=1, scan=saf)')).toEqual(['saf', undefined, false, false]);
  });

  const ORDER_LIST =
    'fcfs, sjf, ljf, saf, sqf, lxf, wfp3, unicef, f1, f2, f3, f4, edf, llf, urgency, heft, critical-path';

  it.each<[PolicySpec, string]>([
    ['easi', 'unknown policy easi; did you mean easy?'],
    ['conservativ', 'unknown policy conservativ; did you mean conservative?'],
    ['backfil(depth=1)', 'unknown policy backfil; did you mean backfill?'],
    ['EASY', 'unknown policy EASY; did you mean easy?'],
    ['slurm-like', `unknown policy slurm-like; expected one of: ${POLICIES.map(({ name }) => name).join(', ')}`],
    [{ policy: 'sjff' }, 'unknown policy sjff; did you mean sjf?'],
    ['backfill(dept=4)', 'policy backfill has no option dept; did you mean depth?'],
    [
      'backfill(reservations=4)',
      'policy backfill has no option reservations; expected one of: depth, order, scan, predict, preempt, victims, mode, grace, placement',
    ],
    [{ policy: 'saf', order: 'sjf' }, 'policy saf has no option order; did you mean mode?'],
    ['easy(depth=1)', 'policy easy has no option depth; expected one of: placement'],
    ['backfill(depth=some)', 'depth is some; expected a whole number of reservations, all or none'],
    ['backfill(depth=-1)', 'depth is -1; expected a whole number of reservations, all or none'],
    ['backfill(depth=1.5)', 'depth is 1.5; expected a whole number of reservations, all or none'],
    ['backfill(depth = 1 2 )', 'depth is 1 2; expected a whole number of reservations, all or none'],
    ['backfill(order=sjf!)', 'unknown order sjf!; did you mean sjf?'],
    ['easy+', 'unknown policy easy+; did you mean easy?'],
    ['backfill(predict=recnt)', 'unknown prediction recnt; did you mean recent?'],
    ['relaxed(omega=-1)', 'omega is -1; expected a number of at least 0, such as 0.5'],
    ['slack(factor=much)', 'factor is much; expected a number of at least 0, such as 0.5'],
    ['easy(placement=bestfit)', 'unknown placement bestfit; did you mean best-fit?'],
    ['min-min(batch=0)', 'batch is 0; expected a whole number of at least 1'],
    ['backfill(preempt=qso)', 'preempt is qso; did you mean qos?'],
    ['backfill(grace=5min)', 'grace is 5min, but nothing is preempted; give preempt too'],
    ['backfill(preempt=qos, grace=5)', 'grace is 5; expected a length of time such as 30s, 5min, 2h or 7d, or 0'],
    ['backfill(depth==4)', 'policy backfill(depth==4): depth==4 is not of the form option=value'],
    [{ policy: 'backfill', depth: 1.5 }, 'depth is 1.5; expected a whole number of reservations, all or none'],
    [{ policy: 'backfill', depth: null }, 'depth is null; expected a whole number of reservations, all or none'],
    ['backfill(order=spf)', 'unknown order spf; did you mean sjf?'],
    ['backfill(order=shortest)', `unknown order shortest; expected one of: ${ORDER_LIST}`],
    ['backfill(scan=unicfe)', 'unknown order unicfe; did you mean unicef?'],
    ['', 'policy  is not of the form NAME or NAME(option=value,...)'],
    ['backfill(depth=4', 'policy backfill(depth=4 is not of the form NAME or NAME(option=value,...)'],
    ['4easy', 'policy 4easy is not of the form NAME or NAME(option=value,...)'],
    ['backfill(depth)', 'policy backfill(depth): depth is not of the form option=value'],
    ['backfill(depth=)', 'policy backfill(depth=): depth= is not of the form option=value'],
    ['backfill(depth=1,)', 'policy backfill(depth=1,): an empty option is not of the form option=value'],
    ['backfill(depth=1, depth=2)', 'policy backfill(depth=1, depth=2): option depth is given twice'],
  ])('says of %j what is wrong', (spec, message) => {
    expect(() => createScheduler(spec)).toThrow(new InputError(message));
  });
});

describe('PROFILES', () => {
  it('are this project and the two simulators whose schedules it reproduces', () => {
    expect(PROFILES.map(({ name, pass, order, estimate }) => [name, pass, order, estimate])).toEqual([
      ['makespan', 'instant', 'completions-first', 'requested'],
      ['pyss', 'event', 'arrivals-first', 'requested'],
      ['cqsim', 'event', 'completions-first', 'runtime'],
    ]);
  });
});
